import type { AccrualQueries } from '#projections';
import type { NoticeSource, Told } from './notice.ts';

/** Lines that came after later ones: they change what was said about days gone by. Late as the causes of a balance are (decision 5). */
export const lateNotices = (accruals: AccrualQueries, agreementsOf: (partnership: string) => readonly string[]): NoticeSource => ({
  tells: (kind) => kind === 'lateLines',
  at: async ({ partnership, ref: { type, position } }) => {
    if (type !== 'SalesRecorded') return [];
    const told: Told[] = [];
    for (const agreement of agreementsOf(partnership)) {
      const inForce = accruals.inForceAt(agreement, position);
      if (inForce === undefined) continue;
      const late = (await accruals.changesAt(inForce, position)).filter(({ cells }) => cells.some(({ cause }) => cause === 'late sale'));
      const [first] = late;
      if (first !== undefined)
        told.push({ kind: 'lateLines', about: { agreement, document: first.change.document, lines: String(late.length) } });
    }
    return told;
  },
});
