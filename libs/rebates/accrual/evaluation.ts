import { type Day, holds, intersect, Rational, sum, toDay } from '#kernel';
import type { CompiledProgramme } from '../agreement/compile.ts';
import type { MeasuredPeriod } from '../agreement/measurement-periods.ts';
import type { AgreementTerms, ProgrammeTerms } from '../agreement/terms.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { Amounts } from '../programmes/kind.ts';
import { formatSignature, passes, type Signature } from './cell.ts';
import type { EarnedStretch, Entry, Scope } from './entry.ts';
import { inAgreementCurrency } from '../currency/converted.ts';
import { applyCommitment } from './commitment.ts';
import { goalMetOn } from './goal-measured.ts';
import { higherOf } from './higher-of.ts';
import { valueCounted } from './limited-value.ts';
import { applyLimit, losesToBest, takenBack } from './stacking.ts';
import { cellOfSignature, inScope, measureEntry } from './measure-entry.ts';
import { NO_AMOUNTS, plus, type SumsReader } from './sums.ts';
import { applyCap, applyFloor, applyGuarantee, type Paid, type Withheld } from './windows.ts';

/** Rules in the order of domain.md §6: steps, then floor, guarantee, cap, commitment, then the best of a group. */
const BY_STEPS = 0;
const FLOORED = 1;
const GUARANTEED = 2;
const CAPPED = 3;
const COMMITTED = 4;

/** All that is paid, or what of it the lines have earned. */
const ALL = 'all';
const ON_LINES = 'on lines';
type What = typeof ALL | typeof ON_LINES;

/**
 * A question inside a question about a day: what lines that count through `day` had earned, as known by their own days
 * on `asOf`, the day asked about. They differ where a window closed before that day.
 */
type Moment = { readonly day: Day; readonly asOf: Day };
/** A line, or lines that no test tells apart, as they stand in the sums. */
export type Part = { readonly signature: Signature; readonly countedOn: Day; readonly amounts: Amounts };

/**
 * All figures of an agreement as sums give them, on any day; each programme and day is computed once. Pure: the same
 * agreement and sums give the same figures.
 */
export class Evaluation {
  private readonly done = new Map<string, readonly Paid[]>();
  private readonly scopesSeen = new Map<string, readonly Scope[]>();
  /** Groups whose best is being found: their members are taken as if each paid. */
  private readonly deciding: string[] = [];
  private readonly agreement: Agreement;
  private readonly sums: SumsReader;

  constructor(agreement: Agreement, sums: SumsReader) {
    this.agreement = agreement;
    this.sums = inAgreementCurrency(agreement, sums);
  }

  /** What every programme pays on a day, in signed order, unrounded, after every rule. */
  all(on: Day): readonly Paid[] {
    return this.limited(this.agreement.terms.limits?.length ?? 0, { day: on, asOf: on });
  }

  total(on: Day): Rational {
    return sum(this.all(on).map((paid) => paid.amount));
  }

  /** What one programme pays, before limits over several programmes. */
  paid(programme: ResolvedProgramme, on: Day): readonly Paid[] {
    return this.paidAt(programme, { day: on, asOf: on });
  }

  /** What its lines have earned of that: without top-ups and charges, which fall due by time alone and lie on no line. */
  private onLines(programme: ResolvedProgramme, moment: Moment): readonly Paid[] {
    return programme.timeline.some(({ programme: { guarantee, commitment } }) => guarantee !== undefined || commitment !== undefined)
      ? this.paidAt(programme, moment, ON_LINES)
      : this.paidAt(programme, moment);
  }

  /** What is left of a line's basis after what earlier programmes earn on it (`deducts`). */
  basisOf(programme: CompiledProgramme, part: Part, on: Day): Amounts {
    const earned = sum(
      this.deductedBy(programme).flatMap((earlier) =>
        this.onLines(earlier, { day: on, asOf: on }).map((paid) => this.earnedOnPart(earlier, paid, part, on)),
      ),
    );
    return earned.sign === 0 ? part.amounts : { ...part.amounts, value: part.amounts.value.minus(earned) };
  }

  /** What a line, or lines that no test tells apart, have of what a programme pays: in proportion to their basis. */
  earnedOnPart(programme: ResolvedProgramme, paid: Paid, part: Part, on: Day): Rational {
    const stretch = paid.entry.stretches.find((candidate) => holds(candidate, part.countedOn));
    const tests = stretch === undefined ? undefined : programme.testsOf.get(stretch.programme);
    if (stretch === undefined || tests === undefined) return Rational.zero;
    if (!passes(part.signature, tests.eligible) || !inScope(part.signature, paid.entry.scope)) return Rational.zero;
    const amounts = this.basisOf(stretch.programme, part, on);
    return stretch.earning.onPart(cellOfSignature(part.signature, amounts, tests)).times(keptOf(paid));
  }

