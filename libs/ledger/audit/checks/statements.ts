import type { Finding } from '../answers.ts';
import type { AuditCheck } from '../check.ts';

/** A period as people name it to a ledger: its two days. */
const named = ({ from, to }: { readonly from: string; readonly to: string }): string => `${from}..${to}`;

export const statementsReprint: AuditCheck = {
  name: 'statements',
  holds:
    'Every statement, computed again from its position, comes out byte for byte as it was issued, and each opens with what the one before closed with.',
  run: async function* ({ ledger, agreement, knownAt }) {
    const all = await ledger.closing.statements({ agreement, knownAt: { position: knownAt } });
    if (all.kind === 'rejected') return;
    let closing: string | undefined;
    for (const { period, position } of all.value.statements) {
      const subject = named(period);
      const [check, statement] = [
        await ledger.closing.check({ agreement, period: subject }),
        await ledger.closing.statement({ agreement, period: subject }),
      ];
      const findings: Finding[] = [];
      if (check.kind === 'rejected')
        findings.push({
          kind: 'wrong',
          subject,
          words: `It cannot be computed again: ${check.rejections.map(({ message }) => message).join(' ')}`,
          events: [position],
        });
      else if (check.value.difference !== null) {
        const { path, issued, computed } = check.value.difference;
        findings.push({
          kind: 'wrong',
          subject,
          words: `Computed again, ${path} is ${computed}, and it was issued as ${issued}.`,
          events: [position],
        });
      }
      if (statement.kind === 'answer') {
        const { opening } = statement.value.total;
        if (closing !== undefined && closing !== opening)
          findings.push({
            kind: 'wrong',
            subject,
            words: `It opens with ${opening}, and the statement before closed with ${closing}.`,
            events: [position],
          });
        ({ closing } = statement.value.total);
      }
      yield findings;
    }
  },
};
