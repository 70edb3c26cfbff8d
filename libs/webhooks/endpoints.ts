import { type Result, accepted } from '#kernel';
import type { Parts } from './database.ts';
import { refuse } from './refusals.ts';
import { newSigningSecret } from './signing.ts';
import type { Endpoint } from './words.ts';

/** What an organisation can keep an eye on; each is looked at with every event. */
const MOST_ENDPOINTS = 20;
/** A receiver is given the new secret while the old one still holds. */
const OLD_SECRET_MS = 24 * 3_600_000;
const ID_BYTES = 12;

type Row = {
  readonly id: string;
  readonly organisation: string;
  readonly url: string;
  readonly kinds: string;
  readonly partnerships: string;
  readonly vouched_by: string;
  readonly created_at: string;
  readonly secret: string;
  readonly secret_since: string;
  readonly old_secret: string | null;
  readonly old_until: string | null;
};

const wordsIn = (text: string): string[] => text.split(' ').filter((word) => word !== '');
const endpointOf = (row: Row): Endpoint => ({
  id: row.id,
  organisation: row.organisation,
  url: row.url,
  kinds: wordsIn(row.kinds),
  partnerships: wordsIn(row.partnerships),
  by: row.vouched_by,
  createdAt: row.created_at,
  secretSince: row.secret_since,
});

export type NewEndpoint = Pick<Endpoint, 'organisation' | 'url' | 'kinds' | 'partnerships' | 'by'>;
export type WithSecret = Endpoint & { readonly secret: string };

export type Endpoints = {
  /** It is told what is recorded from now on. The secret is in the answer, and in no other ever again. */
  add(endpoint: NewEndpoint): Result<WithSecret>;
  list(organisation: string): Endpoint[];
  all(): Endpoint[];
  find(organisation: string, id: string): Endpoint | undefined;
  remove(organisation: string, id: string): boolean;
  /** Both secrets hold for a day; who rotates vouches from now on. */
  rotate(organisation: string, id: string, by: string): WithSecret | undefined;
  /** Those that hold now, the newest first. */
  secretsOf(id: string): string[];
};

export const endpointsIn = ({ db, clock, chance }: Parts): Endpoints => {
  const one = db.prepare<Row>('SELECT * FROM endpoints WHERE id = ? AND organisation = ?');
  const ofOrganisation = db.prepare<Row>('SELECT * FROM endpoints WHERE organisation = ? ORDER BY created_at, id');
  const everyOne = db.prepare<Row>('SELECT * FROM endpoints ORDER BY created_at, id');
  const secrets = db.prepare<Pick<Row, 'secret' | 'old_secret' | 'old_until'>>(
    'SELECT secret, old_secret, old_until FROM endpoints WHERE id = ?',
  );
  const insert = db.prepare(
    'INSERT INTO endpoints (id, organisation, url, kinds, partnerships, vouched_by, created_at, secret, secret_since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM endpoints WHERE id = ? AND organisation = ?');
  const rotate = db.prepare(
    'UPDATE endpoints SET old_secret = secret, old_until = ?, secret = ?, secret_since = ?, vouched_by = ? WHERE id = ? AND organisation = ?',
  );
  const now = (): string => clock().toISOString();
  const find = (organisation: string, id: string): Endpoint | undefined => {
    const row = one.get(id, organisation);
    return row === undefined ? undefined : endpointOf(row);
  };
  return {
    add: ({ organisation, url, kinds, partnerships, by }) =>
      db.transaction(() => {
        if (ofOrganisation.all(organisation).length >= MOST_ENDPOINTS)
          return refuse('WEBHOOK_TOO_MANY', { organisation, most: String(MOST_ENDPOINTS) });
        const [id, secret, at] = [`w-${Buffer.from(chance(ID_BYTES)).toString('hex')}`, newSigningSecret(chance), now()];
        insert.run(id, organisation, url, kinds.join(' '), partnerships.join(' '), by, at, secret, at);
        return accepted({ id, organisation, url, kinds, partnerships, by, createdAt: at, secretSince: at, secret });
      }),
    list: (organisation) => ofOrganisation.all(organisation).map(endpointOf),
    all: () => everyOne.all().map(endpointOf),
    find,
    remove: (organisation, id) => Number(remove.run(id, organisation).changes) > 0,
    rotate: (organisation, id, by) => {
      const secret = newSigningSecret(chance);
      rotate.run(new Date(clock().getTime() + OLD_SECRET_MS).toISOString(), secret, now(), by, id, organisation);
      const endpoint = find(organisation, id);
      return endpoint === undefined ? undefined : { ...endpoint, secret };
    },
    secretsOf: (id) => {
      const row = secrets.get(id);
      if (row === undefined) return [];
      return row.old_secret !== null && row.old_until !== null && row.old_until > now() ? [row.secret, row.old_secret] : [row.secret];
    },
  };
};
