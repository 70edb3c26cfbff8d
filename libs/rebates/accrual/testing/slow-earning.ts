import { type Day, Rational, sum, toDay } from '#kernel';
import type { Selection } from '../../agreement/fields.ts';
import type { ProgrammeTerms } from '../../agreement/terms.ts';
import { count } from './slow-periods.ts';
import { type Basis, type Bought, isEligible, isInTarget, priceOf, selects, type SpecialPrice } from './slow-selection.ts';
import type { Line } from './standing-lines.ts';

/** What each kind earns, line by line, as domain.md §6 says it. */

/** `counts`: what of a full period the one that has the step is. */
type StepTerms = {
  readonly from?: string;
  readonly above?: string;
  readonly percent?: string;
  readonly perUnit?: string;
  readonly counts?: Rational;
};
type EarnTerms = StepTerms & {
  readonly tiers?: string;
  readonly growth?: 'all' | 'excess' | 'slices';
  readonly baseline?: unknown;
  readonly steps?: readonly StepTerms[];
  readonly share?: { readonly of: Selection };
  readonly loyalty?: { readonly periods: number; readonly target: string };
  readonly bundle?: readonly { readonly product: string; readonly quantity: string }[];
  readonly amount?: string;
  readonly freeGoods?: { readonly free: string; readonly per: string };
  readonly lumpSum?: string;
  readonly on?: string;
  readonly when?: { readonly goal: string };
  readonly shipAndDebit?: SpecialPrice;
};

export type Ask = {
  readonly terms: ProgrammeTerms;
  /** Lines of the period in scope, with what is left of them. */
  readonly bought: readonly Bought[];
  readonly from: Day;
  readonly to: Day;
  /** True where the stretch goes on with what was measured before it in the period. */
  readonly carries: boolean;
  readonly day: Day;
  /** What of a full period this one is. */
  readonly counts: Rational;
  /** The volumes of the periods before this one, oldest first, and what of a full one each was. */
  readonly earlier: () => readonly Measured[];
  readonly baseline: () => Rational;
  readonly goalMetOn: (goal: string) => Day | undefined;
};
type Measured = { readonly volume: Rational; readonly counts: Rational };
export type SlowEarning = { readonly total: Rational; readonly units: Rational; readonly lines: ReadonlyMap<Line, Rational> };

const ZERO = Rational.zero;
const pays = (rate: StepTerms | undefined, basis: Basis): Rational => {
  if (rate?.percent !== undefined) return basis.value.times(Rational.parse(rate.percent)).over(count(100));
  return rate?.perUnit === undefined ? ZERO : basis.quantity.times(Rational.parse(rate.perUnit));
};
const boundOf = (step: StepTerms | undefined): Rational =>
  Rational.parse(step?.from ?? step?.above ?? '0').times(step?.counts ?? Rational.one);
const isReached = (step: StepTerms, volume: Rational): boolean =>
  step.from === undefined ? boundOf(step).lt(volume) : boundOf(step).lte(volume);
const reachedBy = (steps: readonly StepTerms[], volume: Rational): StepTerms | undefined =>
  steps.filter((step) => isReached(step, volume)).at(-1);
const timesBound = (step: StepTerms, factor: Rational): StepTerms & { readonly bound: Rational } => ({
  ...step,
  bound: boundOf(step).times(factor),
});

type Volumes = { readonly upTo: Rational; readonly before: Rational };

/** What a line has of slices, in proportion to the part of the volume that lies in each. */
const inSlices = (steps: readonly (StepTerms & { readonly bound: Rational })[], basis: Basis, { upTo, before }: Volumes): Rational =>
  upTo.equals(before)
    ? ZERO
    : sum(
        steps.map((step, index) => {
          const next = steps[index + 1];
          const slice = (volume: Rational): Rational => (next === undefined ? volume : volume.min(next.bound)).minus(step.bound).max(ZERO);
          return pays(step, basis)
            .times(slice(upTo).minus(slice(before)))
            .over(upTo.minus(before));
        }),
      );

