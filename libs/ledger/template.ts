const PLACEHOLDER = '{customer}';

const filled = (value: unknown, customer: string): unknown => {
  if (typeof value === 'string') return value.replaceAll(PLACEHOLDER, customer);
  if (Array.isArray(value)) return value.map((item) => filled(item, customer));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, customer)]));
};

/**
 * One customer's agreement from a template: an agreement file in which `{customer}` stands for the customer. Supplier
 * and customer are filled in; an id without the placeholder is made each customer's own by adding it.
 */
export const templateFor = (template: unknown, supplier: string, customer: string): Readonly<Record<string, unknown>> => {
  const source = typeof template === 'object' && template !== null ? (template as Record<string, unknown>) : {};
  const id = typeof source['id'] === 'string' ? source['id'] : `${supplier}-${PLACEHOLDER}`;
  const own = id.includes(PLACEHOLDER) ? id : `${id}-${PLACEHOLDER}`;
  return { ...(filled({ ...source, id: own }, customer) as Record<string, unknown>), supplier, customer };
};
