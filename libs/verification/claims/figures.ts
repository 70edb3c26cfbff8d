import { type Day, formatDay, formatFixed, formatPeriod, type Rational, roundUnits, sum, toDay } from '#kernel';
import { type Agreement, type EarnedRow, earnedRows, settlementsOf, type SumsReader } from '#rebates';
import type { AgreementClaim, KnownThenClaim } from './claims.ts';

/** An agreement as known at one position, with the sums of what was recorded by then: from a ledger's views, or folded anew. */
export type Known = { readonly agreement: Agreement; readonly version: number; readonly sums: SumsReader };

const textOf = ({ rounding }: Agreement): ((amount: Rational) => string) => {
  const { decimals } = rounding;
  return (amount) => formatFixed(roundUnits(amount, rounding), decimals);
};

const totalOf = (rows: readonly EarnedRow[]): Rational => sum(rows.map(({ earned }) => earned));

const programmesOf = (
  { terms }: Agreement,
  rows: readonly EarnedRow[],
  text: (amount: Rational) => string,
): AgreementClaim['days'][number]['programmes'] =>
  terms.programmes.map(({ id }) => ({ id, earned: text(totalOf(rows.filter(({ entry }) => entry.programme === id))) }));

const daysOf = ({ agreement, sums }: Known): AgreementClaim['days'] => {
  const text = textOf(agreement);
  const [first, last] = [toDay(agreement.terms.from), toDay(agreement.terms.to)];
  return Array.from({ length: last - first + 1 }, (_, offset) => {
    const rows = earnedRows(agreement, sums, first + offset);
    return { on: formatDay(first + offset), earned: text(totalOf(rows)), programmes: programmesOf(agreement, rows, text) };
  });
};

const closingOf = ({ agreement, sums }: Known): AgreementClaim['closing'] => {
  const on = toDay(agreement.terms.to);
  const text = textOf(agreement);
  const rows = earnedRows(agreement, sums, on);
  return {
    on: agreement.terms.to,
    earned: text(totalOf(rows)),
    programmes: rows.map(({ entry, earned }) => ({
      id: entry.programme,
      period: formatPeriod(entry.period),
      scope: entry.scope,
      measured: entry.measured.toDecimal(),
      earningAmount: entry.earningAmount.toDecimal(),
      earned: text(earned),
    })),
    settlements: (settlementsOf(agreement, sums, on) ?? []).map(({ programme, period, on: settledOn, amount }) => ({
      programme,
      period,
      on: settledOn,
      amount,
    })),
  };
};

/** Every figure that a bundle claims of an agreement. */
export const agreementClaim = (known: Known, knownThen: readonly KnownThenClaim[]): AgreementClaim => {
  const { id, currency, from, to } = known.agreement.terms;
  return {
    agreement: id,
    version: known.version,
    currency,
    from,
    to,
    days: daysOf(known),
    closing: closingOf(known),
    knownThen: [...knownThen],
  };
};

/** What was earned as known at a position, about the day on which that was recorded, kept inside the term. */
export const knownThenClaim = ({ agreement, sums }: Omit<Known, 'version'>, position: number, recordedAt: string): KnownThenClaim => {
  const on = dayWithin(recordedAt.slice(0, 'YYYY-MM-DD'.length), agreement.terms);
  const earned = totalOf(earnedRows(agreement, sums, on));
  return { knownAt: String(position), on: formatDay(on), earned: textOf(agreement)(earned) };
};

const dayWithin = (day: string, { from, to }: { readonly from: string; readonly to: string }): Day =>
  toDay(day < from ? from : day > to ? to : day);

/** Whether an event recorded at one time and the next one at another end a month of recording (UTC) between them. */
export const endsMonth = (recordedAt: string, next: string): boolean =>
  recordedAt.slice(0, 'YYYY-MM'.length) !== next.slice(0, 'YYYY-MM'.length);
