import type { Answer } from '../asking.ts';
import type { AuditReport, Auditing, CheckReport, Finding } from './answers.ts';
import type { Audited, AuditCheck, AuditedLedger } from './check.ts';
import { bridgesAddUp } from './checks/bridges.ts';
import { claimsWithinEarned } from './checks/claims.ts';
import { disputesEnded } from './checks/disputes.ts';
import { historyProved } from './checks/history.ts';
import { journalsBalance } from './checks/journals.ts';
import { recordsAgree } from './checks/records.ts';
import { statedFiguresAgree } from './checks/stated.ts';
import { statementsReprint } from './checks/statements.ts';

/** Every check, in the order of the report: a new one is a file beside the others, and its line here. */
const CHECKS: readonly AuditCheck[] = [
  statementsReprint,
  bridgesAddUp,
  claimsWithinEarned,
  journalsBalance,
  historyProved,
  recordsAgree,
  statedFiguresAgree,
  disputesEnded,
];

const reportOf = async ({ name, holds, run }: AuditCheck, audited: Audited): Promise<CheckReport> => {
  const findings: Finding[] = [];
  let looked = 0;
  for await (const found of run(audited)) {
    looked += 1;
    findings.push(...found);
  }
  return { check: name, holds, looked, findings };
};

export const auditingOf = (ledger: AuditedLedger): Auditing => ({
  report: async ({ agreement, atLeast, booksOf }): Promise<Answer<AuditReport>> => {
    const found = await ledger.agreement(agreement);
    if (found.kind === 'rejected') return found;
    const { partnership, terms } = found.value;
    const { from, to, supplier, customer } = terms as Readonly<Record<'from' | 'to' | 'supplier' | 'customer', string>>;
    const balance = await ledger.balance({ agreement, on: to, ...(atLeast === undefined ? {} : { atLeast }) });
    if (balance.kind === 'rejected') return balance;
    const audited: Audited = {
      ledger,
      agreement,
      partnership,
      from,
      to,
      knownAt: balance.value.knownAt ?? -1,
      booksOf: [supplier, customer].filter((party) => booksOf?.includes(party) !== false),
    };
    const checks: CheckReport[] = [];
    for (const check of CHECKS) checks.push(await reportOf(check, audited));
    const passed = checks.every(({ findings }) => findings.every(({ kind }) => kind !== 'wrong'));
    return { kind: 'answer', value: { agreement, partnership, knownAt: audited.knownAt, passed, checks } };
  },
});
