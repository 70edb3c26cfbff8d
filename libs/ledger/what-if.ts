import { setImmediate as othersFirst } from 'node:timers/promises';
import { type Day, parseDay, type Rejection, type Result, toDay } from '#kernel';
import type { AccrualQueries, InForce, TriedPlan } from '#projections';
import {
  type Agreement,
  type AgreementState,
  asOneVersion,
  type CompareAnswer,
  compareTerms,
  type DesignAnswer,
  designing,
  ifSigned,
  lineYearAfter,
  noProposal,
  nothingToCompare,
  parseForecast,
  parseGoals,
  type Plan,
  planOf,
  readTried,
  resolveAgreement,
  type Signed,
  type Sums,
  type TermsSet,
} from '#rebates';
import type { Answer, At, CompareRequest, DesignRequest } from './ledger.ts';
import type { Resolved } from './question.ts';
import { badDay, notInForce } from './rejections.ts';
import { dayIn } from './today.ts';

type Place = { readonly partnership: string; readonly position: number };
type Known = Exclude<AgreementState, { status: 'none' }>;
/** An agreement at a position: what was in force, and what the next signature would have built on. */
type Standing = Place & { readonly agreement: string; readonly state: Known; readonly inForce: InForce | undefined; readonly base: Signed };
type Named = { readonly name: string; readonly agreement: Agreement; readonly plan: Plan };

const rejectedBy = (...rejections: readonly Rejection[]): { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] } => ({
  kind: 'rejected',
  rejections,
});
const answered = <T>(result: Result<T>): Answer<T> =>
  result.ok ? { kind: 'answer', value: result.value } : rejectedBy(...result.rejections);

/** Candidates between two looks at what else a server has to do. */
const CANDIDATES_A_TURN = 16;

/** Tries terms on a partnership's real sales before anybody signs them. */
export class WhatIfQueries {
  private readonly accruals: AccrualQueries;
  private readonly placeOf: (at: At) => Promise<Resolved<Place>>;

  constructor(accruals: AccrualQueries, placeOf: (at: At) => Promise<Resolved<Place>>) {
    this.accruals = accruals;
    this.placeOf = placeOf;
  }

  async compare(request: CompareRequest): Promise<Answer<CompareAnswer>> {
    const standing = await this.standing(request);
    if (!standing.ok) return rejectedBy(...standing.rejections);
    const forecast = request.forecast === undefined ? undefined : parseForecast(request.forecast);
    if (forecast?.ok === false) return rejectedBy(...forecast.rejections);
    const named = this.namedTerms(request, standing.value);
    if (!named.ok) return rejectedBy(...named.rejections);
    const [first] = named.value;
    if (first === undefined) return rejectedBy(nothingToCompare());
    const on = dayOf(request.on, first.agreement);
    if (typeof on !== 'number') return rejectedBy(on);
    const sets = await this.measured(standing.value, named.value, forecast !== undefined && 'growth' in forecast.value);
    return answered(compareTerms({ sets, on, forecast: forecast?.value, knownAt: standing.value.position }));
  }

  async design(request: DesignRequest): Promise<Answer<DesignAnswer>> {
    const standing = await this.standing(request);
    if (!standing.ok) return rejectedBy(...standing.rejections);
    const goals = parseGoals(request.goals);
    if (!goals.ok) return rejectedBy(...goals.rejections);
    const { inForce } = standing.value;
    const base = inForce?.agreement ?? resolveSigned(standing.value.base);
    const on = request.on === undefined ? toDay(base.terms.to) : parseDay(request.on);
    if (on === undefined) return rejectedBy(badDay('on', request.on ?? ''));
    const agreement = this.accruals.tried(resolveAgreement(asOneVersion(base), []), standing.value.partnership, standing.value.position);
    const [set] = await this.measured(
      standing.value,
      [{ name: 'design', agreement, plan: planOf(agreement) }],
      goals.value.sales === 'yearBefore',
    );
    if (set === undefined) throw new Error('one set of terms gives one set');
    const steps = designing({ set, goals: goals.value, on, knownAt: standing.value.position });
    for (let tried = 1; ; tried += 1) {
      const step = steps.next();
      if (step.done === true) return answered(step.value);
      if (tried % CANDIDATES_A_TURN === 0) await othersFirst();
    }
  }

