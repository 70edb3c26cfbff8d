import { Rational } from '#kernel';
import type { ProgrammeTerms } from './terms.ts';
import type { Warning } from './warning.ts';

/** Rates that are allowed and that nobody means: below nothing, above all that is bought, or less for buying more. */

const MOST_PERCENT = Rational.int(100);

type Paying = { readonly percent?: string; readonly perUnit?: string; readonly amount?: string };
type Step = Paying & { readonly from?: string; readonly above?: string; readonly rates?: readonly Paying[] };
type Earn = Paying & { readonly tiers?: string; readonly growth?: string; readonly share?: unknown; readonly steps?: readonly Step[] };

const wordsOf = (key: 'percent' | 'perUnit' | 'amount', text: string): string =>
  ({ percent: `${text} %`, perUnit: `${text} a unit`, amount: text })[key];

/** Each thing that pays a rate, with its place. */
const payingOf = (earn: Earn, place: string): readonly (readonly [paying: Paying, place: string])[] => [
  [earn, place],
  ...(earn.steps ?? []).flatMap((step, index) => [
    [step, `${place}.steps[${index}]`] as const,
    ...(step.rates ?? []).map((rate, group) => [rate, `${place}.steps[${index}].rates[${group}]`] as const),
  ]),
];

const outOfBounds = (id: string, [{ percent, perUnit }, place]: readonly [Paying, string]): Warning[] =>
  (
    [
      ['percent', percent],
      ['perUnit', perUnit],
    ] as const
  ).flatMap(([key, text]): Warning[] => {
    if (text === undefined) return [];
    const rate = Rational.parse(text);
    if (rate.sign < 0)
      return [
        {
          code: 'RATE_BELOW_ZERO',
          message: `${id} pays ${wordsOf(key, text)}, which is below 0: the customer would owe it to the supplier.`,
          place: `${place}.${key}`,
        },
      ];
    if (key === 'percent' && MOST_PERCENT.lt(rate))
      return [
        {
          code: 'RATE_ABOVE_WHOLE',
          message: `${id} pays ${wordsOf(key, text)}: more than what is bought is worth.`,
          place: `${place}.${key}`,
        },
      ];
    return [];
  });

/** Where the step reached pays on all that is bought, one that pays less takes away what was earned below it. */
const falling = (id: string, { tiers, growth, share, steps = [] }: Earn, place: string): Warning[] => {
  if (tiers !== 'retrospective' && growth !== 'all' && share === undefined) return [];
  return steps.flatMap((step, index): Warning[] => {
    const before = steps[index - 1];
    return (['percent', 'perUnit', 'amount'] as const).flatMap((key): Warning[] => {
      const [now, then] = [step[key], before?.[key]];
      if (now === undefined || then === undefined || Rational.parse(then).lte(Rational.parse(now))) return [];
      const message = `Step ${index + 1} of ${id} pays ${wordsOf(key, now)}, less than the ${wordsOf(key, then)} of the step before it: who reaches it earns less than before.`;
      return [{ code: 'STEP_PAYS_LESS', message, place: `${place}.steps[${index}].${key}` }];
    });
  });
};

export const rateWarnings = ({ id, earn }: ProgrammeTerms, place: string): Warning[] => {
  const own = earn as Earn;
  return [...payingOf(own, `${place}.earn`).flatMap((paying) => outOfBounds(id, paying)), ...falling(id, own, `${place}.earn`)];
};
