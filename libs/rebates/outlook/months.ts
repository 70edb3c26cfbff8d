import { type Day, type Period, periodOf, periodsWithin } from '#kernel';
import { calendarOf, termOf } from '../agreement/measurement-periods.ts';
import type { Agreement } from '../agreement/resolve.ts';

const MONTHS = 3;

/** The last three months of the agreement's calendar that lie whole in its term and are over on a day. */
export const completeMonths = ({ terms }: Agreement, on: Day): Period[] => {
  const calendar = calendarOf(terms);
  const { from, to } = termOf(terms);
  const through = Math.min(on, to);
  if (through < from) return [];
  const isWhole = (month: Period): boolean => {
    const whole = periodOf(calendar, 'month', month.from);
    return whole.from === month.from && whole.to === month.to;
  };
  return periodsWithin(calendar, 'month', { from, to: through }).filter(isWhole).slice(-MONTHS);
};
