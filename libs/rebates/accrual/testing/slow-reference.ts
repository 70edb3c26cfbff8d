import { type Day, Rational, sum, toDay } from '#kernel';
import type { AgreementTerms, ProgrammeTerms, WindowKind } from '../../agreement/terms.ts';
import type { SalesDocument } from '../../sales/line.ts';
import { slowEarn } from './slow-earning.ts';
import {
  beforeOf,
  count,
  type Days,
  label,
  lengthOf,
  type Period,
  type Programme,
  programmeOf,
  prorated,
  runs,
  shortShare,
  termOf,
  within,
} from './slow-periods.ts';
import { capOf, chargeOf, commitmentOf, isForfeited, less, missingOf, shared } from './slow-rules.ts';
import { type Basis, type Bought, isEligible, isInTarget, selects } from './slow-selection.ts';
import { type Beside, isMember, type Line, standing } from './standing-lines.ts';

/**
 * The rules of domain.md, slow and obvious: every question folds all lines one by one, in exact fractions. No sums, no
 * signatures. It knows amendments in any order, a termination, short periods, periods with their own dates, calendars of weeks and other
 * money, and it is read beside the rules, not beside the engine.
 */

export type Row = {
  readonly programme: string;
  readonly scope: string;
  readonly from: Day;
  readonly amount: Rational;
  readonly units: Rational;
};
type Earned = Row & {
  readonly period: Period;
  readonly bySteps: Rational;
  readonly value: Rational;
  readonly bought: Basis;
  readonly basis: ReadonlyMap<Line, Basis>;
  readonly lines: ReadonlyMap<Line, Rational>;
};
/** Lines that count through `day`, of those whose own day has come on `asOf`. */
type Moment = { readonly day: Day; readonly asOf: Day };

const ZERO = Rational.zero;

/** `share`: what of its amounts counts for a programme's own rules; `cutShare`: what a restart left, which is all that a limit over several looks at. */
type Window = Days & { readonly share: Rational; readonly cutShare: Rational; readonly due: Day | undefined };

type Rule = 'steps' | 'floor' | 'guarantee' | 'cap' | 'commitment';
const BEFORE: Readonly<Record<Exclude<Rule, 'steps'>, Rule>> = { floor: 'steps', guarantee: 'floor', cap: 'guarantee', commitment: 'cap' };
const ruleOf = (terms: ProgrammeTerms, rule: Exclude<Rule, 'steps'>) => (rule === 'commitment' ? commitmentOf(terms) : terms[rule]);

export class SlowReference {
  private readonly terms: AgreementTerms;
  private readonly standing: readonly Line[];
  /** Those of the term and its members. */
  private readonly lines: readonly Line[];
  private readonly programmes: readonly Programme[];
  /** The best of a group is found with its members taken as if each paid. */
  private deciding: readonly string[] = [];
  private readonly kept = new Map<string, unknown>();

  private readonly terminatedOn: Day | undefined;

  constructor(terms: AgreementTerms, documents: readonly SalesDocument[], beside: Beside = {}) {
    this.terms = terms;
    this.terminatedOn = beside.terminatedOn;
    this.standing = standing(terms, documents, beside);
    this.lines = this.standing.filter((line) => line.inTerm && line.isMember);
    this.programmes = terms.programmes.map((programme) => programmeOf(terms, programme, beside.terminatedOn));
  }

  rows(on: Day): readonly Row[] {
    return this.limited(this.terms.limits?.length ?? 0, { day: on, asOf: on });
  }

  /** After a termination no period begins, and nothing falls due. */
  private dueBy(day: Day): Day {
    return Math.min(day, this.terminatedOn ?? day);
  }

  private versionOn(programme: Programme, day: Day): ProgrammeTerms {
    const stretches = programme.periods.flatMap((period) => period.stretches);
    const found = stretches.findLast((stretch) => stretch.from <= day) ?? stretches[0];
    if (found === undefined) throw new Error('no terms');
    return found.terms;
  }

