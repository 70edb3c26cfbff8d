/**
 * Ids that people choose (parties, agreements, programmes): letters, digits, `-` and `_`. A dot parts the pieces of a
 * stream name, and `~` the two parties of a partnership, so neither can stand inside an id.
 */
const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

export const isId = (text: string): boolean => ID.test(text);

/** One supplier and one customer have one partnership, so its id is the two of them and needs no register. */
export const partnershipIdOf = (supplier: string, customer: string): string => `${supplier}~${customer}`;

export const partiesOf = (partnershipId: string): { readonly supplier: string; readonly customer: string } | undefined => {
  const [supplier = '', customer = '', ...more] = partnershipId.split('~');
  return isId(supplier) && isId(customer) && more.length === 0 ? { supplier, customer } : undefined;
};
