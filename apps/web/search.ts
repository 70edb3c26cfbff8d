/** Addresses are read by people: each value stands as plain text, `?on=2026-07-01&knownAt=120`. */
export const readSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));

export const writeSearch = (search: Readonly<Record<string, unknown>>): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (typeof value === 'string' || typeof value === 'number') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
};
