import { type Day, type Rational, toDay } from '#kernel';
import { type Agreement, resolveAgreement } from '../agreement/resolve.ts';
import { type AgreementTerms, reporterOf } from '../agreement/terms.ts';
import { type GoalAnswer, goalsOf } from '../outlook/goals.ts';
import { type LastYear, lastYearOf, lastYearSums, type StandingLine } from '../outlook/last-year.ts';
import { waitsForRate } from '../currency/converted.ts';
import type { RateRecord } from '../currency/rates.ts';
import type { Policy } from '../policy/policy.ts';
import { judgeLine } from '../sales/decider.ts';
import type { SaleLine, SalesDocument } from '../sales/line.ts';
import type { BalanceAnswer, Cause, CauseAmounts, LineEffect } from './answers.ts';
import { balanceOf } from './balance.ts';
import { type LineChange, highWaterAfter, measureChange, type MeasuredChange } from './changes.ts';
import { addCauses, EffectFold, lineEffectOf } from './effects.ts';
import { type Plan, planOf } from './plan.ts';
import { Sums } from './sums.ts';

/**
 * Computes without a ledger: documents in the order in which they were given, each at its own position. The same rules
 * as the ledger's views, folded line by line in memory.
 */
export class Calculation {
  readonly agreement: Agreement;
  private readonly plan: Plan;
  private readonly sums = new Sums();
  private readonly lines = new Map<string, SaleLine>();
  private readonly voided = new Set<string>();
  /** Lines that name a sale, by the sale's key: they may be recorded before it, and move with its day. */
  private readonly naming = new Map<string, Set<string>>();
  private readonly measured: MeasuredChange[] = [];
  /** What was known before each day on which an amendment became known, in order. */
  private readonly earlier: readonly { readonly until: Day; readonly calculation: Calculation }[];
  private highWater: Day | undefined;
  private lastYear: LastYear | undefined;
  private position = 0;
  readonly conflicts: { readonly document: string; readonly line: string }[] = [];
  private readonly waits = new Map<string, { readonly document: string; readonly line: string; readonly reason: string }>();

  /**
   * Without a ledger an amendment's `knownFrom` says when it became known: a question about an earlier day is answered
   * by a calculation without it, as it would have been answered then.
   * @param given what is known beside the terms: rates of their table, the last day of an agreement that was terminated, and by when amendments were known.
   */
  constructor(
    terms: AgreementTerms,
    given: { readonly rates?: readonly RateRecord[]; readonly terminatedOn?: Day; readonly knownBy?: Day } = {},
  ) {
    const { rates = [], terminatedOn, knownBy } = given;
    const all = terms.amendments ?? [];
    const known = all.flatMap(({ knownFrom }) => (knownFrom === undefined ? [] : toDay(knownFrom)));
    const amendments = all.filter(({ knownFrom }) => knownBy === undefined || knownFrom === undefined || toDay(knownFrom) <= knownBy);
    const days = knownBy === undefined ? [...new Set(known)].sort((a, b) => a - b) : [];
    this.earlier = days.map((until) => ({ until, calculation: new Calculation(terms, { ...given, knownBy: until - 1 }) }));
    this.agreement = resolveAgreement(terms, amendments, terminatedOn, rates);
    this.plan = planOf(this.agreement);
  }

  add(document: SalesDocument): void {
    for (const { calculation } of this.earlier) calculation.add(document);
    const { terms } = this.agreement;
    if (reporterOf(terms, document.reporter) !== this.plan.reporter) return;
    for (const line of document.lines) this.addLine(document, line);
    this.position += 1;
  }

  private addLine(document: SalesDocument, line: SaleLine): void {
    const key = `${document.stage}\n${document.document}#${line.line}`;
    const was = this.lines.get(key);
    const action = document.action ?? 'record';
    const known = was ?? (this.voided.has(key) ? 'void' : undefined);
    const verdict = judgeLine(document, line, known);
    if (verdict.kind === 'no') this.conflicts.push({ document: document.document, line: line.line });
    if (verdict.kind !== 'new') return;
    const now = action === 'void' ? undefined : verdict.line;
    if (line.returns !== undefined)
      this.naming.set(`${document.stage}\n${line.returns}`, (this.naming.get(`${document.stage}\n${line.returns}`) ?? new Set()).add(key));
    if (now === undefined) {
      this.lines.delete(key);
      this.voided.add(key);
    } else this.lines.set(key, now);
    const change: LineChange = {
      position: this.position,
      document: document.document,
      stage: document.stage,
      line: now,
      was,
      corrects: action === 'correct' || action === 'void',
    };
    const measured = measureChange(this.plan, change, {
      highWater: this.highWater,
      saleDay: (reference) => this.saleDay(document, reference, key),
      returnsNaming: (reference) => this.returnsNaming(document, reference, key),
    });
    const reason = measured.waits ? measured.notCounted : waitsForRate(this.agreement, measured.cells);
    if (reason === undefined) this.waits.delete(key);
    else this.waits.set(key, { document: document.document, line: line.line, reason });
    this.measured.push(measured);
    for (const cell of measured.cells) this.sums.add(cell);
    this.highWater = highWaterAfter(this.highWater, measured);
  }