/** Each step passed pays on the whole volume up to the next bound, the one reached on all. */
const rolling = (steps: readonly StepTerms[], reached: number, basis: Basis, { upTo, before }: Volumes): Rational =>
  sum(
    steps.slice(0, reached).map((step, index) => {
      if (index === reached - 1) return pays(step, basis);
      const through = (volume: Rational): Rational => volume.min(boundOf(steps[index + 1])).max(ZERO);
      return upTo.equals(before)
        ? ZERO
        : pays(step, basis)
            .times(through(upTo).minus(through(before)))
            .over(upTo.minus(before));
    }),
  );

const byTiers = ({ tiers, steps = [] }: EarnTerms, basis: Basis, volumes: Volumes): Rational => {
  const reached = steps.filter((step) => isReached(step, volumes.upTo));
  if (tiers === 'retrospective') return pays(reached.at(-1), basis);
  if (tiers === 'total') return sum(reached.map((step) => pays(step, basis)));
  if (tiers === 'rolling') return rolling(steps, reached.length, basis, volumes);
  return inSlices(
    steps.map((step) => timesBound(step, Rational.one)),
    basis,
    volumes,
  );
};

/** Bounds are percentages of the baseline. */
const byGrowth = ({ growth, steps = [] }: EarnTerms, basis: Basis, { upTo, before }: Volumes, baseline: Rational): Rational => {
  if (baseline.sign <= 0) return ZERO;
  const bounds = steps.map((step) => timesBound(step, baseline.over(count(100))));
  if (growth === 'slices') return inSlices(bounds, basis, { upTo, before });
  const reached = bounds.filter((step) => (step.from === undefined ? step.bound.lt(upTo) : step.bound.lte(upTo))).at(-1);
  if (growth === 'all') return pays(reached, basis);
  const excess = (volume: Rational): Rational => volume.minus(baseline).max(ZERO);
  return upTo.equals(before)
    ? ZERO
    : pays(reached, basis)
        .times(excess(upTo).minus(excess(before)))
        .over(upTo.minus(before));
};

/** Units that stand at each line's place: its own, less what was returned of it. What is left of nothing on a day stands nowhere. */
const places = (
  bought: readonly Bought[],
  markOf: (line: Line) => string,
): { readonly place: string; readonly mark: string; readonly units: Rational }[] => {
  const names = [...new Set(bought.map(([line]) => line.place))];
  const found = names.flatMap((place) => {
    const own = bought.filter(([line]) => line.place === place);
    const days = [...new Set(own.map(([line]) => `${line.countedOn} ${markOf(line)}`))].map((key) => {
      const lines = own.filter(([line]) => `${line.countedOn} ${markOf(line)}` === key);
      return {
        day: lines[0]?.[0].countedOn ?? 0,
        mark: lines[0] === undefined ? '' : markOf(lines[0][0]),
        units: sum(lines.map(([, one]) => one.quantity)),
      };
    });
    const left = days.filter(({ units }) => units.sign !== 0).sort((a, b) => a.day - b.day || (a.mark < b.mark ? -1 : 1));
    return left[0] === undefined ? [] : [{ place, day: left[0].day, mark: left[0].mark, units: sum(left.map(({ units }) => units)) }];
  });
  const [document, line] = [
    (name: string): string => name.slice(0, name.lastIndexOf('#')),
    (name: string): number => Number(name.slice(name.lastIndexOf('#') + 1)),
  ];
  return found.sort(
    (a, b) =>
      a.day - b.day ||
      (document(a.place) < document(b.place) ? -1 : document(a.place) > document(b.place) ? 1 : line(a.place) - line(b.place)),
  );
};

/** Each unit at the slice that it falls into, lines one after the other. */
const inOrder = (
  { steps = [] }: EarnTerms,
  target: readonly Bought[],
  eligible: readonly Bought[],
  volumes: Volumes,
): Map<Line, Rational> => {
  const bounds = steps.map((step) => timesBound(step, Rational.one));
  const startOf = new Map<string, Volumes>();
  let before = ZERO;
  for (const { place, units } of places(target, () => '')) {
    startOf.set(place, { before, upTo: before.plus(units) });
    before = before.plus(units);
  }
  return new Map(
    eligible.map(([line, one]) => [line, inSlices(bounds, one, startOf.get(line.place) ?? { before: ZERO, upTo: volumes.upTo })]),
  );
};

