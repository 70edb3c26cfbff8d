import { Rational } from '#kernel';
import { groupFilters, type StepTerms } from '../programmes/steps.ts';
import type { ProgrammeTerms } from './terms.ts';
import type { Warning } from './warning.ts';

/** Rates that are allowed and that nobody means: below nothing, above all that is bought, or less for buying more. */

const MOST_PERCENT = Rational.int(100);

const KEYS = ['percent', 'perUnit', 'amount', 'lumpSum', 'downBy', 'downByPercent'] as const;
type Key = (typeof KEYS)[number];
type Paying = Partial<Readonly<Record<Key, string>>>;
type Step = StepTerms & Paying;
type Earn = Paying & {
  readonly tiers?: string;
  readonly growth?: string;
  readonly share?: unknown;
  readonly steps?: readonly Step[];
  readonly shipAndDebit?: Paying & { readonly prices?: readonly Paying[] };
  readonly freeGoods?: { readonly free: string; readonly per: string };
};

const UNITS: Readonly<Record<Key, string>> = {
  percent: ' %',
  downByPercent: ' %',
  perUnit: ' a unit',
  downBy: ' a unit',
  amount: '',
  lumpSum: '',
};
const wordsOf = (key: Key, text: string): string => `${text}${UNITS[key]}`;

/** Each thing that pays a rate or an amount, with its place. */
const payingOf = ({ shipAndDebit, steps = [], ...earn }: Earn, place: string): readonly (readonly [paying: Paying, place: string])[] => [
  [earn, place],
  ...steps.flatMap((step, index) => [
    [step, `${place}.steps[${index}]`] as const,
    ...(step.rates ?? []).map((rate, group) => [rate as Paying, `${place}.steps[${index}].rates[${group}]`] as const),
  ]),
  ...(shipAndDebit === undefined ? [] : [[shipAndDebit, `${place}.shipAndDebit`] as const]),
  ...(shipAndDebit?.prices ?? []).map((price, index) => [price, `${place}.shipAndDebit.prices[${index}]`] as const),
];

const outOfBounds = (id: string, [paying, place]: readonly [Paying, string]): Warning[] =>
  KEYS.flatMap((key): Warning[] => {
    const text = paying[key];
    if (text === undefined) return [];
    const rate = Rational.parse(text);
    const at = `${place}.${key}`;
    if (rate.sign < 0)
      return [
        {
          code: 'RATE_BELOW_ZERO',
          message: `${id} pays ${wordsOf(key, text)}, which is below 0: the customer would owe it to the supplier.`,
          place: at,
        },
      ];
    if (UNITS[key] !== ' %' || rate.lte(MOST_PERCENT)) return [];
    return [{ code: 'RATE_ABOVE_WHOLE', message: `${id} pays ${wordsOf(key, text)}: more than what is bought is worth.`, place: at }];
  });

const freeAboveBought = (id: string, { freeGoods }: Earn, place: string): Warning[] =>
  freeGoods === undefined || Rational.parse(freeGoods.free).lte(Rational.parse(freeGoods.per))
    ? []
    : [
        {
          code: 'RATE_ABOVE_WHOLE',
          message: `${id} gives ${freeGoods.free} free for ${freeGoods.per} bought: more than what is bought.`,
          place: `${place}.freeGoods.free`,
        },
      ];

type Rate = Paying & { readonly place: string; readonly group: string };
/** What a step pays on everything, and on each of its groups. */
const ratesOf = (step: Step, place: string): Rate[] => {
  const filters = groupFilters([step]);
  return [
    { ...(step as Paying), place, group: '' },
    ...(step.rates ?? []).map((rate, index) => ({
      ...(rate as Paying),
      place: `${place}.rates[${index}]`,
      group: ` on ${Object.values(filters[index] ?? {})
        .flat()
        .join(', ')}`,
    })),
  ];
};

/** Where the step reached pays on all that is bought, one that pays less takes away what was earned below it. */
const falling = (id: string, { tiers, growth, share, steps = [] }: Earn, place: string): Warning[] => {
  if (tiers !== 'retrospective' && growth !== 'all' && share === undefined) return [];
  return steps.slice(1).flatMap((step, before) => {
    const earlier = ratesOf(steps[before] ?? {}, '');
    return ratesOf(step, `${place}.steps[${before + 1}]`).flatMap((rate) =>
      (['percent', 'perUnit', 'amount'] as const).flatMap((key): Warning[] => {
        const [now, then] = [rate[key], earlier.find(({ group }) => group === rate.group)?.[key]];
        if (now === undefined || then === undefined || Rational.parse(then).lte(Rational.parse(now))) return [];
        const message = `Step ${before + 2} of ${id} pays ${wordsOf(key, now)}${rate.group}, less than the ${wordsOf(key, then)} of the step before it: who reaches it earns less than before.`;
        return [{ code: 'STEP_PAYS_LESS', message, place: `${rate.place}.${key}` }];
      }),
    );
  });
};

export const rateWarnings = ({ id, earn }: ProgrammeTerms, place: string): Warning[] => {
  const own = earn as Earn;
  return [
    ...payingOf(own, `${place}.earn`).flatMap((paying) => outOfBounds(id, paying)),
    ...freeAboveBought(id, own, `${place}.earn`),
    ...falling(id, own, `${place}.earn`),
  ];
};