  private limited(count: number, moment: Moment): readonly Paid[] {
    return this.once(`limit ${count}`, moment, () => {
      const limit = this.agreement.terms.limits?.[count - 1];
      if (limit === undefined) return this.agreement.programmes.flatMap((programme) => this.paidAt(programme, moment));
      const { day: on, asOf } = moment;
      return applyLimit(this.agreement, limit, {
        on,
        paidOn: (day) => this.limited(count - 1, { day, asOf }),
        // Asked about a day before that of the question, lines that count later are not there yet.
        valueIn: (entries, { from, to }) => valueCounted(this.sums, entries, { from, to: on < asOf ? Math.min(to, on) : to }, asOf),
      });
    });
  }

  private paidAt(programme: ResolvedProgramme, moment: Moment, what: What = ALL): readonly Paid[] {
    return this.once(`paid ${what} ${programme.id}`, moment, () => {
      const { asOf } = moment;
      // The best of a group is the best on the day asked about, also for windows that closed before it.
      const totalOf = (other: ResolvedProgramme) => this.stage(other, COMMITTED, { day: asOf, asOf });
      const loses = (group: string, entry: Entry): boolean => {
        if (this.deciding.includes(group)) return false;
        this.deciding.push(group);
        const lost = losesToBest(this.agreement, programme, group, entry, totalOf);
        this.deciding.pop();
        return lost;
      };
      return this.stage(programme, COMMITTED, moment, what).map((paid) => {
        const group = paid.entry.stretches.at(-1)?.programme.terms.bestOf;
        const withheld =
          takenBack(this.agreement, paid.entry, asOf) ?? (group !== undefined && loses(group, paid.entry) ? 'NOT_BEST' : undefined);
        return withheld === undefined ? paid : withoutAnything(paid, withheld);
      });
    });
  }

  private once(name: string, { day, asOf }: Moment, compute: () => readonly Paid[]): readonly Paid[] {
    const key = `${name}@${day} ${asOf} ${this.deciding.join(' ')}`;
    const known = this.done.get(key);
    if (known !== undefined) return known;
    const result = compute();
    this.done.set(key, result);
    return result;
  }

  private stage(programme: ResolvedProgramme, stage: number, moment: Moment, what: What = ALL): readonly Paid[] {
    if (stage === BY_STEPS) return this.once(`steps ${programme.id}`, moment, () => this.measured(programme, moment));
    return this.once(`${stage} ${what} ${programme.id}`, moment, () => {
      const paidOn = (day: Day): readonly Paid[] => this.stage(programme, stage - 1, { day, asOf: moment.asOf }, what);
      const input = { terms: this.agreement.terms, resolved: programme, on: moment.day, terminatedOn: this.agreement.terminatedOn, paidOn };
      if (stage === FLOORED) return applyFloor(input);
      if (stage === GUARANTEED) return what === ON_LINES ? paidOn(moment.day) : applyGuarantee(input);
      if (stage === CAPPED) return applyCap(input);
      return applyCommitment(input, what === ALL);
    });
  }

  private measured(resolved: ResolvedProgramme, moment: Moment): Paid[] {
    const { sums } = this;
    const net = (programme: CompiledProgramme) => this.netReader(programme, moment);
    // After a termination no period begins and nothing more falls due.
    const dueBy = Math.min(moment.day, this.agreement.terminatedOn ?? moment.day);
    const goalMet = (goal: string): Day | undefined => goalMetOn(this.agreement, sums, goal, moment.day, moment.asOf);
    const isMemberOn = (member: string, day: Day): boolean => isMember(this.agreement.terms, member, day);
    return resolved.periods
      .filter((period) => period.from <= dueBy)
      .flatMap((period) => {
        const input = { resolved, sums, net, period, scope: null, on: moment.day, dueBy, goalMetOn: goalMet, isMemberOn };
        const scopes = this.scopes(resolved, period, moment.asOf);
        if (scopeOf(period) === 'higherOf')
          return higherOf(
            input,
            scopes.flatMap((scope) => (scope !== null && 'member' in scope ? [scope.member] : [])),
          );
        return scopes.map((scope) => measureEntry({ ...input, scope }));
      })
      .map((entry) => ({ entry, amount: entry.bySteps }));
  }

