import type { AuditCheck } from '../check.ts';

const PAGE = 200;

/** Open ends between the two records: no contradiction, and not settled either. */
export const recordsAgree: AuditCheck = {
  name: 'variances',
  holds: 'The two sides’ records agree line by line, or a resolution says why not; every correction that a resolution decided is recorded.',
  run: async function* ({ ledger, agreement, partnership, knownAt }) {
    for (const status of ['open', 'proposed', 'resolved'] as const) {
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof ledger.reconciliation.variances>> = await ledger.reconciliation.variances({
          partnership,
          knownAt: { position: knownAt },
          status,
          limit: PAGE,
          ...(cursor === null ? {} : { cursor }),
        });
        if (page.kind === 'rejected') return;
        for (const { variance, kind, value, supplier, customer, rebate, resolution } of page.value.items) {
          const events = [supplier, customer].flatMap((line) => (line === undefined ? [] : [line.position]));
          const change = rebate.find((one) => one.agreement === agreement)?.change ?? '0';
          if (status === 'resolved')
            yield resolution?.pending === true
              ? [{ kind: 'wrong', subject: variance, words: 'It was resolved, and its correction is not recorded.', events }]
              : [];
          else
            yield [
              {
                kind: 'open',
                subject: variance,
                words: `The records differ (${kind}, value ${value}); taking the other side’s line changes the figure by ${change}.`,
                events,
              },
            ];
        }
        cursor = page.value.nextCursor;
      } while (cursor !== null);
    }
  },
};
