import { expect, it } from '@jest/globals';
import { accepted, refused } from './rejection.ts';
import { rejectionKindOf } from './rejection-kind.ts';

it('is data: a result holds a value or why there is none', () => {
  const why = { code: 'SAME_PARTY', message: 'Supplier and customer are the same.', wayOut: 'Give two.' };
  expect(accepted(7)).toEqual({ ok: true, value: 7 });
  expect(refused(why, why)).toEqual({ ok: false, rejections: [why, why] });
});

it.each([
  ['REVISION_CHANGED', 'changed'],
  ['SIGN_IN_REQUIRED', 'signIn'],
  ['SIGN_IN_EXPIRED', 'signIn'],
  ['ROLE_MISSING', 'notAllowed'],
  ['PARTY_NOT_YOURS', 'notAllowed'],
  ['UNAVAILABLE', 'unavailable'],
  ['SERVER_UNREACHABLE', 'unavailable'],
  ['WAIVER_EXISTS', 'conflict'],
  ['AGREEMENT_UNKNOWN', 'notFound'],
  // What no list names is refused for what was sent.
  ['STEPS_OVERLAP', 'refused'],
  ['ANYTHING_ELSE', 'refused'],
])('%s is of the kind %s', (code, kind) => {
  expect(rejectionKindOf(code)).toBe(kind);
});
