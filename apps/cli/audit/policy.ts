import type { LogKeys } from '#ledger';

/** A policy that takes the keys that the ledger names. Whoever uses it should have them confirmed by another way. */
export const policyOf = ({ origin, keys, witnesses }: LogKeys): string => [
  `# Keys of ${origin}, as the ledger names them. Have them confirmed by another way before you trust them.`,
  ...keys.map(({ key }) => `log ${key}`),
  ...witnesses.map(({ key }, index) => `witness witness-${index + 1} ${key}`),
  '# Name a witness, or a group of them, to ask that it has cosigned.',
  'quorum none', '',
].join('\n');
