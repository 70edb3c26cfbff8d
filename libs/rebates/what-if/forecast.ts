import { accepted, addMonths, type Day, formatDay, Rational, refused, type Result, toDay } from '#kernel';
import { z } from 'zod';
import { decimal } from '../agreement/fields.ts';
import { issuesToRejections } from '../agreement/issues.ts';
import { NO_AMOUNTS, plus, type SumsReader, times } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { termOf } from '../agreement/measurement-periods.ts';
import { boughtThrough, goingOn, openDays, runRate } from '../outlook/going-on.ts';
import type { SaleLine } from '../sales/line.ts';
import { growthTooLow } from './refusals.ts';

/** How sales go on after the day asked about: at the pace so far, or as a year before, grown by so many percent. */
const schema = z
  .strictObject({ method: z.literal('runRate').optional(), growth: decimal.optional() })
  .refine(({ method, growth }) => (method === undefined) !== (growth === undefined), 'either method: runRate, or growth: "5"');
export type Forecast = { readonly method: 'runRate' } | { readonly growth: string };

export const parseForecast = (input: unknown): Result<Forecast> => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused(...issuesToRejections(parsed.error.issues, 'forecast', input));
  const { growth } = parsed.data;
  if (growth === undefined) return accepted({ method: 'runRate' });
  return factorOf(growth).sign < 0 ? refused(growthTooLow(growth)) : accepted({ growth });
};

/** A growth in percent as a factor: "5" is 1.05. */
export const factorOf = (growth: string): Rational => Rational.one.plus(Rational.percent(growth));

const YEAR_MONTHS = 12;
export const yearAfter = (day: Day): Day => addMonths(day, YEAR_MONTHS);

const moved = (day: string): string => formatDay(yearAfter(toDay(day)));

/** A line as if it were sold a year later: what the year before says about the year ahead. */
export const lineYearAfter = (line: SaleLine): SaleLine => ({
  ...line,
  date: moved(line.date),
  ...(line.paidOn === undefined ? {} : { paidOn: moved(line.paidOn) }),
  ...(line.dueOn === undefined ? {} : { dueOn: moved(line.dueOn) }),
});

/** Two readers as one; a signature of both stands twice, which no rule that sums over signatures minds. */
const both = (first: SumsReader, second: SumsReader): SumsReader => {
  const count = first.signatures.length;
  return {
    signatures: [...first.signatures, ...second.signatures],
    between: (signature, from, to, asOf) =>
      signature < count ? first.between(signature, from, to, asOf) : second.between(signature - count, from, to, asOf),
  };
};

/** All amounts from a day on so many times what they are; what a baseline was before stays. */
export const grown = (sums: SumsReader, from: Day, factor: Rational): SumsReader =>
  factor.equals(Rational.one)
    ? sums
    : {
        signatures: sums.signatures,
        between: (signature, first, last, asOf) => {
          const before = first < from ? sums.between(signature, first, Math.min(last, from - 1), asOf) : NO_AMOUNTS;
          return last < from ? before : plus(before, times(sums.between(signature, Math.max(first, from), last, asOf), factor));
        },
      };

/** Of sums, what lies on days after one; of the year before no day later than the one asked about is known. */
const after = (sums: SumsReader, day: Day): SumsReader => ({
  signatures: sums.signatures,
  between: (signature, from, to, asOf) => {
    const until = Math.min(asOf, yearAfter(day));
    if (until <= day) return NO_AMOUNTS;
    return plus(sums.between(signature, from, to, until), times(sums.between(signature, from, to, day), MINUS_ONE));
  },
});
const MINUS_ONE = Rational.int(-1);

export type Measured = {
  readonly sums: SumsReader;
  /** The lines of the year before, a year later; needed by a growth only. */ readonly yearBefore: SumsReader | undefined;
};

/** What is known about a day, and what the forecast adds on the days after it. */
export const withForecast = (agreement: Agreement, { sums, yearBefore }: Measured, forecast: Forecast | undefined, on: Day): SumsReader => {
  if (forecast === undefined) return boughtThrough(sums, on);
  const term = openDays(agreement, termOf(agreement.terms));
  if ('method' in forecast) return on >= term.to ? boughtThrough(sums, on) : goingOn(sums, term, on, runRate(term, on));
  if (yearBefore === undefined) throw new Error('the year before was not measured');
  return both(boughtThrough(sums, on), grown(after(yearBefore, on), Number.NEGATIVE_INFINITY, factorOf(forecast.growth)));
};
