import { type Day, Rational, sum } from '#kernel';
import type { Filter, Selection } from '../../agreement/fields.ts';
import type { AgreementTerms, ProgrammeTerms, WindowKind } from '../../agreement/terms.ts';
import type { SalesDocument } from '../../sales/line.ts';
import { count, type Days, label, lengthOf, type Period, type Programme, programmeOf, runs, termOf, within } from './slow-periods.ts';
import { type Line, standing } from './standing-lines.ts';

/**
 * The rules of domain.md, slow and obvious: every question folds all lines one by one, in exact fractions. No sums, no
 * signatures. It knows at most one amendment of each programme, and it is read
 * beside the rules, not beside the engine.
 */

export type Row = { readonly programme: string; readonly scope: string; readonly from: Day; readonly amount: Rational };
type Earned = Row & { readonly period: Period; readonly bySteps: Rational; readonly value: Rational; readonly lines: ReadonlyMap<Line, Rational> };
/** Lines that count through `day`, of those whose own day has come on `asOf`. */
type Moment = { readonly day: Day; readonly asOf: Day };

const ZERO = Rational.zero;
const depth = (filter: Filter): number => (filter.product !== undefined ? 3 : filter.brand !== undefined ? 2 : filter.category !== undefined ? 1 : 0);
const has = (list: readonly string[] | undefined, value: string | undefined): boolean => list === undefined || (value !== undefined && list.includes(value));
const matches = (filter: Filter, line: Line): boolean =>
  has(filter.product, line.product) && has(filter.brand, line.brand) && has(filter.category, line.category) && has(filter.member, line.member);

/** Product over brand over category, the deepest first; an exclusion beats an inclusion of its level. */
const counts = (selection: Selection | undefined, line: Line): boolean => {
  const deepest = (filters: readonly Filter[]): number => Math.max(-1, ...filters.filter((filter) => matches(filter, line)).map(depth));
  const included = selection?.include === undefined ? 0 : deepest(selection.include);
  // An exclusion that names no article only filters: what it matches is out.
  if ((selection?.exclude ?? []).some((filter) => depth(filter) === 0 && matches(filter, line))) return false;
  return included >= 0 && deepest(selection?.exclude ?? []) < included;
};

type StepTerms = { readonly from?: string; readonly above?: string; readonly percent?: string; readonly perUnit?: string };
type EarnTerms = StepTerms & { readonly tiers?: 'retrospective' | 'marginal'; readonly steps?: readonly StepTerms[] };
type Basis = { readonly value: Rational; readonly quantity: Rational };

const pays = (rate: StepTerms | undefined, basis: Basis): Rational => {
  if (rate?.percent !== undefined) return basis.value.times(Rational.parse(rate.percent)).over(count(100));
  return rate?.perUnit === undefined ? ZERO : basis.quantity.times(Rational.parse(rate.perUnit));
};
const boundOf = (step: StepTerms | undefined): Rational => Rational.parse(step?.from ?? step?.above ?? '0');

/** What a line earns, given the volume of the period through its stretch and before it. */
const earnedByLine = (earn: EarnTerms, basis: Basis, upTo: Rational, before: Rational): Rational => {
  const { tiers, steps } = earn;
  if (tiers === undefined || steps === undefined) return pays(earn, basis);
  if (tiers === 'retrospective') return pays(steps.filter((step) => (step.from === undefined ? boundOf(step).lt(upTo) : boundOf(step).lte(upTo))).at(-1), basis);
  if (upTo.equals(before)) return ZERO;
  return sum(
    steps.map((step, index) => {
      const next = steps[index + 1];
      const slice = (volume: Rational): Rational => (next === undefined ? volume : volume.min(boundOf(next))).minus(boundOf(step)).max(ZERO);
      return pays(step, basis).times(slice(upTo).minus(slice(before))).over(upTo.minus(before));
    }),
  );
};

/** Gives what a window pays to its periods in order while it lasts; what is added goes to the last. */
const shared = (paid: Rational, amounts: readonly Rational[]): Rational[] => {
  if (paid.equals(sum(amounts))) return [...amounts];
  if (paid.sign === 0) return amounts.map(() => ZERO);
  let given = ZERO;
  return amounts.map((_, index) => {
    const through = sum(amounts.slice(0, index + 1));
    const target = index === amounts.length - 1 || paid.lt(through) ? paid : through;
    const own = target.minus(given);
    given = target;
    return own;
  });
};

