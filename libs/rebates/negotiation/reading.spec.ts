import { describe, expect, it } from '@jest/globals';
import { file, promo, termsOf, volume } from '../agreement/given.contract.ts';
import type { AmendmentTerms } from '../agreement/terms.ts';
import { readAloud, type Reading } from './reading.ts';

const read = (more: object = {}, amendments: readonly AmendmentTerms[] = []): Reading =>
  readAloud({ terms: termsOf({ ...file, ...more }), amendments });
const ofPromo = (more: object): readonly string[] =>
  read({
    programmes: [
      { ...promo, ...more },
      { ...volume, deducts: undefined },
    ],
  }).programmes[0]?.words ?? [];
const ofVolume = (more: object): readonly string[] => read({ programmes: [promo, { ...volume, ...more }] }).programmes[1]?.words ?? [];

describe('the terms read aloud', () => {
  it('say what counts, how it is measured, each step, and what happens on termination', () => {
    expect(read().programmes[1]).toEqual({
      id: 'volume',
      name: 'volume',
      words: [
        'What earns: all lines, when they are invoiced.',
        'It is measured by value over each year, for the group as a whole.',
        'The step reached by the value of the period pays on all of it, from the first unit.',
        'From 100000: 1 %.',
        'From 500000: 2 %.',
        'What promo earned on a line is taken off it first.',
        'If the agreement is terminated, what was earned by the last day is paid.',
      ],
    });
  });

  it('say who, when and by whose lines', () => {
    expect(read({ name: 'Year 2026' }).agreement).toEqual([
      'Year 2026: an agreement between acme, the supplier, and buildco, the customer, from 2026-01-01 to 2026-12-31, both days included, in EUR.',
      'Days are those of the time zone UTC.',
      'Every line of the customer counts.',
      "Lines count as acme reports them; the other side's are evidence.",
      'The value of a line is its net amount, without tax and without freight.',
      'A return counts in the period of its own day.',
      'Balances are rounded half away from zero to 2 decimals, once, at the end.',
    ]);
  });

  it('are read once for each stretch of days where amendments part them', () => {
    const amendments: AmendmentTerms[] = [
      { effective: '2026-04-01', programme: 'promo', mode: 'carry', change: { earn: { percent: '3' } } },
    ];
    const { words = [] } = read({}, amendments).programmes[0] ?? {};
    expect(words.filter((sentence) => /^From |^Pays /.test(sentence))).toEqual([
      'From 2026-01-01:',
      'Pays 2 % of the value of everything that counts.',
      'From 2026-04-01, carried: what was earned before stays under the terms before, and all volume of the period counts toward the steps:',
      'Pays 3 % of the value of everything that counts.',
    ]);
  });

  /** Each of these is something that two people could argue about: none may be left unsaid. */
  it.each([
    [{ currency: 'USD' }],
    [{ to: '2027-01-31' }],
    [{ timeZone: 'Europe/Berlin' }],
    [{ yearStartsOn: '04-01' }],
    [{ calendar: '4-4-5' }],
    [{ countsFrom: 'customer' }],
    [{ rounding: 'down' }],
    [{ decimals: 3 }],
    [{ value: { of: 'list' } }],
    [{ value: { tax: 'include' } }],
    [{ value: { freight: 'include' } }],
    [{ returns: 'salePeriod' }],
    [{ members: [{ id: 'north', from: '2026-02-01', to: '2026-03-01' }] }],
    [{ exchange: { table: 'ecb' } }],
    [{ units: [{ product: 'P-1', from: 'box', to: 'piece', factor: '12' }] }],
    [{ people: { propose: ['sue'] } }],
    [{ people: { sign: ['sue'] } }],
    [{ people: { approve: ['ann'] } }],
    [{ people: { approve: [{ person: 'ann', party: 'supplier', upTo: '5' }] } }],
    [{ goals: [{ id: 'g', measure: 'value', target: '7', by: '2026-06-30', owners: ['ann'], eligible: { include: [{ brand: ['x'] }] } }] }],
    [{ limits: [{ programmes: ['promo'], cap: { percent: '5', per: 'year' } }] }],
  ])('of the agreement tell %j apart', (more) => {
    expect(read(more).agreement.join('\n')).not.toBe(read().agreement.join('\n'));
  });

  it.each([
    [{ stage: 'shipped' }],
    [{ eligible: { include: [{ category: ['pipes', 'boards'] }, { product: ['P-1'] }] } }],
    [{ eligible: { exclude: [{ brand: ['x'], member: ['m'], shipTo: ['s'], channel: ['c'], endCustomer: ['e'] }] } }],
    [{ eligible: { include: [{ from: '2026-02-01' }] } }],
    [{ eligible: { include: [{ to: '2026-02-01' }] } }],
    [{ eligible: { include: [{ minPrice: '3' }] } }],
    [{ period: 'month' }],
    [{ period: 'term' }],
    [{ period: [{ from: '2026-01-01', to: '2026-03-31' }] }],
    [{ scope: 'member' }],
    [{ scope: 'product' }],
    [{ stage: 'paid' }],
    [{ period: 'document' }],
    [{ onTermination: 'prorate' }],
    [{ conditions: [{ commitment: { amount: '500', shortfall: { percent: '2' } } }] }],
    [{ floor: { amount: '5' } }],
    [{ floor: { amount: '5', per: 'month' } }],
    [{ guarantee: { amount: '5' } }],
    [{ guarantee: { amount: '5', carryExcess: true } }],
    [{ cap: { amount: '5' } }],
    [{ cap: { amount: '5', per: 'term' } }],
    [{ cap: { percent: '5' } }],
    [{ bestOf: 'g' }],
    [{ conditions: [{ paidWithin: 'terms' }] }],
    [{ conditions: [{ paidWithin: 30 }] }],
    [{ settle: { every: 'quarter' } }],
    [{ settle: { every: 'term' } }],
    [{ settle: { every: 'term', claims: { raised: 'automatic' } } }],
    [{ settle: { every: 'term', claims: { tolerance: { percent: '1' } } } }],
    [{ settle: { every: 'term', claims: { decideWithinDays: 30 } } }],
    [{ onTermination: 'forfeit' }],
    [{ onTermination: 'clawback' }],
    [{ shortPeriod: 'days' }],
    [{ earn: { perUnit: '1' } }],
  ])('of a programme tell %j apart', (more) => {
    expect(ofPromo(more).join('\n')).not.toBe(ofPromo({}).join('\n'));
  });

  it('say what a member has for itself, and on which units a step pays', () => {
    const own = { scope: 'higherOf', memberSteps: [{ from: '5000', percent: '1' }] };
    expect(ofVolume({ ...own, deducts: undefined })).toEqual(
      expect.arrayContaining(['Each member has steps of its own:', 'From 5000: 1 %.']),
    );
    const inOrder = {
      by: 'quantity',
      attribute: 'inOrder',
      deducts: undefined,
      earn: {
        tiers: 'marginal',
        steps: [
          { from: '0', percent: '1' },
          { from: '10', percent: '2' },
        ],
      },
    };
    expect(ofVolume(inOrder)).toContain('A step pays on the very units that fall into it, in the order of date, document and line.');
  });

  it('say a target set that differs', () => {
    expect(ofVolume({ target: { include: [{ category: ['pipes'] }] } })).toContain(
      'What counts toward the steps: lines of category pipes.',
    );
  });

  it('say the plan of settlements part by part', () => {
    const settle = {
      every: 'quarter',
      graceDays: 5,
      dueDays: 60,
      claimWithinDays: 90,
      minimum: '100',
      belowMinimum: 'carry',
      by: 'payment',
      payTo: [{ member: 'hq', share: '100' }],
    };
    expect(ofPromo({ settle }).slice(3, -1)).toEqual([
      'It is settled every quarter, what was earned since the measurement period began, less what was settled before, by a payment.',
      'A settlement waits 5 days for late lines.',
      'It is due 60 days later.',
      'It can be claimed within 90 days.',
      'A settlement below EUR 100 is carried into the next settlement.',
      'It is paid to hq (100 %).',
    ]);
  });
});
