import { Rational, sum } from '#kernel';
import type { Audited, AuditCheck } from '../check.ts';
import type { Finding } from '../answers.ts';

const bridged = async ({ ledger, agreement }: Audited, subject: string, request: object): Promise<readonly Finding[]> => {
  const bridge = await ledger.closing.bridge({ agreement, limit: 1, ...request });
  if (bridge.kind === 'rejected')
    return [
      { kind: 'wrong', subject, words: `It cannot be bridged: ${bridge.rejections.map(({ message }) => message).join(' ')}`, events: [] },
    ];
  const { causes, change, from, to } = bridge.value;
  const total = sum(Object.values(causes).map((amount) => Rational.parse(amount)));
  if (total.equals(Rational.parse(change))) return [];
  return [
    {
      kind: 'wrong',
      subject,
      words: `The causes add up to ${total.toExact()}, and the change is ${change}.`,
      events: [from.knownAt, to.knownAt],
    },
  ];
};

export const bridgesAddUp: AuditCheck = {
  name: 'bridge',
  holds:
    'The causes between any two figures add up to their difference: over the days of the term, and between each statement and what is known now.',
  run: async function* (audited) {
    const { ledger, agreement, from, to, knownAt } = audited;
    yield await bridged(audited, `${from} to ${to}`, { fromOn: from, on: to, knownAt: { position: knownAt } });
    const all = await ledger.closing.statements({ agreement, knownAt: { position: knownAt } });
    if (all.kind === 'rejected') return;
    for (const { period, knownAt: then } of all.value.statements) {
      yield await bridged(audited, `${period.to}, position ${then} to ${knownAt}`, {
        fromOn: period.to,
        on: period.to,
        fromKnownAt: { position: then },
        knownAt: { position: knownAt },
      });
    }
  },
};
