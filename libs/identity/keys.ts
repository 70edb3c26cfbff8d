import { type Result, accepted } from '#kernel';
import type { Parts } from './database.ts';
import { refuse } from './refusals.ts';
import { hashOf, isHashOf, newId, newSecret } from './secrets.ts';
import { type ApiKey, KEY_ROLES, type KeyRole } from './words.ts';

/** How every key begins, so that one that leaked is found by a search for it. */
const BEGINS = 'rebate-key.';
const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

type Row = {
  readonly id: string;
  readonly hash: string;
  readonly name: string;
  readonly organisation: string | null;
  readonly roles: string;
  readonly created_by: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly revoked_at: string | null;
};

const keyOf = (row: Row): ApiKey => ({
  id: row.id,
  name: row.name,
  organisation: row.organisation,
  roles: KEY_ROLES.filter((role) => row.roles.split(' ').includes(role)),
  prefix: `${BEGINS}${row.id}`,
  createdBy: row.created_by,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});

export type NewKey = {
  readonly name: string;
  readonly organisation: string | null;
  readonly roles: readonly KeyRole[];
  readonly expiresAt: string;
  readonly createdBy: string;
};

export type Keys = {
  /** The secret is in the answer, and nowhere else ever again. */
  create(key: NewKey): Result<ApiKey & { readonly secret: string }>;
  list(organisation: string | null): ApiKey[];
  revoke(organisation: string | null, id: string): Result<ApiKey>;
  /** The key that was sent, where it is valid now. */
  check(sent: string): ApiKey | undefined;
};

export const isKey = (bearer: string): boolean => bearer.startsWith(BEGINS);

export const keysIn = ({ db, clock, chance }: Parts): Keys => {
  const one = db.prepare<Row>('SELECT * FROM keys WHERE id = ?');
  const all = db.prepare<Row>('SELECT * FROM keys WHERE organisation IS ? ORDER BY created_at, id');
  const insert = db.prepare(
    'INSERT INTO keys (id, hash, name, organisation, roles, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const revoke = db.prepare('UPDATE keys SET revoked_at = ? WHERE id = ? AND organisation IS ? AND revoked_at IS NULL');
  return {
    create: ({ name, organisation, roles, expiresAt, createdBy }) => {
      const now = clock();
      const lifeMs = Date.parse(expiresAt) - now.getTime();
      if (!(lifeMs > 0 && lifeMs <= MOST_DAYS * DAY_MS)) return refuse('KEY_EXPIRY_NOT_ALLOWED', { days: String(MOST_DAYS) }, 'expiresAt');
      if (organisation !== null && roles.length === 0) return refuse('ROLES_MISSING', {}, 'roles');
      const [id, secret] = [newId('k', chance), newSecret(chance)];
      insert.run(id, hashOf(secret), name, organisation, roles.join(' '), createdBy, now.toISOString(), new Date(expiresAt).toISOString());
      const row = one.get(id);
      if (row === undefined) throw new Error('the key was not kept');
      return accepted({ ...keyOf(row), secret: `${BEGINS}${id}.${secret}` });
    },
    list: (organisation) => all.all(organisation).map(keyOf),
    revoke: (organisation, id) => {
      revoke.run(clock().toISOString(), id, organisation);
      const row = one.get(id);
      return row?.organisation !== organisation ? refuse('KEY_UNKNOWN', { key: id }) : accepted(keyOf(row));
    },
    check: (sent) => {
      const [, id = '', secret = ''] = /^rebate-key\.([^.]+)\.([^.]+)$/.exec(sent) ?? [];
      const row = one.get(id);
      // The same work for an id that does not exist.
      const matches = isHashOf(secret, row?.hash ?? hashOf(''));
      const isValid = row !== undefined && matches && row.revoked_at === null && row.expires_at > clock().toISOString();
      return isValid ? keyOf(row) : undefined;
    },
  };
};
