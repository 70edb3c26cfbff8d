import type { Rejection } from '#kernel';

/** Refusals of a party's accrual policy. */
export const policyProgrammeUnknown = (programme: string, programmes: readonly string[]): Rejection => ({
  code: 'POLICY_PROGRAMME_UNKNOWN',
  message: `The policy names ${programme}, which is no programme of this agreement.`,
  place: `programmes.${programme}`,
  value: programme,
  wayOut: `Name one of: ${programmes.join(', ')}.`,
});

export const policyStepUnknown = (programme: string, step: number, steps: number): Rejection => ({
  code: 'POLICY_STEP_UNKNOWN',
  message: `The policy accrues ${programme} at step ${step}; it has ${steps} steps.`,
  place: `programmes.${programme}.accrue.step`,
  value: String(step),
  wayOut: 'Give a step that it has, or accrue what is reached, a forecast or a percentage.',
});

export const policyOfOther = (organisation: string, parties: readonly string[]): Rejection => ({
  code: 'POLICY_NOT_OF_A_PARTY',
  message: `${organisation} is no party of this agreement, so it has no policy for it.`,
  place: 'organisation',
  value: organisation,
  wayOut: `Give supplier or customer, or the id of one of them: ${parties.join(', ')}.`,
});

export const policyTooLarge = (bytes: number, limit: number): Rejection => ({
  code: 'POLICY_TOO_LARGE',
  message: `The policy is ${bytes} bytes long; ${limit} is the most that one event holds.`,
  place: 'policy',
  value: String(bytes),
  wayOut: 'Leave out forecasts that are over.',
});

export const lastYearMissing = (programme: string): Rejection => ({
  code: 'LAST_YEAR_MISSING',
  message: `The policy forecasts ${programme} by last year's shape, and no sales of last year are given.`,
  place: `programmes.${programme}.forecast.method`,
  value: 'lastYear',
  wayOut: 'Give them with --last-year, or use the method runRate or given.',
});
