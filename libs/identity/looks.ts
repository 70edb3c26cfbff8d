import type { Parts } from './database.ts';

/** One look of an auditor: what was asked for, by its path. */
export type Look = {
  readonly partnership: string;
  readonly auditor: string;
  readonly user: string;
  readonly path: string;
  readonly lookedAt: string;
};
type Row = {
  readonly id: number;
  readonly partnership: string;
  readonly auditor: string;
  readonly user: string;
  readonly path: string;
  readonly looked_at: string;
};

export type Looks = {
  note(look: Omit<Look, 'lookedAt'>): void;
  /** Of a partnership, the newest first. */
  ofPartnership(
    partnership: string,
    page: { readonly cursor?: string; readonly limit?: number },
  ): { readonly items: readonly Look[]; readonly nextCursor: string | null };
};

const DEFAULT_LIMIT = 100;
/** A query can be long; what it names stands at its beginning. */
const LONGEST_PATH = 2_000;

export const looksIn = ({ db, clock }: Parts): Looks => {
  const insert = db.prepare('INSERT INTO looks (partnership, auditor, user, path, looked_at) VALUES (?, ?, ?, ?, ?)');
  const list = db.prepare<Row>('SELECT * FROM looks WHERE partnership = ? AND id < ? ORDER BY id DESC LIMIT ?');
  return {
    note: ({ partnership, auditor, user, path }) => {
      insert.run(partnership, auditor, user, path.slice(0, LONGEST_PATH), clock().toISOString());
    },
    ofPartnership: (partnership, { cursor, limit = DEFAULT_LIMIT }) => {
      const before = cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : Number.MAX_SAFE_INTEGER;
      const rows = list.all(partnership, before, limit + 1);
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map(({ partnership: of, auditor, user, path, looked_at: lookedAt }) => ({
          partnership: of,
          auditor,
          user,
          path,
          lookedAt,
        })),
        nextCursor: rows.length > limit && last !== undefined ? String(last.id) : null,
      };
    },
  };
};