  /** A member or a product has a scope by lines that this programme counts, by the day asked about, and that are not all returned. */
  private scopes(resolved: ResolvedProgramme, period: MeasuredPeriod, asOf: Day): readonly Scope[] {
    const scope = scopeOf(period);
    if (scope === 'group') return [null];
    const seen = `${resolved.id} ${scope} ${asOf}`;
    const known = this.scopesSeen.get(seen);
    if (known !== undefined) return known;
    const tests = [...resolved.testsOf.values()];
    const days = resolved.periods.flatMap(({ stretches }) => stretches.filter(({ from }) => from <= asOf));
    const alike = new Map<string, { readonly key: string; readonly indexes: number[] }>();
    this.sums.signatures.forEach((signature, index) => {
      const key = scope === 'product' ? signature.product : signature.member;
      if (key === '' || !tests.some((test) => passes(signature, test.eligible) || passes(signature, test.target))) return;
      // Sums laid over others hold a signature a second time, and ordered kinds part a sale from its return: all together say whether anything is left.
      const { bits, member, product } = signature;
      const name = formatSignature({ bits, member, product });
      const known = alike.get(name);
      if (known === undefined) alike.set(name, { key, indexes: [index] });
      else known.indexes.push(index);
    });
    const keys = new Set<string>();
    for (const { key, indexes } of alike.values()) {
      if (!keys.has(key) && days.some(({ from, to }) => this.holdsAnything(indexes, from, to, asOf))) keys.add(key);
    }
    const scopes = [...keys].sort().map((key): Scope => (scope === 'product' ? { product: key } : { member: key }));
    this.scopesSeen.set(seen, scopes);
    return scopes;
  }

  private holdsAnything(signatures: readonly number[], from: Day, to: Day, asOf: Day): boolean {
    const { value, quantity, weight } = signatures.reduce(
      (total, index) => plus(total, this.sums.between(index, from, to, asOf)),
      NO_AMOUNTS,
    );
    return value.sign !== 0 || quantity.sign !== 0 || weight.sign !== 0;
  }

  private deductedBy(programme: CompiledProgramme): readonly ResolvedProgramme[] {
    const deducts = programme.terms.deducts;
    return deducts === undefined ? [] : this.agreement.programmes.filter((other) => deducts.includes(other.id));
  }

  /** Sums less what earlier programmes earned on the same lines (`deducts`). */
  private netReader(programme: CompiledProgramme, moment: Moment) {
    const earlier = this.deductedBy(programme);
    const { day, asOf } = moment;
    return (signature: number, from: Day, to: Day): Amounts => {
      const gross = this.sums.between(signature, from, day < asOf ? Math.min(to, day) : to, asOf);
      // Sums that come to nothing may have earned: a sale in one period of the earlier programme, its return in another.
      if (earlier.length === 0) return gross;
      const earned = sum(earlier.map((other) => this.earnedIn(other, signature, { from, to }, moment)));
      return earned.sign === 0 ? gross : { ...gross, value: gross.value.minus(earned) };
    };
  }

  /** What a programme earned on the lines of one signature in a run of days. */
  private earnedIn(programme: ResolvedProgramme, signature: number, days: { from: Day; to: Day }, moment: Moment): Rational {
    return sum(
      this.onLines(programme, moment).flatMap((paid) =>
        paid.entry.stretches.map((stretch) => {
          const place = stretch.signatures.indexOf(signature);
          const overlap = intersect(stretch, days);
          if (place < 0 || overlap === undefined) return Rational.zero;
          return this.earnedInOverlap(stretch, place, overlap, moment).times(keptOf(paid));
        }),
      ),
    );
  }

  /** Earnings lie on lines in proportion to their basis, so a part of a stretch has its part of the stretch's earning. */
  private earnedInOverlap(stretch: EarnedStretch, place: number, overlap: { from: Day; to: Day }, moment: Moment): Rational {
    const [whole, cell, signature] = [stretch.earning.perCell[place], stretch.cells[place], stretch.signatures[place]];
    if (whole === undefined || cell === undefined || signature === undefined) return Rational.zero;
    if (overlap.from === stretch.from && overlap.to === stretch.to) return whole;
    const amounts = this.netReader(stretch.programme, moment)(signature, overlap.from, overlap.to);
    return stretch.earning.onPart({ ...cell, amounts });
  }
}

const scopeOf = ({ stretches }: MeasuredPeriod): ProgrammeTerms['scope'] => stretches[0]?.programme.terms.scope ?? 'group';

const isMember = ({ members }: Pick<AgreementTerms, 'members'>, id: string, day: Day): boolean =>
  members?.some(
    (member) =>
      member.id === id && (member.from === undefined || toDay(member.from) <= day) && (member.to === undefined || day <= toDay(member.to)),
  ) ?? true;

/** Free goods go with the money. What earned nothing has nothing withheld. */
const withoutAnything = ({ entry, amount }: Paid, withheld: Withheld): Paid => ({
  entry: entry.units === undefined ? entry : { ...entry, units: Rational.zero },
  amount: Rational.zero,
  ...(amount.sign === 0 && (entry.units?.sign ?? 0) === 0 ? {} : { withheld }),
});

/** What a floor, cap, commitment or group left of each part of an earning. */
const keptOf = ({ entry, amount }: Paid): Rational =>
  entry.bySteps.sign === 0 || amount === entry.bySteps ? Rational.one : amount.over(entry.bySteps);