type Rule = 'steps' | 'floor' | 'guarantee' | 'cap';
const BEFORE: Readonly<Record<Exclude<Rule, 'steps'>, Rule>> = { floor: 'steps', guarantee: 'floor', cap: 'guarantee' };

export class SlowReference {
  private readonly terms: AgreementTerms;
  private readonly lines: readonly Line[];
  private readonly programmes: readonly Programme[];
  /** The best of a group is found with its members taken as if each paid. */
  private deciding: readonly string[] = [];
  private readonly kept = new Map<string, unknown>();

  constructor(terms: AgreementTerms, documents: readonly SalesDocument[]) {
    this.terms = terms;
    this.lines = standing(terms, documents);
    this.programmes = terms.programmes.map((programme) => programmeOf(terms, programme));
  }

  rows(on: Day): readonly Row[] {
    return this.limited(this.terms.limits?.length ?? 0, { day: on, asOf: on });
  }

  private versionOn(programme: Programme, day: Day): ProgrammeTerms {
    const stretches = programme.periods.flatMap((period) => period.stretches);
    const found = stretches.findLast((stretch) => stretch.from <= day) ?? stretches[0];
    if (found === undefined) throw new Error('no terms');
    return found.terms;
  }

  private linesOf(days: Days, { day, asOf }: Moment, scopeOf: (line: Line) => boolean): Line[] {
    return this.lines.filter((line) => line.on <= asOf && within(days, line.countedOn) && (day === asOf || line.countedOn <= day) && scopeOf(line));
  }

  private scopesOf(programme: Programme, asOf: Day): string[] {
    const { scope } = this.versionOn(programme, asOf);
    if (scope === 'group') return [''];
    const versions = programme.periods.flatMap((period) => period.stretches.map((stretch) => stretch.terms));
    const key = (line: Line): string => (scope === 'member' ? (line.member ?? '') : line.product);
    const own = this.lines.filter((line) => line.on <= asOf && versions.some((terms) => counts(terms.eligible, line) || counts(terms.target ?? terms.eligible, line)));
    // Where everything was returned, it is as if it had never been sold: no scope, and no guarantee for it.
    const stays = (line: Line): boolean => {
      const days = programme.periods.flatMap((period) => period.stretches).find((stretch) => stretch.from <= asOf && within(stretch, line.countedOn));
      const alike = own.filter((other) => other.product === line.product && other.member === line.member && days !== undefined && within(days, other.countedOn));
      return sum(alike.map((other) => other.value)).sign !== 0 || sum(alike.map((other) => other.quantity)).sign !== 0;
    };
    return [...new Set(own.filter(stays).map(key))].filter((name) => name !== '').sort();
  }

  /** Lines less what earlier programmes earned on them. */
  private basisOf(terms: ProgrammeTerms, line: Line, moment: Moment): Basis {
    const earned = (terms.deducts ?? []).map((id) => {
      const earlier = this.programmes.find((programme) => programme.id === id);
      if (earlier === undefined) return ZERO;
      return sum(this.best(earlier, moment).map((row) => (row.lines.get(line) ?? ZERO).times(row.bySteps.sign === 0 ? Rational.one : row.amount.over(row.bySteps))));
    });
    return { value: line.value.minus(sum(earned)), quantity: line.quantity };
  }

  private bySteps(programme: Programme, moment: Moment): Earned[] {
    const scopes = this.scopesOf(programme, moment.asOf);
    return programme.periods
      .filter((period) => period.from <= moment.day)
      .flatMap((period) => scopes.map((scope) => this.earnedIn(programme, period, scope, moment)));
  }

