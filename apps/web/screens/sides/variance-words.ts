import type { Variance } from '../../api/sides-answers.ts';

/** What differs, in words. */
export const wordsOf = ({ kind, side, supplier, customer, quantity }: Variance): string => {
  switch (kind) {
    case 'missing':
      return `Missing in the ${side ?? 'other side'}’s record`;
    case 'duplicate':
      return `Stands twice in the ${side ?? 'one side'}’s record`;
    case 'quantity':
      return `Quantity: supplier ${supplier?.quantity ?? '–'}, customer ${customer?.quantity ?? '–'} (${quantity.startsWith('-') ? '' : '+'}${quantity})`;
    case 'date':
      return `Date: supplier ${supplier?.date ?? '–'}, customer ${customer?.date ?? '–'}`;
    case 'product':
      return `Product: supplier ${supplier?.product ?? '–'}, customer ${customer?.product ?? '–'}`;
    default:
      return `Different ${kind}`;
  }
};

export const lineOf = (variance: Variance): string => {
  const line = variance.supplier ?? variance.customer;
  return line === undefined ? variance.variance : `${line.document}#${line.line}, ${line.product}`;
};
