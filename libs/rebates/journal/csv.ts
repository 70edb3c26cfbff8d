const MUST_QUOTE = /[",\r\n]/;
/** What a sheet would take for a formula; a negative number is none. */
const IS_FORMULA = /^(?:[=+@\t\r]|-(?!\d))/;

const cell = (text: string): string => {
  const safe = IS_FORMULA.test(text) ? `'${text}` : text;
  return MUST_QUOTE.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/** A table as CSV (RFC 4180): the same rows give the same bytes. */
export const csvOf = (columns: readonly string[], rows: readonly (readonly string[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