  private linesOf(days: Days, { day, asOf }: Moment, scopeOf: (line: Line) => boolean): Line[] {
    return this.lines.filter(
      (line) => line.on <= asOf && within(days, line.countedOn) && (day === asOf || line.countedOn <= day) && scopeOf(line),
    );
  }

  private scopesOf(programme: Programme, asOf: Day): string[] {
    const { scope } = this.versionOn(programme, asOf);
    if (scope === 'group') return [''];
    const versions = programme.periods.flatMap((period) => period.stretches.map((stretch) => stretch.terms));
    const key = (line: Line): string => (scope === 'product' ? line.product : (line.member ?? ''));
    const own = this.lines.filter(
      (line) => line.on <= asOf && versions.some((terms) => isEligible(terms, line) || isInTarget(terms, line)),
    );
    // Where everything was returned, it is as if it had never been sold: no scope, and no guarantee for it.
    const stays = (line: Line): boolean => {
      const days = programme.periods
        .flatMap((period) => period.stretches)
        .find((stretch) => stretch.from <= asOf && within(stretch, line.countedOn));
      const alike = own.filter(
        (other) => other.product === line.product && other.member === line.member && days !== undefined && within(days, other.countedOn),
      );
      return sum(alike.map((other) => other.value)).sign !== 0 || sum(alike.map((other) => other.quantity)).sign !== 0;
    };
    return [...new Set(own.filter(stays).map(key))].filter((name) => name !== '').sort();
  }

  /** Lines less what earlier programmes earned on them. */
  private basisOf(terms: ProgrammeTerms, line: Line, moment: Moment): Basis {
    const earned = (terms.deducts ?? []).map((id) => {
      const earlier = this.programmes.find((programme) => programme.id === id);
      if (earlier === undefined) return ZERO;
      return sum(
        this.best(earlier, moment, true).map((row) =>
          (row.lines.get(line) ?? ZERO).times(row.bySteps.sign === 0 ? Rational.one : row.amount.over(row.bySteps)),
        ),
      );
    });
    return { value: line.value.minus(sum(earned)), quantity: line.quantity };
  }

  private bySteps(programme: Programme, moment: Moment): Earned[] {
    const scopes = this.scopesOf(programme, moment.asOf);
    return programme.periods
      .filter((period) => period.from <= this.dueBy(moment.day))
      .flatMap((period) =>
        scopes.map((scope) =>
          period.stretches[0]?.terms.scope === 'higherOf'
            ? this.higherOf(programme, period, scope, moment)
            : this.earnedIn(programme, period, scope, moment),
        ),
      );
  }

  /** The better of a member's part of what the group earns, and its own by its own steps; the group's on a tie. */
  private higherOf(programme: Programme, period: Period, member: string, moment: Moment): Earned {
    const stretchesWith = (change: (terms: ProgrammeTerms) => Partial<ProgrammeTerms>): Period => ({
      ...period,
      stretches: period.stretches.map((stretch) => ({ ...stretch, terms: { ...stretch.terms, ...change(stretch.terms) } })),
    });
    const alone = this.earnedIn(
      programme,
      stretchesWith(({ earn, memberSteps }) => ({
        scope: 'member',
        earn: memberSteps === undefined ? earn : { ...earn, steps: memberSteps },
      })),
      member,
      moment,
    );
    const group = this.earnedIn(
      programme,
      stretchesWith(() => ({ scope: 'group' })),
      '',
      moment,
    );
    const lines = new Map([...group.lines].filter(([line]) => line.member === member));
    const part = {
      ...group,
      scope: member,
      amount: sum(lines.values()),
      bySteps: sum(lines.values()),
      value: sum([...lines.keys()].map((line) => group.basis.get(line)?.value ?? ZERO)),
      lines,
    };
    return part.amount.lt(alone.amount) ? alone : part;
  }

