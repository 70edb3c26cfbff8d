import type { Database } from '#event-store';
import { cursorOf, limitOf, type PageOf, pageOf, type PageQuery } from '../../read-model/paging.ts';
import { perDatabase } from '../../read-model/per-database.ts';

export type DisputeRow = {
  readonly position: number;
  readonly dispute: string;
  readonly agreement: string;
  readonly openedAt: string;
  readonly endedAt: string | null;
};

export type DisputeList = {
  /** Of a partnership, in the order in which they were opened. */
  disputes(
    query: PageQuery & { readonly partnership: string; readonly openOnly?: boolean; readonly agreement?: string },
  ): PageOf<DisputeRow>;
};

const statements = perDatabase((db: Database) => ({
  list: db.prepare<DisputeRow>(
    `SELECT position, dispute, agreement, opened_at AS openedAt, ended_at AS endedAt FROM disputes
     WHERE partnership = ?1 AND position > ?2 AND (?3 = 0 OR ended_at IS NULL) AND (?4 IS NULL OR agreement = ?4) ORDER BY position LIMIT ?5`,
  ),
}));

/** The tables must be there: ask after the runner has started. */
export function disputeListOf(db: Database): DisputeList {
  const sql = statements(db);
  return {
    disputes: (query) => {
      const limit = limitOf(query);
      const rows = sql.list.all(
        query.partnership,
        cursorOf(query, -1),
        query.openOnly === true ? 1 : 0,
        query.agreement ?? null,
        limit + 1,
      );
      return pageOf(
        rows,
        limit,
        ({ position }) => position,
        (row) => row,
      );
    },
  };
}
