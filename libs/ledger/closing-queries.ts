import { createHash } from 'node:crypto';
import { canonicalJson, formatDay, formatFixed, parseDay, type Period, roundUnits, toDay } from '#kernel';
import type { InForce, IssuedStatement, StatementList } from '#projections';
import {
  type BridgeAnswer,
  earnedTotal,
  earnedToDateOf,
  parseAccountingPeriod,
  periodNotValid,
  refusedToClose,
  type Statement,
  statementUnknown,
} from '#rebates';
import { accountingPeriods } from './accounting-periods.ts';
import { bridgeBetween, type BridgeSources } from './bridge.ts';
import type {
  BridgeRequest,
  Closing,
  FiguresAnswer,
  OfPeriod,
  PeriodLength,
  PeriodsAnswer,
  StatementCheck,
  StatementsAnswer,
  StatementSummary,
} from './closing.ts';
import { firstDifference } from './first-difference.ts';
import type { Answer, At } from './ledger.ts';
import type { Question, Resolved } from './question.ts';
import { pageInvalid } from './rejections.ts';
import { computeStatement } from './statements.ts';
import { dayIn } from './today.ts';

const MOST_EVENTS = 500;
const DEFAULT_EVENTS = 50;

export type ClosingParts = BridgeSources & { readonly statements: StatementList; readonly ask: (at: At) => Promise<Resolved<Question>> };

type Found = { readonly issued: IssuedStatement; readonly inForce: InForce };

export class ClosingQueries implements Closing {
  private readonly parts: ClosingParts;

  constructor(parts: ClosingParts) {
    this.parts = parts;
  }

  async bridge({ figure = 'earned', fromOn, fromKnownAt, cursor, limit, ...to }: BridgeRequest): Promise<Answer<BridgeAnswer>> {
    const skip = cursor === undefined ? 0 : Number(cursor);
    if (!Number.isSafeInteger(skip) || skip < 0) return { kind: 'rejected', rejections: [pageInvalid(cursor ?? '')] };
    const end = await this.parts.ask(to);
    if (!end.ok) return { kind: 'rejected', rejections: end.rejections };
    const { position, on } = end.value;
    const start = await this.parts.ask({ ...to, knownAt: fromKnownAt ?? { position }, ...(fromOn === undefined ? {} : { on: fromOn }) });
    if (!start.ok) return { kind: 'rejected', rejections: start.rejections };
    const from = { on: fromOn === undefined ? on : start.value.on, knownAt: start.value.position };
    const page = { skip, limit: Math.max(0, Math.min(MOST_EVENTS, limit ?? DEFAULT_EVENTS)) };
    return {
      kind: 'answer',
      value: await bridgeBetween(this.parts, { agreement: to.agreement, figure, from, to: { on, knownAt: position }, page }),
    };
  }

  async statements(query: Omit<At, 'on'>): Promise<Answer<StatementsAnswer>> {
    const asked = await this.parts.ask(query);
    if (!asked.ok) return { kind: 'rejected', rejections: asked.rejections };
    const {
      position,
      inForce: {
        agreement: { terms },
      },
    } = asked.value;
    const issued = this.parts.statements.all(query.agreement, position);
    const last = issued.at(-1)?.statement.period.to;
    const nextFrom = last === undefined ? terms.from : formatDay(toDay(last) + 1);
    return {
      kind: 'answer',
      value: { agreement: query.agreement, currency: terms.currency, knownAt: position, statements: issued.map(summaryOf), nextFrom },
    };
  }

  async statement(query: OfPeriod): Promise<Answer<Statement>> {
    const found = await this.find(query);
    return found.ok ? { kind: 'answer', value: found.value.issued.statement } : { kind: 'rejected', rejections: found.rejections };
  }

  async check(query: OfPeriod): Promise<Answer<StatementCheck>> {
    const found = await this.find(query);
    if (!found.ok) return { kind: 'rejected', rejections: found.rejections };
    const { agreement, period, position: computedAt, previous: before } = found.value.issued.statement;
    const position = Number(computedAt);
    const inForce = this.parts.accruals.inForceAt(agreement, position);
    if (inForce === undefined) throw new Error(`agreement ${agreement} has a statement of a position at which it was not in force`);
    const days: Period = { from: toDay(period.from), to: toDay(period.to) };
    const previous =
      before === undefined ? undefined : this.parts.statements.booked(agreement, before.to, Number.MAX_SAFE_INTEGER)?.statement;
    const computed = await computeStatement(this.parts, inForce, { period: days, position, previous });
    const [issued, again] = [found.value.issued.statement, computed.statement];
    const text = canonicalJson(issued);
    return {
      kind: 'answer',
      value: {
        agreement,
        period,
        position,
        same: text === canonicalJson(again),
        difference: firstDifference(issued, again),
        sha256: createHash('sha256').update(text).digest('hex'),
      },
    };
  }

