import { formatPeriod, intersect, periodsWithin, type Rejection, toDay } from '#kernel';
import { calendarOf, termOf } from './measurement-periods.ts';
import { refusal } from './refusals.ts';
import type { AgreementTerms, MeasurementPeriod, ProgrammeTerms, Settle } from './terms.ts';

/** The terms of a settlement plan (domain.md §8): what contradicts itself, what it measures by, and how it reads aloud. */

/** A balance lists every settlement, and each is computed for itself. */
const MOST_SETTLEMENTS = 600;

export const checkSettle = (terms: AgreementTerms, { settle }: ProgrammeTerms, path: string): Rejection[] => {
  if (settle === undefined) return [];
  const { every, payTo = [] } = settle;
  const count = every === 'term' ? 1 : periodsWithin(calendarOf(terms), every, termOf(terms)).length;
  const payees = payTo.flatMap(({ member }, index) =>
    payTo.findIndex((other) => other.member === member) === index
      ? []
      : [refusal('DUPLICATE_ID', { id: member, what: 'payees' }, { place: `${path}.settle.payTo[${index}].member`, value: member })],
  );
  if (count <= MOST_SETTLEMENTS) return payees;
  return [
    ...payees,
    refusal(
      'SETTLED_TOO_OFTEN',
      { every, count: String(count), most: String(MOST_SETTLEMENTS) },
      { place: `${path}.settle.every`, value: every },
    ),
  ];
};

/** What of a plan decides how volume is measured. */
export const measuredBy = ({ settle }: ProgrammeTerms): string =>
  settle?.parts === 'separate' ? `separate by ${settle.every}` : 'not separate';

/** From the shortest to the longest: a period that is not longer than a settlement period is measured on its own already. */
const LENGTHS: readonly MeasurementPeriod[] = ['document', 'day', 'week', 'month', 'quarter', 'half', 'year', 'term'];

/** The measurement periods of terms that settle each part on its own: none reaches over the end of a settlement period. */
export const periodApart = (terms: AgreementTerms, { period, settle }: ProgrammeTerms): MeasurementPeriod => {
  if (settle?.parts !== 'separate') return period;
  const { every } = settle;
  if (typeof period === 'string') return LENGTHS.indexOf(period) <= LENGTHS.indexOf(every) ? period : every;
  if (every === 'term') return period;
  const settled = periodsWithin(calendarOf(terms), every, termOf(terms));
  return period.flatMap((own) =>
    settled.flatMap((part) => {
      const piece = intersect({ from: toDay(own.from), to: toDay(own.to) }, part);
      return piece === undefined ? [] : [formatPeriod(piece)];
    }),
  );
};

/** What a plan says of claims, sentence by sentence. */
export const claimsInWords = (claims: Settle['claims'], currency: string): string[] => {
  if (claims === undefined) return [];
  const { raised, tolerance, decideWithinDays } = claims;
  const within = tolerance?.amount === undefined ? `${tolerance?.percent ?? '0'} %` : `${currency} ${tolerance.amount}`;
  return [
    ...(raised === 'automatic' ? ['What is earned is claimed by itself once a period is over.'] : []),
    ...(tolerance === undefined ? [] : [`A claim that is up to ${within} above what is earned is taken as what is earned.`]),
    ...(decideWithinDays === undefined ? [] : [`A claim is decided within ${decideWithinDays} days.`]),
  ];
};

const BELOW = { carry: 'waits for the next settlement', forfeit: 'is forfeited', pay: 'is paid all the same' } as const;

export const settleInWords = ({ settle }: ProgrammeTerms, currency: string): string[] => {
  if (settle === undefined) return [];
  const { every, parts, graceDays, dueDays, minimum, belowMinimum, payTo } = settle;
  const when = every === 'term' ? 'once, at the end of the term' : `at the end of every ${every}`;
  const how = parts === 'cumulative' ? 'what is earned so far less what was settled' : `each ${every} measured on its own`;
  return [
    `Settled ${when}: ${how}; due ${graceDays + dueDays} days after it.`,
    ...(minimum === undefined ? [] : [`A settlement below ${currency} ${minimum} ${BELOW[belowMinimum]}.`]),
    ...claimsInWords(settle.claims, currency),
    ...(payTo === undefined ? [] : [`Paid to ${payTo.map(({ member, share }) => `${member} (${share} %)`).join(', ')}.`]),
  ];
};