  private async standing(at: At): Promise<Resolved<Standing>> {
    const place = await this.placeOf(at);
    if (!place.ok) return place;
    const { position } = place.value;
    const state = this.accruals.stateAt(at.agreement, position)?.state;
    if (state === undefined || state.status === 'none') return { ok: false, rejections: [notInForce(at.agreement)] };
    const inForce = this.accruals.inForceAt(at.agreement, position);
    const base = inForce === undefined ? ifSigned(state) : state;
    if (base === undefined) return { ok: false, rejections: [notInForce(at.agreement)] };
    return { ok: true, value: { ...place.value, agreement: at.agreement, state, inForce, base } };
  }

  /** The terms in force first, then the open proposal, then what was sent. */
  private namedTerms(request: CompareRequest, { agreement: id, state, inForce, base, partnership, position }: Standing): Result<Named[]> {
    const named: Named[] = inForce === undefined ? [] : [{ name: 'in force', agreement: inForce.agreement, plan: inForce.plan }];
    const rejections: Rejection[] = [];
    const add = (name: string, signed: Signed): void => {
      const agreement = this.accruals.tried(resolveSigned(signed, state), partnership, position);
      named.push({ name, agreement, plan: planOf(agreement) });
    };
    const proposed = request.proposal === true ? ifSigned(state) : undefined;
    if (request.proposal === true && proposed === undefined) rejections.push(noProposal(id));
    if (proposed !== undefined) add(`version ${proposed.version}`, proposed);
    for (const tried of request.with ?? []) {
      const read = readTried(tried, base);
      if (read.ok) add(tried.name, read.value);
      else rejections.push(...read.rejections);
    }
    if (rejections.length === 0 && request.proposal !== true && (request.with ?? []).length === 0) rejections.push(nothingToCompare());
    return rejections.length > 0 ? { ok: false, rejections } : { ok: true, value: named };
  }

  /** Terms that measure lines as those in force do share their sums; for all others the sales are read, once. */
  private async measured({ inForce, partnership, position }: Standing, named: readonly Named[], yearBefore: boolean): Promise<TermsSet[]> {
    const plans = new Map(named.map(({ plan }) => [plan.key, plan]));
    const sums = new Map<string, Sums>();
    if (inForce !== undefined && plans.has(inForce.plan.key)) sums.set(inForce.plan.key, await this.accruals.sumsAt(inForce, position));
    const asDated = [...plans.values()].filter(({ key }) => !sums.has(key));
    const yearLater = yearBefore ? [...plans.values()] : [];
    const tried: TriedPlan[] = [...asDated.map((plan) => ({ plan })), ...yearLater.map((plan) => ({ plan, move: lineYearAfter }))];
    const read = tried.length === 0 ? [] : await this.accruals.sumsOfTried(partnership, position, tried);
    asDated.forEach(({ key }, index) => {
      sums.set(key, read[index] ?? missing());
    });
    const later = new Map(yearLater.map(({ key }, index) => [key, read[asDated.length + index] ?? missing()]));
    return named.map(({ name, agreement, plan }) => ({
      name,
      agreement,
      sums: sums.get(plan.key) ?? missing(),
      yearBefore: later.get(plan.key),
    }));
  }
}

const missing = (): never => {
  throw new Error('a plan was not measured');
};

const resolveSigned = ({ terms, amendments }: Signed, state?: Known): Agreement =>
  resolveAgreement(terms, amendments, state?.terminatedOn === null || state === undefined ? undefined : toDay(state.terminatedOn));

/** Without a day: today in the agreement's time zone, kept inside its term. */
const dayOf = (text: string | undefined, { terms }: Agreement): Day | Rejection => {
  const day = parseDay(text ?? dayIn(terms.timeZone, new Date()));
  if (day === undefined) return badDay('on', text ?? '');
  return text === undefined ? Math.max(toDay(terms.from), Math.min(day, toDay(terms.to))) : day;
};
