import { type Day, type Period, Rational, toDay } from '#kernel';

/** What one unit of a currency is worth in the table's own (`to`), from a day until the next rate of that currency. */
export type RateRecord = {
  readonly table: string;
  readonly to: string;
  readonly currency: string;
  readonly from: string;
  readonly rate: string;
};

type Rate = { readonly from: Day; readonly rate: Rational };
type RateRun = Period & { readonly rate: Rational };

/**
 * Rates of one table into one currency, as known at one time. A rate holds until the next one of its currency, and no
 * longer than the terms trust it (`maxAgeDays`): an old rate is no rate, and its lines wait.
 */
export class Rates {
  private readonly byCurrency = new Map<string, Rate[]>();
  private readonly maxAgeDays: number;

  /** @param records in the order in which they became known: a later one replaces an earlier one of the same day. */
  constructor(
    records: readonly RateRecord[],
    { table, to, maxAgeDays }: { readonly table: string; readonly to: string; readonly maxAgeDays: number },
  ) {
    this.maxAgeDays = maxAgeDays;
    const days = new Map<string, Map<Day, Rational>>();
    for (const record of records) {
      if (record.table !== table || record.to !== to) continue;
      const own = days.get(record.currency) ?? new Map<Day, Rational>();
      days.set(record.currency, own.set(toDay(record.from), Rational.parse(record.rate)));
    }
    for (const [currency, own] of days)
      this.byCurrency.set(
        currency,
        [...own].map(([from, rate]) => ({ from, rate })).sort((a, b) => a.from - b.from),
      );
  }

  /** The rate of a day; undefined where none is known, or the newest is too old. */
  on(currency: string, day: Day): Rational | undefined {
    return this.runs(currency, { from: day, to: day })[0]?.rate;
  }

  /** Runs of days with one rate each, in order; days without a rate are in none. */
  runs(currency: string, days: Period): RateRun[] {
    const rates = this.byCurrency.get(currency) ?? [];
    return rates.flatMap(({ from, rate }, index) => {
      const next = rates[index + 1]?.from ?? Number.MAX_SAFE_INTEGER;
      const run = { from: Math.max(from, days.from), to: Math.min(next - 1, from + this.maxAgeDays, days.to), rate };
      return run.from <= run.to ? [run] : [];
    });
  }
}
