/** The keys of a partnership's log and of its witnesses, as the ledger names them. */
export type NamedKeys = {
  readonly origin: string;
  readonly keys: readonly { readonly key: string }[];
  readonly witnesses: readonly { readonly key: string }[];
};

/** A policy that takes the keys that the ledger names. Whoever uses it should have them confirmed by another way. */
export const policyOf = ({ origin, keys, witnesses }: NamedKeys): string =>
  [
    `# Keys of ${origin}, as the ledger names them. Have them confirmed by another way before you trust them.`,
    ...keys.map(({ key }) => `log ${key}`),
    ...witnesses.map(({ key }, index) => `witness witness-${index + 1} ${key}`),
    '# Name a witness, or a group of them, to ask that it has cosigned.',
    'quorum none',
    '',
  ].join('\n');