const claimed = (own: SpecialPrice | undefined, line: Line): Rational => {
  if (own?.downBy !== undefined) return line.quantity.times(Rational.parse(own.downBy));
  if (own?.downByPercent !== undefined) return line.quantity.times(line.cost).times(Rational.parse(own.downByPercent)).over(count(100));
  return line.quantity.times(line.cost.minus(Rational.parse(own?.downTo ?? '0')).max(ZERO));
};

/** Special prices: the first units of each price are claimed, lines one after the other. */
const byPrices = (terms: ProgrammeTerms, before: readonly Bought[], eligible: readonly Bought[], counts: Rational): Map<Line, Rational> => {
  const markOf = (line: Line): string => JSON.stringify(priceOf(terms, line) ?? null);
  const used = new Map<string, Rational>();
  for (const { mark, units } of places(before, markOf)) used.set(mark, (used.get(mark) ?? ZERO).plus(units));
  const partOf = new Map<string, Rational>();
  for (const { place, mark, units } of places(eligible, markOf)) {
    const start = used.get(mark) ?? ZERO;
    const { limit } = JSON.parse(mark) as SpecialPrice;
    const counted = (volume: Rational): Rational => (limit === undefined ? volume : volume.min(Rational.parse(limit).times(counts)));
    partOf.set(
      place,
      counted(start.plus(units))
        .minus(counted(start))
        .over(units.sign === 0 ? Rational.one : units),
    );
    used.set(mark, start.plus(units));
  }
  const isLimited = eligible.some(([line]) => priceOf(terms, line)?.limit !== undefined);
  return new Map(
    eligible.map(([line]) => [
      line,
      claimed(priceOf(terms, line), line).times(isLimited ? (partOf.get(line.place) ?? ZERO) : Rational.one),
    ]),
  );
};

/** What belongs to no line lies on lines in proportion to what they measure. */
const spread = (total: Rational, lines: readonly Bought[], measure: (one: Basis) => Rational): Map<Line, Rational> => {
  const whole = sum(lines.map(([, one]) => measure(one)));
  return new Map(lines.map(([line, one]) => [line, whole.sign === 0 ? ZERO : total.times(measure(one)).over(whole)]));
};

const bundles = ({ bundle = [] }: EarnTerms, bought: readonly Bought[]): Rational => {
  const each = bundle.map(({ product, quantity }) =>
    sum(bought.filter(([line]) => line.product === product).map(([, one]) => one.quantity)).over(Rational.parse(quantity)),
  );
  return Rational.of(
    each
      .reduce((a, b) => a.min(b))
      .max(ZERO)
      .floor(),
  );
};

const freeUnits = ({ freeGoods }: EarnTerms, volume: Rational): Rational =>
  freeGoods === undefined
    ? ZERO
    : Rational.of(volume.max(ZERO).over(Rational.parse(freeGoods.per)).floor()).times(Rational.parse(freeGoods.free));

const runsAtTarget = (loyalty: NonNullable<EarnTerms['loyalty']>, volumes: readonly Measured[]): boolean =>
  volumes.length >= loyalty.periods &&
  volumes.slice(volumes.length - loyalty.periods).every(({ volume, counts }) => !volume.lt(Rational.parse(loyalty.target).times(counts)));

const isByDocument = (ask: Ask): boolean => ask.terms.period === 'document';

/** Each document for itself. */
const byDocument = (ask: Ask): SlowEarning => {
  const parts = [...new Set(ask.bought.map(([line]) => line.document))].map((document) =>
    slowEarn({
      ...ask,
      terms: { ...ask.terms, period: 'term' },
      carries: false,
      bought: ask.bought.filter(([line]) => line.document === document),
    }),
  );
  return {
    total: sum(parts.map(({ total }) => total)),
    units: sum(parts.map(({ units }) => units)),
    lines: new Map(parts.flatMap(({ lines }) => [...lines])),
  };
};