  private earnedIn(programme: Programme, period: Period, scope: string, moment: Moment): Earned {
    const lines = new Map<Line, Rational>();
    let value = ZERO;
    for (const { from, to, terms } of period.stretches.filter((stretch) => stretch.from <= moment.day)) {
      const inScope = (line: Line): boolean => terms.scope === 'group' || (terms.scope === 'member' ? line.member : line.product) === scope;
      const basis = new Map(this.linesOf(period, moment, inScope).map((line) => [line, this.basisOf(terms, line, moment)]));
      const measure = (one: Basis): Rational => (terms.by === 'value' ? one.value : one.quantity);
      const volume = (through: Day): Rational =>
        sum([...basis].filter(([line]) => line.countedOn <= through && counts(terms.target ?? terms.eligible, line)).map(([, one]) => measure(one)));
      const [upTo, before] = [volume(to), volume(from - 1)];
      for (const [line, one] of basis) {
        if (!within({ from, to }, line.countedOn) || !counts(terms.eligible, line)) continue;
        lines.set(line, earnedByLine(terms.earn, one, upTo, before));
        value = value.plus(one.value);
      }
    }
    const amount = sum(lines.values());
    return { programme: programme.id, scope, from: period.from, period, amount, bySteps: amount, value, lines };
  }

  /** Windows inside windows ask the same again and again; the answer is kept, or a day would take minutes. */
  private once<T>(name: string, { day, asOf }: Moment, compute: () => T): T {
    const key = `${name} ${day} ${asOf} ${this.deciding.join()}`;
    if (!this.kept.has(key)) this.kept.set(key, compute());
    return this.kept.get(key) as T;
  }

  private after(rule: Rule, programme: Programme, moment: Moment): Earned[] {
    return this.once(`${rule} ${programme.id}`, moment, () => this.applied(rule, programme, moment));
  }

  private applied(rule: Rule, programme: Programme, moment: Moment): Earned[] {
    if (rule === 'steps') return this.bySteps(programme, moment);
    const earlier = (day: Day): Earned[] => this.after(BEFORE[rule], programme, { day, asOf: moment.asOf });
    const rows = earlier(moment.day);
    if (!programme.periods.some((period) => period.stretches.some((stretch) => stretch.from <= moment.day && stretch.terms[rule] !== undefined))) return rows;
    return [...new Set(rows.map((row) => row.scope))].flatMap((scope) => this.inWindows(rule, programme, rows.filter((row) => row.scope === scope), moment, earlier));
  }

  /** What each row earned in a window: through its end, less what it had before. */
  private parts<T extends Earned>(rows: readonly T[], window: Days, day: Day, earlier: (day: Day) => readonly T[]): { row: T; amount: Rational; value: Rational }[] {
    const same = (own: T, at: Day): T | undefined => (at >= day ? own : earlier(at).find((row) => row.programme === own.programme && row.scope === own.scope && row.from === own.from));
    return rows
      .filter((row) => row.period.from <= window.to && window.from <= row.period.to)
      .map((row) => {
        // The window that holds a period's last day has what changed it later, too.
        const end = same(row, window.to >= row.period.to ? day : Math.min(window.to, day));
        const start = window.from > row.period.from ? same(row, window.from - 1) : undefined;
        return { row, amount: (end?.amount ?? ZERO).minus(start?.amount ?? ZERO), value: (end?.value ?? ZERO).minus(start?.value ?? ZERO) };
      });
  }

  private windowsOf(programme: Programme, per: WindowKind): (Days & { readonly share: Rational })[] {
    return this.once(`windows ${programme.id} ${per}`, { day: 0, asOf: 0 }, () => this.cutWindows(programme, per));
  }

  private cutWindows(programme: Programme, per: WindowKind): (Days & { readonly share: Rational })[] {
    if (per === 'period') return [...programme.periods];
    const whole = runs(termOf(this.terms), (day) => label(this.terms, per, day));
    return runs(termOf(this.terms), (day) => label(this.terms, per, day), programme.cut).map((window) => {
      const uncut = whole.find((candidate) => within(candidate, window.from)) ?? window;
      return { ...window, share: count(lengthOf(window)).over(count(lengthOf(uncut))) };
    });
  }

