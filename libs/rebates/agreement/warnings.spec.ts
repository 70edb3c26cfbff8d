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
    [
      'a step that pays less on a group',
      {
        tiers: 'retrospective',
        steps: [step('0', { rates: [{ ...pipes, percent: '3' }] }), step('10', { rates: [{ ...pipes, percent: '2' }, { percent: '1' }] })],
      },
      ['STEP_PAYS_LESS programmes[0].earn.steps[1].rates[0].percent'],
    ],
    ['a claim below nothing', { shipAndDebit: { downBy: '-1' } }, ['RATE_BELOW_ZERO programmes[0].earn.shipAndDebit.downBy']],
    [
      'a claim of more than it cost, in a list',
      {
        shipAndDebit: {
          prices: [
            { product: 'A', downByPercent: '100' },
            { product: 'B', downByPercent: '150' },
          ],
        },
      },
      ['RATE_ABOVE_WHOLE programmes[0].earn.shipAndDebit.prices[1].downByPercent'],
    ],
    ['a bundle below nothing', { bundle: [{ product: 'A', quantity: '1' }], amount: '-5' }, ['RATE_BELOW_ZERO programmes[0].earn.amount']],
    ['a lump sum below nothing', { lumpSum: '-5', on: '2026-06-30' }, ['RATE_BELOW_ZERO programmes[0].earn.lumpSum']],
    [
      'an amount on reaching below nothing',
      { tiers: 'marginal', steps: [step('0', { amount: '-5' })] },
      ['RATE_BELOW_ZERO programmes[0].earn.steps[0].amount'],
    ],
    ['more free than bought', { freeGoods: { free: '2', per: '1' } }, ['RATE_ABOVE_WHOLE programmes[0].earn.freeGoods.free']],
    ['nothing of as much free as bought', { freeGoods: { free: '1', per: '1' } }, []],
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

  it('say which members of a set the agreement does not have, where it knows any', () => {
    const eligible = { include: [{ member: ['nobody', 'm-1'] }] };
    expect(codes({ eligible }, { members: [{ id: 'm-1' }] })).toEqual(['MEMBER_UNKNOWN programmes[0].eligible']);
    expect(codes({ eligible })).toEqual([]);
    expect(codes({ eligible }, { members: [{ id: 'm-1' }, { id: 'nobody' }] })).toEqual([]);
  });

  it('say that a member is in it on no day of the term', () => {
    const of = (days: object): string[] => codes({}, { members: [{ id: 'm-1' }, { id: 'm-2', ...days }] });
    expect(of({ from: '2027-01-01' })).toEqual(['SELECTION_MATCHES_NOTHING members[1]']);
    expect(of({ to: '2025-12-31' })).toEqual(['SELECTION_MATCHES_NOTHING members[1]']);
    expect([of({ from: '2026-12-31' }), of({ to: '2026-01-01' })]).toEqual([[], []]);
  });

  const tools = { category: ['tools'] };
  const byGroup = (...rates: readonly object[]) => ({ tiers: 'marginal', steps: [{ from: '0', rates }] });
  it.each([
    ['a rate', byGroup({ ...pipes, percent: '1' }, { ...tools, percent: '2' }), ['earn.steps[0].rates[1]']],
    ['a share', { share: { of: { include: [tools] } }, steps: [{ from: '10', percent: '1' }] }, ['earn.share.of']],
  ])('say that %s is for lines that are not eligible', (_, earn, places) => {
    expect(codes({ eligible: { include: [pipes] }, earn })).toEqual(
      places.map((place) => `SELECTION_MATCHES_NOTHING programmes[0].${place}`),
    );
    expect(codes({ earn })).toEqual([]);
  });

  it('say that a part of a bundle and a special price are for products that are not eligible', () => {
    const eligible = { include: [{ product: ['A'], endCustomer: ['hotel'] }] };
    const bundle = ['A', 'B'].map((product) => ({ product, quantity: '1' }));
    expect(codes({ eligible, earn: { bundle, amount: '5' } })).toEqual(['SELECTION_MATCHES_NOTHING programmes[0].earn.bundle[1]']);
    const prices = [
      { product: 'A', downBy: '1' },
      { product: 'B', downBy: '1' },
      { product: 'A', endCustomer: 'inn', downBy: '1' },
    ];
    expect(codes({ eligible, earn: { shipAndDebit: { prices } } })).toEqual(
      [1, 2].map((index) => `SELECTION_MATCHES_NOTHING programmes[0].earn.shipAndDebit.prices[${index}]`),
    );
    // A part of everything, where all but one product is eligible.
    expect(codes({ eligible: { exclude: [{ product: ['B'] }] }, earn: { bundle, amount: '5' } })).toEqual([
      'SELECTION_MATCHES_NOTHING programmes[0].earn.bundle[1]',
    ]);
  });

  it('say of a share what the target set leaves out, since that is what it is a share of', () => {
    const share = { share: { of: { include: [tools] } }, steps: [{ from: '10', percent: '1' }] };
    const eligible = { include: [pipes] };
    expect(codes({ eligible, target: { include: [pipes, tools] }, earn: share })).toEqual([]);
    expect(codes({ target: { include: [pipes] }, earn: share })).toEqual(['SELECTION_MATCHES_NOTHING programmes[0].earn.share.of']);
  });

  it.each([
    ['the same group', [pipes, pipes], true],
    ['a group of more', [{ category: ['tools', 'pipes'] }, pipes], true],
    ['a group of less', [{ ...pipes, channel: ['web'] }, pipes], false],
    ['another group', [tools, pipes], false],
  ])('say that no line takes a rate after %s', (_, [first, second], warned) => {
    expect(codes({ earn: byGroup({ ...first, percent: '1' }, { ...second, percent: '2' }) })).toEqual(
      warned ? ['RATE_NEVER_USED programmes[0].earn.steps[0].rates[1]'] : [],
    );
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
    ['a cap of the year below the floor of a month', { cap: ['99', 'year'], floor: ['100', 'month'] }, ['CAP_BELOW_FLOOR']],
    ['a cap of the year at the floor of a month', { cap: ['100', 'year'], floor: ['100', 'month'] }, []],
    ['twelve caps below the floor of the year', { cap: ['10', 'month'], floor: ['121', 'year'] }, ['CAP_BELOW_FLOOR']],
    ['twelve caps at the floor of the year', { cap: ['10', 'month'], floor: ['120', 'year'] }, []],
    ['a cap of the year below four guarantees', { cap: ['399', 'year'], guarantee: ['100', 'quarter'] }, ['CAP_BELOW_GUARANTEE']],
    ['a cap of the year at four guarantees', { cap: ['400', 'year'], guarantee: ['100', 'quarter'] }, []],
    ['a cap and a floor of a term that is a year', { cap: ['99', 'term'], floor: ['100', 'year'] }, ['CAP_BELOW_FLOOR']],
  ])('say that a cap cuts what another window promises: %s', (_, rules, expected) => {
    const own = Object.fromEntries(Object.entries(rules).map(([rule, [amount, per]]) => [rule, { amount, per }]));
    expect(codes(own)).toEqual(expected.map((code) => `${code} programmes[0].cap.amount`));
  });

  const never = (place: string): string[] => [`NEVER_PAID programmes[0].${place}`];
  const shareFrom = (bound: object, more: object = {}) => ({
    share: { of: { include: [pipes] }, ...more },
    steps: [{ percent: '1', ...bound }],
  });
  it.each([
    ['three years in a row in one', { earn: { loyalty: { periods: 3, target: '10' }, percent: '1' } }, never('earn.loyalty.periods')],
    ['four quarters in a row', { period: 'quarter', earn: { loyalty: { periods: 4, target: '10' }, percent: '1' } }, []],
    ['a share of more than all', { earn: shareFrom({ from: '100.01' }) }, never('earn.steps[0].from')],
    ['a share above all', { earn: shareFrom({ above: '100' }) }, never('earn.steps[0].above')],
    ['a share of all', { earn: shareFrom({ from: '100' }) }, []],
    ['more than what was declared', { earn: shareFrom({ from: '120' }, { declaredPurchases: '10' }) }, []],
    ['a lump sum below its floor', { earn: { lumpSum: '99', on: '2026-06-30' }, floor: { amount: '100' } }, never('floor.amount')],
    [
      'a lump sum at its floor and its cap',
      { earn: { lumpSum: '100', on: '2026-06-30' }, floor: { amount: '100' }, cap: { amount: '100' } },
      [],
    ],
    [
      'a lump sum above its cap',
      { earn: { lumpSum: '101', on: '2026-06-30' }, cap: { amount: '100' } },
      ['CAP_CUTS_AMOUNT programmes[0].earn.lumpSum'],
    ],
    [
      'an amount of a step above its cap',
      {
        earn: { tiers: 'retrospective', steps: [step('0', { amount: '100' }), step('10', { amount: '101' })] },
        cap: { amount: '100' },
      },
      ['CAP_CUTS_AMOUNT programmes[0].earn.steps[1].amount'],
    ],
    ['a cap of nothing', { cap: { amount: '0' } }, never('cap.amount')],
    [
      'days between its periods',
      {
        period: [
          { from: '2026-02-01', to: '2026-03-30' },
          { from: '2026-04-01', to: '2026-06-30' },
          { from: '2026-07-01', to: '2026-09-30' },
        ],
      },
      ['PERIODS_LEAVE_GAP programmes[0].period'],
    ],
  ])('say what is never paid: %s', (_, programme, expected) => {
    expect(codes(programme)).toEqual(expected);
  });

  it('say that one person alone would have to sign for both sides', () => {
    expect(codes({}, { people: { sign: ['ann'] } })).toEqual(['ONE_SIGNS people.sign']);
    expect(codes({}, { people: { sign: ['ann', 'carl'] } })).toEqual([]);
  });

  it('say in a sentence what is cut, left out or out of reach', () => {
    const words = (programme: object): string[] =>
      warningsOf(termsOf({ ...file, programmes: [{ ...promo, ...programme }] })).map(({ message }) => message);
    const own = [
      { from: '2026-01-01', to: '2026-03-30' },
      { from: '2026-04-01', to: '2026-04-30' },
      { from: '2026-05-04', to: '2026-12-31' },
    ];
    expect([
      ...words({ cap: { amount: '99', per: 'year' }, guarantee: { amount: '100', per: 'quarter' } }),
      ...words({ cap: { amount: '10', per: 'month' }, floor: { amount: '121', per: 'year' } }),
      ...words({ period: own }),
      ...words({ eligible: { include: [pipes] }, earn: byGroup({ ...tools, percent: '2' }) }),
      ...words({ earn: byGroup({ ...tools, percent: '2' }, { ...tools, percent: '3' }) }),
      ...words({
        earn: {
          tiers: 'retrospective',
          steps: [step('0', { rates: [{ ...pipes, perUnit: '2' }] }), step('5', { rates: [{ ...pipes, perUnit: '1' }] })],
        },
      }),
    ]).toEqual([
      'promo guarantees EUR 400 over the term, and its cap lets EUR 99 through: the rest of the guarantee would not be paid.',
      'The cap of promo lets EUR 120 through where its floor asks for EUR 121: what reaches the floor is cut below it.',
      'What is bought on 2026-03-31 and from 2026-05-01 to 2026-05-03 counts nowhere in promo: its periods leave these days out.',
      'No line can be in programmes[0].earn.steps[0].rates[0]: nothing of it earns in promo.',
      'No line takes this rate of promo: a group before it takes all that it names, and a line takes the first.',
      'Step 2 of promo pays 1 a unit on pipes, less than the 2 a unit of the step before it: who reaches it earns less than before.',
    ]);
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
