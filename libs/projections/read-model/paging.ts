import { ProjectionError } from './projection-error.ts';

export type PageQuery = { readonly cursor?: string | undefined; readonly limit?: number | undefined };
export type PageOf<Item> = { readonly items: readonly Item[]; readonly nextCursor: string | null };

const DEFAULT_LIMIT = 100;
export const MAX_LIMIT = 1_000;

export const limitOf = (query: PageQuery): number => Math.max(1, Math.min(MAX_LIMIT, Math.trunc(query.limit ?? DEFAULT_LIMIT)));

/** A cursor is the whole number that the last item of the page before was found under. */
export function cursorOf(query: PageQuery, start: number): number {
  if (query.cursor === undefined) return start;
  if (!/^\d{1,15}$/.test(query.cursor)) {
    throw new ProjectionError(
      'BAD_CURSOR',
      `'${query.cursor}' is not a cursor of this list.`,
      'Send the nextCursor of the page before, unchanged, or none for the first page.',
    );
  }
  return Number(query.cursor);
}

/** Give one row more than fits: it tells whether there is a next page. */
export function pageOf<Row, Item>(rows: readonly Row[], limit: number, key: (row: Row) => number, item: (row: Row) => Item): PageOf<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), nextCursor: rows.length > limit && last !== undefined ? String(key(last)) : null };
}
