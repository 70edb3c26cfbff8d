import type { Day } from '#kernel';
import type { Signature } from '../accrual/cell.ts';
import type { Entry } from '../accrual/entry.ts';
import type { Agreement } from '../agreement/resolve.ts';

/** The signature of a line that counts in a programme and passes each of its tests: what a first purchase is taken to be. */
export const lineOf = (agreement: Agreement, { programme, scope }: Entry, on: Day): Signature => {
  const resolved = agreement.programmes.find((candidate) => candidate.id === programme);
  const terms = resolved?.timeline.findLast((stretch) => stretch.from <= on)?.programme;
  const tests = terms === undefined ? undefined : resolved?.testsOf.get(terms);
  const indexes = tests === undefined ? [] : [tests.eligible, tests.target, ...tests.selections];
  return {
    bits: indexes.reduce((bits, index) => bits | (1n << BigInt(index)), 0n),
    member: scope !== null && 'member' in scope ? scope.member : '',
    product: scope !== null && 'product' in scope ? scope.product : '',
  };
};
