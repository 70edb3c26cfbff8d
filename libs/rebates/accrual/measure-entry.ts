import { type Day, formatDay, type Period, Rational, sum } from '#kernel';
import type { CompiledProgramme } from '../agreement/compile.ts';
import type { MeasuredPeriod } from '../agreement/measurement-periods.ts';
import type { ResolvedProgramme, TestIndexes } from '../agreement/resolve.ts';
import type { Measure } from '../agreement/terms.ts';
import type { Amounts, Cell as EarningCell, EarnInput, Look, TargetCells } from '../programmes/kind.ts';
import { earnByDocument } from './by-document.ts';
import { passes, type Signature } from './cell.ts';
import type { EarnedStretch, Entry, Scope } from './entry.ts';
import { NO_AMOUNTS, plus, type SumsReader } from './sums.ts';

/** Reads what a signature measures in a run of days, less what earlier programmes earned on it. */
export type NetReader = (signature: number, from: Day, to: Day) => Amounts;

export const inScope = (signature: Signature, scope: Scope): boolean => {
  if (scope === null) return true;
  return 'member' in scope ? signature.member === scope.member : signature.product === scope.product;
};

const totalOf = (signatures: readonly number[], read: NetReader, from: Day, to: Day): Amounts => {
  let total = NO_AMOUNTS;
  for (const signature of signatures) total = plus(total, read(signature, from, to));
  return total;
};

type Stretch = MeasuredPeriod['stretches'][number];

export type MeasureInput = {
  readonly resolved: ResolvedProgramme;
  readonly sums: SumsReader;
  readonly net: (programme: CompiledProgramme) => NetReader;
  readonly scope: Scope;
  readonly period: MeasuredPeriod;
  readonly on: Day;
  /** The day through which things fall due: the day asked about, or the last that the agreement was in force. */
  readonly dueBy: Day;
  readonly goalMetOn: Look['goalMetOn'];
  readonly isMemberOn: (member: string, day: Day) => boolean;
  /** By the steps that a member has for itself. */
  readonly asMember?: boolean;
};

const pick = (input: MeasureInput, programme: CompiledProgramme) => {
  const { sums, scope } = input;
  const tests = testsIn(input.resolved, programme);
  const which = (test: number): number[] =>
    sums.signatures.flatMap((signature, index) => (passes(signature, test) && inScope(signature, scope) ? [index] : []));
  return { tests, eligible: which(tests.eligible), target: tests.target === tests.eligible ? undefined : which(tests.target), which };
};

const testsIn = (resolved: ResolvedProgramme, programme: CompiledProgramme): TestIndexes => {
  const tests = resolved.testsOf.get(programme);
  if (tests === undefined) throw new Error(`programme ${resolved.id} has terms that were not resolved`);
  return tests;
};

/** The value of a computation, which is done when it is first asked for, and once. */
const kept = <T>(compute: () => T): (() => T) => {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
};

/** What a kind may look up: other periods, and the agreement's goals. */
const lookOf = (input: MeasureInput, { tests, eligible, target, which }: ReturnType<typeof pick>, net: NetReader): Look => ({
  measure: tests.measure,
  earlier: kept(() =>
    input.resolved.periods
      .filter(({ to }) => to < input.period.from)
      .map(({ from, to, shortShare }) => ({ volume: totalOf(target ?? eligible, net, from, to), share: shortShare })),
  ),
  baseline: kept(() => {
    const { before, to } = input.period;
    const asNow = input.resolved.periods.some(({ stretches }) =>
      stretches.some(
        ({ programme }) => programme.baseline?.baseline === 'asNow' && testsIn(input.resolved, programme).baseline === tests.baseline,
      ),
    );
    const signatures = which(tests.baseline).filter(
      (index) => !asNow || input.isMemberOn(input.sums.signatures[index]?.member ?? '', Math.min(input.on, to)),
    );
    return totalOf(signatures, net, before.from, before.to);
  }),
  goalMetOn: input.goalMetOn,
});

/** What a kind is asked for one stretch; also what the next step and a line's own effect are asked with. */
export const earnInput = (
  parts: Pick<EarnInput, 'upTo' | 'before' | 'cells' | 'targetCells' | 'on'>,
  { programme, look, from, to }: Period & { readonly programme: CompiledProgramme; readonly look: Look },
  period: MeasuredPeriod,
): EarnInput => ({
  ...parts,
  look,
  by: programme.terms.by,
  period: { from: period.from, to: period.to },
  stretch: { from, to },
  share: period.shortShare,
  reaching: false,
});

