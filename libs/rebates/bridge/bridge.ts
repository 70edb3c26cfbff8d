import { type Day, formatDay, formatFixed, type Rational, Rational as Exact, roundUnits, sum } from '#kernel';
import type { Cause } from '../accrual/answers.ts';
import { RULES_VERSION } from '../accrual/balance.ts';
import { causeAmounts } from '../accrual/calculate.ts';
import type { MeasuredChange } from '../accrual/changes.ts';
import { type Effect, EffectFold, lineEffectOf } from '../accrual/effects.ts';
import type { Scope } from '../accrual/entry.ts';
import { Overlay, withoutLaterThan } from '../accrual/readers.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { BridgeAnswer, BridgedRow, BridgeEvent } from './answer.ts';
import { changeOf, type Figures, figuresOf, type Known, less } from './figures.ts';
import { passedTime } from './passed-time.ts';
import { signed, Tally } from './tally.ts';

/** An amount by programme: what was settled and waived, or what a projection adds to what was earned. */
export type Taken = ReadonlyMap<string, Rational>;
/** What lies between the earned figures and those that are bridged, at both ends of the way. */
export type Beside = { readonly figure: 'open' | 'projected'; readonly start: Taken; readonly end: Taken };

/** A figure's two axes. */
export type BridgePoint = { readonly on: Day; readonly knownAt: number };

/** Events from one to another that are shown with their lines; the others are only added up. */
export type BridgePage = { readonly skip: number; readonly limit: number };

/** What one programme and scope had at both ends as printed, and the causes between, exact. */
export type BridgeChange = {
  readonly key: string;
  readonly programme: string;
  readonly scope: Scope;
  readonly from: Rational;
  readonly to: Rational;
  readonly causes: ReadonlyMap<Cause, Rational>;
};

type Leg = 'recorded' | 'days';

/**
 * The way from one figure to another, walked event by event. First what was recorded after one position and up to
 * another, about the day of the first figure (`lines`, `terms`); then the days to the second, as known at the later
 * position (`days`). The way back is the same way with every amount turned round, so that there and back is nothing.
 */
export class Bridge {
  private readonly from: BridgePoint;
  private readonly to: BridgePoint;
  /** −1 where the asked-about way goes back: to an earlier position, or at one position to an earlier day. */
  private readonly sign: 1 | -1;
  private readonly start: BridgePoint;
  private readonly end: BridgePoint;
  private readonly tally: Tally;
  private readonly page: BridgePage;
  private readonly events: BridgeEvent[] = [];
  private passed = 0;
  private known: { agreement: Agreement; sums: Overlay };
  private readonly first: Figures;
  private readonly beside: Beside | undefined;

  /**
   * @param known what was known at the earlier of the two positions.
   * @param beside where open or projected figures are bridged: what was settled and waived, or is projected on top, at the two ends of the way.
   */
  constructor(from: BridgePoint, to: BridgePoint, known: Known, page: BridgePage, beside?: Beside) {
    [this.from, this.to, this.page] = [from, to, page];
    this.sign = isBack(from, to) ? -1 : 1;
    [this.start, this.end] = this.sign === 1 ? [from, to] : [to, from];
    this.tally = new Tally(this.sign);
    this.known = { agreement: known.agreement, sums: new Overlay(known.sums) };
    this.beside = beside;
    this.first = this.figures(known, 'start');
  }

  /** Lines recorded under the terms in force, in position order; those of later days are no step of the way. */
  lines(changes: readonly MeasuredChange[]): void {
    this.walk(
      'recorded',
      new EffectFold(this.known.agreement, this.known.sums, this.start.on),
      changes.filter(({ cells }) => cells.some(({ on }) => on <= this.start.on)),
    );
    for (const { cells } of changes) for (const cell of cells) this.known.sums.add(cell);
  }

  /** An event that changed what is in force, or the rates converted with, and no line. `sums` where lines are measured otherwise now. */
  terms(position: number, agreement: Agreement, cause: Cause, sums?: Known['sums']): void {
    const before = figuresOf(this.known, this.start.on);
    this.known = { agreement, sums: sums === undefined ? this.known.sums : new Overlay(sums) };
    this.step('recorded', changeOf(before, figuresOf(this.known, this.start.on), cause), position);
  }

