import { canonicalJson, formatFixed, Rational, type Rejection, roundUnits, sum, toDay } from '#kernel';
import {
  type BridgeChange,
  claimStanding,
  type ClaimsState,
  type EarnedRow,
  earnedRows,
  type Figures,
  figuresOf,
  RULES_VERSION,
  type Standing,
  type Statement,
  statementInputs,
  statementOf,
  type StatementRow,
  type Sums,
} from '#rebates';
import type { Known } from '../claims/figures.ts';
import { verificationRefusal } from '../refusals.ts';

/** What a statement says that can be recomputed from the events, and what must add up in it. */

type Said = { readonly what: string; readonly said: string; readonly recomputed: string };

/** What was known where a statement says: the terms, the sums, and what was claimed, settled and waived. */
export type StatementBasis = Omit<Known, 'sums'> & {
  readonly sums: Sums;
  readonly claims: ClaimsState;
  readonly partnership: string;
  /** What was learned since the statement before, cause by cause. */ readonly trueUps: readonly BridgeChange[];
};

const earnedOf = (rows: readonly EarnedRow[], programme: string): Rational =>
  sum(rows.filter(({ entry }) => entry.programme === programme).map(({ earned }) => earned));

const NOTHING: Standing = { settled: Rational.zero, waived: Rational.zero, claimed: Rational.zero, approved: Rational.zero };

type Earned = { readonly toEnd: Rational; readonly toBefore: Rational; readonly standing: Standing };

/** What becomes of a row: what the statement before it had, what was earned by now, and what the statement says of the rest. */
const rowOf = (
  row: StatementRow,
  last: StatementRow | undefined,
  { toEnd, toBefore, standing }: Earned,
  text: (amount: Rational) => string,
): Said[] => {
  const read = (amount: string | undefined): Rational => (amount === undefined ? Rational.zero : Rational.parse(amount));
  const said = (what: string, own: string, recomputed: Rational): Said => ({
    what: `${row.programme}, ${what}`,
    said: own,
    recomputed: text(recomputed),
  });
  const closing = sum([row.opening, row.earned, row.trueUps].map(read)).minus(sum([row.settled, row.waived].map(read)));
  return [
    said('earned to date', row.toDate.earned, toEnd),
    said('earned', row.earned, toEnd.minus(toBefore)),
    said('true-ups', row.trueUps, toBefore.minus(read(last?.toDate.earned))),
    said('opening', row.opening, read(last?.closing)),
    said('settled to date', row.toDate.settled, standing.settled),
    said('waived to date', row.toDate.waived, standing.waived),
    said('settled', row.settled, standing.settled.minus(read(last?.toDate.settled))),
    said('waived', row.waived, standing.waived.minus(read(last?.toDate.waived))),
    said('claimed', row.claimed, standing.claimed),
    said('approved', row.approved, standing.approved),
    said('closing', row.closing, closing),
    said('unclaimed', row.unclaimed, closing.minus(standing.claimed).minus(standing.approved)),
  ];
};

/** What each member or product has earned; and what of it is new about earlier days, where the statement before names them too. */
const scopesOf = (
  { programme, scopes = [] }: StatementRow,
  last: StatementRow | undefined,
  end: Figures,
  before: Figures,
  text: (amount: Rational) => string,
): Said[] =>
  scopes.flatMap(({ scope, earned, trueUps, toDate }) => {
    const then = last?.scopes?.find((one) => canonicalJson(one.scope) === canonicalJson(scope))?.toDate ?? '0';
    const printed = (figures: Figures): Rational =>
      [...figures.values()].find((figure) => figure.programme === programme && canonicalJson(figure.scope) === canonicalJson(scope))
        ?.printed ?? Rational.zero;
    const name = `${programme}, ${Object.entries(scope).flat().join(' ')}`;
    return [
      { what: `${name}, earned to date`, said: toDate, recomputed: text(printed(end)) },
      { what: `${name}, earned`, said: earned, recomputed: text(printed(end).minus(printed(before))) },
      ...(last !== undefined && last.scopes === undefined
        ? []
        : [{ what: `${name}, true-ups`, said: trueUps, recomputed: text(printed(before).minus(Rational.parse(then))) }]),
    ];
  });

