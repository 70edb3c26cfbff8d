import { formatDay, Rational } from '#kernel';
import { runPeriods } from './measurement-periods.ts';
import type { AgreementTerms, ProgrammeTerms } from './terms.ts';
import { timelinesOf } from './timeline.ts';
import type { Warning } from './warning.ts';

/** What a programme promises and its own terms keep from being paid. */

const WHOLE = Rational.int(100);

type Step = { readonly from?: string; readonly above?: string; readonly amount?: string };
type Earn = {
  readonly loyalty?: { readonly periods: number };
  readonly share?: { readonly declaredPurchases?: string };
  readonly lumpSum?: string;
  readonly steps?: readonly Step[];
};

const isAbove = (one: string, other: string): boolean => Rational.parse(other).lt(Rational.parse(one));
const never = (message: string, place: string): Warning => ({ code: 'NEVER_PAID', message, place });

const periodsOf = (terms: AgreementTerms, { id }: ProgrammeTerms) =>
  runPeriods(terms, timelinesOf({ ...terms, amendments: [] }, []).get(id) ?? []);

const tooManyPeriods = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => {
  const { periods } = (programme.earn as Earn).loyalty ?? { periods: 0 };
  const count = periodsOf(terms, programme).length;
  return periods <= count
    ? []
    : [
        never(
          `${programme.id} needs ${periods} periods in a row, and the term has ${count}: nothing could ever be earned.`,
          `${place}.earn.loyalty.periods`,
        ),
      ];
};

/** A part of what is measured is never more than all of it. */
const aboveWhole = ({ id, earn }: ProgrammeTerms, place: string): Warning[] => {
  const { share, steps = [] } = earn as Earn;
  if (share === undefined || share.declaredPurchases !== undefined) return [];
  return steps.flatMap(({ from, above }, index) => {
    const key = from === undefined ? 'above' : 'from';
    const bound = Rational.parse(from ?? above ?? '0');
    const reachable = key === 'from' ? bound.lte(WHOLE) : bound.lt(WHOLE);
    return reachable
      ? []
      : [never(`Step ${index + 1} of ${id} cannot be reached: no share is above 100 %.`, `${place}.earn.steps[${index}].${key}`)];
  });
};

/** Amounts paid at once that the programme's own floor holds back, or its cap cuts. */
const ofAmounts = ({ id, earn, floor, cap }: ProgrammeTerms, place: string): Warning[] => {
  const { lumpSum, steps = [] } = earn as Earn;
  const amounts = [
    ...(lumpSum === undefined ? [] : [{ amount: lumpSum, at: `${place}.earn.lumpSum` }]),
    ...steps.flatMap(({ amount }, index) => (amount === undefined ? [] : [{ amount, at: `${place}.earn.steps[${index}].amount` }])),
  ];
  const most = cap?.amount;
  if (most !== undefined && Rational.parse(most).sign === 0)
    return [never(`The cap of ${id} is 0: nothing would ever be paid.`, `${place}.cap.amount`)];
  return [
    ...(lumpSum !== undefined && floor !== undefined && isAbove(floor.amount, lumpSum)
      ? [never(`${id} pays ${lumpSum}, below its floor of ${floor.amount}: nothing would ever be paid.`, `${place}.floor.amount`)]
      : []),
    ...amounts.flatMap(({ amount, at }) =>
      most !== undefined && isAbove(amount, most)
        ? [{ code: 'CAP_CUTS_AMOUNT', message: `${id} promises ${amount} at once, and its cap lets ${most} through.`, place: at }]
        : [],
    ),
  ];
};

/** Days between own periods: what is bought on them counts in none. Days before the first and after the last are a choice. */
const gaps = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => {
  if (typeof programme.period === 'string') return [];
  const periods = periodsOf(terms, programme);
  const days = periods.slice(1).flatMap(({ from }, index) => {
    const after = (periods[index]?.to ?? from) + 1;
    if (after >= from) return [];
    return [after === from - 1 ? `on ${formatDay(after)}` : `from ${formatDay(after)} to ${formatDay(from - 1)}`];
  });
  return days.length === 0
    ? []
    : [
        {
          code: 'PERIODS_LEAVE_GAP',
          message: `What is bought ${days.join(' and ')} counts nowhere in ${programme.id}: its periods leave these days out.`,
          place: `${place}.period`,
        },
      ];
};

export const neverPaid = (terms: AgreementTerms, programme: ProgrammeTerms, place: string): Warning[] => [
  ...tooManyPeriods(terms, programme, place),
  ...aboveWhole(programme, place),
  ...ofAmounts(programme, place),
  ...gaps(terms, programme, place),
];
