import { formatDay, formatFixed, parseScaled, pow10, SCALE, toDay } from '#kernel';
import type { Calculation, Policy } from '#rebates';

export type DayAnswer = { readonly on: string; readonly earned: string; readonly accrued: string; readonly change: string };

const decimalsIn = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);

/** The difference of two rounded balances, with as many decimals as they have. */
export const difference = (now: string, before: string): string => {
  const decimals = Math.max(decimalsIn(now), decimalsIn(before));
  return formatFixed(((parseScaled(now) ?? 0n) - (parseScaled(before) ?? 0n)) / pow10(SCALE - decimals), decimals);
};

/** Every day of the term through `on`. */
export const daysOf = (calculation: Calculation, on: string, policy: Policy | undefined): DayAnswer[] => {
  const { from, to } = calculation.agreement.terms;
  const last = Math.min(toDay(on), toDay(to));
  const days: DayAnswer[] = [];
  let before = '0';
  for (let day = toDay(from); day <= last; day += 1) {
    const { earned, accrued } = calculation.balance(day, policy, false);
    days.push({ on: formatDay(day), earned, accrued, change: difference(earned, before) });
    before = earned;
  }
  return days;
};