  private inWindows(rule: Exclude<Rule, 'steps'>, programme: Programme, rows: readonly Earned[], moment: Moment, earlier: (day: Day) => Earned[]): Earned[] {
    const paid = new Map(rows.map((row) => [row, ZERO]));
    const per = this.versionOn(programme, moment.day)[rule]?.per ?? 'period';
    let excess = ZERO;
    for (const window of this.windowsOf(programme, per).filter((candidate) => candidate.from <= moment.day)) {
      const parts = this.parts(rows, window, moment.day, earlier);
      const [amount, value] = [sum(parts.map((part) => part.amount)), sum(parts.map((part) => part.value))];
      const terms = this.versionOn(programme, Math.min(window.to, moment.day));
      let result = amount;
      if (rule === 'floor' && terms.floor !== undefined && amount.lt(Rational.parse(terms.floor.amount).times(window.share))) result = ZERO;
      if (rule === 'guarantee' && terms.guarantee !== undefined && window.to <= moment.day) {
        const least = Rational.parse(terms.guarantee.amount).times(window.share).minus(excess);
        result = amount.max(least);
        excess = terms.guarantee.carryExcess ? amount.minus(least).max(ZERO) : ZERO;
      }
      if (rule === 'cap' && terms.cap !== undefined) result = amount.min(capOf(terms.cap, value, window.share));
      shared(result, parts.map((part) => part.amount)).forEach((own, index) => {
        const row = parts[index]?.row;
        if (row !== undefined) paid.set(row, (paid.get(row) ?? ZERO).plus(own));
      });
    }
    return rows.map((row) => ({ ...row, amount: paid.get(row) ?? ZERO }));
  }

  /** Of a group the programme with the highest total over the longest period pays, the first on a tie. */
  private best(programme: Programme, moment: Moment): Earned[] {
    return this.once(`best ${programme.id}`, moment, () => this.bestNow(programme, moment));
  }

  private bestNow(programme: Programme, moment: Moment): Earned[] {
    const group = this.versionOn(programme, moment.day).bestOf;
    const rows = this.after('cap', programme, moment);
    if (group === undefined || this.deciding.includes(group)) return rows;
    const known = this.deciding;
    this.deciding = [...known, group];
    const members = this.programmes.filter((other) => this.versionOn(other, moment.day).bestOf === group);
    const size = (member: Programme): number => Math.max(...member.periods.map(lengthOf));
    const longest = members.reduce((a, b) => (size(b) > size(a) ? b : a));
    const totals = members.map((member) => ({ member, rows: this.after('cap', member, { day: moment.asOf, asOf: moment.asOf }) }));
    this.deciding = known;
    return rows.map((row) => {
      const common = longest.periods.find((period) => within(period, row.from)) ?? row.period;
      const sums = totals.map((total) => sum(total.rows.filter((other) => within(common, other.from)).map((other) => other.amount)));
      const highest = sums.reduce((a, b) => a.max(b));
      return totals[sums.findIndex((total) => total.equals(highest))]?.member === programme ? row : { ...row, amount: ZERO };
    });
  }

  private limited(applied: number, moment: Moment): Earned[] {
    return this.once(`limit ${applied}`, moment, () => this.limitedNow(applied, moment));
  }

  private limitedNow(applied: number, moment: Moment): Earned[] {
    const limit = this.terms.limits?.[applied - 1];
    if (limit === undefined) return this.programmes.flatMap((programme) => this.best(programme, moment));
    const rows = this.limited(applied - 1, moment);
    const own = rows.filter((row) => limit.programmes.includes(row.programme));
    const paid = new Map(rows.map((row) => [row, own.includes(row) ? ZERO : row.amount]));
    const first = this.programmes.find((programme) => limit.programmes.includes(programme.id));
    for (const window of first === undefined ? [] : this.windowsOf(first, limit.cap.per ?? 'year').filter((candidate) => candidate.from <= moment.day)) {
      const parts = this.parts(own, window, moment.day, (day) => this.limited(applied - 1, { day, asOf: moment.asOf }));
      const values = limit.programmes.map((id) => sum(parts.filter((part) => part.row.programme === id).map((part) => part.value)));
      let left = capOf(limit.cap, values.reduce((a, b) => a.max(b)), window.share);
      for (const part of parts) {
        const taken = part.amount.min(left);
        left = left.minus(taken);
        paid.set(part.row, (paid.get(part.row) ?? ZERO).plus(taken));
      }
    }
    return rows.map((row) => ({ ...row, amount: paid.get(row) ?? ZERO }));
  }
}

const capOf = (cap: NonNullable<ProgrammeTerms['cap']>, value: Rational, share: Rational): Rational =>
  cap.amount === undefined ? value.times(Rational.parse(cap.percent ?? '0')).over(count(100)).max(ZERO) : Rational.parse(cap.amount).times(share);
