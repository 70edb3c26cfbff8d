import type { Agreement } from '../../agreement/resolve.ts';
import type { AgreementTerms } from '../../agreement/terms.ts';
import type { SalesDocument } from '../../sales/line.ts';
import { Calculation } from '../calculate.ts';
import type { MeasuredChange } from '../changes.ts';

/** What a calculation measured, change by change, for folding it in other ways. */
export const measuredOf = (
  terms: AgreementTerms,
  documents: readonly SalesDocument[],
  beside: ConstructorParameters<typeof Calculation>[1] = {},
): { readonly agreement: Agreement; readonly changes: readonly MeasuredChange[] } => {
  const calculation = new Calculation(terms, beside);
  for (const document of documents) calculation.add(document);
  return { agreement: calculation.agreement, changes: calculation.changes };
};
