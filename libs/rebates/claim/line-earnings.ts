import { type Day, formatFixed, largestRemainder, pow10, Rational, roundUnits, sum } from '#kernel';
import { type Cell, parseSignature, type Signature } from '../accrual/cell.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import { amountsOf, type SumsReader } from '../accrual/sums.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import { cellInAgreementCurrency } from '../currency/converted.ts';
import type { SaleLine } from '../sales/line.ts';
import type { FoldedLine } from './folded-lines.ts';

/** What one line has earned of one programme about a day, at the rates reached by then: evidence of a claim. */
export type EarnedLine<Line = SaleLine> = { readonly document: string; readonly line: Line; readonly amount: string };
type Dated = Pick<SaleLine, 'date'>;

/** Reads what one cell of a line has earned; lines share few signatures, and each is read once. */
const cellReader = (
  agreement: Agreement,
  sums: SumsReader,
  { programme, on }: { readonly programme: ResolvedProgramme; readonly on: Day },
) => {
  const evaluation = new Evaluation(agreement, sums);
  const paid = evaluation.all(on).filter(({ entry }) => entry.programme === programme.id);
  const signatures = new Map<string, Signature>();
  return (cell: Cell): Rational => {
    if (cell.on > on) return Rational.zero;
    const signature = signatures.get(cell.signature) ?? parseSignature(cell.signature);
    signatures.set(cell.signature, signature);
    const amounts = cellInAgreementCurrency(agreement, signature.currency, cell.countedOn, amountsOf(cell));
    if (amounts === undefined) return Rational.zero;
    const part = { signature, countedOn: cell.countedOn, amounts };
    return paid.reduce((total, row) => total.plus(evaluation.earnedOnPart(programme, row, part, on)), Rational.zero);
  };
};

const byPlace = (a: FoldedLine<Dated>, b: FoldedLine<Dated>): number => {
  const [left, right] = [a.line?.date ?? '', b.line?.date ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.order - b.order;
};

/**
 * What each line has earned of a programme about a day. The parts are rounded by largest remainder, ties by date and
 * position, so that they add up to what lines have earned in all; what fell due without lines (a guarantee) lies on none.
 */
export const earnedLines = <Line extends Dated>(
  agreement: Agreement,
  sums: SumsReader,
  standing: readonly FoldedLine<Line>[],
  asked: { readonly programme: string; readonly on: Day },
): EarnedLine<Line>[] => {
  const programme = agreement.programmes.find(({ id }) => id === asked.programme);
  if (programme === undefined) return [];
  const earnedOn = cellReader(agreement, sums, { programme, on: asked.on });
  const earning = standing
    .map((line) => ({ line, exact: line.cells.reduce((total, cell) => total.plus(earnedOn(cell)), Rational.zero) }))
    .filter(({ exact }) => exact.sign !== 0);
  const lines = earning.sort((a, b) => byPlace(a.line, b.line));
  const exact = lines.map((one) => one.exact);
  const units = largestRemainder(exact, roundUnits(sum(exact), agreement.rounding), agreement.rounding.decimals);
  return lines.flatMap(({ line: { document, line } }, index) => {
    const own = units[index] ?? 0n;
    return line === undefined || own === 0n ? [] : [{ document, line, amount: formatFixed(own, agreement.rounding.decimals) }];
  });
};

/** The share of each tax code in what lines have earned, and the tax that their net amounts carry. */
export type TaxShare = { readonly code: string | undefined; readonly earned: Rational; readonly rate: Rational };

/** @param before what the same lines had earned through the period before: a settlement has the tax of what was added since. */
export const taxShares = (lines: readonly EarnedLine[], before: readonly EarnedLine[] = []): TaxShare[] => {
  const earlier = new Map<string, Rational>();
  for (const { line, amount } of before)
    earlier.set(line.taxCode ?? '', (earlier.get(line.taxCode ?? '') ?? Rational.zero).plus(Rational.parse(amount)));
  const codes = new Map<string, { code: string | undefined; earned: Rational; net: Rational; tax: Rational }>();
  for (const { line, amount } of lines) {
    const known = codes.get(line.taxCode ?? '') ?? { code: line.taxCode, earned: Rational.zero, net: Rational.zero, tax: Rational.zero };
    const net = line.net === undefined ? Rational.parse(line.quantity).times(Rational.parse(line.unitPrice)) : Rational.parse(line.net);
    codes.set(line.taxCode ?? '', {
      ...known,
      earned: known.earned.plus(Rational.parse(amount)),
      net: known.net.plus(net),
      tax: known.tax.plus(Rational.parse(line.tax ?? '0')),
    });
  }
  return [...codes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { code, earned, net, tax }]) => ({
      code,
      earned: earned.minus(earlier.get(code ?? '') ?? Rational.zero),
      rate: net.sign === 0 ? Rational.zero : tax.over(net),
    }));
};

export type TaxSplit = { readonly code?: string; readonly net: string; readonly tax: string };

/**
 * An amount by tax code, in proportion to what the lines of each have earned, and the tax on it at the rate that they carry:
 * net amounts add up to the amount and taxes to the rounded tax, by largest remainder, so that a credit note can be issued.
 */
export const splitByTax = (amount: string, shares: readonly TaxShare[], { decimals, mode }: Agreement['rounding']): TaxSplit[] => {
  const total = sum(shares.map(({ earned }) => earned));
  const used = total.sign === 0 ? [{ code: undefined, earned: Rational.one, rate: Rational.zero }] : shares;
  const whole = total.sign === 0 ? Rational.one : total;
  const parts = used.map(({ earned }) => Rational.parse(amount).times(earned).over(whole));
  const nets = largestRemainder(parts, roundUnits(Rational.parse(amount), { decimals, mode }), decimals);
  const exactTax = used.map(({ rate }, index) => Rational.of(nets[index] ?? 0n, pow10(decimals)).times(rate));
  const taxes = largestRemainder(exactTax, roundUnits(sum(exactTax), { decimals, mode }), decimals);
  return used.map(({ code }, index) => ({
    ...(code === undefined ? {} : { code }),
    net: formatFixed(nets[index] ?? 0n, decimals),
    tax: formatFixed(taxes[index] ?? 0n, decimals),
  }));
};