/** Lines of one signature as a kind reads them. */
export const cellOfSignature = ({ place, document, ...signature }: Signature, amounts: Amounts, tests: TestIndexes): EarningCell => ({
  amounts,
  ...(place === undefined
    ? {}
    : { place: { date: place.date, document: place.document, line: place.line, mark: place.marks[tests.mark] ?? '' } }),
  ...(document === undefined ? {} : { document }),
  passes: (selection) => {
    const test = tests.selections[selection];
    return test !== undefined && passes(signature, test);
  },
});

/**
 * Where lines have their places, those of other days are left out: they would all be read for every period. What is paid
 * counts on the day of its payment, which no place tells.
 */
const placedIn = ({ sums: { signatures } }: MeasureInput, { programme: { terms } }: Stretch, days: Period) => {
  const [first, last] = [formatDay(days.from), formatDay(days.to)];
  return (list: readonly number[]): readonly number[] => {
    if (terms.stage === 'paid') return list;
    return list.filter((index) => {
      const date = signatures[index]?.place?.date;
      return date === undefined || (first <= date && date <= last);
    });
  };
};

const earnStretch = (input: MeasureInput, stretch: Stretch): EarnedStretch => {
  const { sums, period } = input;
  const { programme } = stretch;
  const net = input.net(programme);
  const picked = pick(input, programme);
  const { tests } = picked;
  const look = lookOf(input, picked, net);
  const near = placedIn(input, stretch, { from: period.from, to: stretch.to });
  const [eligible, target] = [near(picked.eligible), picked.target === undefined ? undefined : near(picked.target)];
  const cellsIn = (signatures: readonly number[], from: Day, to: Day): EarningCell[] =>
    signatures.flatMap((index): EarningCell[] => {
      const signature = sums.signatures[index];
      return signature === undefined ? [] : [cellOfSignature(signature, net(index, from, to), tests)];
    });
  const cells = cellsIn(eligible, stretch.from, stretch.to);
  const carried = stretch.from !== period.from;
  // Where nothing else is measured than what earns, it is read once: ordered kinds have a signature for each line.
  const isAll = target === undefined && !carried;
  const targetCells = (): TargetCells => ({
    upTo: isAll ? cells : cellsIn(target ?? eligible, period.from, stretch.to),
    before: carried ? cellsIn(target ?? eligible, period.from, stretch.from - 1) : [],
  });
  const upTo = isAll
    ? cells.reduce((total, { amounts }) => plus(total, amounts), NO_AMOUNTS)
    : totalOf(target ?? eligible, net, period.from, stretch.to);
  const before = carried ? totalOf(target ?? eligible, net, period.from, stretch.from - 1) : NO_AMOUNTS;
  const asked = earnInput({ upTo, before, cells, targetCells, on: input.dueBy }, { ...stretch, look }, period);
  const earn = input.asMember === true ? programme.earnAsMember : programme.earn;
  const earning = programme.terms.period === 'document' ? earnByDocument(earn, asked) : earn(asked);
  return { from: stretch.from, to: stretch.to, programme, upTo, before, signatures: eligible, cells, targetCells, look, earning };
};

/** Measures and earns one programme, scope and period on a day, before floor, guarantee and cap. */
export const measureEntry = (input: MeasureInput): Entry => {
  const { resolved, scope, period, on } = input;
  const stretches = period.stretches.filter((stretch) => stretch.from <= on).map((stretch) => earnStretch(input, stretch));
  const last = stretches.at(-1);
  const by = last?.programme.terms.by ?? 'value';
  const units = stretches.flatMap(({ earning: { units: own } }) => (own === undefined ? [] : [own]));
  const earning = (measure: Measure): Rational => sum(stretches.flatMap((stretch) => stretch.cells.map((cell) => cell.amounts[measure])));
  return {
    programme: resolved.id,
    scope,
    period,
    on,
    stretches,
    measured: last?.upTo[by] ?? Rational.zero,
    earningAmount: earning(by),
    value: by === 'value' ? earning(by) : earning('value'),
    bySteps: sum(stretches.map((stretch) => stretch.earning.total)),
    ...(units.length === 0 ? {} : { units: sum(units) }),
  };
};
