import type { Agreement } from './answers.ts';

/** What the screens read of an agreement's terms; the ledger has checked them. */
type Step = { readonly from?: string; readonly above?: string };
export type ProgrammeTerms = {
  readonly id: string;
  readonly name?: string;
  readonly earn: { readonly steps?: readonly Step[] } & Readonly<Record<string, unknown>>;
  readonly measure?: string;
  readonly by?: string;
};
export type Terms = {
  readonly id: string;
  readonly name?: string;
  readonly supplier: string;
  readonly customer: string;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly countsFrom?: string;
  readonly rounding?: string | { readonly mode?: string; readonly decimals?: number };
  readonly programmes: readonly ProgrammeTerms[];
  readonly members?: readonly { readonly id: string; readonly from?: string; readonly to?: string }[];
};

export const termsOf = (agreement: Pick<Agreement, 'terms'>): Terms => agreement.terms as Terms;

/** The bounds that a programme's steps begin at, in order. */
export const boundsOf = (terms: Terms, programme: string): readonly string[] => {
  const steps = terms.programmes.find(({ id }) => id === programme)?.earn.steps ?? [];
  return steps.flatMap(({ from, above }) => [from ?? above ?? '']).filter((bound) => bound !== '');
};

export const nameOf = (terms: Terms, programme: string): string => terms.programmes.find(({ id }) => id === programme)?.name ?? programme;

/** What a programme measures, in words and with its unit. */
export const unitOf = (terms: Terms, programme: string): string => {
  const by = terms.programmes.find(({ id }) => id === programme)?.by;
  if (by === 'quantity') return 'units';
  return by === 'weight' ? 'weight' : terms.currency;
};

/** The side whose record the agreement counts from. */
export const countsOf = ({ countsFrom, customer }: Terms): 'supplier' | 'customer' =>
  countsFrom === 'customer' || countsFrom === customer ? 'customer' : 'supplier';

const ROUNDED: Readonly<Record<string, string>> = { 'half-up': 'half away from zero', 'half-even': 'half to even', down: 'toward zero' };

/** How a balance is rounded, in words. */
export const roundingOf = ({ rounding = 'half-up' }: Terms): string => {
  const { mode = 'half-up', decimals } = typeof rounding === 'string' ? { mode: rounding } : rounding;
  return `Balances are rounded once, at the end, ${ROUNDED[mode] ?? mode}${decimals === undefined ? '' : `, to ${decimals} decimals`}; what lines and causes bring is exact.`;
};
