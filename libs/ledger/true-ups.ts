import { type Day, formatDay, formatFixed, Rational, roundUnits } from '#kernel';
import type { AccrualQueries, InForce } from '#projections';
import { type BalanceAnswer, balanceOf, causeOfTerms, isInForce, isOtherVersion, type TermsTurn } from '#rebates';
import type { TrueUp, TrueUpRow, TrueUpsAnswer } from './negotiation-answers.ts';
import type { Question } from './question.ts';

/**
 * What each change of the terms made of the balance about a day. The event that put it in force carries no line, so the
 * difference between just before it and with it is its own: a true-up, where the day is past.
 */

type TermsChange = TermsTurn & { readonly position: number };

/** Newest first, walking back over the states of the agreement. */
const changesOf = (accruals: AccrualQueries, agreement: string, position: number): TermsChange[] => {
  const changes: TermsChange[] = [];
  for (let after = accruals.stateAt(agreement, position); after !== undefined;) {
    const before = accruals.stateAt(agreement, after.position - 1);
    if (before !== undefined && isInForce(before.state) && isInForce(after.state) && isOtherVersion(before.state, after.state)) {
      changes.push({ position: after.position, before: before.state, after: after.state });
    }
    after = before;
  }
  return changes;
};

type Row = BalanceAnswer['programmes'][number];
const keyOf = ({ id, scope, period }: Row): string => JSON.stringify([id, scope, period.from]);

const rowsOf = (before: BalanceAnswer, after: BalanceAnswer, text: (amount: Rational) => string): TrueUpRow[] => {
  const [old, next] = [
    new Map(before.programmes.map((row) => [keyOf(row), row])),
    new Map(after.programmes.map((row) => [keyOf(row), row])),
  ];
  return [...new Set([...old.keys(), ...next.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), next.get(key)];
    const row = is ?? was;
    const [left, right] = [Rational.parse(was?.earned ?? '0'), Rational.parse(is?.earned ?? '0')];
    if (row === undefined || left.equals(right)) return [];
    return [{ id: row.id, scope: row.scope, period: row.period, before: text(left), after: text(right), change: text(right.minus(left)) }];
  });
};

const balanceAt = async (accruals: AccrualQueries, inForce: InForce, position: number, on: Day): Promise<BalanceAnswer> =>
  balanceOf({ agreement: inForce.agreement, sums: await accruals.sumsAt(inForce, position), on, knownAt: position });

const trueUpOf = async (accruals: AccrualQueries, agreement: string, change: TermsChange, on: Day): Promise<TrueUp> => {
  const { position } = change;
  const [then, now] = [accruals.inForceAt(agreement, position - 1), accruals.inForceAt(agreement, position)];
  if (then === undefined || now === undefined)
    throw new Error(`agreement ${agreement} was in force at position ${position} and has no plan`);
  const [before, after] = [await balanceAt(accruals, then, position - 1, on), await balanceAt(accruals, now, position, on)];
  const { rounding } = now.agreement;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, rounding), rounding.decimals);
  const difference = Rational.parse(after.earned).minus(Rational.parse(before.earned));
  return {
    position,
    version: change.after.version,
    cause: causeOfTerms(change),
    before: before.earned,
    after: after.earned,
    change: text(difference),
    programmes: rowsOf(before, after, text),
  };
};

export const trueUps = async (accruals: AccrualQueries, agreement: string, { inForce, position, on }: Question): Promise<TrueUpsAnswer> => {
  const found: TrueUp[] = [];
  for (const change of changesOf(accruals, agreement, position).reverse()) found.push(await trueUpOf(accruals, agreement, change, on));
  return { agreement, currency: inForce.agreement.terms.currency, on: formatDay(on), knownAt: position, trueUps: found };
};
