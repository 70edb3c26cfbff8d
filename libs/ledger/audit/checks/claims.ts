import { Rational, sum } from '#kernel';
import type { Finding } from '../answers.ts';
import type { AuditCheck } from '../check.ts';

const number = (text: string): Rational => Rational.parse(text);

export const claimsWithinEarned: AuditCheck = {
  name: 'claims',
  holds: 'Of each programme settled, waived and open are what is earned, and no more is claimed than is open.',
  run: async function* ({ ledger, agreement, to, knownAt }) {
    const found = await ledger.settling.settlements({ agreement, on: to, knownAt: { position: knownAt } });
    if (found.kind === 'rejected') return;
    for (const { programme, earned, settled, waived, open, claimed, approved } of found.value.standing) {
      const findings: Finding[] = [];
      const total = sum([settled, waived, open].map(number));
      if (!total.equals(number(earned)))
        findings.push({
          kind: 'wrong',
          subject: programme,
          words: `Settled, waived and open are ${total.toExact()}, and ${earned} is earned.`,
          events: [knownAt],
        });
      const asked = sum([claimed, approved].map(number));
      if (number(open).lt(asked))
        findings.push({
          kind: 'open',
          subject: programme,
          words: `${asked.toExact()} is claimed, and ${open} is open: what was earned has been taken back since, or settled without naming the claim.`,
          events: [knownAt],
        });
      yield findings;
    }
  },
};
