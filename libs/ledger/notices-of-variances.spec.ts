import { expect, test } from '@jest/globals';
import { value } from './negotiating.contract.ts';
import { PARTNERSHIP, reconcilingWorld, says, STEPPED } from './reconciliation/reconciling.contract.ts';

const world = reconcilingWorld();

test('lines on which the two sides differ are told when the second of them arrives, and as often as they are asked for', async () => {
  await world.signedBoth(STEPPED);
  await world.done(says('supplier', 'INV-1#1 03-05 P 10 2.50'));
  await world.done(says('customer', 'INV-1#1 03-05 P 9 2.50'));
  await world.done(says('supplier', 'INV-2#1 03-06 P 10 2.50'));
  await world.done(says('customer', 'INV-2#1 03-06 P 10 2.50'));
  await world.done(says('customer', 'INV-3#1 03-06 P 1 1'));
  const [variance] = (await world.openOf({ document: 'INV-1' })).items;
  const told = async () =>
    (
      await value(world.ledger().notices({ partnership: PARTNERSHIP, after: { position: -1 }, kinds: ['variance'], today: '2026-01-01' }))
    ).items.map(({ position, event, about }) => [position, event, about]);
  const expected = [[6, 'SalesRecorded', { document: 'INV-1', kinds: 'quantity', variances: '1', variance: variance?.variance }]];
  expect(await told()).toEqual(expected);
  expect(await told()).toEqual(expected);
});

const dayFromToday = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('a line that only one side has is told a week after the other side’s record went past it, once', async () => {
  await world.signedBoth(STEPPED);
  for (const line of ['INV-1#1 03-05 P 10 2.50', 'INV-2#1 03-06 P 10 2.50', 'INV-3#1 03-07 P 10 2.50'])
    await world.done(says('supplier', line));
  const kinds = ['variance'];
  const after = async (place: { readonly position: number; readonly day?: string }, days: number) => {
    const { items, through } = await value(
      world.ledger().notices({ partnership: PARTNERSHIP, after: place, kinds, today: dayFromToday(days) }),
    );
    return { told: items.map(({ position, day, about }) => [position, day, about]), through };
  };
  // The customer records nothing at all: there is nothing to hold against it.
  await world.openOf();
  expect((await after({ position: -1 }, 30)).told).toEqual([]);
  await world.done(says('customer', 'INV-2#1 03-06 P 10 2.50'));
  await world.openOf();
  const [missing] = (await world.openOf({ document: 'INV-1' })).items;
  const now = await after({ position: -1 }, 6);
  expect(now.told).toEqual([]);
  // INV-3 lies after all that the customer has recorded, so its record may be on the way.
  expect((await after(now.through, 9)).told).toEqual([
    [8, dayFromToday(7), { document: 'INV-1', kinds: 'missing', side: 'customer', variances: '1', variance: missing?.variance }],
  ]);
  expect((await after({ position: 8, day: dayFromToday(7) }, 60)).told).toEqual([]);
  await world.done(says('customer', 'INV-1#1 03-05 P 10 2.50'));
  await world.openOf();
  expect((await after({ position: -1 }, 60)).told).toEqual([]);
});
