import type { Rejection } from '#kernel';

/** Refusals of comparing and designing. Those of terms, files and lines are where terms, files and lines are read. */
export const nothingToCompare = (): Rejection => ({
  code: 'COMPARE_NOTHING',
  message: 'There are no terms to compare with.',
  place: 'with',
  wayOut: 'Give other terms or amendments, or ask for the open proposal.',
});
export const noProposal = (agreement: string): Rejection => ({
  code: 'COMPARE_NO_PROPOSAL',
  message: `No proposal of agreement ${agreement} is open at that position.`,
  place: 'proposal',
  value: agreement,
  wayOut: 'Propose one first, or give the other terms themselves.',
});
export const nameTwice = (name: string): Rejection => ({
  code: 'COMPARE_NAME_TWICE',
  message: `Two sets of terms are called ${name}.`,
  place: 'with',
  value: name,
  wayOut: 'Give each set of terms its own name.',
});
export const partiesDiffer = (name: string, parties: string, others: string): Rejection => ({
  code: 'COMPARE_PARTIES_DIFFER',
  message: `${name} is between ${parties}, not ${others}: their sales are other sales.`,
  place: 'with',
  value: parties,
  wayOut: 'Compare terms of the same supplier and customer.',
});
export const currencyDiffers = (name: string, currency: string, other: string): Rejection => ({
  code: 'COMPARE_CURRENCY_DIFFERS',
  message: `${name} pays in ${currency}, not in ${other}.`,
  place: 'with',
  value: currency,
  wayOut: 'Compare terms that pay in the same currency.',
});
export const noPaceYet = (on: string, from: string): Rejection => ({
  code: 'FORECAST_NO_PACE',
  message: `About ${on} no day of the terms, which begin on ${from}, has passed: there is no pace to go on at.`,
  place: 'forecast',
  value: on,
  wayOut: 'Ask about a later day, or forecast by growth over the year before.',
});
export const growthTooLow = (growth: string): Rejection => ({
  code: 'GROWTH_TOO_LOW',
  message: `A growth of ${growth} % leaves less than nothing.`,
  place: 'growth',
  value: growth,
  wayOut: 'Give -100 or more.',
});
export const programmeToVaryUnknown = (programme: string, place: string): Rejection => ({
  code: 'DESIGN_PROGRAMME_UNKNOWN',
  message: `The terms have no programme ${programme}.`,
  place,
  value: programme,
  wayOut: 'Name a programme of the terms.',
});
export const nothingAtPlace = (programme: string, at: string, place: string): Rejection => ({
  code: 'DESIGN_NO_VALUE',
  message: `Programme ${programme} has no decimal at ${at}.`,
  place,
  value: at,
  wayOut: 'Name a place that the terms fill, such as earn.steps[0].percent.',
});
export const placeTwice = (programme: string, at: string, place: string): Rejection => ({
  code: 'DESIGN_PLACE_TWICE',
  message: `${at} of programme ${programme} is varied twice.`,
  place,
  value: at,
  wayOut: 'Vary each place once, within its widest bounds.',
});
export const boundsBackwards = (from: string, to: string, place: string): Rejection => ({
  code: 'DESIGN_BOUNDS_BACKWARDS',
  message: `The bounds run backwards: ${from} is above ${to}.`,
  place,
  value: from,
  wayOut: 'Give the lower bound first.',
});
export const tooManyValues = (count: string, most: string, place: string): Rejection => ({
  code: 'DESIGN_TOO_MANY_VALUES',
  message: `Between these bounds lie ${count} values; ${most} is the most that one place may take.`,
  place,
  value: count,
  wayOut: 'Give a larger increment, or narrower bounds.',
});
export const changesMeasure = (programme: string, at: string, place: string): Rejection => ({
  code: 'DESIGN_CHANGES_MEASURE',
  message: `${at} of programme ${programme} decides which lines count or how they are measured; a design varies only what they earn.`,
  place,
  value: at,
  wayOut: 'Vary thresholds, rates and amounts; compare terms with another eligibility instead.',
});
export const noValidCandidate = (message: string): Rejection => ({
  code: 'DESIGN_NO_TERMS',
  message: `No values within the bounds give terms that hold: ${message}`,
  place: 'vary',
  wayOut: 'Give bounds in which the steps rise and the limits agree.',
});
