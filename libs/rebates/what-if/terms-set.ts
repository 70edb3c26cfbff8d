import { resolveAgreement, type Agreement } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { Calculation } from '../accrual/calculate.ts';
import { planOf } from '../accrual/plan.ts';
import { Sums, type SumsReader } from '../accrual/sums.ts';
import type { RateRecord } from '../currency/rates.ts';
import type { SalesDocument } from '../sales/line.ts';
import { lineYearAfter } from './forecast.ts';

/** Terms under a name, with the same sales as they measure them. */
export type TermsSet = {
  readonly name: string;
  readonly agreement: Agreement;
  readonly sums: SumsReader;
  /** The lines of the year before, as if they were sold a year later; only where a forecast or a design asks for them. */
  readonly yearBefore?: SumsReader | undefined;
};

export type NamedTerms = { readonly name: string; readonly terms: AgreementTerms };

/** What is tried is tried as known now: when an amendment became known plays no part. */
const knownNow = (terms: AgreementTerms): AgreementTerms => ({
  ...terms,
  amendments: terms.amendments?.map(({ effective, programme, mode, change }) => ({ effective, programme, mode, change })),
});

const sumsOf = (calculation: Calculation): Sums => {
  const sums = new Sums();
  for (const { cells } of calculation.changes) for (const cell of cells) sums.add(cell);
  return sums;
};

type Measuring = { readonly asDated: Calculation; readonly yearLater: Calculation | undefined };

/** Documents measured for several sets of terms at once, without a ledger: sets that measure lines alike share the work. */
export class TrialSales {
  private readonly named: readonly NamedTerms[];
  private readonly rates: readonly RateRecord[];
  private readonly byPlan = new Map<string, Measuring>();

  /** @param yearBefore also measures the lines as if they were sold a year later. */
  constructor(named: readonly NamedTerms[], yearBefore: boolean, rates: readonly RateRecord[] = []) {
    this.rates = rates;
    this.named = named.map(({ name, terms }) => ({ name, terms: knownNow(terms) }));
    for (const { terms } of this.named) {
      const key = planKeyOf(terms);
      if (!this.byPlan.has(key))
        this.byPlan.set(key, {
          asDated: new Calculation(terms, { rates }),
          yearLater: yearBefore ? new Calculation(terms, { rates }) : undefined,
        });
    }
  }

  /** The first set's, whose lines these are. */
  get first(): Calculation {
    const [first] = this.byPlan.values();
    if (first === undefined) throw new Error('no terms are tried');
    return first.asDated;
  }

  add(document: SalesDocument): void {
    for (const { asDated, yearLater } of this.byPlan.values()) {
      asDated.add(document);
      yearLater?.add({ ...document, lines: document.lines.map(lineYearAfter) });
    }
  }

  sets(): TermsSet[] {
    const measured = new Map(
      [...this.byPlan].map(([key, { asDated, yearLater }]) => [
        key,
        { sums: sumsOf(asDated), yearBefore: yearLater === undefined ? undefined : sumsOf(yearLater) },
      ]),
    );
    return this.named.map(({ name, terms }) => ({
      name,
      agreement: resolved(terms, this.rates),
      ...(measured.get(planKeyOf(terms)) ?? { sums: new Sums() }),
    }));
  }
}

const resolved = (terms: AgreementTerms, rates: readonly RateRecord[]): Agreement =>
  resolveAgreement(terms, terms.amendments ?? [], undefined, rates);
const planKeyOf = (terms: AgreementTerms): string => planOf(resolved(terms, [])).key;
