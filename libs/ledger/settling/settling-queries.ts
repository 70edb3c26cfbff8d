import { compareTokens, type EventStore } from '#event-store';
import { formatDay, formatFixed, Rational, roundUnits, toDay, type Day } from '#kernel';
import type { AccrualQueries, History } from '#projections';
import {
  ageingOf,
  type ClaimEvent,
  claimedOnLines,
  claimsDecider,
  type ClaimsState,
  claimStanding,
  dueOn,
  type Due,
  type DueItem,
  openOn,
  RULES_VERSION,
  settleableOf,
  settledOfClaims,
  settledParts,
  shortPayments,
  splitByTax,
  taxShares,
  unsettled,
} from '#rebates';
import type { At } from '../ledger.ts';
import type { Question, Resolved } from '../question.ts';
import { pageInvalid, programmeUnknown } from '../rejections.ts';
import { claimsStream } from '../streams.ts';
import type { LineEarnings } from './line-earnings.ts';
import { claimAnswer, settlementRecord, waiverAnswer } from './answers.ts';
import type { DueAnswerItem, Settling, StandingRow } from './settling.ts';

export type SettlingParts = {
  readonly earnings: LineEarnings;
  readonly store: EventStore;
  readonly history: History;
  readonly accruals: AccrualQueries;
  readonly ask: (at: At) => Promise<Resolved<Question>>;
};
type Asked = { readonly question: Question; readonly state: ClaimsState; readonly text: (amount: Rational) => string };

const MOST_LINES = 1_000;
const DEFAULT_LINES = 100;

const refused = (
  question: Extract<Resolved<unknown>, { ok: false }>,
): { readonly kind: 'rejected'; readonly rejections: typeof question.rejections } => ({
  kind: 'rejected',
  rejections: question.rejections,
});

/** Answers about claims and settlements, about a day and as known at a position like every other figure. */
export class SettlingQueries implements Settling {
  private readonly parts: SettlingParts;

  constructor(parts: SettlingParts) {
    this.parts = parts;
  }

  async claims({ status, overdue, ...at }: Parameters<Settling['claims']>[0]): ReturnType<Settling['claims']> {
    const asked = await this.asked(at);
    if (!asked.ok) return refused(asked);
    const {
      state,
      question: { on },
    } = asked.value;
    const settled = settledOfClaims(state, on);
    const claims = [...state.claims.values()]
      .filter((claim) => claim.raised.on <= formatDay(on))
      .map((claim) => claimAnswer(claim, on, settled, asked.value.text));
    const listed = claims.filter((claim) => (status === undefined || claim.status === status) && (overdue !== true || claim.overdue));
    return { kind: 'answer', value: { ...axes(asked.value.question), claims: listed } };
  }

  async settlements(at: At): ReturnType<Settling['settlements']> {
    const asked = await this.asked(at);
    if (!asked.ok) return refused(asked);
    const { state, question } = asked.value;
    const day = formatDay(question.on);
    return {
      kind: 'answer',
      value: {
        ...axes(question),
        standing: await this.standing(asked.value),
        settlements: [...state.settlements.values()].filter(({ recorded }) => recorded.on <= day).map((one) => settlementRecord(one, day)),
        waivers: [...state.waivers.values()].filter(({ requested }) => requested.on <= day).map((one) => waiverAnswer(one, day)),
      },
    };
  }

  async claimLines({ programme, cursor, limit, ...at }: Parameters<Settling['claimLines']>[0]): ReturnType<Settling['claimLines']> {
    const asked = await this.asked(at);
    if (!asked.ok) return refused(asked);
    const { question, state, text } = asked.value;
    if (!question.inForce.agreement.programmes.some(({ id }) => id === programme))
      return { kind: 'rejected', rejections: [programmeUnknown(programme)] };
    const skip = cursor === undefined ? 0 : Number(cursor);
    if (!Number.isSafeInteger(skip) || skip < 0) return { kind: 'rejected', rejections: [pageInvalid(cursor ?? '')] };
    const most = Math.max(0, Math.min(MOST_LINES, limit ?? DEFAULT_LINES));
    const { lines: earned, total } = await this.parts.earnings.of(question, programme, question.on);
    const claimed = claimedOnLines(state, programme);
    const lines = earned.slice(skip, skip + most).map(({ document, line, amount }) => {
      const asks = claimed.get(`${document}#${line.line}`) ?? Rational.zero;
      return {
        document,
        line: line.line,
        date: line.date,
        product: line.product,
        quantity: line.quantity,
        taxCode: line.taxCode ?? null,
        earned: amount,
        claimed: text(asks),
        left: text(Rational.parse(amount).minus(asks)),
      };
    });
    return {
      kind: 'answer',
      value: {
        ...axes(question),
        programme,
        earned: text(total),
        lines,
        nextCursor: skip + most < earned.length ? String(skip + most) : null,
      },
    };
  }

  async due(at: At): ReturnType<Settling['due']> {
    const asked = await this.asked(at);
    if (!asked.ok) return refused(asked);
    const { question, text } = asked.value;
    const { items, carried } = await this.dueIn(asked.value);
    const answers: DueAnswerItem[] = [];
    for (const item of items.filter(({ open }) => /[1-9]/.test(open))) answers.push(await this.dueItem(asked.value, item));
    return {
      kind: 'answer',
      value: {
        ...axes(question),
        items: answers,
        carried: [...carried].map(([programme, amount]) => ({ programme, amount: text(amount) })),
      },
    };
  }

