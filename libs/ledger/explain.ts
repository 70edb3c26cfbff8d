import { type Day, formatDay, formatFixed, Rational, roundUnits, sum } from '#kernel';
import type { AccrualQueries } from '#projections';
import {
  addCauses,
  type BalanceAnswer,
  balanceOf,
  type Cause,
  type CauseAmounts,
  causeAmounts,
  type Effect,
  EffectFold,
  type ExplainAnswer,
  lineEffectOf,
  onDays,
  passedTime,
  RULES_VERSION,
  type SumsReader,
  termsInWords,
  withoutLaterThan,
} from '#rebates';
import type { Question } from './question.ts';

/** Effects on one programme, or on all. */
const ofProgramme = (effects: readonly Effect[], programme: string | undefined): readonly Effect[] =>
  programme === undefined ? effects : effects.filter((effect) => effect.programme === programme);

/** Adds what rounding did, so that the causes add up to the difference of the two printed figures. */
export const withRounding = (totals: Map<Cause, Rational>, change: Rational): CauseAmounts => {
  const rounding = change.minus(sum(totals.values()));
  if (rounding.sign !== 0) totals.set('rounding', rounding);
  return causeAmounts(totals);
};

export type ExplainWindow = {
  readonly question: Question;
  readonly from: Day;
  readonly programme: string | undefined;
  readonly skip: number;
  readonly limit: number;
};

const earnedIn = (balance: BalanceAnswer, programme: string | undefined): Rational =>
  sum(balance.programmes.filter((row) => programme === undefined || row.id === programme).map((row) => Rational.parse(row.earned)));

/** A figure, and the change since the day before `from`, by cause and down to lines in the order of recording. */
export const explain = async (
  accruals: AccrualQueries,
  { question, from, programme, skip, limit }: ExplainWindow,
): Promise<ExplainAnswer> => {
  const { inForce, position, on } = question;
  const { agreement } = inForce;
  const sums = await accruals.sumsAt(inForce, position);
  const balance = balanceOf({ agreement, sums, on, knownAt: position, ranges: false });
  const earlier: SumsReader = withoutLaterThan(sums, from - 1);
  const opening = balanceOf({ agreement, sums: earlier, on: from - 1, knownAt: position, ranges: false });
  const [openingAmount, earnedAmount] = [earnedIn(opening, programme), earnedIn(balance, programme)];
  const totals = new Map<Cause, Rational>();
  addCauses(totals, ofProgramme(passedTime({ agreement, sums }, from - 1, on), programme));
  const changes = (await accruals.changesIn(inForce, { from, to: on }, position)).map((measured) => onDays(measured, from, on));
  const fold = new EffectFold(agreement, earlier, on);
  const add = (effects: readonly Effect[]): readonly Effect[] => {
    const own = ofProgramme(effects, programme);
    addCauses(totals, own);
    return own;
  };
  add(fold.applyAll(changes.slice(0, skip)));
  const page = changes.slice(skip, skip + limit);
  const lines = page.map((measured) => lineEffectOf(agreement, measured, add(fold.apply(measured))));
  add(fold.applyAll(changes.slice(skip + limit)));
  const { decimals } = agreement.rounding;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, agreement.rounding), decimals);
  return {
    agreement: balance.agreement,
    currency: balance.currency,
    on: balance.on,
    from: formatDay(from),
    knownAt: position,
    rules: RULES_VERSION,
    opening: text(openingAmount),
    earned: text(earnedAmount),
    causes: withRounding(totals, earnedAmount.minus(openingAmount)),
    programmes: balance.programmes
      .filter((row) => programme === undefined || row.id === programme)
      .map((row) => ({ ...row, words: termsInWords(agreement, row.id, on) })),
    lines,
    nextCursor: skip + limit < changes.length ? String(skip + limit) : null,
  };
};