  private earnedIn(programme: Programme, period: Period, scope: string, moment: Moment): Earned {
    const lines = new Map<Line, Rational>();
    const basisOf = new Map<Line, Basis>();
    let [amount, units, value] = [ZERO, ZERO, ZERO];
    let own: Basis = { value: ZERO, quantity: ZERO };
    for (const { from, to, terms } of period.stretches.filter((stretch) => stretch.from <= moment.day)) {
      const inScope = (line: Line): boolean =>
        terms.scope === 'group' || (terms.scope === 'product' ? line.product : line.member) === scope;
      const boughtIn = (of: readonly Line[]): Bought[] => of.filter(inScope).map((line) => [line, this.basisOf(terms, line, moment)]);
      const inTarget = (of: readonly Line[], measure: (one: Basis) => Rational): Rational =>
        sum(boughtIn(of.filter((line) => isInTarget(terms, line))).map(([, one]) => measure(one)));
      const measure = (one: Basis): Rational => (terms.by === 'value' ? one.value : one.quantity);
      const known = this.linesOf(period, moment, inScope);
      const earned = slowEarn({
        terms,
        from,
        to,
        bought: boughtIn(known),
        carries: from > period.from,
        day: this.dueBy(moment.day),
        counts: period.counts,
        earlier: () =>
          programme.periods
            .filter((other) => other.to < period.from)
            .map((other) => ({ volume: inTarget(this.linesOf(other, moment, inScope), measure), counts: other.counts })),
        baseline: () => inTarget(this.baselineOf(terms, period, moment), measure),
        goalMetOn: (goal) => this.goalMetOn(goal, moment),
      });
      const through = known.filter((line) => line.countedOn <= to);
      own = { value: inTarget(through, (one) => one.value), quantity: inTarget(through, (one) => one.quantity) };
      for (const [line, part] of earned.lines) {
        const one = this.basisOf(terms, line, moment);
        lines.set(line, part);
        basisOf.set(line, one);
        value = value.plus(one.value);
      }
      amount = amount.plus(earned.total);
      units = units.plus(earned.units);
    }
    return {
      programme: programme.id,
      scope,
      from: period.from,
      period,
      amount,
      bySteps: amount,
      units,
      value,
      bought: own,
      basis: basisOf,
      lines,
    };
  }

  /** Lines of the whole period before: of those who were members then, or who are on the day asked about. */
  private baselineOf({ earn, period: kind }: ProgrammeTerms, period: Period, { day, asOf }: Moment): Line[] {
    const before = beforeOf(this.terms, kind, period.from);
    const { members } = earn['baseline'] as { readonly members?: string };
    const counts = (line: Line): boolean =>
      members === 'asNow' ? isMember(this.terms, line.member, Math.min(day, period.to)) : line.isMember;
    return this.standing.filter(
      (line) => line.on <= asOf && within(before, line.countedOn) && line.countedOn <= this.dueBy(termOf(this.terms).to) && counts(line),
    );
  }

  /** The first day from which the goal stays met through the day asked about. */
  private goalMetOn(id: string, { day, asOf }: Moment): Day | undefined {
    const goal = this.terms.goals?.find((candidate) => candidate.id === id);
    if (goal === undefined) return undefined;
    let metOn: Day | undefined;
    for (let through = termOf(this.terms).from; through <= Math.min(day, toDay(goal.by)); through += 1) {
      const counted = this.lines.filter((line) => line.on <= asOf && line.countedOn <= through && selects(goal.eligible, line));
      const measured = sum(counted.map((line) => (goal.measure === 'value' ? line.value : line.quantity)));
      if (measured.lt(Rational.parse(goal.target))) metOn = undefined;
      else metOn ??= through;
    }
    return metOn;
  }

  /** Windows inside windows ask the same again and again; the answer is kept, or a day would take minutes. */
  private once<T>(name: string, { day, asOf }: Moment, compute: () => T): T {
    const key = `${name} ${day} ${asOf} ${this.deciding.join()}`;
    if (!this.kept.has(key)) this.kept.set(key, compute());
    return this.kept.get(key) as T;
  }

  /** `onLines`: only what lies on lines, so neither what a guarantee adds nor what a commitment charges. */
  private after(rule: Rule, programme: Programme, moment: Moment, onLines = false): Earned[] {
    return this.once(`${rule} ${programme.id} ${onLines}`, moment, () => this.applied(rule, programme, moment, onLines));
  }