  private returnsNaming(
    document: SalesDocument,
    reference: string,
    own: string,
  ): { readonly line: SaleLine; readonly stage: SalesDocument['stage']; readonly document: string }[] {
    const keys = this.naming.get(`${document.stage}\n${reference}`) ?? [];
    return [...keys].flatMap((key) => {
      const line = this.lines.get(key);
      return key === own || line?.returns !== reference ? [] : [{ line, stage: document.stage, document: documentOf(key) }];
    });
  }

  /** A line that names itself names no sale. */
  private saleDay(document: SalesDocument, reference: string, own: string): Day | undefined {
    const sale = own === `${document.stage}\n${reference}` ? undefined : this.lines.get(`${document.stage}\n${reference}`);
    return sale === undefined ? undefined : toDay(sale.date);
  }

  /** @param ranges false leaves the range of each projection out, and settlements, which a series of days does not need. */
  balance(on: Day, policy?: Policy, ranges = true): BalanceAnswer {
    const then = this.knownOn(on);
    if (then !== this) return then.balance(on, policy, ranges);
    const { agreement, sums, lastYear } = this;
    return balanceOf({
      agreement,
      sums,
      on,
      ranges,
      ...(policy === undefined ? {} : { policy }),
      ...(lastYear === undefined ? {} : { lastYear }),
    });
  }

  /** Sales of the year before, for projections by its shape. */
  goByLastYear(lines: readonly StandingLine[]): void {
    for (const { calculation } of this.earlier) calculation.goByLastYear(lines);
    this.lastYear = lastYearOf(this.agreement, lastYearSums(this.agreement, lines));
  }

  /** Every line as it stands now, whether it counts or not. */
  standing(): StandingLine[] {
    return [...this.lines].map(([key, line]) => ({
      document: documentOf(key),
      stage: key.slice(0, key.indexOf('\n')) as SalesDocument['stage'],
      line,
    }));
  }

  /** The shared goals of the agreement as they stand about a day. */
  goals(on: Day): GoalAnswer[] {
    const then = this.knownOn(on);
    return goalsOf({ agreement: then.agreement, sums: then.sums, on });
  }

  /** Every line's effect in the order of recording, at one day; they add up to the balance before rounding. */
  explain(on: Day): { readonly causes: CauseAmounts; readonly lines: readonly LineEffect[] } {
    const then = this.knownOn(on);
    if (then !== this) return then.explain(on);
    const fold = new EffectFold(this.agreement, new Sums(), on);
    const totals = new Map<Cause, Rational>();
    addCauses(totals, fold.dueWithoutLines());
    const lines = this.measured.map((measured): LineEffect => {
      const effects = fold.apply(measured);
      addCauses(totals, effects);
      return lineEffectOf(this.agreement, measured, effects);
    });
    return { causes: causeAmounts(totals), lines };
  }

  /** Lines as they stand now that wait for a conversion or a rate, and why. */
  get waiting(): readonly { readonly document: string; readonly line: string; readonly reason: string }[] {
    return [...this.waits.values()];
  }

  /** What every line did to the sums, in the order of recording. */
  get changes(): readonly MeasuredChange[] {
    return this.measured;
  }

  private knownOn(on: Day): Calculation {
    return this.earlier.find(({ until }) => on < until)?.calculation ?? this;
  }

  /** The day to ask about where none is given: the term's last. */
  get lastDay(): string {
    return this.agreement.terms.to;
  }
}

/** The document of a key, `stage`, a line break, and `document#line`. */
const documentOf = (key: string): string => key.slice(key.indexOf('\n') + 1, key.lastIndexOf('#'));

export const causeAmounts = (totals: ReadonlyMap<Cause, Rational>): CauseAmounts =>
  Object.fromEntries([...totals].filter(([, amount]) => amount.sign !== 0).map(([cause, amount]) => [cause, amount.toExact()]));
