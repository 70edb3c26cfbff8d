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
  const told = async () => (await value(world.ledger().notices({ partnership: PARTNERSHIP, after: { position: -1 }, kinds: ['variance'], today: '2026-01-01' }))).items.map(({ position, event, about }) => [position, event, about]);
  const expected = [[6, 'SalesRecorded', { document: 'INV-1', kinds: 'quantity', variances: '1', variance: variance?.variance }]];
  expect(await told()).toEqual(expected);
  expect(await told()).toEqual(expected);
});
