import { expect, test } from '@jest/globals';
import type { Balance, ReplayDay } from '../../api/answers.ts';
import { bookedOf, countOf, eventAt, eventBeside, indexAt, stretchesOf, ticksOf, yearOf } from './year.ts';

const balance = (on: string, earned: string): Balance => ({
  agreement: 'a',
  currency: 'EUR',
  on,
  knownAt: 9,
  rules: 1,
  programmes: [],
  earned,
  accrued: earned,
});
const event = (position: number, type = 'SalesRecorded') => ({ position, type, summary: `event ${position}` });
const day = (on: string, events: ReplayDay['events'], causes: ReplayDay['causes'] = {}): ReplayDay => ({
  on,
  earned: '0.00',
  change: '0.00',
  causes,
  events,
});

const year = yearOf(
  [balance('2026-01-01', '0.00'), balance('2026-01-02', '10.00'), balance('2026-01-03', '10.00'), balance('2026-01-04', '30.50')],
  [
    day('2026-01-01', []),
    day('2026-01-02', [event(3), event(7)], { sale: '10', 'late sale': '0' }),
    day('2026-01-03', []),
    day('2026-01-04', [event(5, 'AgreementAmended')], { 'tier crossed': '20.5' }),
  ],
);

test('a day knows how many events lie behind it', () => {
  expect([...year.until]).toEqual([0, 2, 2, 3]);
  expect(year.knownAt).toBe(9);
  expect([...year.earned]).toEqual([0, 10, 10, 30.5]);
});

test('events are gone through one by one, by day and then by position', () => {
  const walk = (step: 1 | -1, from: { day: number; position?: number }): number[] => {
    const seen: number[] = [];
    for (let at: { day: number; position?: number } = from; ;) {
      const next = eventBeside(year, at.day, at.position, step);
      if (next === undefined) return seen;
      seen.push(next.position);
      at = { day: next.day, position: next.position };
    }
  };
  expect(walk(1, { day: 0 })).toEqual([3, 7, 5]);
  expect(walk(-1, { day: 3 })).toEqual([7, 3]);
  expect(walk(-1, { day: 2 })).toEqual([7, 3]);
  expect(walk(1, { day: 2 })).toEqual([5]);
});

test('the list stands at the event that was chosen, else at the last one up to the day', () => {
  expect([indexAt(year, 1, 3), indexAt(year, 1, undefined), indexAt(year, 1, 99), indexAt(year, 0, undefined)]).toEqual([0, 1, 1, -1]);
});

test('what matters is marked on its day', () => {
  expect(ticksOf(year, true).map(({ day: on, kind }) => `${on} ${kind}`)).toEqual([
    '0 signature',
    '1 late sale',
    '3 amendment',
    '3 step crossed',
  ]);
  expect(ticksOf(year, false).some(({ kind }) => kind === 'signature')).toBe(false);
});

test('booked is what statements said, from the end of their period on', () => {
  const statement = (to: string, earned: string) => ({ period: { to }, earned });
  expect(bookedOf(year.days, [])).toBeUndefined();
  expect(bookedOf(year.days, [statement('2026-01-04', '25.00'), statement('2026-01-02', '9.00')])).toEqual([null, 9, 9, 25]);
});

test('a year is there before it is told what happened on each day', () => {
  const begun = yearOf([balance('2026-01-01', '0.00'), balance('2026-01-02', '10.00')], [day('2026-01-01', [event(3)])]);
  expect([
    begun.told,
    begun.days.length,
    [...begun.earned],
    Array.from({ length: countOf(begun) }, (_, index) => eventAt(begun, index)?.position),
  ]).toEqual([1, 2, [0, 10], [3]]);
});

test('a large year is told month by month, without gap or overlap', () => {
  expect(stretchesOf({ from: '2026-01-01', to: '2026-12-31' }, 5_000)).toEqual([{ from: '2026-01-01', to: '2026-12-31' }]);
  expect(stretchesOf({ from: '2026-01-15', to: '2026-03-10' }, 5_001)).toEqual([
    { from: '2026-01-15', to: '2026-01-31' },
    { from: '2026-02-01', to: '2026-02-28' },
    { from: '2026-03-01', to: '2026-03-10' },
  ]);
});