  async preview({ agreement, period: text, atLeast }: OfPeriod): Promise<Answer<Statement>> {
    const asked = await this.parts.ask({ agreement, ...(atLeast === undefined ? {} : { atLeast }) });
    if (!asked.ok) return { kind: 'rejected', rejections: asked.rejections };
    const { inForce, position } = asked.value;
    const { terms } = inForce.agreement;
    const period = parseAccountingPeriod(text, terms);
    if (period === undefined) return { kind: 'rejected', rejections: [periodNotValid(text)] };
    const previous = this.parts.statements.all(agreement, position).at(-1)?.statement;
    const rejection = refusedToClose({ period, begins: toDay(terms.from), previous, today: toDay(dayIn(terms.timeZone, new Date())) });
    if (rejection !== undefined) return { kind: 'rejected', rejections: [rejection] };
    return { kind: 'answer', value: (await computeStatement(this.parts, inForce, { period, position, previous })).statement };
  }

  async periods({
    every = 'month',
    ...query
  }: {
    readonly agreement: string;
    readonly every?: PeriodLength;
    readonly atLeast?: string;
  }): Promise<Answer<PeriodsAnswer>> {
    const asked = await this.parts.ask(query);
    if (!asked.ok) return { kind: 'rejected', rejections: asked.rejections };
    const {
      position,
      inForce: {
        agreement: { terms },
      },
    } = asked.value;
    const today = dayIn(terms.timeZone, new Date());
    const issued = this.parts.statements.all(query.agreement, position).map(summaryOf);
    return {
      kind: 'answer',
      value: {
        agreement: query.agreement,
        currency: terms.currency,
        knownAt: position,
        today,
        every,
        periods: accountingPeriods(terms, every, issued, today),
      },
    };
  }

  async figures(at: At): Promise<Answer<FiguresAnswer>> {
    const then = await this.parts.ask(at);
    if (!then.ok) return { kind: 'rejected', rejections: then.rejections };
    const day = formatDay(then.value.on);
    const now = await this.parts.ask({ agreement: at.agreement, on: day });
    if (!now.ok) return { kind: 'rejected', rejections: now.rejections };
    const earned = async ({ inForce, position, on }: Question): Promise<FiguresAnswer['knownNow']> => {
      const sums = await this.parts.accruals.sumsAt(inForce, position);
      const { rounding } = inForce.agreement;
      return { knownAt: position, earned: formatFixed(roundUnits(earnedTotal(inForce.agreement, sums, on), rounding), rounding.decimals) };
    };
    const booked = this.parts.statements.booked(at.agreement, day, now.value.position);
    const { currency } = now.value.inForce.agreement.terms;
    return {
      kind: 'answer',
      value: {
        agreement: at.agreement,
        currency,
        on: day,
        booked: booked === undefined ? null : summaryOf(booked),
        knownNow: await earned(now.value),
        knownThen: await earned(then.value),
      },
    };
  }

  private async find({ agreement, period: text, atLeast }: OfPeriod): Promise<Resolved<Found>> {
    const asked = await this.parts.ask({ agreement, ...(atLeast === undefined ? {} : { atLeast }) });
    if (!asked.ok) return asked;
    const { inForce } = asked.value;
    const period = parseAccountingPeriod(text, inForce.agreement.terms);
    if (period === undefined) return { ok: false, rejections: [periodNotValid(text)] };
    const issued = this.parts.statements.beginning(agreement, formatDay(period.from));
    if (issued === undefined || parseDay(issued.statement.period.to) !== period.to)
      return { ok: false, rejections: [statementUnknown(agreement, text)] };
    return { ok: true, value: { issued, inForce } };
  }
}

const summaryOf = ({ position, recordedAt, statement }: IssuedStatement): StatementSummary => ({
  number: Number(statement.number),
  period: statement.period,
  knownAt: Number(statement.position),
  position,
  issuedAt: recordedAt,
  earned: earnedToDateOf(statement),
  open: statement.total.closing,
});
