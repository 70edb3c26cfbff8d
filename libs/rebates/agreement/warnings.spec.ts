import { describe, expect, it } from '@jest/globals';
import { file, promo, termsOf } from './given.contract.ts';
import { warningsOf } from './warnings.ts';

const codes = (programme: object, more: object = {}): string[] =>
  warningsOf(termsOf({ ...file, programmes: [{ ...promo, ...programme }], ...more })).map(({ code, place }) => `${code} ${place}`);

const pipes = { category: ['pipes'] };

describe('warnings', () => {
  it('say nothing about ordinary terms', () => {
    expect(warningsOf(termsOf(file))).toEqual([]);
    expect(codes({ eligible: { include: [pipes] }, target: { include: [{ category: ['pipes', 'tools'] }] } })).toEqual([]);
    expect(codes({ eligible: { include: [pipes] }, target: { exclude: [{ ...pipes, from: '2026-02-01' }] } })).toEqual([]);
    expect(codes({ target: { exclude: [pipes] } })).toEqual([]);
  });

  it.each([
    ['includes only others', { include: [{ category: ['tools'] }] }],
    ['excludes the same', { exclude: [pipes] }],
    ['excludes more', { exclude: [{ category: ['tools', 'pipes'] }] }],
  ])('say that nothing counts where the target set %s', (_, target) => {
    expect(codes({ eligible: { include: [{ ...pipes, brand: ['A'] }] }, target })).toEqual(['TARGET_EXCLUDES_ELIGIBLE programmes[0].target']);
  });

  it('say that a group of one is no choice', () => {
    expect(codes({ bestOf: 'g' })).toEqual(['BEST_OF_ALONE programmes[0].bestOf']);
  });

  it('say that nobody can approve where all limits are below what the agreement can pay', () => {
    const approve = [{ person: 'ann', party: 'supplier', upTo: '5000' }, { person: 'carl', party: 'customer' }];
    expect(codes({}, { people: { approve } })).toEqual(['NOBODY_CAN_APPROVE people.approve']);
    expect(codes({ cap: { amount: '5000.01' } }, { people: { approve } })).toEqual(['NOBODY_CAN_APPROVE people.approve']);
    expect(codes({ cap: { amount: '5000' } }, { people: { approve } })).toEqual([]);
    expect(codes({}, { people: { approve: ['ann'] } })).toEqual([]);
  });
});
