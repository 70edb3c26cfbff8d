import { type Result, accepted, parseDay, partiesOf } from '#kernel';
import type { Parts } from './database.ts';
import { refuse } from './refusals.ts';
import { newId } from './secrets.ts';
import type { Grant } from './words.ts';

type Row = {
  readonly id: string;
  readonly auditor: string;
  readonly partnership: string;
  readonly agreement: string | null;
  readonly first_day: string;
  readonly last_day: string;
  readonly granted_for: string;
  readonly granted_by: string;
  readonly revoked_at: string | null;
};

const grantOf = (row: Row): Grant => ({
  id: row.id,
  auditor: row.auditor,
  partnership: row.partnership,
  agreement: row.agreement,
  from: row.first_day,
  to: row.last_day,
  grantedFor: row.granted_for,
  grantedBy: row.granted_by,
  revokedAt: row.revoked_at,
});

export type NewGrant = Omit<Grant, 'id' | 'revokedAt'>;

export type Grants = {
  create(grant: NewGrant): Result<Grant>;
  /** Those of a partnership, revoked ones too: who could read, and when, is part of its story. */
  ofPartnership(partnership: string): Grant[];
  revoke(partnership: string, id: string): Result<Grant>;
  /** In force today, to one of these organisations. */
  inForce(auditors: readonly string[]): Grant[];
};

/** Days of a grant are days in UTC: it runs from the beginning of the first to the end of the last. */
const isPeriod = (from: string, to: string): boolean => {
  const [first, last] = [parseDay(from), parseDay(to)];
  return first !== undefined && last !== undefined && first <= last;
};

export const grantsIn = ({ db, clock, chance }: Parts): Grants => {
  const one = db.prepare<Row>('SELECT * FROM grants WHERE id = ?');
  const ofPartnership = db.prepare<Row>('SELECT * FROM grants WHERE partnership = ? ORDER BY created_at, id');
  const inForce = db.prepare<Row>(
    'SELECT * FROM grants WHERE auditor = ? AND revoked_at IS NULL AND first_day <= ? AND last_day >= ? ORDER BY id',
  );
  const insert = db.prepare(
    'INSERT INTO grants (id, auditor, partnership, agreement, first_day, last_day, granted_for, granted_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const revoke = db.prepare('UPDATE grants SET revoked_at = ? WHERE id = ? AND partnership = ? AND revoked_at IS NULL');
  const auditor = db.prepare<{ kinds: string }>('SELECT kinds FROM organisations WHERE id = ?');
  return {
    create: (grant) => {
      if (auditor.get(grant.auditor)?.kinds.split(' ').includes('auditor') !== true)
        return refuse('GRANT_AUDITOR_UNKNOWN', { organisation: grant.auditor }, 'auditor');
      if (!isPeriod(grant.from, grant.to)) return refuse('GRANT_PERIOD_NOT_ALLOWED', { from: grant.from, to: grant.to }, 'from');
      if (partiesOf(grant.partnership) === undefined) return refuse('PARTNERSHIP_NOT_NAMED', {}, 'partnership');
      const id = newId('g', chance);
      insert.run(
        id,
        grant.auditor,
        grant.partnership,
        grant.agreement,
        grant.from,
        grant.to,
        grant.grantedFor,
        grant.grantedBy,
        clock().toISOString(),
      );
      return accepted({ id, ...grant, revokedAt: null });
    },
    ofPartnership: (partnership) => ofPartnership.all(partnership).map(grantOf),
    revoke: (partnership, id) => {
      revoke.run(clock().toISOString(), id, partnership);
      const row = one.get(id);
      return row?.partnership !== partnership ? refuse('GRANT_UNKNOWN', { grant: id }) : accepted(grantOf(row));
    },
    inForce: (auditors) => {
      const today = clock().toISOString().slice(0, 10);
      return auditors.flatMap((one) => inForce.all(one, today, today).map(grantOf));
    },
  };
};
