import { formatFixed, Rational, type Rejection, roundUnits, sum, toDay } from '#kernel';
import { type EarnedRow, earnedRows, RULES_VERSION, type Statement, type StatementRow } from '#rebates';
import type { Known } from '../claims/figures.ts';
import { verificationRefusal } from '../refusals.ts';

/** What a statement says that can be recomputed from the events, and what must add up in it. */

type Said = { readonly what: string; readonly said: string; readonly recomputed: string };

const earnedOf = (rows: readonly EarnedRow[], programme: string): Rational => sum(rows.filter(({ entry }) => entry.programme === programme).map(({ earned }) => earned));

/** What becomes of a row: what the statement before it had, what was earned by now, and what the statement says of the rest. */
const rowOf = (row: StatementRow, last: StatementRow | undefined, { toEnd, toBefore }: { readonly toEnd: Rational; readonly toBefore: Rational }, text: (amount: Rational) => string): Said[] => {
  const read = (amount: string | undefined): Rational => (amount === undefined ? Rational.zero : Rational.parse(amount));
  const said = (what: string, own: string, recomputed: Rational): Said => ({ what: `${row.programme}, ${what}`, said: own, recomputed: text(recomputed) });
  const closing = sum([row.opening, row.earned, row.trueUps].map(read)).minus(sum([row.settled, row.waived].map(read)));
  return [
    said('earned to date', row.toDate.earned, toEnd),
    said('earned', row.earned, toEnd.minus(toBefore)),
    said('true-ups', row.trueUps, toBefore.minus(read(last?.toDate.earned))),
    said('opening', row.opening, read(last?.closing)),
    said('settled', row.settled, read(row.toDate.settled).minus(read(last?.toDate.settled))),
    said('waived', row.waived, read(row.toDate.waived).minus(read(last?.toDate.waived))),
    said('closing', row.closing, closing),
    said('unclaimed', row.unclaimed, closing.minus(read(row.claimed)).minus(read(row.approved))),
  ];
};

const figuresOf = (statement: Statement, previous: Statement | undefined, { agreement, sums }: Known): Said[] => {
  const { rounding } = agreement;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, rounding), rounding.decimals);
  const toEnd = earnedRows(agreement, sums, toDay(statement.period.to));
  const toBefore = earnedRows(agreement, sums, toDay(statement.period.from) - 1);
  const rows = statement.programmes.flatMap((row) => {
    const { programme } = row;
    const last = previous?.programmes.find((one) => one.programme === programme);
    return rowOf(row, last, { toEnd: earnedOf(toEnd, programme), toBefore: earnedOf(toBefore, programme) }, text);
  });
  const totals = (Object.keys(statement.total) as (keyof Statement['total'])[]).map((key): Said => ({
    what: `all programmes, ${key}`, said: statement.total[key], recomputed: text(sum(statement.programmes.map((row) => Rational.parse(row[key])))),
  }));
  return [...rows, ...totals];
};

/** A statement of other rules is not judged here: its figures are those of its own time. */
export const isOfTheseRules = ({ rules }: Statement): boolean => rules === String(RULES_VERSION);

/** The first figure of a statement that the events do not bear out, as known where it says. */
export const whyNotStatement = (statement: Statement, previous: Statement | undefined, known: Known): Rejection | undefined => {
  const wrong = figuresOf(statement, previous, known).find(({ said, recomputed }) => said !== recomputed);
  if (wrong === undefined) return undefined;
  const { number, agreement } = statement;
  return verificationRefusal('STATEMENT_DIFFERS', { number, agreement, ...wrong });
};