  private applied(rule: Rule, programme: Programme, moment: Moment, onLines: boolean): Earned[] {
    if (rule === 'steps') return this.bySteps(programme, moment);
    const earlier = (day: Day): Earned[] => this.after(BEFORE[rule], programme, { day, asOf: moment.asOf }, onLines);
    const rows = earlier(moment.day);
    if (onLines && rule === 'guarantee') return rows;
    if (
      !programme.periods.some((period) =>
        period.stretches.some((stretch) => stretch.from <= moment.day && ruleOf(stretch.terms, rule) !== undefined),
      )
    )
      return rows;
    return [...new Set(rows.map((row) => row.scope))].flatMap((scope) =>
      this.inWindows(
        rule,
        programme,
        rows.filter((row) => row.scope === scope),
        moment,
        { earlier, onLines },
      ),
    );
  }

  /** What each row earned in a window: through its end, less what it had before. */
  private parts<T extends Earned>(
    rows: readonly T[],
    window: Days,
    day: Day,
    earlier: (day: Day) => readonly T[],
  ): { row: T; amount: Rational; value: Rational; bought: Basis }[] {
    const same = (own: T, at: Day): T | undefined =>
      at >= day ? own : earlier(at).find((row) => row.programme === own.programme && row.scope === own.scope && row.from === own.from);
    return rows
      .filter((row) => row.period.from <= window.to && window.from <= row.period.to)
      .map((row) => {
        // The window that holds a period's last day has what changed it later, too.
        const end = same(row, window.to >= row.period.to ? day : Math.min(window.to, day));
        const start = window.from > row.period.from ? same(row, window.from - 1) : undefined;
        return {
          row,
          amount: less(end?.amount, start?.amount),
          value: less(end?.value, start?.value),
          bought: { value: less(end?.bought.value, start?.bought.value), quantity: less(end?.bought.quantity, start?.bought.quantity) },
        };
      });
  }

  private windowsOf(programme: Programme, per: WindowKind): Window[] {
    return this.once(`windows ${programme.id} ${per}`, { day: 0, asOf: 0 }, () => this.cutWindows(programme, per));
  }

  private cutWindows(programme: Programme, per: WindowKind): Window[] {
    const terms = this.versionOn(programme, termOf(this.terms).from);
    const due = (window: Days): Day | undefined => {
      if (this.terminatedOn === undefined || window.to <= this.terminatedOn) return window.to;
      return terms.onTermination === 'prorate' && within(window, this.terminatedOn) ? this.terminatedOn : undefined;
    };
    if (per === 'period')
      return programme.periods.map((period) => ({
        from: period.from,
        to: period.to,
        cutShare: period.share.times(period.counts),
        share: period.share.times(period.counts),
        due: due(period),
      }));
    const whole = runs(termOf(this.terms), (day) => label(this.terms, per, day));
    return runs(termOf(this.terms), (day) => label(this.terms, per, day), programme.cuts).map((window) => {
      const uncut = whole.find((candidate) => within(candidate, window.from)) ?? window;
      const cutShare = count(lengthOf(window)).over(count(lengthOf(uncut)));
      return {
        ...window,
        cutShare,
        share: cutShare.times(shortShare(this.terms, terms, per, uncut)).times(prorated(terms, window, this.terminatedOn)),
        due: due(window),
      };
    });
  }

