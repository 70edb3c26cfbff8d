import { accepted, type Day, formatDay, formatFixed, pow10, Rational, refused, type Rejection, type Result } from '#kernel';
import { type Agreement, resolveAgreement } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { RULES_VERSION } from '../accrual/balance.ts';
import { planOf } from '../accrual/plan.ts';
import { Candidates, type Evaluated, growthsOf } from './candidates.ts';
import type { AskedGoal, Candidate, DesignAnswer } from './design-answer.ts';
import { rateOf } from './figures.ts';
import type { DesignGoals, Goal } from './goals.ts';
import { type Axis, axesOf, comparePoints, faultsOfGrid, sizeOf } from './grid.ts';
import type { OnFront } from './pareto.ts';
import { changesMeasure, noValidCandidate } from './refusals.ts';
import { search, type TradeOff } from './search.ts';
import type { TermsSet } from './terms-set.ts';

export type DesignInput = { readonly set: TermsSet; readonly goals: DesignGoals; readonly on: Day; readonly knownAt?: number };

const NOTE = 'In the order of the trade-off, not of merit: which of them is right is for the two sides to agree.';
const MOST_SHOWN = 50;

/** The terms in force on the last day as if they had held from the first: what a design varies. */
export const asOneVersion = ({ terms, programmes }: Agreement): AgreementTerms => ({
  ...terms,
  amendments: undefined,
  programmes: programmes.flatMap(({ timeline }) => timeline.at(-1)?.programme.terms ?? []),
});

/** A variation that changes how lines are measured is found at its outermost values. */
const measureFaults = (candidates: Candidates, { agreement }: TermsSet, axes: readonly Axis[]): Rejection[] => {
  const { key } = planOf(agreement);
  return axes.flatMap(({ programme, at, values }, axis) => {
    const ends = [0, values.length - 1].map((position) => candidates.withOne(axis, position));
    const changes = ends.some((terms) => !('faults' in candidates.compiled(terms)) && planOf(resolveAgreement(terms, [])).key !== key);
    return changes ? [changesMeasure(programme, at, `vary[${axis}].at`)] : [];
  });
};

/** Each side's axes are its own figure in the scenarios that its goals name; a side without goals has the outermost. */
const tradeOffOf = ({ goals, ...rest }: DesignGoals): TradeOff => {
  const growths = growthsOf({ goals, ...rest });
  const named = (party: Goal['party'], otherwise: string | undefined): number[] => {
    const own = goals.filter((goal) => goal.party === party).map(({ growth }) => Rational.parse(growth).toExact());
    const asked = own.length > 0 ? own : [otherwise ?? '0'];
    return [...new Set(asked)].map((growth) => growths.indexOf(growth));
  };
  const [customer, supplier] = [named('customer', growths[0]), named('supplier', growths.at(-1))];
  const earnedAt = ({ figures }: Evaluated, place: number): bigint => figures[place]?.earned ?? 0n;
  return (evaluated) => [...customer.map((place) => -earnedAt(evaluated, place)), ...supplier.map((place) => earnedAt(evaluated, place))];
};

const asksOf = ({ party, growth, atLeast, atMost }: Goal): AskedGoal => {
  const bound = atLeast ?? atMost;
  const amount = bound?.amount ?? `${bound?.percent ?? '0'} % of the value`;
  return { party, growth, asks: `${atLeast === undefined ? 'at most' : 'at least'} ${amount}` };
};

const standingOf = (agreement: Agreement, { figures, misses }: Evaluated): DesignAnswer['standing'] => {
  const { decimals } = agreement.rounding;
  return {
    figures: figures.map(({ growth, earned, value }) => ({
      growth,
      earned: formatFixed(earned, decimals),
      rate: rateOf(Rational.of(earned, pow10(decimals)), value),
    })),
    misses: misses.map((miss) => formatFixed(miss, decimals)),
  };
};

const changesOf = (base: AgreementTerms, changed: AgreementTerms): Candidate['changes'] =>
  changed.programmes.flatMap((programme, index) => {
    const before = base.programmes[index];
    if (before === undefined || before === programme) return [];
    const keys = Object.entries(programme).filter(([key, value]) => value !== (before as Readonly<Record<string, unknown>>)[key]);
    return [{ programme: programme.id, change: Object.fromEntries(keys) }];
  });

const candidateOf = (agreement: Agreement, axes: readonly Axis[], evaluated: Evaluated, alike: number): Candidate => ({
  patch: axes.map(({ programme, at, values }, axis) => ({ programme, at, value: values[evaluated.point[axis] ?? 0] ?? '' })),
  changes: changesOf(agreement.terms, evaluated.terms),
  ...standingOf(agreement, evaluated),
  alike,
});

/** Evenly along the list, its ends included. */
const thinned = <T>(all: readonly T[]): readonly T[] =>
  all.length <= MOST_SHOWN
    ? all
    : Array.from({ length: MOST_SHOWN }, (_, at) => all[Math.round((at * (all.length - 1)) / (MOST_SHOWN - 1))]).filter(
        (item) => item !== undefined,
      );

/** From what earns least in the scenario of the lowest growth to what earns most. */
const byEarned = (front: readonly OnFront<Evaluated>[]): OnFront<Evaluated>[] => {
  const earnedOf = ({ item }: OnFront<Evaluated>): bigint => item.figures[0]?.earned ?? 0n;
  return [...front].sort((a, b) =>
    earnedOf(a) === earnedOf(b) ? comparePoints(a.item.point, b.item.point) : earnedOf(a) < earnedOf(b) ? -1 : 1,
  );
};

/**
 * Searches the terms within bounds that meet both sides' goals on known sales, and shows the trade-off between them;
 * yields after each candidate.
 */
export function* designing({ set, goals, on, knownAt }: DesignInput): Generator<undefined, Result<DesignAnswer>> {
  const { agreement } = set;
  const { terms } = agreement;
  const wrong = faultsOfGrid(terms, goals.vary);
  if (wrong.length > 0) return refused(...wrong);
  const axes = axesOf(goals.vary);
  const candidates = new Candidates(set, axes, goals, on);
  const measures = measureFaults(candidates, set, axes);
  if (measures.length > 0) return refused(...measures);
  const found = yield* search(candidates, axes, goals.evaluations, tradeOffOf(goals));
  if (found.front.length === 0) return refused(noValidCandidate(found.fault?.message ?? ''));
  const inOrder = byEarned(found.front);
  const shown = thinned(inOrder);
  return accepted({
    agreement: terms.id,
    supplier: terms.supplier,
    customer: terms.customer,
    currency: terms.currency,
    on: formatDay(on),
    ...(knownAt === undefined ? {} : { knownAt }),
    rules: RULES_VERSION,
    sales: goals.sales,
    goals: goals.goals.map(asksOf),
    search: { grid: String(sizeOf(axes)), evaluated: found.evaluated, notValid: found.notValid, complete: found.complete },
    standing: standingOf(agreement, candidates.standing()),
    meetsAll: found.meetsAll,
    candidates: shown.map(({ item, alike }) => candidateOf(agreement, axes, item, alike)),
    leftOut: inOrder.length - shown.length,
    note: NOTE,
  });
}

/** The same without a pause. */
export const designTerms = (input: DesignInput): Result<DesignAnswer> => {
  const steps = designing(input);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
};
