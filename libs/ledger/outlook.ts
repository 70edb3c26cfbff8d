import type { EventStore } from '#event-store';
import { formatDay, isId, type Rejection } from '#kernel';
import type { AccrualQueries, History } from '#projections';
import {
  agreementDecider,
  aYearLater,
  ALERT_RULES,
  type AlertRules,
  type AlertsAnswer,
  alertsOf,
  type BalanceAnswer,
  balanceOf,
  byLastYear,
  type GoalsAnswer,
  goalsOf,
  type LastYear,
  lastYearOf,
  RULES_VERSION,
} from '#rebates';
import { foldStream } from './execute.ts';
import type { Answer, At, KnownAt, PolicySummary } from './ledger.ts';
import { type KnownPolicy, partyOf, type PolicyKnown, readPolicy } from './policies.ts';
import type { Question, Resolved } from './question.ts';
import { agreementUnknown, alertRuleInvalid } from './rejections.ts';
import { agreementStream } from './streams.ts';

type Parts = { readonly store: EventStore; readonly history: History; readonly accruals: AccrualQueries };
type Asked = { readonly agreement: string; readonly organisation: string; readonly knownAt?: KnownAt; readonly atLeast?: string };
type Refused = { readonly rejections: readonly Rejection[] };

const rejectedBy = (...rejections: readonly Rejection[]): { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] } => ({
  kind: 'rejected',
  rejections,
});

/** Each holds its sums. */
const MOST_LAST_YEARS = 50;

/** What is ahead: goals, alerts, and balances under a party's own policy. */
export class OutlookQueries {
  private readonly parts: Parts;
  private readonly ask: (at: At) => Promise<Resolved<Question>>;
  private readonly lastYears = new Map<string, LastYear>();

  constructor(parts: Parts, ask: (at: At) => Promise<Resolved<Question>>) {
    this.parts = parts;
    this.ask = ask;
  }

  /** A balance with what one party accrues: its policy as known when the question is, or the newest; and last year's sales where it goes by them. */
  async balanceOf(at: At & { readonly policyOf: string; readonly newestPolicy?: true }): Promise<Answer<BalanceAnswer>> {
    const question = await this.ask(at);
    if (!question.ok) return rejectedBy(...question.rejections);
    const { inForce, position, on } = question.value;
    const known = await this.policyIn(question.value, at.policyOf, at.newestPolicy === true ? undefined : at.knownAt);
    if ('rejections' in known) return rejectedBy(...known.rejections);
    const { policy } = known;
    const lastYear = policy === undefined || byLastYear(policy).length === 0 ? undefined : await this.lastYear(question.value);
    const sums = await this.parts.accruals.sumsAt(inForce, position);
    const balance = balanceOf({
      agreement: inForce.agreement,
      sums,
      on,
      knownAt: position,
      ...(policy === undefined ? {} : { policy }),
      ...(lastYear === undefined ? {} : { lastYear }),
    });
    return {
      kind: 'answer',
      value: {
        ...balance,
        policy:
          policy === undefined ? null : { organisation: known.organisation, version: known.version, recordedAt: known.recordedAt ?? '' },
      },
    };
  }

  async policy({ agreement, organisation, ...at }: Asked): Promise<Answer<PolicySummary>> {
    const known =
      at.knownAt === undefined
        ? await this.newestPolicy(agreement, organisation)
        : await this.policyAsKnown({ agreement, organisation, ...at });
    if ('rejections' in known) return rejectedBy(...known.rejections);
    const { version, revision, recordedAt = null, policy = null } = known;
    return { kind: 'answer', value: { agreement, organisation: known.organisation, version, revision, recordedAt, policy } };
  }

  async goals(at: At): Promise<Answer<GoalsAnswer>> {
    const question = await this.ask(at);
    if (!question.ok) return rejectedBy(...question.rejections);
    const {
      inForce: { agreement },
      position,
      on,
    } = question.value;
    const sums = await this.parts.accruals.sumsAt(question.value.inForce, position);
    return {
      kind: 'answer',
      value: {
        agreement: at.agreement,
        on: formatDay(on),
        knownAt: position,
        rules: RULES_VERSION,
        goals: goalsOf({ agreement, sums, on }),
      },
    };
  }

