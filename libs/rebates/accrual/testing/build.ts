import { type AgreementTerms, agreementSchema } from '../../agreement/terms.ts';
import type { SaleLine, SalesDocument } from '../../sales/line.ts';
import { Calculation } from '../calculate.ts';

/** Short forms for specs: an agreement of the year 2026, lines, and documents of one line. */

export const agreementOf = (programmes: readonly Record<string, unknown>[], more: Record<string, unknown> = {}): AgreementTerms =>
  agreementSchema.parse({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: programmes.map((programme, index) => ({ id: `p${index + 1}`, ...programme })),
    ...more,
  });

/** Terms of one programme, `p1`. */
export const programmeOf = (programme: Record<string, unknown>, more: Record<string, unknown> = {}): AgreementTerms =>
  agreementOf([programme], more);

export type Sale = { readonly date: string } & Partial<SaleLine> & Pick<Partial<SalesDocument>, 'action'> & { readonly document?: string };

export const documentOf = ({ action, document, ...line }: Sale, index: number): SalesDocument => ({
  reporter: 'acme',
  stage: 'invoiced',
  document: document ?? `d-${index}`,
  ...(action === undefined ? {} : { action }),
  lines: [{ line: '1', product: 'A', quantity: '1', unitPrice: '1', ...line }],
});

export const calculated = (terms: AgreementTerms, sales: readonly Sale[]): Calculation => {
  const result = new Calculation(terms);
  sales.forEach((sale, index) => {
    result.add(documentOf(sale, index));
  });
  return result;
};

export const sold = (date: string, value: string, more: Partial<Sale> = {}): Sale => ({ date, quantity: '1', unitPrice: value, ...more });
export const returned = (date: string, value: string, more: Partial<Sale> = {}): Sale => ({
  date,
  quantity: '-1',
  unitPrice: value,
  ...more,
});
export const stepsFrom = (...list: readonly (readonly [from: string, percent: string])[]) =>
  list.map(([from, percent]) => ({ from, percent }));
