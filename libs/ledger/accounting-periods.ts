import { formatPeriod, type Period, toDay } from '#kernel';
import { type AgreementTerms, nextPeriodOf } from '#rebates';
import type { AccountingPeriod, PeriodLength, StatementSummary } from './closing.ts';

const stateOf = ({ from, to }: Period, today: number): AccountingPeriod['state'] =>
  to < today ? 'over' : from <= today ? 'running' : 'ahead';

/** The periods closed, whatever their lengths; then those to the end of the term; and one after it while something is open. */
export const accountingPeriods = (
  terms: AgreementTerms,
  every: PeriodLength,
  issued: readonly StatementSummary[],
  today: string,
): AccountingPeriod[] => {
  const [end, now] = [toDay(terms.to), toDay(today)];
  const last = issued.at(-1);
  let through = last === undefined ? undefined : toDay(last.period.to);
  const coming: AccountingPeriod[] = [];
  const add = (): void => {
    const period = nextPeriodOf(terms, every, through);
    coming.push({ period: formatPeriod(period), state: stateOf(period, now), statement: null });
    through = period.to;
  };
  while (through === undefined || through < end) add();
  if (coming.length === 0 && /[1-9]/.test(last?.open ?? '')) add();
  return [...issued.map((statement): AccountingPeriod => ({ period: statement.period, state: 'closed', statement })), ...coming];
};
