import type { Period } from '../../api/answers.ts';
import type { Means } from '../../api/finance-answers.ts';
import { shortDay } from '../../figures/days.ts';

export const periodText = ({ from, to }: Period): string => `${from}..${to}`;
export const periodWords = ({ from, to }: Period): string => `${shortDay(from)} – ${shortDay(to)}`;
export const MEANS: Readonly<Record<Means, string>> = { creditNote: 'Credit note', payment: 'Payment', deduction: 'Deduction' };

/** An id to begin with, for what has none yet: people may give their own number instead. */
export const idFor = (prefix: string, programme: string, { to }: Period): string => `${prefix}-${programme}-${to}`.slice(0, 96);

const MONTH = /^(\d{4}-\d{2})-01$/;
/** The last day of the month that a day begins; the day itself where it begins none. */
export const monthEndOf = (day: string): string => {
  const [, month] = MONTH.exec(day) ?? [];
  if (month === undefined) return day;
  const [year = 0, number = 1] = month.split('-').map(Number);
  return `${month}-${new Date(Date.UTC(year, number, 0)).getUTCDate()}`;
};
