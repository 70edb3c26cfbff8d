import type { Scope } from '../accrual/entry.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { onlyIn } from './going-on.ts';

/** One programme and scope by themselves, where no other decides with: figures of one of many then cost little. */
export const alone = (
  agreement: Agreement,
  sums: SumsReader,
  programme: string,
  scope: Scope,
): { readonly agreement: Agreement; readonly sums: SumsReader } => ({
  agreement: {
    ...agreement,
    terms: { ...agreement.terms, limits: undefined },
    programmes: agreement.programmes.filter(({ id }) => id === programme),
  },
  sums: scope === null ? sums : onlyIn(sums, scope),
});