/** Each cause of a row's true-ups, those that it does not name included. */
const causesOf = ({ programme, causes }: StatementRow, recomputed: StatementRow | undefined, zero: string): Said[] =>
  [...new Set([...Object.keys(causes), ...Object.keys(recomputed?.causes ?? {})] as (keyof typeof causes)[])].map((cause) => ({
    what: `${programme}, true-ups by ${cause}`,
    said: causes[cause] ?? zero,
    recomputed: recomputed?.causes[cause] ?? zero,
  }));

const figuresIn = (
  statement: Statement,
  previous: Statement | undefined,
  { agreement, partnership, sums, claims, trueUps }: StatementBasis,
): Said[] => {
  const { rounding } = agreement;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, rounding), rounding.decimals);
  const [last, beforeFirst] = [toDay(statement.period.to), toDay(statement.period.from) - 1];
  const [toEnd, toBefore] = [earnedRows(agreement, sums, last), earnedRows(agreement, sums, beforeFirst)];
  const figures = { end: figuresOf({ agreement, sums }, last), before: figuresOf({ agreement, sums }, beforeFirst) };
  const standings = claimStanding(claims, last);
  const period = { from: beforeFirst + 1, to: last };
  const anew = statementOf({
    agreement,
    partnership,
    period,
    position: Number(statement.position),
    previous,
    ...figures,
    trueUps,
    standings,
    inputs: statement.inputs,
  });
  const rows = statement.programmes.flatMap((row) => {
    const { programme } = row;
    const earlier = previous?.programmes.find((one) => one.programme === programme);
    const standing = standings.get(programme) ?? NOTHING;
    return [
      ...rowOf(row, earlier, { toEnd: earnedOf(toEnd, programme), toBefore: earnedOf(toBefore, programme), standing }, text),
      ...causesOf(
        row,
        anew.programmes.find((one) => one.programme === programme),
        text(Rational.zero),
      ),
      ...scopesOf(row, earlier, figures.end, figures.before, text),
    ];
  });
  const totals = (Object.keys(statement.total) as (keyof Statement['total'])[]).map((key): Said => ({
    what: `all programmes, ${key}`,
    said: statement.total[key],
    recomputed: text(sum(statement.programmes.map((row) => Rational.parse(row[key])))),
  }));
  return [...rows, ...totals];
};

/** A statement of other rules is not judged here: its figures are those of its own time. */
export const isOfTheseRules = ({ rules }: Statement): boolean => rules === String(RULES_VERSION);

/**
 * The first figure of a statement that the events do not bear out, as known where it says; or that it was computed from
 * something else, though each figure fits.
 * @param sha256 of a text's UTF-8, in hex.
 */
export const whyNotStatement = (
  statement: Statement,
  previous: Statement | undefined,
  basis: StatementBasis,
  sha256: (text: string) => string,
): Rejection | undefined => {
  const { number, agreement, period, position } = statement;
  const wrong = figuresIn(statement, previous, basis).find(({ said, recomputed }) => said !== recomputed);
  if (wrong !== undefined) return verificationRefusal('STATEMENT_DIFFERS', { number, agreement, ...wrong });
  const days = { from: toDay(period.from), to: toDay(period.to) };
  const inputs = sha256(
    statementInputs({
      agreement: basis.agreement,
      sums: basis.sums,
      period: days,
      position: Number(position),
      previous,
      standings: claimStanding(basis.claims, days.to),
    }),
  );
  return inputs === statement.inputs
    ? undefined
    : verificationRefusal('STATEMENT_DIFFERS', {
        number,
        agreement,
        what: 'the hash of its inputs',
        said: statement.inputs,
        recomputed: inputs,
      });
};
