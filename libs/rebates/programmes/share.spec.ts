import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, returned, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const of = { include: [{ category: ['pipes'] }] };
const steps = stepsFrom(['60', '1'], ['80', '2']);
const earn = (more: object = {}) => ({ share: { of, ...more }, steps });
const pipes = (value: string, date = '2026-03-01'): Sale => sold(date, value, { category: 'pipes' });
const tools = (value: string, date = '2026-03-01'): Sale => sold(date, value, { category: 'tools' });
const answer = (programme: object, sales: readonly Sale[], more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ ...programme }, more), sales).balance(toDay('2026-12-31'));

describe('the share of a category', () => {
  test.each([
    ['59', '41', '0.00', 0],
    ['60', '40', '1.00', 1],
    ['80', '20', '2.00', 2],
    ['100', '0', '2.00', 2],
  ])('%s of pipes and %s of tools pays %s', (inside, outside, earned, step) => {
    expect(answer({ earn: earn() }, [pipes(inside), tools(outside)]).programmes[0]).toMatchObject({ earned, step, toNextStep: null });
  });

  test('is taken of the target set, and pays on the earning set', () => {
    const sets = { eligible: of, target: { include: [{ category: ['pipes', 'tools'] }] } };
    const other = sold('2026-03-01', '1000', { category: 'services' });
    expect(answer({ ...sets, earn: earn() }, [pipes('70'), tools('30'), other]).earned).toBe('0.70');
    expect(answer({ ...sets, earn: earn() }, [pipes('50'), tools('50'), other]).earned).toBe('0.00');
  });

  test('by quantity, and at rates by product group', () => {
    const units = (category: string, quantity: string): Sale => ({ date: '2026-03-01', category, quantity, unitPrice: '2' });
    const rates = [
      {
        from: '60',
        rates: [
          { category: ['tools'], percent: '10' },
          { category: ['pipes'], percent: '1' },
        ],
      },
    ];
    expect(answer({ by: 'quantity', earn: { share: { of }, steps: rates } }, [units('pipes', '75'), units('tools', '25')]).earned).toBe(
      '6.50',
    );
  });

  test('an amount on reaching is paid once, also where an amendment carries', () => {
    const amounts = (amount: string) => ({ share: { of }, steps: [{ from: '60', amount }] });
    const carried = { amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn: amounts('150') } }] };
    expect(answer({ earn: amounts('100') }, [pipes('60'), tools('40'), pipes('60', '2026-08-01')], carried).earned).toBe('100.00');
    // Not reached before: it is reached under the new terms.
    expect(answer({ earn: amounts('100') }, [pipes('50'), tools('50'), pipes('60', '2026-08-01')], carried).earned).toBe('150.00');
  });

  test('falls with returns, and is none of nothing', () => {
    const more = [pipes('60'), tools('40'), returned('2026-04-01', '30', { category: 'pipes' })];
    expect(answer({ earn: earn() }, more).earned).toBe('0.00');
    expect(answer({ earn: { share: { of }, steps: [{ from: '0', amount: '5' }] } }, []).earned).toBe('0.00');
    expect(
      answer(
        {
          earn: {
            share: { of },
            steps: [
              { from: '0', amount: '5' },
              { from: '50', amount: '8' },
            ],
          },
        },
        [pipes('60'), tools('40')],
      ).earned,
    ).toBe('8.00');
  });

  test('of declared purchases, in part for a period that is short', () => {
    expect(answer({ earn: earn({ declaredPurchases: '1000' }) }, [pipes('599'), tools('1')]).earned).toBe('0.00');
    expect(answer({ earn: earn({ declaredPurchases: '1000' }) }, [pipes('600'), tools('100')]).earned).toBe('7.00');
    const half = { from: '2026-07-01', to: '2026-12-31' };
    expect(answer({ shortPeriod: 'months', earn: earn({ declaredPurchases: '1000' }) }, [pipes('300', '2026-08-01')], half).earned).toBe(
      '3.00',
    );
  });

  test('carried: the share is of the whole period, and pays on what comes after', () => {
    const more = { amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn: earn() } }] };
    expect(answer({ earn: { percent: '3' } }, [tools('100'), pipes('300', '2026-09-01')], more).earned).toBe('6.00');
    expect(answer({ earn: { percent: '3' } }, [tools('300'), pipes('300', '2026-09-01')], more).earned).toBe('9.00');
  });
});

test('a line that moves the share: its own effect, and that on all others', () => {
  const result = calculated(programmeOf({ earn: earn() }), [pipes('70'), tools('30'), pipes('100'), tools('300')]);
  const { lines, causes } = result.explain(toDay('2026-12-31'));
  expect(lines.map((line) => line.effects.map(({ cause, amount }) => `${cause} ${amount}`))).toEqual([
    ['sale 1.4'],
    ['sale 0.3', 'tier crossed -0.7'],
    ['sale 2', 'tier crossed 1'],
    ['tier crossed -4'],
  ]);
  expect(causes).toEqual({ sale: '3.7', 'tier crossed': '-3.7' });
  expect(result.balance(toDay('2026-12-31')).earned).toBe('0.00');
});

describe('terms', () => {
  test.each([
    ['no selection', { share: {}, steps }, ['VALUE_MISSING programmes[0].earn.share.of']],
    [
      'a selection of no key that is known',
      { share: { of: { include: [{ colour: ['red'] }] } }, steps },
      ['UNKNOWN_KEY programmes[0].earn.share.of.include[0].colour', 'VALUE_NOT_ALLOWED programmes[0].earn.share.of.include[0]'],
    ],
    [
      'declared purchases of nothing',
      { share: { of, declaredPurchases: '0' }, steps },
      ['VALUE_NOT_ALLOWED programmes[0].earn.share.declaredPurchases'],
    ],
    ['steps that fall', { share: { of }, steps: stepsFrom(['60', '1'], ['50', '2']) }, ['STEPS_OVERLAP programmes[0].earn.steps[1].from']],
  ])('refuses %s', (_, wrong, refused) => {
    expect(refusalsOf({ earn: wrong })).toEqual(refused);
  });

  test('in words', () => {
    expect(wordsOf({ earn: earn() })).toEqual([
      'The share of pipes in what is measured, by value, reaches a step; it pays on all that earns.',
      'From 60 %: 1 %.',
      'From 80 %: 2 %.',
    ]);
    expect(wordsOf({ earn: earn({ declaredPurchases: '500' }) })[0]).toContain('in declared purchases of EUR 500');
  });
});