  private inWindows(
    rule: Exclude<Rule, 'steps'>,
    programme: Programme,
    rows: readonly Earned[],
    moment: Moment,
    { earlier, onLines }: { readonly earlier: (day: Day) => Earned[]; readonly onLines: boolean },
  ): Earned[] {
    const paid = new Map(rows.map((row) => [row, ZERO]));
    const per = ruleOf(this.versionOn(programme, moment.day), rule)?.per ?? 'period';
    let excess = ZERO;
    for (const window of this.windowsOf(programme, per).filter((candidate) => candidate.from <= moment.day)) {
      const parts = this.parts(rows, window, moment.day, earlier);
      const [amount, value] = [sum(parts.map((part) => part.amount)), sum(parts.map((part) => part.value))];
      const terms = this.versionOn(programme, Math.min(window.to, moment.day));
      let result = amount;
      if (rule === 'floor' && terms.floor !== undefined && amount.lt(Rational.parse(terms.floor.amount).times(window.share))) result = ZERO;
      const isDue = window.due !== undefined && window.due <= moment.day;
      if (rule === 'guarantee' && terms.guarantee !== undefined && isDue) {
        const least = Rational.parse(terms.guarantee.amount).times(window.share).minus(excess);
        result = amount.max(least);
        excess = terms.guarantee.carryExcess ? amount.minus(least).max(ZERO) : ZERO;
      }
      if (rule === 'cap' && terms.cap !== undefined) result = amount.min(capOf(terms.cap, value, window.share));
      const missing =
        rule === 'commitment' && isDue
          ? missingOf(
              terms,
              parts.map((part) => part.bought),
              window.share,
            )
          : ZERO;
      const owed = missing.sign > 0 ? chargeOf(terms, missing, window.share) : ZERO;
      if (owed === undefined) result = amount.min(ZERO);
      const charge = onLines || owed === undefined ? ZERO : owed;
      shared(
        result,
        parts.map((part) => part.amount),
      ).forEach((own, index) => {
        const row = parts[index]?.row;
        if (row !== undefined) paid.set(row, (paid.get(row) ?? ZERO).plus(own).minus(index === parts.length - 1 ? charge : ZERO));
      });
    }
    return rows.map((row) => ({ ...row, amount: paid.get(row) ?? ZERO }));
  }

  /** Of a group the programme with the highest total over the longest period pays, the first on a tie. */
  private best(programme: Programme, moment: Moment, onLines = false): Earned[] {
    return this.once(`best ${programme.id} ${onLines}`, moment, () => this.bestNow(programme, moment, onLines));
  }

  private bestNow(programme: Programme, moment: Moment, onLines: boolean): Earned[] {
    const group = this.versionOn(programme, moment.day).bestOf;
    const rows = this.after('commitment', programme, moment, onLines).map((row) =>
      isForfeited(row.period, this.terminatedOn, moment.asOf) ? { ...row, amount: ZERO, units: ZERO } : row,
    );
    if (group === undefined || this.deciding.includes(group)) return rows;
    const known = this.deciding;
    this.deciding = [...known, group];
    const members = this.programmes.filter((other) => this.versionOn(other, moment.day).bestOf === group);
    const size = (member: Programme): number => Math.max(...member.periods.map(lengthOf));
    const longest = members.reduce((a, b) => (size(b) > size(a) ? b : a));
    const totals = members.map((member) => ({ member, rows: this.after('commitment', member, { day: moment.asOf, asOf: moment.asOf }) }));
    this.deciding = known;
    return rows.map((row) => {
      const common = longest.periods.find((period) => within(period, row.from)) ?? row.period;
      const sums = totals.map((total) => sum(total.rows.filter((other) => within(common, other.from)).map((other) => other.amount)));
      const highest = sums.reduce((a, b) => a.max(b));
      return totals[sums.findIndex((total) => total.equals(highest))]?.member === programme ? row : { ...row, amount: ZERO, units: ZERO };
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
    for (const window of first === undefined
      ? []
      : this.windowsOf(first, limit.cap.per ?? 'year').filter((candidate) => candidate.from <= moment.day)) {
      const parts = this.parts(own, window, moment.day, (day) => this.limited(applied - 1, { day, asOf: moment.asOf }));
      // Every line that earns in any of them, once, in days of the window that have come.
      const counted = new Set(
        own.flatMap((row) =>
          [...row.lines.keys()].filter(
            (line) => within(window, line.countedOn) && (moment.day === moment.asOf || line.countedOn <= moment.day),
          ),
        ),
      );
      let left = capOf(limit.cap, sum([...counted].map((line) => line.value)), window.cutShare);
      for (const part of parts) {
        const taken = part.amount.min(left);
        left = left.minus(taken);
        paid.set(part.row, (paid.get(part.row) ?? ZERO).plus(taken));
      }
    }
    return rows.map((row) => ({ ...row, amount: paid.get(row) ?? ZERO }));
  }
}
