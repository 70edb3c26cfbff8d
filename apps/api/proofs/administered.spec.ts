import { expect, test } from '@jest/globals';
import { administered } from './administered.ts';

test('who administers one side and only reads the other acts for the one', () => {
  const sides = [
    { party: 'supplier', organisation: 'acme', roles: ['viewer'] },
    { party: 'customer', organisation: 'buildco', roles: ['administrator', 'finance'] },
  ] as const;
  expect(administered({ relation: { kind: 'sides', sides } })).toEqual(['buildco']);
  expect(administered({ relation: { kind: 'sides', sides: sides.slice(0, 1) } })).toEqual([]);
  expect(administered({ relation: { kind: 'stranger' } })).toBeUndefined();
});