export const slowEarn = (ask: Ask): SlowEarning => {
  if (isByDocument(ask)) return byDocument(ask);
  const { terms, from, to } = ask;
  const earn = terms.earn as EarnTerms;
  const measure = (one: Basis): Rational => (terms.by === 'value' ? one.value : one.quantity);
  const volumeOf = (lines: readonly Bought[], of = measure): Rational => sum(lines.map(([, one]) => of(one)));
  const target = ask.bought.filter(([line]) => line.countedOn <= to && isInTarget(terms, line));
  const earlier = ask.carries ? target.filter(([line]) => line.countedOn < from) : [];
  const eligible = ask.bought.filter(([line]) => from <= line.countedOn && line.countedOn <= to && isEligible(terms, line));
  const volumes = { upTo: volumeOf(target), before: volumeOf(earlier) };
  const whole = (total: Rational, lines: ReadonlyMap<Line, Rational>, units = ZERO): SlowEarning => ({ total, units, lines });
  const byLine = (of: (basis: Basis) => Rational): SlowEarning => {
    const lines = new Map(eligible.map(([line, one]) => [line, of(one)]));
    return whole(sum(lines.values()), lines);
  };
  const summed = (lines: ReadonlyMap<Line, Rational>): SlowEarning => whole(sum(lines.values()), lines);
  if (earn.shipAndDebit !== undefined) return summed(byPrices(terms, earlier, eligible, ask.counts));
  if (earn.loyalty !== undefined)
    return runsAtTarget(earn.loyalty, [...ask.earlier(), { volume: volumes.upTo, counts: ask.counts }])
      ? byLine((one) => pays(earn, one))
      : byLine(() => ZERO);
  if (earn.growth !== undefined) {
    const baseline = (typeof earn.baseline === 'string' ? Rational.parse(earn.baseline) : ask.baseline()).times(ask.counts);
    return byLine((one) => byGrowth(earn, one, volumes, baseline));
  }
  if (earn.share !== undefined) {
    const { of } = earn.share;
    const part = volumeOf(target.filter(([line]) => selects(of, line)));
    const reached = volumes.upTo.sign > 0 ? reachedBy(earn.steps ?? [], part.times(count(100)).over(volumes.upTo)) : undefined;
    return byLine((one) => pays(reached, one));
  }
  if (earn.bundle !== undefined) {
    const total = bundles(earn, target)
      .minus(bundles(earn, earlier))
      .times(Rational.parse(earn.amount ?? '0'));
    const components = new Set(earn.bundle.map(({ product }) => product));
    return whole(
      total,
      new Map([
        ...byLine(() => ZERO).lines,
        ...spread(
          total,
          eligible.filter(([line]) => components.has(line.product)),
          (one) => one.value,
        ),
      ]),
    );
  }
  if (earn.freeGoods !== undefined)
    return {
      ...byLine(() => ZERO),
      units: freeUnits(
        earn,
        volumeOf(target, (one) => one.quantity),
      ).minus(
        freeUnits(
          earn,
          volumeOf(earlier, (one) => one.quantity),
        ),
      ),
    };
  if (earn.lumpSum !== undefined) {
    const due = earn.when === undefined ? toDay(earn.on ?? '') : ask.goalMetOn(earn.when.goal);
    const total = due !== undefined && due <= ask.day && from <= due && due <= to ? Rational.parse(earn.lumpSum).times(ask.counts) : ZERO;
    return whole(total, spread(total, eligible, measure));
  }
  const scaled = { ...earn, steps: earn.steps?.map((step) => ({ ...step, counts: ask.counts })) ?? [] };
  if (terms.attribute === 'inOrder') return summed(inOrder(scaled, target, eligible, volumes));
  return earn.tiers === undefined ? byLine((one) => pays(earn, one)) : byLine((one) => byTiers(scaled, one, volumes));
};
