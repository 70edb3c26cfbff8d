import { type Day, formatDay, type Rational } from '#kernel';
import type { Agreement } from '../agreement/resolve.ts';
import { type Cell, parseSignature, type Signature } from '../accrual/cell.ts';
import type { WaitingLines } from '../sales/waiting-lines.ts';
import { NO_AMOUNTS, plus, type SumsReader } from '../accrual/sums.ts';
import type { Amounts } from '../programmes/kind.ts';

/** Sums are kept in the money of their lines and converted when they are read: a new rate re-measures no line. */

type WithRates = Pick<Agreement, 'rates'>;

const inOwnMoney = ({ currency, ...signature }: Signature): Signature => (currency === undefined ? { ...signature } : signature);

/** Money of a line at a rate; what is counted in units stays. */
const at = (amounts: Amounts, rate: Rational): Amounts => ({
  ...amounts,
  value: amounts.value.times(rate),
  own: amounts.own.map((own) => own.times(rate)),
});

/** Sums in the agreement's currency. Lines of days without a rate wait: they are in no sum. */
export const inAgreementCurrency = ({ rates }: WithRates, sums: SumsReader): SumsReader => {
  const currencies = sums.signatures.map(({ currency }) => currency);
  if (currencies.every((currency) => currency === undefined)) return sums;
  return {
    signatures: sums.signatures.map(inOwnMoney),
    between: (signature, from, to, asOf) => {
      const currency = currencies[signature];
      if (currency === undefined) return sums.between(signature, from, to, asOf);
      return (rates?.runs(currency, { from, to }) ?? []).reduce(
        (total, run) => plus(total, at(sums.between(signature, run.from, run.to, asOf), run.rate)),
        NO_AMOUNTS,
      );
    },
  };
};

/** The amounts of one cell in the agreement's currency; undefined where its day has no rate. */
export const cellInAgreementCurrency = (
  { rates }: WithRates,
  currency: string | undefined,
  day: Day,
  amounts: Amounts,
): Amounts | undefined => {
  if (currency === undefined) return amounts;
  const rate = rates?.on(currency, day);
  return rate === undefined ? undefined : at(amounts, rate);
};

/** Why a line waits for a rate; undefined where it does not. */
export const waitsForRate = (
  { rates, terms }: Pick<Agreement, 'rates' | 'terms'>,
  cells: readonly Pick<Cell, 'signature' | 'countedOn' | 'lines'>[],
): string | undefined => {
  for (const { signature, countedOn, lines } of cells) {
    const { currency } = parseSignature(signature);
    if (lines > 0 && currency !== undefined && rates?.on(currency, countedOn) === undefined)
      return `no rate from ${currency} to ${terms.currency} on ${formatDay(countedOn)}`;
  }
  return undefined;
};

/** Lines that wait for a rate, by day and reason. What was taken back is taken off first. */
export const waitingForRates = (agreement: Pick<Agreement, 'rates' | 'terms'>, cells: readonly Cell[]): WaitingLines[] => {
  const standing = new Map<string, Pick<Cell, 'signature' | 'countedOn' | 'on' | 'lines'>>();
  for (const { signature, countedOn, on, lines } of cells) {
    const key = `${on} ${countedOn} ${signature}`;
    standing.set(key, { signature, countedOn, on, lines: (standing.get(key)?.lines ?? 0) + lines });
  }
  const waiting = new Map<string, WaitingLines>();
  for (const cell of standing.values()) {
    const reason = waitsForRate(agreement, [cell]);
    if (reason === undefined) continue;
    const date = formatDay(cell.on);
    const key = `${date} ${reason}`;
    waiting.set(key, { date, reason, lines: (waiting.get(key)?.lines ?? 0) + cell.lines });
  }
  return [...waiting.values()];
};
