import { type Day, formatDay, formatFixed, Rational, roundUnits, sum, toDay } from '#kernel';
import { lineDue } from '../accrual/paid-share.ts';
import type { FoldedLine } from '../claim/folded-lines.ts';
import { openOn, settledOfClaims, unsettled } from '../claim/standing.ts';
import type { ClaimsState } from '../claim/state.ts';
import type { SaleLine } from '../sales/line.ts';

/** An open claim with what of it is not settled. */
export type OpenClaim = { readonly claim: string; readonly approved: boolean; readonly open: string };

/** An invoice that was paid with less than it comes to. */
export type ShortPayment = {
  readonly document: string;
  /** The day of the last payment. */ readonly paidOn: string;
  readonly currency: string;
  /** What its lines come to with tax and freight, what was paid, and what is missing. */
  readonly due: string;
  readonly paid: string;
  readonly short: string;
  /** Deductions recorded for it, and what they leave of what is missing. */
  readonly deductions: readonly { readonly settlement: string; readonly amount: string }[];
  readonly left: string;
  /** Claims that what is left comes to: one alone, or else all that are open together; none where neither does. */
  readonly claims: readonly OpenClaim[];
};

export type ShortPaymentsOf = {
  readonly lines: readonly FoldedLine[];
  readonly state: ClaimsState;
  readonly on: Day;
  readonly currency: string;
  readonly decimals: number;
};

type Paid = { readonly lines: readonly SaleLine[]; readonly paidOn: string };

/** Documents of which every line is paid by the day: one that is still open in part is not short yet. */
const paidDocuments = ({ lines, on }: ShortPaymentsOf): ReadonlyMap<string, Paid> => {
  const documents = new Map<string, SaleLine[]>();
  for (const { document, line } of lines) {
    if (line === undefined) continue;
    const known = documents.get(document);
    if (known === undefined) documents.set(document, [line]);
    else known.push(line);
  }
  const day = formatDay(on);
  return new Map(
    [...documents].flatMap(([document, own]) => {
      const days = own.flatMap(({ paidOn }) => (paidOn !== undefined && paidOn <= day ? [paidOn] : []));
      const paidOn = days.sort().at(-1);
      return paidOn === undefined || days.length < own.length ? [] : [[document, { lines: own, paidOn }] as const];
    }),
  );
};

const openClaims = ({ state, on, decimals }: ShortPaymentsOf): readonly OpenClaim[] => {
  const settled = settledOfClaims(state, on);
  return [...state.claims.values()].flatMap((claim) => {
    const known = openOn(claim, on);
    const open = sum((known?.parts ?? []).map((part) => unsettled(claim.id, part, settled)));
    if (known === undefined || open.sign <= 0) return [];
    return [{ claim: claim.id, approved: known.approved, open: formatFixed(roundUnits(open, { mode: 'down', decimals }), decimals) }];
  });
};

/** One claim of just this amount, or all that are open where they come to it together. */
const matching = (claims: readonly OpenClaim[], left: Rational): readonly OpenClaim[] => {
  const alone = claims.find(({ open }) => Rational.parse(open).equals(left));
  if (alone !== undefined) return [alone];
  return claims.length > 1 && sum(claims.map(({ open }) => Rational.parse(open))).equals(left) ? claims : [];
};

/**
 * Invoices that the customer paid short, as their payments were recorded (`paidAmount` of a line, all of it where it is left
 * out), with the deductions that explain them, and the open claims that what is left comes to. In the order of payment.
 */
export const shortPayments = (asked: ShortPaymentsOf): readonly ShortPayment[] => {
  const { state, on, currency, decimals } = asked;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, { mode: 'half-up', decimals }), decimals);
  const claims = openClaims(asked);
  const deducted = [...state.settlements.values()].filter(
    ({ recorded, reversed }) =>
      recorded.invoice !== undefined && toDay(recorded.on) <= on && (reversed === undefined || toDay(reversed.on) > on),
  );
  return [...paidDocuments(asked)]
    .flatMap(([document, { lines, paidOn }]): ShortPayment[] => {
      const due = sum(lines.map(lineDue));
      const paid = sum(lines.map((line) => (line.paidAmount === undefined ? lineDue(line) : Rational.parse(line.paidAmount))));
      const short = due.minus(paid);
      if (short.sign <= 0) return [];
      const deductions = deducted.flatMap(({ recorded: { settlement, invoice, amount, tax = [] } }) =>
        invoice === document
          ? [{ settlement, amount: text(Rational.parse(amount).plus(sum(tax.map((line) => Rational.parse(line.tax))))) }]
          : [],
      );
      const left = short.minus(sum(deductions.map(({ amount }) => Rational.parse(amount))));
      const [first] = lines;
      const isOwn = lines.every((line) => (line.currency ?? currency) === currency);
      return [
        {
          document,
          paidOn,
          currency: first?.currency ?? currency,
          due: text(due),
          paid: text(paid),
          short: text(short),
          deductions,
          left: text(left),
          // Amounts in another currency compare with no claim.
          claims: left.sign > 0 && isOwn ? matching(claims, left) : [],
        },
      ];
    })
    .sort((a, b) => (a.paidOn === b.paidOn ? (a.document < b.document ? -1 : 1) : a.paidOn < b.paidOn ? -1 : 1));
};
