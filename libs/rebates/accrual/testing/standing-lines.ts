import { type Day, Rational, toDay } from '#kernel';
import type { AgreementTerms } from '../../agreement/terms.ts';
import type { SaleLine, SalesDocument } from '../../sales/line.ts';

/** A line that stands after all that was recorded, as the slow reference reads it. */
export type Line = {
  readonly on: Day;
  readonly countedOn: Day;
  readonly product: string;
  readonly brand: string | undefined;
  readonly category: string | undefined;
  readonly member: string | undefined;
  readonly value: Rational;
  readonly quantity: Rational;
};

const isMember = (terms: AgreementTerms, line: SaleLine, date: string): boolean =>
  terms.members?.some((member) => member.id === line.member && (member.from ?? date) <= date && date <= (member.to ?? date)) ?? true;

/** The last word on every line: the first record of it, unless corrected or struck out; only a correction brings it back. */
export const standing = (terms: AgreementTerms, documents: readonly SalesDocument[]): Line[] => {
  const lines = new Map<string, SaleLine>();
  const struckOut = new Set<string>();
  for (const { document, action, lines: own } of documents) {
    for (const line of own) {
      const key = `${document}#${line.line}`;
      if (action === 'void') {
        lines.delete(key);
        struckOut.add(key);
      } else if (action === 'correct' || (!lines.has(key) && !struckOut.has(key))) lines.set(key, line);
    }
  }
  return [...lines].flatMap(([key, line]): Line[] => {
    const sale = line.returns === undefined || line.returns === key ? undefined : lines.get(line.returns);
    const date = terms.returns === 'salePeriod' && line.quantity.startsWith('-') && sale !== undefined ? sale.date : line.date;
    if (date < terms.from || date > terms.to || !isMember(terms, line, date)) return [];
    const quantity = Rational.parse(line.quantity);
    return [{
      on: toDay(line.date), countedOn: toDay(date), product: line.product, brand: line.brand, category: line.category, member: line.member,
      value: quantity.times(Rational.parse(line.unitPrice)),
      quantity: line.kind === 'price' ? Rational.zero : quantity,
    }];
  });
};
