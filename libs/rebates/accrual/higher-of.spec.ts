import { describe, expect, test } from '@jest/globals';
import { sum, toDay } from '#kernel';
import { refusalsOf } from '../programmes/testing.ts';
import { EffectFold } from './effects.ts';
import { Evaluation } from './evaluation.ts';
import { Sums } from './sums.ts';
import { agreementOf, calculated, programmeOf, returned, type Sale, sold, stepsFrom } from './testing/build.ts';

/** Each member takes the better of its part of the group's earning and its own, in money. */

const end = toDay('2026-12-31');
const steps = stepsFrom(['1000', '1'], ['2000', '3']);
const higher = { scope: 'higherOf', earn: { tiers: 'retrospective', steps } };
const by = (member: string, value: string, date = '2026-03-01'): Sale => sold(date, value, { member });
const result = (programme: object, sales: readonly Sale[], more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ ...higher, ...programme }, more), sales);
const rows = (...args: Parameters<typeof result>): [unknown, string][] =>
  result(...args)
    .balance(toDay('2026-12-31'))
    .programmes.map((row) => [Object.values(row.scope ?? {})[0], row.earned]);

describe('by the same steps', () => {
  test('the group reaches more than any member: each has its part', () => {
    expect(rows({}, [by('m-1', '1500'), by('m-2', '500')])).toEqual([
      ['m-1', '45.00'],
      ['m-2', '15.00'],
    ]);
  });

  test.each([
    ['999.99', '500', ['15.00', '5.00']],
    ['500', '400', ['0.00', '0.00']],
  ])('%s and %s: what the group reaches, as no member reaches more alone', (first, second, paid) => {
    expect(rows({}, [by('m-1', first), by('m-2', second)]).map(([, earned]) => earned)).toEqual(
      paid[0] === '15.00' ? ['10.00', '5.00'] : paid,
    );
  });

  test('slices: a member that is large alone is no better off alone, by the same steps', () => {
    const marginal = { earn: { tiers: 'marginal', steps } };
    // The group: 10 + 3 % of 1,000 = 40, two thirds of it the first member's; alone it would have 10.
    expect(rows(marginal, [by('m-1', '2000'), by('m-2', '1000')])).toEqual([
      ['m-1', '26.67'],
      ['m-2', '13.33'],
    ]);
  });

  test("an amount on reaching: alone it is all the member's", () => {
    const amounts = {
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '1000', amount: '100' },
          { from: '2000', amount: '150' },
        ],
      },
    };
    expect(rows(amounts, [by('m-1', '1500'), by('m-2', '500')])).toEqual([
      ['m-1', '112.50'],
      ['m-2', '37.50'],
    ]);
    expect(rows(amounts, [by('m-1', '1000'), by('m-2', '1000')])).toEqual([
      ['m-1', '100.00'],
      ['m-2', '100.00'],
    ]);
  });
});

describe("by steps of the members' own", () => {
  const own = { memberSteps: stepsFrom(['400', '2'], ['600', '10']) };

  test.each([
    ['399', '3.99'],
    ['400', '8.00'],
    ['599', '11.98'],
    ['600', '60.00'],
  ])("a member with %s of the group's 1,500 has %s", (value, paid) => {
    const rest = (1500 - Number(value)).toFixed(0);
    expect(rows(own, [by('m-1', value), sold('2026-03-01', rest)])[0]).toEqual(['m-1', paid]);
  });

  test("each member for itself: one by the group's steps, another by its own", () => {
    expect(rows(own, [by('m-1', '600'), by('m-2', '300'), by('m-3', '1100')])).toEqual([
      ['m-1', '60.00'],
      ['m-2', '9.00'],
      ['m-3', '110.00'],
    ]);
  });

  test('the better of the two is found again in each period', () => {
    const sales = [by('m-1', '600'), by('m-2', '500'), by('m-1', '300', '2026-05-01'), by('m-2', '1700', '2026-05-01')];
    expect(
      rows({ ...own, period: 'quarter' }, sales)
        .slice(0, 4)
        .map(([, earned]) => earned),
    ).toEqual(['60.00', '10.00', '9.00', '170.00']);
  });

  test('the row says what its member measures, and which step it reached', () => {
    const [first, second] = result(own, [by('m-1', '600'), by('m-2', '1400')]).balance(toDay('2026-12-31')).programmes;
    expect(first).toMatchObject({ measured: '600', earningAmount: '600', step: 2 });
    expect(second).toMatchObject({ measured: '1400', earningAmount: '1400', step: 2 });
    // By the group's steps what was measured is the group's.
    expect(result({}, [by('m-1', '600'), by('m-2', '1400')]).balance(toDay('2026-12-31')).programmes[0]).toMatchObject({
      measured: '2000',
      earningAmount: '600',
      step: 2,
      earned: '18.00',
    });
  });
});

