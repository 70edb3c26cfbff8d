import * as rfc8785 from 'canonicalize';

// The package's types describe an ES module, but it is CommonJS: its export is the function itself.
const canonicalize = (rfc8785 as unknown as { readonly default: (value: unknown) => string | undefined }).default;

/** RFC 8785 text of a JSON value. Throws on what JSON cannot hold, because that is a bug of the caller. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
};
