import { formatPeriod, type Rejection, toDay } from '#kernel';
import { type AgreementTerms, nextPeriodOf } from '#rebates';
import { newCommandId } from './event-ids.ts';
import type { Answer, Ledger } from './ledger.ts';
import { dayIn } from './today.ts';

/** What an operator sets: which periods close by themselves, and how many days after their end. */
export type ClosingSchedule = { readonly every: 'month' | 'quarter' | 'half' | 'year'; readonly afterDays: number };

/** A period that was closed by the schedule, or why it could not be. */
export type ClosedByItself = { readonly agreement: string; readonly period: string; readonly refused: Rejection | undefined };

type Closes = Pick<Ledger, 'partnerships' | 'agreement' | 'closing' | 'execute'>;

const PAGE = 500;
const SCHEDULE = 'schedule';

const known = <T>(answer: Answer<T>): T | undefined => (answer.kind === 'answer' ? answer.value : undefined);

const agreementsOf = async function* (ledger: Closes): AsyncGenerator<string> {
  for (let cursor: string | undefined, more = true; more;) {
    const page = known(await ledger.partnerships({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }));
    for (const { agreements } of page?.items ?? []) yield* agreements;
    cursor = page?.nextCursor ?? undefined;
    more = cursor !== undefined;
  }
};

const closeDueOf = async (
  ledger: Closes,
  agreement: string,
  { every, afterDays }: ClosingSchedule,
  now: Date,
): Promise<ClosedByItself[]> => {
  const standing = known(await ledger.agreement(agreement));
  if (standing === undefined || (standing.status !== 'active' && standing.status !== 'terminated')) return [];
  const terms = standing.terms as AgreementTerms;
  const today = toDay(dayIn(terms.timeZone, now));
  const closed: ClosedByItself[] = [];
  for (let atLeast: string | undefined; ;) {
    const issued = known(await ledger.closing.statements({ agreement, ...(atLeast === undefined ? {} : { atLeast }) }));
    if (issued === undefined) return closed;
    const next = nextPeriodOf(terms, every, toDay(issued.nextFrom) - 1);
    // After the term nothing is earned any more: periods close as long as something is open.
    const isOver = next.from > toDay(terms.to) && !/[1-9]/.test(issued.statements.at(-1)?.open ?? '');
    if (isOver || next.to + afterDays >= today) return closed;
    const { from, to } = formatPeriod(next);
    const period = `${from}..${to}`;
    const executed = await ledger.execute(
      { kind: 'ClosePeriod', agreement, period },
      { commandId: newCommandId(), actor: SCHEDULE, now: now.toISOString() },
    );
    closed.push({ agreement, period, refused: executed.kind === 'rejected' ? executed.rejections[0] : undefined });
    if (executed.kind !== 'done') return closed;
    atLeast = executed.token;
  }
};

/** Closes every period of every agreement that is due by an instant, oldest first; what is closed already stays as it is. */
export const closeDue = async (ledger: Closes, schedule: ClosingSchedule, now: Date): Promise<ClosedByItself[]> => {
  const closed: ClosedByItself[] = [];
  for await (const agreement of agreementsOf(ledger)) closed.push(...(await closeDueOf(ledger, agreement, schedule, now)));
  return closed;
};
