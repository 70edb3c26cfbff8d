import { expect, test } from '@jest/globals';
import { amendmentsOf, knobsOf, programmesOn, readEdits, slideOf, tickOf, valueAtTick, writeEdits } from './knobs.ts';

const volume = {
  id: 'volume',
  name: 'Annual volume',
  period: 'year',
  deducts: ['promo'],
  cap: { amount: '30000', per: 'year' },
  earn: {
    tiers: 'retrospective',
    steps: [
      { from: '0', percent: '1' },
      { from: '600000', percent: '1.5' },
    ],
  },
};
const june = { effective: '2026-06-01', programme: 'volume', mode: 'carry', change: { earn: { percent: '2' } } } as const;

test('thresholds, rates and limits can be turned; where counting starts cannot', () => {
  expect(knobsOf(volume).map(({ at, label, value, kind }) => [at, label, value, kind])).toEqual([
    ['earn.steps[0].percent', 'Step 1 rate, %', '1', 'rate'],
    ['earn.steps[1].from', 'Step 2 begins at', '600000', 'bound'],
    ['earn.steps[1].percent', 'Step 2 rate, %', '1.5', 'rate'],
    ['cap.amount', 'Cap amount', '30000', 'amount'],
  ]);
});

test('a programme is what the amendments up to a day make of it', () => {
  expect(programmesOn([volume], [june], '2026-05-31')[0]).toEqual(volume);
  expect(programmesOn([volume], [june], '2026-06-01')[0]).toMatchObject({ earn: { percent: '2' }, cap: { amount: '30000' } });
});

test('what is turned becomes an amendment of whole keys; what is turned back becomes none', () => {
  const edits = readEdits('volume:earn.steps[1].from=650000;volume:earn.steps[1].percent=1.5;volume:nonsense;other:earn.percent=3');
  expect(amendmentsOf([volume], edits, '2026-07-01', 'restate')).toEqual([
    {
      effective: '2026-07-01',
      programme: 'volume',
      mode: 'restate',
      change: {
        earn: {
          tiers: 'retrospective',
          steps: [
            { from: '0', percent: '1' },
            { from: '650000', percent: '1.5' },
          ],
        },
      },
    },
  ]);
  expect(amendmentsOf([volume], { 'volume:cap.amount': '30000' }, '2026-07-01', 'restate')).toEqual([]);
  expect(readEdits(writeEdits(edits))).toEqual(edits);
  expect(writeEdits({})).toBeUndefined();
});

test('every place of a slider is an exact decimal of a round size, and what stands there is on it', () => {
  for (const [value, kind, by] of [
    ['600000', 'bound', '10000'],
    ['1.5', 'rate', '0.025'],
    ['2', 'rate', '0.025'],
    ['0.12', 'rate', '0.002'],
    ['30000', 'amount', '500'],
    ['0', 'rate', '0.05'],
    ['18.90', 'amount', '0.25'],
  ] as const) {
    const slide = slideOf({ value, kind });
    expect([value, slide.by]).toEqual([value, by]);
    for (let tick = 0; tick <= slide.ticks; tick += 1) expect(valueAtTick(tick, slide)).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/);
  }
  expect([
    tickOf('600000', slideOf({ value: '600000', kind: 'bound' })),
    valueAtTick(61, { by: '10000', ticks: 120 }),
    valueAtTick(7, { by: '0.025', ticks: 120 }),
  ]).toEqual([60, '610000', '0.175']);
});
