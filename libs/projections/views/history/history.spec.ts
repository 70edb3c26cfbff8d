import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type World, caughtUp, newEvent, newWorld, sale } from '../../runner/given.contract.ts';
import { historyOf } from './history.ts';
import { historyView } from './history.view.ts';

const P = 'acme~shop';
let world: World;
let clock = Date.parse('2026-03-01T00:00:00.000Z');
const later = (hours: number): void => {
  clock += hours * 3_600_000;
};
beforeEach(() => {
  clock = Date.parse('2026-03-01T00:00:00.000Z');
  world = newWorld(() => clock);
});
afterEach(async () => {
  await world.close();
});

async function folded() {
  const readModel = world.open();
  await (await caughtUp({ store: world.store, readModel, views: [historyView] })).stop();
  return historyOf(readModel.db);
}

async function aDeal(): Promise<void> {
  await world.append(`partnership-${P}`, newEvent('PartnershipOpened', { partnership: P, supplier: 'acme', customer: 'shop' }, P));
  await world.append('agreement-bonus', newEvent('AgreementProposed', { agreement: 'bonus', partnership: P, version: 1 }, P));
  later(1);
  await world.append('agreement-bonus', newEvent('AgreementActivated', { agreement: 'bonus', version: 1 }, P));
  await world.append(`sales-${P}.acme`, sale(P, '5501', ['2026-01-05', '2026-01-05', '2026-01-09']));
  later(1);
  await world.append(
    'agreement-bonus',
    newEvent('AgreementAmended', { agreement: 'bonus', version: 2, amendments: [{ effective: '2026-04-01' }] }, P),
  );
  await world.append(`sales-${P}.acme`, sale(P, '5502', ['2026-01-09']), sale(P, '5501', ['2026-01-05'], 'SalesVoided'));
  await world.append('agreement-bonus', newEvent('AgreementTerminated', { agreement: 'bonus', on: '2026-12-31' }, P));
  await world.append('agreement-bonus', newEvent('ProposalWithdrawn', { agreement: 'bonus' }, P));
}

it('lists a partnership in words, by pages, from either end', async () => {
  await aDeal();
  const history = await folded();
  expect([...history.refs(P, 0, 100)].map(({ position, summary }) => `${position} ${summary}`)).toEqual([
    '0 Partnership opened',
    '1 Agreement bonus proposed',
    '2 Agreement bonus in force',
    '3 Sales: document 5501, 3 lines',
    '4 Amendment 2 signed, effective 2026-04-01',
    '5 Sales: document 5502, 1 line',
    '6 Struck out: document 5501, 1 line',
    '7 Agreement bonus terminated on 2026-12-31',
    '8 Proposal withdrawn: bonus',
  ]);
  expect([...history.refs(P, 3, 3)]).toEqual([
    {
      position: 3,
      token: '4',
      stream: `sales-${P}.acme`,
      revision: 0,
      type: 'SalesRecorded',
      recordedAt: '2026-03-01T01:00:00.000Z',
      from: '2026-01-05',
      to: '2026-01-09',
      lines: 3,
      reporter: 'acme',
      summary: 'Sales: document 5501, 3 lines',
    },
  ]);
  const seen: number[] = [];
  for (let cursor: string | undefined; ;) {
    const page = history.page(P, { cursor, limit: 4 });
    seen.push(...page.items.map(({ position }) => position));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  const newest = history.page(P, { limit: 2, newestFirst: true });
  expect(newest.items.map(({ position }) => position)).toEqual([8, 7]);
  expect(history.page(P, { cursor: newest.nextCursor ?? '', limit: 2, newestFirst: true }).items.map(({ position }) => position)).toEqual([
    6, 5,
  ]);
  expect(() => history.page(P, { cursor: 'x' })).toThrow(expect.objectContaining({ code: 'BAD_CURSOR' }));
});

it('knows what was known at a time', async () => {
  await aDeal();
  const history = await folded();
  expect(history.lastPosition(P)).toBe(8);
  expect(history.positionAtTime(P, '2026-02-28T23:59:59.999Z')).toBeUndefined();
  expect(history.positionAtTime(P, '2026-03-01T00:00:00.000Z')).toBe(1);
  expect(history.positionAtTime(P, '2026-03-01T00:59:59.999Z')).toBe(1);
  expect(history.positionAtTime(P, '2026-03-01T01:00:00.000Z')).toBe(3);
  expect(history.positionAtTime(P, '2030-01-01T00:00:00.000Z')).toBe(8);
  expect(history.lastPosition('nobody~here')).toBeUndefined();
  expect(history.positionAtTime('nobody~here', '2030-01-01T00:00:00.000Z')).toBeUndefined();
});

it('finds events by the days that they speak of', async () => {
  await aDeal();
  const history = await folded();
  const found = (from: string, to: string, upTo: number) =>
    [...history.eventsOnDays(P, from, to, upTo)].map(({ day, ref }) => `${day} ${ref.position}`);
  expect(found('2026-01-01', '2026-01-31', 8)).toEqual(['2026-01-05 3', '2026-01-05 6', '2026-01-09 3', '2026-01-09 5']);
  expect(found('2026-01-06', '2026-01-09', 4)).toEqual(['2026-01-09 3']);
  expect(found('2026-02-01', '2026-12-31', 8)).toEqual(['2026-04-01 4', '2026-12-31 7']);
});

it('knows partnerships and their agreements', async () => {
  await aDeal();
  await world.append('sales-acme~inn.acme', sale('acme~inn', '1', ['2026-01-01']));
  const history = await folded();
  expect(history.partnershipOf('bonus')).toBe(P);
  expect(history.partnershipOf('other')).toBeUndefined();
  expect(history.agreementsOf(P)).toEqual(['bonus']);
  const first = history.partnerships({ limit: 1 });
  expect(first.items).toEqual([{ partnership: P, supplier: 'acme', customer: 'shop', position: 8, agreements: ['bonus'] }]);
  expect(history.partnerships({ limit: 1, cursor: first.nextCursor ?? '' })).toEqual({
    items: [{ partnership: 'acme~inn', supplier: 'acme', customer: 'inn', position: 0, agreements: [] }],
    nextCursor: null,
  });
});

it('reads long histories in pages', async () => {
  for (let block = 0; block < 3; block += 1) {
    await world.append(`sales-${P}.acme`, ...Array.from({ length: 400 }, (_, index) => sale(P, `${block}-${index}`, ['2026-01-01'])));
  }
  const history = await folded();
  expect([...history.refs(P, 100, 1_150)].map(({ position }) => position)).toEqual(
    Array.from({ length: 1_051 }, (_, index) => 100 + index),
  );
  expect([...history.eventsOnDays(P, '2026-01-01', '2026-01-01', 1_150)]).toHaveLength(1_151);
});

it('finds the position of an event by the token that its store gave', async () => {
  await aDeal();
  await world.append('note-acme.1', newEvent('NoteWritten', { note: 'private' }));
  const history = await folded();
  const refs = [...history.refs(P, 0, 100)];
  expect(refs.map(({ token }) => history.positionOfToken(P, token))).toEqual(refs.map(({ position }) => position));
  expect(history.positionOfToken(P, '10')).toBeUndefined();
  expect(history.positionOfToken(P, '0')).toBeUndefined();
  expect(history.positionOfToken('acme~nobody', '1')).toBeUndefined();
});
