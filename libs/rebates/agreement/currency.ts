import type { Rounding } from '#kernel';
import type { AgreementTerms } from './terms.ts';

/** Decimals of currencies whose minor unit is not a hundredth (ISO 4217). */
const MINOR_UNITS: ReadonlyMap<string, number> = new Map([
  ...['JPY', 'KRW', 'CLP', 'VND', 'ISK', 'UGX', 'XAF', 'XOF', 'XPF', 'PYG', 'RWF', 'KMF', 'DJF', 'GNF', 'BIF', 'VUV'].map((code) => [code, 0] as const),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
]);

/** How figures are rounded: the agreement's mode, to its own decimals or its currency's minor unit. */
export const roundingOf = (terms: Pick<AgreementTerms, 'currency' | 'rounding' | 'decimals'>): Rounding => {
  const own = typeof terms.rounding === 'string' ? { mode: terms.rounding } : terms.rounding;
  const decimals = ('decimals' in own ? own.decimals : undefined) ?? terms.decimals ?? MINOR_UNITS.get(terms.currency) ?? 2;
  return { mode: own.mode, decimals };
};
