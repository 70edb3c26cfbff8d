import type { Rounding } from '#kernel';
import type { AgreementTerms } from './terms.ts';

/** ISO 4217: the currencies whose minor unit is not a hundredth. */
const NO_DECIMALS = new Set('JPY KRW CLP VND ISK UGX XAF XOF XPF PYG RWF KMF DJF GNF BIF VUV'.split(' '));
const THREE_DECIMALS = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

export const minorUnitOf = (currency: string): number => {
  if (NO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
};

/** How balances are rounded: as the terms say, to the currency's minor unit where they are silent. */
export const roundingOf = (terms: Pick<AgreementTerms, 'rounding' | 'decimals' | 'currency'>): Rounding => {
  const own = typeof terms.rounding === 'string' ? { mode: terms.rounding, decimals: undefined } : terms.rounding;
  return { mode: own.mode, decimals: own.decimals ?? terms.decimals ?? minorUnitOf(terms.currency) };
};
