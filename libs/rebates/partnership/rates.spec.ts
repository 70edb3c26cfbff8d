import { expect, test } from '@jest/globals';
import type { PartnershipEvent } from './events.ts';
import { partnershipDecider } from './decider.ts';

const opened: PartnershipEvent = {
  type: 'PartnershipOpened',
  data: { partnership: 'acme~buildco', supplier: 'acme', customer: 'buildco' },
};
const stateAfter = (...events: readonly PartnershipEvent[]) =>
  events.reduce((state, event) => partnershipDecider.evolve(state, event), partnershipDecider.initial);
const usd = (from: string, rate: string) => ({ currency: 'USD', from, rate });
const record = (
  rates: readonly { currency: string; from: string; rate: string }[],
  events: readonly PartnershipEvent[] = [opened],
  more: object = {},
) =>
  partnershipDecider.decide(
    { kind: 'RecordRates', partnership: 'acme~buildco', table: 'ecb', to: 'EUR', rates, ...more },
    stateAfter(...events),
  );

test('rates are recorded once; a changed one replaces that of its day', () => {
  const first = record([usd('2026-03-01', '0.9'), usd('2026-03-02', '0.91')]);
  expect(first).toEqual({
    kind: 'events',
    events: [
      {
        type: 'RatesRecorded',
        data: { partnership: 'acme~buildco', table: 'ecb', to: 'EUR', rates: [usd('2026-03-01', '0.9'), usd('2026-03-02', '0.91')] },
      },
    ],
  });
  const known = first.kind === 'events' ? [opened, ...first.events] : [];
  expect(record([usd('2026-03-01', '0.9')], known)).toEqual({ kind: 'events', events: [] });
  expect(record([usd('2026-03-01', '0.9'), usd('2026-03-02', '0.92')], known)).toMatchObject({
    events: [{ data: { rates: [usd('2026-03-02', '0.92')] } }],
  });
});

test('many rates are recorded in pieces that fit an event', () => {
  const many = Array.from({ length: 1001 }, (_, index) => ({
    currency: 'USD',
    from: `2026-01-${String((index % 28) + 1).padStart(2, '0')}`,
    rate: `0.${index + 1000}`,
  }));
  const decision = record(many);
  expect(decision.kind === 'events' && decision.events.map(({ data }) => ('rates' in data ? data.rates.length : 0))).toEqual([500, 500, 1]);
});

test.each([
  ['an unknown partnership', () => record([usd('2026-03-01', '1')], []), ['PARTNERSHIP_UNKNOWN ']],
  [
    "a currency that is none, or the table's own",
    () =>
      record([
        { currency: 'usd', from: '2026-03-01', rate: '1' },
        { currency: 'EUR', from: '2026-03-01', rate: '1' },
      ]),
    ['RATE_NOT_ALLOWED rates[0].currency', 'RATE_NOT_ALLOWED rates[1].currency'],
  ],
  ['a day that is none', () => record([usd('2026-02-30', '1')]), ['RATE_NOT_ALLOWED rates[0].from']],
  [
    'a rate of nothing, or below',
    () => record([usd('2026-03-01', '0.00'), usd('2026-03-01', '-1'), usd('2026-03-01', '1e3')]),
    ['RATE_NOT_ALLOWED rates[0].rate', 'RATE_NOT_ALLOWED rates[1].rate', 'RATE_NOT_ALLOWED rates[2].rate'],
  ],
  [
    'no rates, no table, no currency',
    () => record([], [opened], { table: '', to: 'EURO' }),
    ['RATE_NOT_ALLOWED table', 'RATE_NOT_ALLOWED to', 'RATE_NOT_ALLOWED rates'],
  ],
])('refuses %s', (_, decide, refused) => {
  const decision = decide();
  expect(decision.kind === 'rejected' && decision.rejections.map(({ code, place }) => `${code} ${place ?? ''}`)).toEqual(refused);
});
