import type { Variance } from '../api/sides-answers.ts';

const both = (name: string, supplier: string | undefined, customer: string | undefined): string =>
  `${name}: supplier ${supplier ?? '–'}, customer ${customer ?? '–'}`;

/** What differs, in words. */
export const wordsOf = ({ kind, side, supplier, customer, quantity }: Variance): string => {
  switch (kind) {
    case 'missing':
      return `Missing in the ${side ?? 'other side'}’s record`;
    case 'duplicate':
      return `Stands twice in the ${side ?? 'one side'}’s record`;
    case 'quantity':
      return `${both('Quantity', supplier?.quantity, customer?.quantity)} (${quantity.startsWith('-') ? '' : '+'}${quantity})`;
    case 'price':
      return both('Price', supplier?.unitPrice, customer?.unitPrice);
    case 'date':
    case 'product':
    case 'unit':
    case 'currency':
    case 'member':
      return both(`${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, supplier?.[kind], customer?.[kind]);
    default:
      return `Different ${kind}`;
  }
};

export const lineOf = (variance: Variance): string => {
  const line = variance.supplier ?? variance.customer;
  return line === undefined ? variance.variance : `${line.document}#${line.line}, ${line.product}`;
};