  async alerts({
    nearPercent = ALERT_RULES.nearPercent,
    nearDays = ALERT_RULES.nearDays,
    endingDays = ALERT_RULES.endingDays,
    ...at
  }: At & Partial<AlertRules>): Promise<Answer<AlertsAnswer>> {
    if (!/^\d{1,3}(\.\d{1,6})?$/.test(nearPercent)) return rejectedBy(alertRuleInvalid('nearPercent', nearPercent));
    for (const [name, days] of [
      ['nearDays', nearDays],
      ['endingDays', endingDays],
    ] as const)
      if (!Number.isSafeInteger(days) || days < 0) return rejectedBy(alertRuleInvalid(name, String(days)));
    const question = await this.ask(at);
    if (!question.ok) return rejectedBy(...question.rejections);
    const { inForce, position, on } = question.value;
    const [sums, waiting] = [await this.parts.accruals.sumsAt(inForce, position), await this.parts.accruals.waitingAt(inForce, position)];
    const alerts = alertsOf({ agreement: inForce.agreement, sums, on, waiting, rules: { nearPercent, nearDays, endingDays } });
    return { kind: 'answer', value: { agreement: at.agreement, on: formatDay(on), knownAt: position, rules: RULES_VERSION, alerts } };
  }

  /** By the agreement as it stands: a party may set its policy before the agreement is in force. */
  private async newestPolicy(agreement: string, organisation: string): Promise<KnownPolicy | Refused> {
    if (!isId(agreement)) return { rejections: [agreementUnknown(agreement)] };
    const { state } = await foldStream(this.parts.store, agreementDecider, agreementStream(agreement));
    if (state.status === 'none') return { rejections: [agreementUnknown(agreement)] };
    const party = partyOf(state, organisation);
    return typeof party === 'string' ? readPolicy(this.parts.store, party, agreement, undefined) : { rejections: [party] };
  }

  private async policyAsKnown({ organisation, ...at }: Asked): Promise<KnownPolicy | Refused> {
    const question = await this.ask(at);
    return question.ok ? this.policyIn(question.value, organisation, at.knownAt) : question;
  }

  /**
   * A private stream has no position in the partnership's history. A policy is known at a position when it was recorded
   * before the event there, so the same question has the same answer for ever; without a position the newest is.
   */
  private async policyIn(
    { inForce, position }: Question,
    organisation: string,
    knownAt: KnownAt | undefined,
  ): Promise<KnownPolicy | Refused> {
    const { agreement, partnership } = inForce;
    const party = partyOf(agreement, organisation);
    return typeof party === 'string'
      ? readPolicy(this.parts.store, party, agreement.terms.id, this.policyKnown(partnership, position, knownAt))
      : { rejections: [party] };
  }

  private policyKnown(partnership: string, position: number, knownAt: KnownAt | undefined): PolicyKnown {
    if (knownAt === undefined) return undefined;
    if ('time' in knownAt) return { time: knownAt.time };
    const [ref] = this.parts.history.refs(partnership, position, position);
    return ref === undefined ? undefined : { token: ref.token };
  }

  /** The partnership's sales of the year before, measured as if each were sold a year later. */
  private async lastYear({ inForce, position }: Question): Promise<LastYear | undefined> {
    const { agreement, partnership, plan } = inForce;
    const key = `${agreement.terms.id}@${position}`;
    const known = this.lastYears.get(key);
    if (known !== undefined) return known;
    const [sums] = await this.parts.accruals.sumsOfTried(partnership, position, [{ plan, move: aYearLater }]);
    if (sums === undefined) return undefined;
    const found = lastYearOf(agreement, sums);
    if (this.lastYears.size >= MOST_LAST_YEARS) this.lastYears.clear();
    this.lastYears.set(key, found);
    return found;
  }
}
