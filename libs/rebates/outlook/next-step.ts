import { type Day, formatFixed, pow10, Rational, roundUnits } from '#kernel';
import type { ProgrammeAnswer } from '../accrual/answers.ts';
import type { EarnedStretch, Entry } from '../accrual/entry.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import { earnInput } from '../accrual/measure-entry.ts';
import { NO_AMOUNTS, plus, type SumsReader, times } from '../accrual/sums.ts';
import type { Paid } from '../accrual/windows.ts';
import { commitmentOf } from '../agreement/conditions.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Amounts } from '../programmes/kind.ts';
import { alone } from './alone.ts';
import { isSameEntry } from './course.ts';
import { openDays, withFirst, withMore } from './going-on.ts';
import { lineOf } from './line-of.ts';

/** Beyond a bound by less than any volume that is sold: what an exclusive bound asks for. */
const JUST_BEYOND = Rational.of(1n, pow10(18));
/** Deductions take part of what is bought off the measure again, so a volume may have to be made up more than once. */
const TRIES = 5;
/** Each costs an evaluation of all of them: beyond so many, what a limit would take of it is left out, and where programmes are stacked the steps alone decide. */
const MOST_SCOPES = 10;

/** True where something else than the steps and a volume decides what an entry pays: rules, or the order of lines. */
const hasRules = (agreement: Agreement, { programme: { terms, ordered } }: EarnedStretch): boolean =>
  ordered ||
  isLimited(agreement, terms.id) ||
  isStacked(terms) ||
  (terms.floor ?? terms.guarantee ?? terms.cap ?? commitmentOf(terms)) !== undefined;

const isLimited = ({ terms: { limits } }: Agreement, programme: string): boolean =>
  limits?.some((limit) => limit.programmes.includes(programme)) === true;

/** True where other programmes, or members together, decide with. */
const isStacked = (terms: EarnedStretch['programme']['terms']): boolean =>
  terms.deducts !== undefined || terms.bestOf !== undefined || terms.scope === 'higherOf';

/** By the steps alone: the mix bought so far goes on, each cell in proportion; with nothing bought yet, all of it counts. */
const paidBySteps = (entry: Entry, stretch: EarnedStretch, missing: Rational): Rational => {
  const { programme, cells, upTo, before, targetCells, earning } = stretch;
  const by = programme.terms.by;
  const growth: Amounts = upTo[by].sign > 0 ? times(upTo, missing.over(upTo[by])) : { ...NO_AMOUNTS, [by]: missing };
  const earned = cells.reduce((total, cell) => plus(total, cell.amounts), NO_AMOUNTS);
  const grown =
    earned[by].sign > 0 && upTo[by].sign > 0
      ? cells.map((cell) => ({ ...cell, amounts: plus(cell.amounts, times(cell.amounts, missing.over(upTo[by]))) }))
      : [{ amounts: growth, passes: () => true }];
  const input = earnInput({ upTo: plus(upTo, growth), before, cells: grown, targetCells, on: entry.on }, stretch, entry.period);
  return programme.earn({ ...input, reaching: true }).total.minus(earning.total);
};

type Step = { readonly paid: Paid; readonly stretch: EarnedStretch; readonly bound: Rational };
type Asked = { readonly agreement: Agreement; readonly sums: SumsReader; readonly on: Day };
type Deciding = Asked & { /** What the entry pays now, in what decides. */ readonly now: Paid };

/** All that decides with: the whole agreement, or only the programme and scope, where no other does or there are too many. */
const decidingIn = ({ agreement, sums, on }: Asked, { paid, stretch }: Step, scopes: number): Deciding => {
  const { entry } = paid;
  const limited = isLimited(agreement, entry.programme);
  if (isStacked(stretch.programme.terms) || (limited && scopes <= MOST_SCOPES)) return { agreement, sums, on, now: paid };
  const own = { ...alone(agreement, sums, entry.programme, entry.scope), on };
  return { ...own, now: limited ? (paidFor(own, entry) ?? paid) : paid };
};

const paidFor = ({ agreement, sums, on }: Asked, entry: Entry): Paid | undefined =>
  new Evaluation(agreement, sums).all(on).find((other) => isSameEntry(other.entry, entry));

/** After every rule: all figures again with as much bought on the day asked about as reaches the step. */
const paidAfterRules = ({ agreement, sums, on, now }: Deciding, step: Step): Rational => {
  const { stretch, bound } = step;
  const { entry } = step.paid;
  const { by } = stretch.programme.terms;
  const bought = (volume: Rational): SumsReader =>
    stretch.upTo[by].sign > 0
      ? withMore(sums, entry.period, on, { factor: volume.over(stretch.upTo[by]), scope: entry.scope })
      : withFirst(sums, on, { signature: lineOf(agreement, entry, on), amounts: { ...NO_AMOUNTS, [by]: volume } });
  const missing = bound.minus(entry.measured);
  let volume = missing;
  let pays = Rational.zero;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const after = paidFor({ agreement, sums: bought(volume), on }, entry);
    if (after === undefined) return pays;
    pays = after.amount.minus(now.amount);
    if ((after.entry.stretches.at(-1)?.earning.step ?? 0) > (stretch.earning.step ?? 0)) return pays;
    const gained = after.entry.measured.minus(entry.measured);
    volume = gained.sign > 0 && gained.lt(missing) ? volume.times(missing.over(gained)) : volume.plus(JUST_BEYOND);
  }
  return pays;
};

/** The next bound of an entry, what is missing to it, and what reaching it on that day would pay more than now. */
const toNextStep = (asked: Asked, paid: Paid, scopes: number): ProgrammeAnswer['toNextStep'] => {
  const { agreement, on } = asked;
  const { entry } = paid;
  const stretch = entry.stretches.at(-1);
  const bound = stretch?.earning.nextBound;
  if (stretch === undefined || bound === undefined || on > openDays(agreement, entry.period).to) return null;
  const missing = bound.minus(entry.measured);
  const step = { paid, stretch, bound };
  const isTooMany = scopes > MOST_SCOPES && isStacked(stretch.programme.terms);
  const pays =
    hasRules(agreement, stretch) && !isTooMany
      ? paidAfterRules(decidingIn(asked, step, scopes), step)
      : paidBySteps(entry, stretch, missing);
  return {
    from: bound.toDecimal(),
    missing: missing.toDecimal(),
    pays: formatFixed(roundUnits(pays, agreement.rounding), agreement.rounding.decimals),
  };
};

/** The next step of each entry of a day, in their order. */
export const nextSteps = (asked: Asked, paid: readonly Paid[]): ProgrammeAnswer['toNextStep'][] => {
  const scopes = new Map<string, number>();
  const keyOf = ({ programme, period }: Entry): string => `${programme} ${period.from}`;
  for (const { entry } of paid) scopes.set(keyOf(entry), (scopes.get(keyOf(entry)) ?? 0) + 1);
  return paid.map((row) => toNextStep(asked, row, scopes.get(keyOf(row.entry)) ?? 1));
};
