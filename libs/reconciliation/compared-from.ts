import type { Side } from './line.ts';
import type { Variance } from './variance.ts';

/** The day of the first line that each side has reported; a side that has reported nothing is left out. */
export type FirstDays = Readonly<Partial<Record<Side, string>>>;

/**
 * The day from which two records can be held against each other: the first of the month in which the later of them
 * begins. A side that keeps no record, or none yet, says nothing of a line: undefined while one has reported nothing.
 */
export const comparedFrom = ({ ours, theirs }: FirstDays): string | undefined => {
  if (ours === undefined || theirs === undefined) return undefined;
  return `${(ours > theirs ? ours : theirs).slice(0, 'YYYY-MM'.length)}-01`;
};

/** Without the lines that are missing on a side only because its record does not go back so far. */
export const comparable = (variances: readonly Variance[], from: string | undefined): readonly Variance[] =>
  variances.filter(({ kind, ours, theirs }) => kind !== 'missing' || (from !== undefined && ((ours ?? theirs)?.date ?? '') >= from));
