import {
  type Accepted,
  agreedSays,
  type AgreedLine,
  correctionOf,
  type MatchingAgreed,
  otherSays,
  type SaleLine,
  type SalesDocument,
} from '#rebates';
import type { Variance } from '#reconciliation';
import type { Records, SeenRecord } from './records.ts';
import { otherThan } from './rules.ts';
import { supplierLineFor } from './words-of-sides.ts';

/**
 * What a resolution records: the side that gives way has its line corrected in its own record, so that both say the same
 * from then on. Where both agree on another figure, both are corrected; where it is passed over, neither is. Of several
 * variances of one line each builds on the one before: what is decided is kept in `records`.
 */
export const correctionsOf = async (
  records: Records,
  agreed: MatchingAgreed,
  variance: Variance,
  accept: Accepted,
  line: AgreedLine | undefined,
): Promise<SalesDocument[]> => {
  switch (accept) {
    case 'supplier':
    case 'customer': {
      const from = await records.seenFrom(otherThan(accept), variance);
      return corrected(from, otherSays(from.seen));
    }
    case 'agreed': {
      const supplier = await records.seenFrom('supplier', variance);
      const customer = await records.seenFrom('customer', variance);
      const wanted = agreedSays(supplier.seen, line ?? {});
      return [...corrected(supplier, wanted), ...corrected(customer, supplierLineFor(agreed, wanted, customer.recorded))];
    }
    case 'neither':
      return [];
    default:
      return accept satisfies never;
  }
};

const corrected = ({ place, known, recorded }: SeenRecord, wanted: SaleLine | 'void'): SalesDocument[] => {
  const document = correctionOf(place, known, recorded, wanted);
  if (document === undefined) return [];
  for (const line of document.lines) known.set(line.line, document.action === 'void' ? 'void' : line);
  return [document];
};