  /** The days between the two, as known at the later position; `changes` are all to lines of these days, in position order. */
  days(changes: readonly MeasuredChange[]): void {
    const [early, late] = [this.start.on, this.end.on].sort((a, b) => a - b) as [Day, Day];
    if (early === late) return;
    // Where the later position asks about the earlier day, the days are walked back.
    const back = this.start.on > this.end.on;
    const turned = (effects: readonly Effect[]): readonly Effect[] => signed(effects, back ? -1 : 1);
    this.step('days', turned(passedTime(this.known, early, late)));
    const fold = new EffectFold(this.known.agreement, withoutLaterThan(this.known.sums, early), late);
    this.walk(
      'days',
      fold,
      changes.map((measured) => onDays(measured, early + 1, late)),
      turned,
    );
  }

  /** What was settled or waived more: by one event, or on a day by those that are about it. The end's day may be the earlier. */
  settled(leg: Leg, taken: Taken, positions: readonly number[]): void {
    const effects = [...taken].map(([programme, amount]): Effect => ({
      programme,
      scope: null,
      cause: 'settlement',
      amount: amount.negated(),
    }));
    const back = leg === 'days' && this.start.on > this.end.on;
    this.step(
      leg,
      signed(
        effects.filter(({ amount }) => amount.sign !== 0),
        back ? -1 : 1,
      ),
      ...positions,
    );
  }

  /** What a projection adds to what was earned changed on the way: the last step, which no single event makes. */
  forecast(): void {
    if (this.beside?.figure !== 'projected') return;
    const { start, end } = this.beside;
    const effects = [...new Set([...start.keys(), ...end.keys()])].map((programme): Effect => ({
      programme,
      scope: null,
      cause: 'forecast',
      amount: (end.get(programme) ?? Exact.zero).minus(start.get(programme) ?? Exact.zero),
    }));
    this.step(
      this.start.on === this.end.on ? 'recorded' : 'days',
      effects.filter(({ amount }) => amount.sign !== 0),
    );
  }

  private figures(known: Known, at: 'start' | 'end'): Figures {
    const figures = figuresOf(known, this[at].on);
    if (this.beside === undefined) return figures;
    return this.beside.figure === 'open'
      ? less(figures, this.beside[at])
      : less(figures, new Map([...this.beside[at]].map(([programme, amount]) => [programme, amount.negated()])));
  }

  private walk(leg: Leg, fold: EffectFold, changes: readonly MeasuredChange[], turned = (effects: readonly Effect[]) => effects): void {
    const trace = (effects: readonly Effect[], lines: readonly MeasuredChange[]): void => {
      this.tally.add(
        leg,
        turned(effects),
        lines.map(({ change }) => change.position),
      );
    };
    const events = eventsOf(changes);
    const { skip, limit } = this.page;
    const [first, last] = [skip - this.passed, skip + limit - this.passed].map((place) => Math.max(0, Math.min(events.length, place))) as [
      number,
      number,
    ];
    this.passed += events.length;
    fold.applyAll(events.slice(0, first).flat(), trace);
    for (const lines of events.slice(first, last))
      this.show(leg, fold, lines, (effects, made) => {
        trace(effects, made);
        return signed(turned(effects), this.sign);
      });
    fold.applyAll(events.slice(last).flat(), trace);
  }

  private show(
    leg: Leg,
    fold: EffectFold,
    lines: readonly MeasuredChange[],
    told: (effects: readonly Effect[], lines: readonly MeasuredChange[]) => readonly Effect[],
  ): void {
    const totals = new Map<string, Effect>();
    const shown = lines.map((measured) => {
      const effects = told(fold.apply(measured), [measured]);
      for (const effect of effects) {
        const key = `${effect.programme}\n${effect.cause}`;
        totals.set(key, { ...effect, amount: (totals.get(key)?.amount ?? Exact.zero).plus(effect.amount) });
      }
      return lineEffectOf(this.known.agreement, measured, effects);
    });
    this.events.push({ leg, position: lines[0]?.change.position ?? -1, effects: textOf([...totals.values()]), lines: shown });
  }

