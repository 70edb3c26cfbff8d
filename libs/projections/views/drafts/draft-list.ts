import type { Database } from '#event-store';
import { type PageOf, type PageQuery, limitOf } from '../../read-model/paging.ts';
import { perDatabase } from '../../read-model/per-database.ts';

export type DraftRow = {
  readonly organisation: string;
  readonly draft: string;
  readonly person: string;
  readonly savedAt: string;
  readonly agreement: string | null;
};

export type DraftList = {
  /** An organisation's own, by name; the cursor is the last name of the page before. */
  drafts(query: PageQuery & { readonly organisation: string }): PageOf<DraftRow>;
};

const statements = perDatabase((db: Database) => ({
  list: db.prepare<DraftRow>(
    'SELECT organisation, draft, person, saved_at AS savedAt, agreement FROM drafts WHERE organisation = ? AND draft > ? ORDER BY draft LIMIT ?',
  ),
}));

/** The tables must be there: ask after the runner has started. */
export function draftListOf(db: Database): DraftList {
  const sql = statements(db);
  return {
    drafts: (query) => {
      const limit = limitOf(query);
      const rows = sql.list.all(query.organisation, query.cursor ?? '', limit + 1);
      const items = rows.slice(0, limit);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.draft ?? null) : null };
    },
  };
}
