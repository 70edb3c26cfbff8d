import { describe, expect, it } from '@jest/globals';
import { fold, Rational, sum, toDay } from '#kernel';
import { calculated } from '../accrual/testing/build.ts';
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
    ['excludes the same beside others', { exclude: [{ category: ['tools'] }, pipes] }],
    ['excludes more', { exclude: [{ category: ['tools', 'pipes'] }] }],
  ])('say that nothing counts where the target set %s', (_, target) => {
    expect(codes({ eligible: { include: [{ ...pipes, brand: ['A'] }] }, target })).toEqual([
      'TARGET_EXCLUDES_ELIGIBLE programmes[0].target',
    ]);
  });

  it.each([
    ['a target set that excludes what it includes', { target: { include: [pipes], exclude: [pipes] } }, 'programmes[0].target'],
    [
      'a set that excludes everything of its level',
      { eligible: { include: [{ product: ['A'] }], exclude: [{ product: ['A', 'B'] }] } },
      'programmes[0].eligible',
    ],
    [
      'one exclusion of two that covers it',
      { eligible: { include: [{ product: ['A'] }], exclude: [{ product: ['B'] }, { product: ['A'] }] } },
      'programmes[0].eligible',
    ],
    [
      'an exclusion that names no article',
      { eligible: { include: [{ product: ['A'], channel: ['web'] }], exclude: [{ channel: ['web'] }] } },
      'programmes[0].eligible',
    ],
    ['days after the term', { target: { include: [{ from: '2027-01-01' }] } }, 'programmes[0].target'],
    ['days before the term', { eligible: { include: [{ to: '2025-12-31' }] } }, 'programmes[0].eligible'],
    ['days that run backwards', { eligible: { include: [{ ...pipes, from: '2026-05-01', to: '2026-04-01' }] } }, 'programmes[0].eligible'],
    ['members that it does not have', { eligible: { include: [{ member: ['nobody'] }] } }, 'programmes[0].eligible'],
    [
      'a share of nothing',
      { earn: { share: { of: { include: [{ to: '2025-12-31' }] } }, steps: [{ from: '10', percent: '1' }] } },
      'programmes[0].earn.share.of',
    ],
    [
      'a rate of a group that nothing is in',
      {
        earn: {
          tiers: 'marginal',
          steps: [
            {
              from: '0',
              rates: [
                { ...pipes, percent: '1' },
                { ...pipes, from: '2027-01-01', percent: '2' },
              ],
            },
          ],
        },
      },
      'programmes[0].earn.steps[0].rates[1]',
    ],
    [
      'a special price of days before the term',
      { earn: { shipAndDebit: { prices: [{ product: 'A', downBy: '1', to: '2025-12-31' }] } } },
      'programmes[0].earn.shipAndDebit.prices[0]',
    ],
    [
      'a special price outside the term',
      {
        earn: {
          shipAndDebit: {
            prices: [
              { product: 'A', downBy: '1' },
              { product: 'B', downBy: '1', from: '2027-01-01' },
            ],
          },
        },
      },
      'programmes[0].earn.shipAndDebit.prices[1]',
    ],
  ])('say that nothing can match %s', (_, programme, place) => {
    expect(codes(programme, { members: [{ id: 'm-1' }] })).toEqual([`SELECTION_MATCHES_NOTHING ${place}`]);
  });

  const step = (from: string, pays: object) => ({ from, ...pays });
  it.each([
    ['a rate below nothing', { percent: '-1' }, ['RATE_BELOW_ZERO programmes[0].earn.percent']],
    ['an amount below nothing for each unit', { perUnit: '-0.01' }, ['RATE_BELOW_ZERO programmes[0].earn.perUnit']],
    ['more than all that is bought', { percent: '100.01' }, ['RATE_ABOVE_WHOLE programmes[0].earn.percent']],
    [
      'a rate of a step and of a group',
      {
        tiers: 'marginal',
        steps: [step('0', { percent: '150' }), step('10', { rates: [{ ...pipes, perUnit: '500' }, { percent: '-2' }] })],
      },
      ['RATE_ABOVE_WHOLE programmes[0].earn.steps[0].percent', 'RATE_BELOW_ZERO programmes[0].earn.steps[1].rates[1].percent'],
    ],
    [
      'a step that pays less on everything',
      { tiers: 'retrospective', steps: [step('0', { percent: '2' }), step('10', { percent: '3' }), step('20', { percent: '2.5' })] },
      ['STEP_PAYS_LESS programmes[0].earn.steps[2].percent'],
    ],
    [
      'a step of a growth on everything that pays less',
      { growth: 'all', baseline: '10', steps: [step('100', { percent: '2' }), step('110', { percent: '1' })] },
      ['STEP_PAYS_LESS programmes[0].earn.steps[1].percent'],
    ],
    [
      'a larger share that pays less',
      { share: { of: { include: [pipes] } }, steps: [step('10', { percent: '2' }), step('50', { percent: '1' })] },
      ['STEP_PAYS_LESS programmes[0].earn.steps[1].percent'],
    ],
    [
      'an amount on reaching that is less',
      { tiers: 'retrospective', steps: [step('0', { amount: '20' }), step('10', { amount: '10' })] },
      ['STEP_PAYS_LESS programmes[0].earn.steps[1].amount'],
    ],
    // What pays slice by slice may pay less for more, and nothing is compared with what is paid in another way.
    [
      'nothing of slices that pay less, of equal steps, of the whole',
      { tiers: 'marginal', steps: [step('0', { percent: '100' }), step('10', { percent: '0' })] },
      [],
    ],
    [
      'nothing of steps that are equal',
      { tiers: 'retrospective', steps: [step('0', { perUnit: '2' }), step('10', { perUnit: '2' }), step('20', { percent: '1' })] },
      [],
    ],
  ])('say that nobody means %s', (_, earn, expected) => {
    expect(codes({ earn })).toEqual(expected);
  });

  it('say in words what is wrong with a rate', () => {
    const words = (earn: object): string[] =>
      warningsOf(termsOf({ ...file, programmes: [{ ...promo, earn }] })).map(({ message }) => message);
    expect(words({ tiers: 'retrospective', steps: [step('0', { perUnit: '2' }), step('10', { perUnit: '-1' })] })).toEqual([
      'promo pays -1 a unit, which is below 0: the customer would owe it to the supplier.',
      'Step 2 of promo pays -1 a unit, less than the 2 a unit of the step before it: who reaches it earns less than before.',
    ]);
    expect(words({ percent: '150' })).toEqual(['promo pays 150 %: more than what is bought is worth.']);
  });

  it('say nothing where one of its members is known', () => {
    expect(codes({ eligible: { include: [{ member: ['nobody', 'm-1'] }] } }, { members: [{ id: 'm-1' }] })).toEqual([]);
  });

  it('say that no line can count toward a goal', () => {
    expect(
      codes({}, { goals: [{ id: 'g', measure: 'value', target: '1', by: '2026-06-30', eligible: { include: [{ from: '2027-01-01' }] } }] }),
    ).toEqual(['SELECTION_MATCHES_NOTHING goals[0].eligible']);
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
    expect([warningsOfOpen(fold(agreementDecider, [])), warningsOfOpen(opened), warningsOfOpen(fold(agreementDecider, active))]).toEqual([
      [],
      [],
      [],
    ]);
    const amending: AgreementEvent = {
      type: 'AmendmentProposed',
      data: {
        agreement: file.id,
        version: '2',
        amendments: [{ effective: '2026-04-01', programme: 'volume', mode: 'carry', change: { bestOf: 'g' } }],
        ...supplier,
      },
    };
    expect(warningsOfOpen(fold(agreementDecider, [...active, amending])).map(({ code, place }) => `${code} ${place}`)).toEqual([
      'BEST_OF_ALONE programmes[1].bestOf',
    ]);
  });

  it('say that a group of one is no choice', () => {
    expect(codes({ bestOf: 'g' })).toEqual(['BEST_OF_ALONE programmes[0].bestOf']);
    const two = (...groups: readonly string[]) =>
      warningsOf(termsOf({ ...file, programmes: groups.map((bestOf, index) => ({ ...promo, id: `p${index}`, bestOf })) })).map(
        ({ place }) => place,
      );
    expect([two('g', 'g'), two('g', 'h')]).toEqual([[], ['programmes[0].bestOf', 'programmes[1].bestOf']]);
  });

  it.each([
    ['the only proposer is the only approver', { propose: ['ann'], approve: ['ann'] }, true],
    ['of one side', { propose: ['ann'], approve: [{ person: 'ann', party: 'supplier' }] }, true],
    [
      'each side has one person for both',
      {
        propose: ['ann', 'carl'],
        approve: [
          { person: 'ann', party: 'supplier' },
          { person: 'carl', party: 'customer' },
        ],
      },
      true,
    ],
    ['another may propose', { propose: ['ann', 'bert'], approve: ['ann'] }, false],
    ['another may approve', { propose: ['ann'], approve: ['ann', 'bert'] }, false],
    ['anybody may propose', { approve: ['ann'] }, false],
    ['nobody needs to approve', { propose: ['ann'] }, false],
  ])('say that nothing could be signed where author and approver cannot differ: %s', (_, people, warned) => {
    expect(codes({}, { people })).toEqual(warned ? ['ONLY_AUTHOR_APPROVES people.approve'] : []);
  });

  it.each([
    ['below', '119.99', true],
    ['at', '120', false],
  ])('say that a guarantee is cut where a limit over several programmes lies %s what they guarantee together', (_, limit, warned) => {
    const programmes = [
      { ...promo, guarantee: { amount: '20', per: 'quarter' } },
      { ...promo, id: 'more', guarantee: { amount: '40' } },
    ];
    const terms = termsOf({ ...file, programmes, limits: [{ programmes: ['promo', 'more'], cap: { amount: limit } }] });
    expect(warningsOf(terms).map(({ code, place }) => `${code} ${place}`)).toEqual(warned ? ['LIMIT_BELOW_GUARANTEE limits[0].cap'] : []);
    // What the limit lets through is what is paid.
    const { programmes: rows } = calculated(terms, []).balance(toDay('2026-12-31'));
    expect(sum(rows.map(({ earned }) => Rational.parse(earned))).toExact()).toBe(limit);
  });

  it('say that nobody can approve where all limits are below what the agreement can pay', () => {
    const approve = [
      { person: 'ann', party: 'supplier', upTo: '5000' },
      { person: 'carl', party: 'customer' },
    ];
    expect(codes({}, { people: { approve } })).toEqual(['NOBODY_CAN_APPROVE people.approve']);
    expect(codes({ cap: { amount: '5000.01' } }, { people: { approve } })).toEqual(['NOBODY_CAN_APPROVE people.approve']);
    expect(codes({ cap: { amount: '5000' } }, { people: { approve } })).toEqual([]);
    expect(codes({}, { people: { approve: ['ann'] } })).toEqual([]);
    // One who may is enough.
    expect(codes({}, { people: { approve: [...approve, { person: 'sue', party: 'supplier' }] } })).toEqual([]);
    expect(warningsOf(termsOf({ ...file, people: { approve } })).map(({ message }) => message)).toEqual([
      'All who approve for the supplier have limits below what this can pay: any amount, since nothing caps it in money.',
    ]);
    expect(
      warningsOf(termsOf({ ...file, programmes: [{ ...promo, cap: { amount: '9000' } }], people: { approve } })).map(
        ({ message }) => message,
      ),
    ).toEqual(['All who approve for the supplier have limits below what this can pay: EUR 9000.']);
  });
});