  /** A step without lines: what nothing came of is no step. */
  private step(leg: Leg, effects: readonly Effect[], ...positions: readonly number[]): void {
    if (effects.length === 0) return;
    const [position] = positions;
    this.tally.add(leg, effects, positions);
    if (this.passed >= this.page.skip && this.passed < this.page.skip + this.page.limit) {
      this.events.push({ leg, ...(position === undefined ? {} : { position }), effects: textOf(signed(effects, this.sign)), lines: [] });
    }
    this.passed += 1;
  }

  /** What each programme and scope had at both ends, and the causes between; the walk is over then. */
  changes(): readonly BridgeChange[] {
    const last = this.figures(this.known, 'end');
    const [from, to] = this.sign === 1 ? [this.first, last] : [last, this.first];
    return [...new Set([...to.keys(), ...from.keys()])].map((key): BridgeChange => {
      const [was, is] = [from.get(key), to.get(key)];
      const of = (figure: 'exact' | 'printed'): Rational => (is?.[figure] ?? Exact.zero).minus(was?.[figure] ?? Exact.zero);
      const causes = this.tally.rounded(key, of('exact'), of('printed'));
      return {
        key,
        programme: (is ?? was)?.programme ?? '',
        scope: (is ?? was)?.scope ?? null,
        from: was?.printed ?? Exact.zero,
        to: is?.printed ?? Exact.zero,
        causes,
      };
    });
  }

  answer(): BridgeAnswer {
    const { agreement } = this.known;
    const changes = this.changes();
    const text = (amount: Rational): string => formatFixed(roundUnits(amount, agreement.rounding), agreement.rounding.decimals);
    const [from, to] = [sum(changes.map((row) => row.from)), sum(changes.map((row) => row.to))];
    const { start, end: finish } = this;
    return {
      agreement: agreement.terms.id,
      currency: agreement.terms.currency,
      rules: RULES_VERSION,
      figure: this.beside?.figure ?? 'earned',
      from: { on: formatDay(this.from.on), knownAt: this.from.knownAt, amount: text(from) },
      to: { on: formatDay(this.to.on), knownAt: this.to.knownAt, amount: text(to) },
      change: text(to.minus(from)),
      causes: this.tally.causes(),
      causedBy: this.tally.causedBy(),
      programmes: changes.map((row): BridgedRow => ({
        id: row.programme,
        scope: row.scope,
        from: text(row.from),
        to: text(row.to),
        change: text(row.to.minus(row.from)),
        causes: causeAmounts(row.causes),
      })),
      legs: {
        recorded:
          start.knownAt === finish.knownAt
            ? null
            : { on: formatDay(start.on), after: start.knownAt, through: finish.knownAt, causes: this.tally.causesOf('recorded') },
        days:
          start.on === finish.on
            ? null
            : {
                from: formatDay(Math.min(start.on, finish.on) + 1),
                to: formatDay(Math.max(start.on, finish.on)),
                knownAt: finish.knownAt,
                causes: this.tally.causesOf('days'),
              },
      },
      events: this.events,
      nextCursor: this.page.skip + this.page.limit < this.passed ? String(this.page.skip + this.page.limit) : null,
    };
  }
}

/** True where the way goes back: to an earlier position, or at one position to an earlier day. */
export const isBack = (from: BridgePoint, to: BridgePoint): boolean =>
  from.knownAt === to.knownAt ? from.on > to.on : from.knownAt > to.knownAt;

/** Only the cells of some days: a correction can move a line from one day to another. */
export const onDays = (measured: MeasuredChange, from: Day, to: Day): MeasuredChange => ({
  ...measured,
  cells: measured.cells.filter((cell) => cell.on >= from && cell.on <= to),
});

/** Changes in position order, those of one event together. */
const eventsOf = (changes: readonly MeasuredChange[]): MeasuredChange[][] => {
  const events: MeasuredChange[][] = [];
  let at = -1;
  for (const measured of changes) {
    if (measured.change.position !== at || events.length === 0) events.push([]);
    at = measured.change.position;
    events.at(-1)?.push(measured);
  }
  return events;
};

const textOf = (effects: readonly Effect[]): BridgeEvent['effects'] =>
  effects.map(({ programme, cause, amount }) => ({ programme, cause, amount: amount.toExact() }));
