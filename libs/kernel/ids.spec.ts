import { describe, expect, it } from '@jest/globals';
import { fold, type Decider, events, rejected } from './decider.ts';
import { isId, partiesOf, partnershipIdOf } from './ids.ts';

describe('ids', () => {
  it.each(['a', 'acme-buildco-2026', 'A_1', '0', 'x'.repeat(64)])('may be %s', (text) => {
    expect(isId(text)).toBe(true);
  });

  it.each(['', '-a', '_a', 'a.b', 'a~b', 'a b', 'ä', 'a\n', 'x'.repeat(65)])('may not be %j', (text) => {
    expect(isId(text)).toBe(false);
  });

  it('make a partnership of two parties, and tell them again', () => {
    expect(partiesOf(partnershipIdOf('acme', 'buildco'))).toEqual({ supplier: 'acme', customer: 'buildco' });
    for (const text of ['acme', 'acme~', '~buildco', 'a~b~c', 'a.b~c']) expect(partiesOf(text)).toBeUndefined();
  });
});

describe('deciders', () => {
  const counter: Decider<'add' | 'fail', number, 'added'> = {
    initial: 0,
    evolve: (state) => state + 1,
    decide: (command) => (command === 'add' ? events('added') : rejected({ code: 'NO', message: 'No.', wayOut: 'None.' })),
  };

  it('fold a history from the initial state', () => {
    const none: 'added'[] = [];
    expect(fold(counter, none)).toBe(0);
    expect(fold(counter, ['added', 'added'] as const)).toBe(2);
    expect(counter.decide('add', 2)).toEqual({ kind: 'events', events: ['added'] });
    expect(counter.decide('fail', 2)).toMatchObject({ kind: 'rejected', rejections: [{ code: 'NO' }] });
  });
});
