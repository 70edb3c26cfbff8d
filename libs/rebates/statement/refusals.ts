import type { Rejection } from '#kernel';

/** Refusals of closing a period. */
export const periodNotValid = (period: string): Rejection => ({
  code: 'PERIOD_NOT_VALID',
  message: `${period} is no accounting period.`,
  place: 'period',
  value: period,
  wayOut: 'Give a month as 2026-03, a quarter as 2026-Q1, a half as 2026-H1, a year as 2026, or two days as 2026-03-01..2026-03-31.',
});
export const periodNotNext = (period: string, next: string): Rejection => ({
  code: 'PERIOD_NOT_NEXT',
  message: `Periods close one after the other: the next one begins on ${next}, and ${period} does not.`,
  place: 'period',
  value: period,
  wayOut: 'Close the period that begins on that day first.',
});
export const periodClosedOtherwise = (period: string, closed: string): Rejection => ({
  code: 'PERIOD_CLOSED_OTHERWISE',
  message: `${period} meets a period that is closed: ${closed}.`,
  place: 'period',
  value: period,
  wayOut: 'Show that statement, or close a period that begins after it.',
});
export const periodNotOver = (period: string, last: string): Rejection => ({
  code: 'PERIOD_NOT_OVER',
  message: `${period} is not over: its last day is ${last}.`,
  place: 'period',
  value: period,
  wayOut: 'Close it on a later day.',
});
export const statementTooLarge = (bytes: number, most: number): Rejection => ({
  code: 'STATEMENT_TOO_LARGE',
  message: `The statement is ${bytes} bytes long; ${most} is the most that one event holds.`,
  place: 'agreement',
  value: String(bytes),
  wayOut: 'Have the programmes in more than one agreement, and close each.',
});
export const statementUnknown = (agreement: string, period: string): Rejection => ({
  code: 'STATEMENT_UNKNOWN',
  message: `Agreement ${agreement} has no statement of ${period}.`,
  place: 'period',
  value: period,
  wayOut: 'List its statements, or close the period.',
});
