import { type Day, formatPeriod } from '#kernel';
import { scopeKey } from '../accrual/entry.ts';
import type { ComparedPeriod, ComparedProgramme, PeriodFigure, PeriodState, ProgrammeTotal } from './answers.ts';
import type { Differing, Tried, Walk } from './day-totals.ts';
import { type MinorUnits, type Printed, rateOf } from './figures.ts';

type Parts = {
  readonly tried: readonly Tried[];
  /** Of each set, about the last day. */ readonly printed: readonly (readonly Printed[])[];
  readonly walk: Walk;
  readonly differing: readonly Differing[];
  readonly units: MinorUnits;
  readonly on: Day;
};

const stateAt = ({ from, to }: { readonly from: Day; readonly to: Day }, on: Day): PeriodState => {
  if (to <= on) return 'past';
  return from > on ? 'future' : 'open';
};

const figureOf = ({ tried, units }: Parts, set: number, own: Printed | undefined, base: bigint): PeriodFigure => {
  const { name, agreement } = tried[set] ?? {};
  const earned = own === undefined || agreement === undefined ? 0n : units.of(agreement, own.earned);
  const shared = { set: name ?? '', earned: units.text(earned), difference: units.text(earned - base) };
  if (own === undefined) return { ...shared, measured: null, step: null, rate: null };
  const { entry } = own;
  return {
    ...shared,
    measured: entry.measured.toDecimal(),
    step: entry.stretches.at(-1)?.earning.step ?? null,
    ...(entry.units === undefined ? {} : { units: entry.units.toDecimal() }),
    rate: rateOf(units.exact(earned), entry.value),
  };
};

/** Periods and scopes that any of the sets has, in order; a set that lacks one has earned nothing there. */
const periodsOf = (parts: Parts, programme: string): ComparedPeriod[] => {
  const rows = new Map<string, { readonly first: Printed; readonly bySet: Map<number, Printed> }>();
  parts.printed.forEach((printed, set) => {
    for (const one of printed) {
      if (one.entry.programme !== programme) continue;
      const { period, scope } = one.entry;
      const key = `${period.from} ${period.to} ${scopeKey(scope)}`;
      const row = rows.get(key) ?? { first: one, bySet: new Map<number, Printed>() };
      row.bySet.set(set, one);
      rows.set(key, row);
    }
  });
  const inOrder = [...rows.values()].sort(
    ({ first: { entry: a } }, { first: { entry: b } }) =>
      a.period.from - b.period.from || a.period.to - b.period.to || (scopeKey(a.scope) < scopeKey(b.scope) ? -1 : 1),
  );
  return inOrder.map(({ first, bySet }) => {
    const [base, agreement] = [bySet.get(0), parts.tried[0]?.agreement];
    const baseUnits = base === undefined || agreement === undefined ? 0n : parts.units.of(agreement, base.earned);
    const { period, scope } = first.entry;
    return {
      period: formatPeriod(period),
      scope,
      state: stateAt(period, parts.on),
      figures: parts.tried.map((_, set) => figureOf(parts, set, bySet.get(set), baseUnits)),
    };
  });
};

const totalsOf = ({ tried, walk, differing, units }: Parts, programme: string): ProgrammeTotal[] => {
  const earnedBy = (set: number): bigint => walk.totals(set, walk.span.to).byProgramme.get(programme) ?? 0n;
  return tried.map(({ name, agreement }, set) => ({
    set: name,
    in: agreement.programmes.some(({ id }) => id === programme),
    earned: units.text(earnedBy(set)),
    difference: units.text(earnedBy(set) - earnedBy(0)),
    differsFrom: differing[set]?.programmes.get(programme) ?? null,
  }));
};

/** Programme by programme, period by period: those of the first set in its order, then those that only others have. */
export const comparedProgrammes = (parts: Parts): ComparedProgramme[] => {
  const ids = new Set(parts.tried.flatMap(({ agreement }) => agreement.programmes.map(({ id }) => id)));
  return [...ids].map((id) => ({ id, totals: totalsOf(parts, id), periods: periodsOf(parts, id) }));
};