describe('members who join and leave', () => {
  const members = [
    { id: 'm-1', to: '2026-03-31' },
    { id: 'm-1', from: '2026-07-01' },
    { id: 'm-2', from: '2026-03-01' },
  ];

  test('a line counts in every interval of its member, for the group and for itself, and in no other', () => {
    const sales = [
      by('m-1', '500', '2026-03-31'),
      by('m-1', '5000', '2026-04-01'),
      by('m-1', '500', '2026-07-01'),
      by('m-2', '5000', '2026-02-28'),
      by('m-2', '1000', '2026-03-01'),
      by('m-9', '900'),
    ];
    expect(rows({}, sales, { members })).toEqual([
      ['m-1', '30.00'],
      ['m-2', '30.00'],
    ]);
  });

  test('without a list, lines of no member count for the group, and earn for nobody', () => {
    expect(rows({}, [by('m-1', '500'), sold('2026-03-01', '1500')])).toEqual([['m-1', '15.00']]);
  });
});

describe('with other rules', () => {
  test('a cap and a floor hold for each member', () => {
    expect(rows({ cap: { amount: '20' } }, [by('m-1', '1500'), by('m-2', '500')])).toEqual([
      ['m-1', '20.00'],
      ['m-2', '15.00'],
    ]);
    expect(rows({ floor: { amount: '20' } }, [by('m-1', '1500'), by('m-2', '500')])).toEqual([
      ['m-1', '45.00'],
      ['m-2', '0.00'],
    ]);
  });

  test("a later programme deducts what each member's lines earned", () => {
    const terms = agreementOf([
      { ...higher, memberSteps: stepsFrom(['600', '10']) },
      { deducts: ['p1'], scope: 'member', earn: { percent: '10' } },
    ]);
    const answer = calculated(terms, [by('m-1', '600'), by('m-2', '1400')]).balance(toDay('2026-12-31')).programmes;
    expect(answer.map((row) => row.earned)).toEqual(['60.00', '140.00', '54.00', '126.00']);
  });

  test('carried: what each member had before is frozen', () => {
    const more = {
      amendments: [
        {
          effective: '2026-07-01',
          programme: 'p1',
          mode: 'carry',
          change: { earn: { tiers: 'retrospective', steps: stepsFrom(['0', '5']) } },
        },
      ],
    };
    expect(rows({}, [by('m-1', '1500'), by('m-2', '500'), by('m-1', '100', '2026-08-01')], more)).toEqual([
      ['m-1', '50.00'],
      ['m-2', '15.00'],
    ]);
  });
});

describe('what a line does', () => {
  test('a line of one member changes what the others have', () => {
    const { lines, causes } = result({}, [by('m-1', '1500'), by('m-2', '500')]).explain(toDay('2026-12-31'));
    expect(lines[1]?.effects.map(({ cause, amount }) => `${cause} ${amount}`).sort()).toEqual(['sale 15', 'tier crossed 30']);
    expect(causes).toEqual({ sale: '30', 'tier crossed': '30' });
  });

  test('effects add up, whichever of the two is better before and after', () => {
    const sales = [
      by('m-1', '500'),
      by('m-2', '700'),
      by('m-1', '150'),
      by('m-2', '900'),
      returned('2026-04-01', '400', { member: 'm-1' }),
      by('m-3', '800'),
    ];
    for (const programme of [
      {},
      { memberSteps: stepsFrom(['400', '2'], ['600', '10']) },
      { earn: { tiers: 'marginal', steps }, memberSteps: stepsFrom(['300', '4']) },
    ]) {
      const answer = result(programme, sales);
      const { agreement, changes } = answer;
      const [fold, sums] = [new EffectFold(agreement, new Sums(), end), new Sums()];
      const effects = changes.flatMap((change) => fold.apply(change));
      for (const { cells } of changes) for (const cell of cells) sums.add(cell);
      expect(sum(effects.map(({ amount }) => amount)).toExact()).toBe(new Evaluation(agreement, sums).total(end).toExact());
    }
  });
});

describe('terms', () => {
  test.each([
    [
      'steps of members where nothing is compared',
      { ...higher, scope: 'member', memberSteps: steps },
      ['SETTING_NOT_FOR_KIND programmes[0].memberSteps'],
    ],
    [
      'steps of members for a kind without steps',
      { ...higher, earn: { percent: '1' }, memberSteps: steps },
      ['SETTING_NOT_FOR_KIND programmes[0].memberSteps'],
    ],
    [
      'steps of members that fall',
      { ...higher, memberSteps: stepsFrom(['5', '1'], ['4', '2']) },
      ['STEPS_OVERLAP programmes[0].memberSteps[1].from'],
    ],
    [
      'a step of members that pays nothing',
      { ...higher, memberSteps: [{ from: '1' }] },
      ['VALUE_NOT_ALLOWED programmes[0].memberSteps[0]'],
    ],
    [
      'free goods, which have no money to compare',
      { scope: 'higherOf', earn: { freeGoods: { free: '1', per: '10' } } },
      ['SETTING_NOT_FOR_KIND programmes[0].scope'],
    ],
  ])('refuses %s', (_, wrong, refused) => {
    expect(refusalsOf(wrong)).toEqual(refused);
  });
});
