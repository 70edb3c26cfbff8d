import type { AuditCheck } from '../check.ts';

export const statedFiguresAgree: AuditCheck = {
  name: 'figures',
  holds: "What each side's own statements say of a period is what the agreement earns in it, or a side gave way.",
  run: async function* ({ ledger, agreement, knownAt }) {
    const stated = await ledger.reconciliation.stated({ agreement, knownAt: { position: knownAt } });
    if (stated.kind === 'rejected') return;
    for (const { party, period, position, programmes } of stated.value.items) {
      yield programmes.flatMap(({ programme, stated: said, ledger: earned, status }) =>
        status !== 'open'
          ? []
          : [
              {
                kind: 'open' as const,
                subject: `${programme}, ${period.from} to ${period.to}`,
                words: `The ${party} states ${said}, and ${earned} is earned.`,
                events: [position],
              },
            ],
      );
    }
  },
};