  async ageing(at: At): ReturnType<Settling['ageing']> {
    const asked = await this.asked(at);
    if (!asked.ok) return refused(asked);
    const { question } = asked.value;
    const {
      on,
      inForce: {
        agreement: {
          rounding: { decimals },
        },
      },
    } = question;
    const items = (await this.dueIn(asked.value)).items.filter(({ open }) => /[1-9]/.test(open));
    const programmes = [...new Set(items.map(({ programme }) => programme))].map((programme) => ({
      programme,
      ...ageingOf(
        items.filter((item) => item.programme === programme),
        on,
        decimals,
      ),
    }));
    return { kind: 'answer', value: { ...axes(question), programmes, total: ageingOf(items, on, decimals), items } };
  }

  async shortPayments(at: At): ReturnType<Settling['shortPayments']> {
    const asked = await this.asked(at);
    if (!asked.ok) return refused(asked);
    const { question, state } = asked.value;
    const { inForce, position, on } = question;
    const { terms, rounding } = inForce.agreement;
    const lines = await this.parts.accruals.linesAt(inForce, position);
    const documents = shortPayments({ lines, state, on, currency: terms.currency, decimals: rounding.decimals });
    return { kind: 'answer', value: { ...axes(question), documents } };
  }

  private async dueItem({ question, state }: Asked, item: DueItem): Promise<DueAnswerItem> {
    const { agreement } = question.inForce;
    const { claims, undecided } = this.openClaims(question, state, item);
    const [through, before] = [
      await this.parts.earnings.of(question, item.programme, toDay(item.period.to)),
      await this.parts.earnings.of(question, item.programme, toDay(item.period.from) - 1),
    ];
    const tax = splitByTax(item.open, taxShares(through.lines, before.lines), agreement.rounding);
    return {
      ...item,
      claims,
      undecided,
      afterFinal: isAfterFinal(state, item, question.on),
      tax: tax.filter(({ net, tax: own }) => /[1-9]/.test(net + own)),
    };
  }

  private openClaims(
    {
      on,
      inForce: {
        agreement: { rounding },
      },
    }: Question,
    state: ClaimsState,
    item: DueItem,
  ): Pick<DueAnswerItem, 'claims' | 'undecided'> {
    const settled = settledOfClaims(state, on);
    const open = [...state.claims.values()].flatMap((claim) => {
      const known = openOn(claim, on);
      const part = known?.parts.find((one) => one.programme === item.programme && one.period.to === item.period.to);
      const left = part === undefined ? Rational.zero : unsettled(claim.id, part, settled);
      return left.sign === 0
        ? []
        : [{ approved: known?.approved === true, claim: claim.id, open: formatFixed(roundUnits(left, rounding), rounding.decimals) }];
    });
    const told = (approved: boolean): DueAnswerItem['claims'] =>
      open.filter((one) => one.approved === approved).map(({ claim, open: amount }) => ({ claim, open: amount }));
    return { claims: told(true), undecided: told(false) };
  }

  private async standing({ question, state, text }: Asked): Promise<StandingRow[]> {
    const { inForce, position, on } = question;
    const sums = await this.parts.accruals.sumsAt(inForce, position);
    const standing = claimStanding(state, on);
    return inForce.agreement.programmes.map(({ id }) => {
      const { settled = Rational.zero, waived = Rational.zero, claimed = Rational.zero, approved = Rational.zero } = standing.get(id) ?? {};
      const earned = settleableOf(inForce.agreement, sums, id)(on);
      const open = earned.minus(settled).minus(waived);
      return {
        programme: id,
        earned: text(earned),
        settled: text(settled),
        waived: text(waived),
        open: text(open),
        claimed: text(claimed),
        approved: text(approved),
        unclaimed: text(open.minus(claimed).minus(approved)),
      };
    });
  }

  private async dueIn({ question: { inForce, position, on }, state }: Asked): Promise<Due> {
    return dueOn(inForce.agreement, await this.parts.accruals.sumsAt(inForce, position), claimStanding(state, on), on);
  }

  private async asked(at: At): Promise<Resolved<Asked>> {
    const question = await this.parts.ask(at);
    if (!question.ok) return question;
    const { rounding } = question.value.inForce.agreement;
    const text = (amount: Rational): string => formatFixed(roundUnits(amount, rounding), rounding.decimals);
    return { ok: true, value: { question: question.value, state: await this.stateAt(at.agreement, question.value), text } };
  }

  /** The agreement's claims as known at the position: the events of its stream that stand up to it. */
  private async stateAt(agreement: string, { inForce, position }: Question): Promise<ClaimsState> {
    const [last] = this.parts.history.refs(inForce.partnership, position, position);
    let state = claimsDecider.initial;
    if (last === undefined) return state;
    for await (const { type, data, token } of this.parts.store.readStream(claimsStream(agreement))) {
      if (compareTokens(token, last.token) > 0) break;
      state = claimsDecider.evolve(state, { type, data } as unknown as ClaimEvent);
    }
    return state;
  }
}

/** Whether a final settlement stands of this period or a later one. */
const isAfterFinal = (state: ClaimsState, { programme, period }: DueItem, on: Day): boolean =>
  settledParts(state, on).some((part) => part.final === true && part.programme === programme && part.period.to >= period.to);

const axes = ({ inForce: { agreement }, position, on }: Question) => ({
  agreement: agreement.terms.id,
  currency: agreement.terms.currency,
  on: formatDay(on),
  knownAt: position,
  rules: RULES_VERSION,
});
