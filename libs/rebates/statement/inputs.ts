import { canonicalJson, type Day, formatDay, formatScaled, type Period } from '#kernel';
import type { Agreement } from '../agreement/resolve.ts';
import { parseSignature } from '../accrual/cell.ts';
import type { Sums } from '../accrual/sums.ts';
import { RULES_VERSION } from '../accrual/balance.ts';
import type { Statement } from './events.ts';
import type { Standing } from './statement.ts';

export type InputsOf = {
  readonly agreement: Agreement;
  readonly sums: Sums;
  readonly period: Period;
  readonly position: number;
  readonly previous: Statement | undefined;
  readonly standings: ReadonlyMap<string, Standing>;
};

const ratesIn = ({ rates }: Agreement, currencies: readonly string[], days: Period) =>
  currencies.map((currency) => ({
    currency,
    runs: (rates?.runs(currency, days) ?? []).map(({ from, to, rate }) => ({
      from: formatDay(from),
      to: formatDay(to),
      rate: rate.toExact(),
    })),
  }));

/**
 * All that a statement is computed from, as canonical text: the terms as known, what was measured by signature and day, the
 * rates that it was converted at, what became of what was earned, and the statement before. Its hash is in the statement.
 */
export const statementInputs = ({ agreement, sums, period, position, previous, standings }: InputsOf): string => {
  const { terms, amendments, terminatedOn } = agreement;
  const measured = sums.contents(period.to);
  const currencies = [...new Set(measured.flatMap(({ signature }) => parseSignature(signature).currency ?? []))].sort();
  const first = measured.reduce<Day>((earliest, { countedOn }) => Math.min(earliest, countedOn), period.from);
  const plain: unknown = JSON.parse(
    JSON.stringify({
      rules: RULES_VERSION,
      position,
      period,
      terms,
      amendments,
      terminatedOn: terminatedOn ?? null,
      previous: previous ?? null,
      rates: ratesIn(agreement, currencies, { from: first, to: period.to }),
      sums: measured.map(({ signature, on, countedOn, value, quantity, weight, own }) => [
        signature,
        formatDay(on),
        formatDay(countedOn),
        formatScaled(value),
        formatScaled(quantity),
        formatScaled(weight),
        ...own.map(formatScaled),
      ]),
      standings: [...standings]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([programme, { settled, waived, claimed, approved }]) => [
          programme,
          ...[settled, waived, claimed, approved].map((amount) => amount.toExact()),
        ]),
    }),
  );
  return canonicalJson(plain);
};
