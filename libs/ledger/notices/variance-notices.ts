import { SALES_EVENT_TYPES } from '#rebates';
import type { MatchingBooks } from '../reconciliation/matching-books.ts';
import type { NoticeSource } from './notice.ts';

const SALES: ReadonlySet<string> = new Set(SALES_EVENT_TYPES);

/** Lines that the two sides record differently, when the second of them arrives. What only one side has is told by `missingNotices`. */
export const varianceNotices = (books: () => MatchingBooks): NoticeSource => ({
  tells: (kind) => kind === 'variance',
  at: async ({ partnership, ref: { type, position } }) => {
    if (!SALES.has(type)) return [];
    const book = await books().at(partnership, position);
    const brought = book.variances().filter(({ kind, since }) => kind !== 'missing' && since.position === position);
    const [first] = brought;
    if (first === undefined) return [];
    const document = (first.ours ?? first.theirs)?.key.document;
    const kinds = [...new Set(brought.map(({ kind }) => kind))].sort().join(',');
    return [
      {
        kind: 'variance',
        about: {
          ...(document === undefined ? {} : { document }),
          kinds,
          variances: String(brought.length),
          ...(brought.length === 1 ? { variance: first.id } : {}),
        },
      },
    ];
  },
});
