import { type Day, pow10, Rational, roundUnits } from '#kernel';
import type { Cause } from '../accrual/answers.ts';
import type { Effect } from '../accrual/effects.ts';
import { type Scope, scopeKey } from '../accrual/entry.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';

/** An agreement as in force at a position, and the lines recorded by then. */
export type Known = { readonly agreement: Agreement; readonly sums: SumsReader };

/** What one programme earned for one of its scopes over all periods: exact, and as it is printed. */
export type Figure = { readonly programme: string; readonly scope: Scope; readonly exact: Rational; readonly printed: Rational };
export type Figures = ReadonlyMap<string, Figure>;

export const rowKey = (programme: string, scope: Scope): string => `${programme}\n${scopeKey(scope)}`;

/** Rounded over all periods of a programme and scope, as a balance is: twelve months add up to the year. */
export const figuresOf = ({ agreement, sums }: Known, on: Day): Figures => {
  const figures = new Map<string, Figure>();
  for (const { entry, amount } of new Evaluation(agreement, sums).all(on)) {
    const key = rowKey(entry.programme, entry.scope);
    const exact = (figures.get(key)?.exact ?? Rational.zero).plus(amount);
    const printed = Rational.of(roundUnits(exact, agreement.rounding), pow10(agreement.rounding.decimals));
    figures.set(key, { programme: entry.programme, scope: entry.scope, exact, printed });
  }
  return figures;
};

/** The difference between two states of all figures, where one thing alone changed between them. */
export const changeOf = (before: Figures, after: Figures, cause: Cause): Effect[] =>
  [...new Set([...before.keys(), ...after.keys()])].flatMap((key): Effect[] => {
    const [was, is] = [before.get(key), after.get(key)];
    const row = is ?? was;
    const amount = (is?.exact ?? Rational.zero).minus(was?.exact ?? Rational.zero);
    return row === undefined || amount.sign === 0 ? [] : [{ programme: row.programme, scope: row.scope, cause, amount }];
  });

/** What is open of figures: less what was settled and waived, which is of a programme and not of one of its scopes. */
export const less = (figures: Figures, taken: ReadonlyMap<string, Rational> | undefined): Figures => {
  const open = new Map(figures);
  for (const [programme, amount] of taken ?? []) {
    const key = rowKey(programme, null);
    const own = open.get(key) ?? { programme, scope: null, exact: Rational.zero, printed: Rational.zero };
    open.set(key, { ...own, exact: own.exact.minus(amount), printed: own.printed.minus(amount) });
  }
  return open;
};
