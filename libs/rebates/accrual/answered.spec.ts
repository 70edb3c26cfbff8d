import { describe, expect, test } from '@jest/globals';
import { Rational, sum, toDay } from '#kernel';
import { balanceOf, earnedRows } from './balance.ts';
import { EffectFold } from './effects.ts';
import { Sums } from './sums.ts';
import { agreementOf, calculated, documentOf, programmeOf, returned, type Sale, sold, stepsFrom } from './testing/build.ts';
import { measuredOf } from './testing/measured.ts';
import type { AgreementTerms } from '../agreement/terms.ts';

/** What is answered beside the balance: rows of a day alone, lines as they stand, goals, and runs of lines taken together. */

const LAST = toDay('2026-12-31');
const filled = (terms: AgreementTerms, sales: readonly Sale[]) => {
  const { agreement, changes } = measuredOf(terms, sales.map(documentOf));
  const sums = new Sums();
  for (const cell of changes.flatMap(({ cells }) => cells)) sums.add(cell);
  return { agreement, changes, sums };
};

test('the rows of a day alone are those of its balance, which says as of which position where it is told', () => {
  const { agreement, sums } = filled(programmeOf({ period: 'half', scope: 'product', earn: { percent: '1.5' } }), [sold('2026-02-01', '333'), sold('2026-08-01', '777', { product: 'B' })]);
  const balance = balanceOf({ agreement, sums, on: LAST, knownAt: 7 });
  expect(earnedRows(agreement, sums, LAST).map(({ entry, earned }) => [entry.scope, entry.period.from, earned.toExact()])).toEqual(
    balance.programmes.map(({ scope, period, earned }) => [scope, toDay(period.from), Rational.parse(earned).toExact()]));
  expect(balance.knownAt).toBe(7);
  expect(Object.keys(balanceOf({ agreement, sums, on: LAST }))).not.toContain('knownAt');
});

test('lines stand as they were last corrected, and not once struck out; goals are those of the day', () => {
  const terms = programmeOf({ earn: { percent: '1' } }, { goals: [{ id: 'g', measure: 'value', target: '100', by: '2026-12-31' }] });
  const calculation = calculated(terms, [sold('2026-02-01', '60', { document: 's' }), sold('2026-02-01', '5', { document: 't' }), sold('2026-03-01', '80', { document: 's', action: 'correct' }), sold('2026-02-01', '5', { document: 't', action: 'void' })]);
  expect(calculation.standing().map(({ document, stage, line }) => [document, stage, line.date, line.unitPrice])).toEqual([['s', 'invoiced', '2026-03-01', '80']]);
  expect([calculation.goals(toDay('2026-02-28')), calculation.goals(LAST)].map(([goal]) => goal?.measured)).toEqual(['0', '80']);
});

describe('lines taken together', () => {
  const together = (terms: AgreementTerms, sales: readonly Sale[]) => {
    const { agreement, changes } = filled(terms, sales);
    const fold = new EffectFold(agreement, new Sums(), LAST);
    const told: string[] = [];
    const effects = fold.applyAll(changes, (own, lines) => told.push(`${own.map(({ cause, amount }) => `${cause} ${amount.toExact()}`).join(', ')} of ${lines.map(({ change }) => change.document).join(' ')}`));
    return { told, total: sum(effects.map(({ amount }) => amount)).toExact() };
  };
  const flat = programmeOf({ earn: { percent: '10' } });
  test('are told with the lines of their cause, where each line earns its own', () => {
    const late = sold('2026-01-15', '30');
    expect(together(flat, [sold('2026-02-01', '10'), late, sold('2026-03-01', '20')])).toEqual({ told: ['sale 3 of d-0 d-2', 'late sale 3 of d-1'], total: '6' });
  });
  test('are parted where one goes back, and where a step is crossed', () => {
    expect(together(flat, [sold('2026-02-01', '10'), returned('2026-03-01', '4')]).told).toEqual(['sale 1 of d-0', 'return -0.4 of d-1']);
    const steps = programmeOf({ earn: { tiers: 'retrospective', steps: stepsFrom(['0', '10'], ['25', '20']) } });
    expect(together(steps, [sold('2026-02-01', '10'), sold('2026-03-01', '20')])).toEqual({ told: ['sale 1 of d-0', 'sale 4, tier crossed 1 of d-1'], total: '6' });
  });
  test.each([
    ['a floor that holds the first back', { floor: { amount: '2' } }, ['', 'sale 3']],
    ['a baseline', { period: 'half', earn: { growth: 'all', baseline: { previousPeriod: 'full' }, steps: stepsFrom(['0', '10']) } }, ['', '']],
    ['whole bundles', { earn: { bundle: [{ product: 'A', quantity: '2' }], amount: '3' } }, ['', 'sale 3']],
    ['each document', { period: 'document' }, ['sale 1', 'sale 2']],
  ])('are taken one by one with %s', (_, more, own) => {
    const { told } = together(programmeOf({ earn: { percent: '10' }, ...more }), [sold('2026-02-01', '10'), sold('2026-03-01', '20')]);
    expect(told.map((one) => one.slice(0, one.indexOf(' of')).trim())).toEqual(own);
  });
});

describe('a rule that an amendment adds or takes away', () => {
  const rows = (mode: string, first: object, change: object): string[] =>
    calculated(programmeOf({ earn: { percent: '10' }, ...first }, { amendments: [{ effective: '2026-07-01', programme: 'p1', mode, change }] }), [sold('2026-03-01', '1000'), sold('2026-09-01', '500')]).balance(LAST).programmes.map(({ earned }) => earned);
  // A carry lets the year run through: its cap holds for all of it, and one that is gone for nothing of it.
  test.each([
    ['carry', {}, { cap: { amount: '120' } }, ['120.00']],
    ['carry', { cap: { amount: '20' } }, { cap: null }, ['150.00']],
    ['carry', { cap: { amount: '20', per: 'quarter' } }, { cap: { amount: '30', per: 'half' } }, ['50.00']],
    ['restart', { cap: { amount: '20', per: 'half' } }, { cap: null }, ['20.00', '50.00']],
  ])('by %s, from %j to %j, pays %s', (mode, first, change, paid) => {
    expect(rows(mode, first, change)).toEqual(paid);
  });
});

test('a limit after a limit in percent sees what the first left on each day', () => {
  const first = { programmes: ['p1', 'p2'], cap: { percent: '5', per: 'year' } };
  const both = (limits: object[]) => calculated(agreementOf([{ earn: { percent: '4' } }, { earn: { percent: '3' } }], { limits }), [sold('2026-02-01', '1000'), sold('2026-05-01', '3000')]).balance(LAST).programmes.map(({ earned }) => earned);
  expect(both([first])).toEqual(['160.00', '40.00']);
  expect(both([first, { programmes: ['p1', 'p2'], cap: { amount: '100000', per: 'quarter' } }])).toEqual(['160.00', '40.00']);
  expect(both([first, { programmes: ['p2'], cap: { amount: '15', per: 'quarter' } }])).toEqual(['160.00', '25.00']);
});
