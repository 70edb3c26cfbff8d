import { describe, expect, it } from '@jest/globals';
import { fold } from '#kernel';
import { agreementDecider } from './decider.ts';
import type { AgreementEvent } from './events.ts';
import { active, file, promo, proposed, supplier, termsOf } from './given.contract.ts';
import { warningsOf, warningsOfOpen } from './warnings.ts';

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

  it.each([
    ['a target set that excludes what it includes', { target: { include: [pipes], exclude: [pipes] } }, 'programmes[0].target'],
    ['a set that excludes everything of its level', { eligible: { include: [{ product: ['A'] }], exclude: [{ product: ['A', 'B'] }] } }, 'programmes[0].eligible'],
    ['one exclusion of two that covers it', { eligible: { include: [{ product: ['A'] }], exclude: [{ product: ['B'] }, { product: ['A'] }] } }, 'programmes[0].eligible'],
    ['an exclusion that names no article', { eligible: { include: [{ product: ['A'], channel: ['web'] }], exclude: [{ channel: ['web'] }] } }, 'programmes[0].eligible'],
    ['days after the term', { target: { include: [{ from: '2027-01-01' }] } }, 'programmes[0].target'],
    ['days before the term', { eligible: { include: [{ to: '2025-12-31' }] } }, 'programmes[0].eligible'],
    ['days that run backwards', { eligible: { include: [{ ...pipes, from: '2026-05-01', to: '2026-04-01' }] } }, 'programmes[0].eligible'],
    ['members that it does not have', { eligible: { include: [{ member: ['nobody'] }] } }, 'programmes[0].eligible'],
    ['a share of nothing', { earn: { share: { of: { include: [{ to: '2025-12-31' }] } }, steps: [{ from: '10', percent: '1' }] } }, 'programmes[0].earn.share.of'],
    ['a rate of a group that nothing is in', { earn: { tiers: 'marginal', steps: [{ from: '0', rates: [{ ...pipes, percent: '1' }, { ...pipes, from: '2027-01-01', percent: '2' }] }] } }, 'programmes[0].earn.steps[0].rates[1]'],
    ['a special price of days before the term', { earn: { shipAndDebit: { prices: [{ product: 'A', downBy: '1', to: '2025-12-31' }] } } }, 'programmes[0].earn.shipAndDebit.prices[0]'],
    ['a special price outside the term', { earn: { shipAndDebit: { prices: [{ product: 'A', downBy: '1' }, { product: 'B', downBy: '1', from: '2027-01-01' }] } } }, 'programmes[0].earn.shipAndDebit.prices[1]'],
  ])('say that nothing can match %s', (_, programme, place) => {
    expect(codes(programme, { members: [{ id: 'm-1' }] })).toEqual([`SELECTION_MATCHES_NOTHING ${place}`]);
  });

  it('say that no line can count toward a goal', () => {
    expect(codes({}, { goals: [{ id: 'g', measure: 'value', target: '1', by: '2026-06-30', eligible: { include: [{ from: '2027-01-01' }] } }] })).toEqual(['SELECTION_MATCHES_NOTHING goals[0].eligible']);
  });

  it.each([
    ['a product beats its category', { include: [{ product: ['A'], ...pipes }], exclude: [pipes] }],
    ['one of two filters lets lines in', { include: [{ from: '2027-01-01' }, pipes] }],
    ['a part is excluded', { include: [pipes], exclude: [{ ...pipes, channel: ['web'] }] }],
    ['one of two products is excluded', { include: [{ product: ['A', 'B'] }], exclude: [{ product: ['A'] }] }],
    ['some days are excluded', { include: [pipes], exclude: [{ ...pipes, to: '2026-06-30' }] }],
    ['it begins with the last day of the term', { include: [{ from: '2026-12-31' }, { to: '2026-01-01' }] }],
  ])('say nothing where %s', (_, set) => {
    expect(codes({ eligible: set })).toEqual([]);
    expect(codes({ target: set })).toEqual([]);
  });

  it('of a proposal are about the terms as it would leave them, and none where nothing is open', () => {
    const alone = { ...file, programmes: [promo, { ...promo, id: 'second' }] };
    const opened = fold(agreementDecider, [proposed('1', supplier, alone)]);
    expect([warningsOfOpen(fold(agreementDecider, [])), warningsOfOpen(opened), warningsOfOpen(fold(agreementDecider, active))]).toEqual([[], [], []]);
    const amending: AgreementEvent = { type: 'AmendmentProposed', data: { agreement: file.id, version: '2', amendments: [{ effective: '2026-04-01', programme: 'volume', mode: 'carry', change: { bestOf: 'g' } }], ...supplier } };
    expect(warningsOfOpen(fold(agreementDecider, [...active, amending])).map(({ code, place }) => `${code} ${place}`)).toEqual(['BEST_OF_ALONE programmes[1].bestOf']);
  });

  it('say that a group of one is no choice', () => {
    expect(codes({ bestOf: 'g' })).toEqual(['BEST_OF_ALONE programmes[0].bestOf']);
    const two = (...groups: readonly string[]) => warningsOf(termsOf({ ...file, programmes: groups.map((bestOf, index) => ({ ...promo, id: `p${index}`, bestOf })) })).map(({ place }) => place);
    expect([two('g', 'g'), two('g', 'h')]).toEqual([[], ['programmes[0].bestOf', 'programmes[1].bestOf']]);
  });

  it('say that nobody can approve where all limits are below what the agreement can pay', () => {
    const approve = [{ person: 'ann', party: 'supplier', upTo: '5000' }, { person: 'carl', party: 'customer' }];
    expect(codes({}, { people: { approve } })).toEqual(['NOBODY_CAN_APPROVE people.approve']);
    expect(codes({ cap: { amount: '5000.01' } }, { people: { approve } })).toEqual(['NOBODY_CAN_APPROVE people.approve']);
    expect(codes({ cap: { amount: '5000' } }, { people: { approve } })).toEqual([]);
    expect(codes({}, { people: { approve: ['ann'] } })).toEqual([]);
    // One who may is enough.
    expect(codes({}, { people: { approve: [...approve, { person: 'sue', party: 'supplier' }] } })).toEqual([]);
    expect(warningsOf(termsOf({ ...file, people: { approve } })).map(({ message }) => message)).toEqual(['All who approve for the supplier have limits below what this can pay: any amount, since nothing caps it in money.']);
    expect(warningsOf(termsOf({ ...file, programmes: [{ ...promo, cap: { amount: '9000' } }], people: { approve } })).map(({ message }) => message)).toEqual(['All who approve for the supplier have limits below what this can pay: EUR 9000.']);
  });
});
