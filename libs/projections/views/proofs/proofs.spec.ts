import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { consistencyProof, equalBytes, inclusionProof, parseLeaf, verifyConsistency, verifyInclusion } from '#audit';
import type { RecordedEvent } from '#event-store';
import { numberBatch } from '../../runner/numbering.ts';
import { type World, caughtUp, newEvent, newWorld, sale, someHistory } from '../../runner/given.contract.ts';
import { rebuild, rebuildCheck } from '../../runner/rebuild.ts';
import { appendHashes } from './append-hashes.ts';
import { nodeHasher } from './node-hasher.ts';
import { proofsOf } from './proof-log.ts';
import { entryOf, proofsView } from './proofs.view.ts';
import { PROOF_TABLES, tileRows } from './tile-rows.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(async () => {
  await world.close();
});

const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => createHash('sha256').update(Buffer.concat(parts)).digest();
/** RFC 6962, section 2.1, word for word over whole lists. */
const slowRoot = (entries: readonly Uint8Array[]): Uint8Array => {
  const [first] = entries;
  if (first === undefined) return sha256();
  if (entries.length === 1) return sha256(Uint8Array.of(0), first);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Uint8Array.of(1), slowRoot(entries.slice(0, k)), slowRoot(entries.slice(k)));
};

/** The entries of each partnership by the log alone. */
async function slowEntries(): Promise<ReadonlyMap<string, readonly Uint8Array[]>> {
  const events: RecordedEvent[] = [];
  for await (const batch of world.store.readAll()) events.push(...batch);
  const found = new Map<string, Uint8Array[]>();
  for (const { partnership, position, ...item } of numberBatch(events, { nextOf: () => 0, recordedAt: '' }).events) {
    if (partnership !== undefined && position !== undefined)
      found.set(partnership, [...(found.get(partnership) ?? []), entryOf({ ...item, position })]);
  }
  return found;
}

const fold = async (batchSize: number, name = `of-${batchSize}`) => {
  const readModel = world.open(name);
  await (await caughtUp({ store: world.store, readModel, views: [proofsView], batchSize })).stop();
  return { readModel, log: proofsOf(readModel.db) };
};

it('has the roots of the slow reference, at every size, whatever the batches', async () => {
  await someHistory(world, 30);
  await world.append('sales-acme~a.acme', ...Array.from({ length: 300 }, (_, index) => sale('acme~a', `bulk-${index}`, ['2026-03-01'])));
  const entries = await slowEntries();
  const many = await fold(1_000);
  for (const { log } of [many, await fold(7)]) {
    for (const [partnership, own] of entries) {
      expect(log.size(partnership)).toBe(own.length);
      for (const size of [0, 1, 2, 3, 20, 255, 256, 257, own.length].filter((one) => one <= own.length)) {
        expect(Buffer.from(log.rootAt(partnership, size)).toString('hex')).toBe(Buffer.from(slowRoot(own.slice(0, size))).toString('hex'));
      }
    }
  }
  expect((await rebuildCheck({ store: world.store, readModel: many.readModel, views: [proofsView], batchSize: 11 })).kind).toBe('same');
});

it('is the tree of the slow reference over random histories, however they are cut into batches', () => {
  const partnerships = ['acme~a', 'acme~b', 'acme~c'];
  let number = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...partnerships, undefined), fc.string()), { maxLength: 60 }),
      fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
      (history, cuts) => {
        const { db } = world.open(`random-${(number += 1)}`);
        for (const table of PROOF_TABLES) db.exec(table);
        const events = history.map(([partnership, text], index): RecordedEvent => ({
          ...newEvent('SalesRecorded', { text }, partnership),
          stream: 's',
          revision: index,
          recordedAt: '2026-01-01T00:00:00.000Z',
          token: String(index + 1),
        }));
        const counts = new Map<string, number>();
        for (let from = 0, cut = 0; from < events.length; cut += 1) {
          const batch = events.slice(from, from + (cuts[cut % cuts.length] ?? 1));
          const numbered = numberBatch(batch, { nextOf: (partnership) => counts.get(partnership) ?? 0, recordedAt: '' });
          for (const [partnership, next] of numbered.next) counts.set(partnership, next);
          proofsView.handle(numbered.events, db);
          from += batch.length;
        }
        const log = proofsOf(db);
        for (const partnership of partnerships) {
          const own = events.filter(({ metadata }) => metadata['partnershipId'] === partnership);
          const entries = own.map((event, position) => entryOf({ event, position, recordedAt: event.recordedAt }));
          expect(equalBytes(log.rootAt(partnership, own.length), slowRoot(entries))).toBe(true);
        }
      },
    ),
    { numRuns: 30 },
  );
});

it('grows a tree of more than 65,536 entries to three levels of tiles', () => {
  const { db } = world.open();
  for (const table of PROOF_TABLES) db.exec(table);
  const count = 65_536 + 300;
  const leaf = (index: number): Uint8Array => nodeHasher.leaf(Uint8Array.of(index, index >> 8, index >> 16));
  const leaves = Array.from({ length: count }, (_, index) => leaf(index));
  db.transaction(() => {
    const rows = tileRows(db);
    const own = rows.of(rows.partnerships.idOf('acme~a'));
    for (let from = 0; from < count; from += 9_999) appendHashes(own, nodeHasher, 0, leaves.slice(from, from + 9_999));
  });
  const log = proofsOf(db);
  expect(log.hashTile('acme~a', { level: 2, index: 0, width: 1 })).toHaveLength(32);
  expect(log.hashTile('acme~a', { level: 1, index: 1, width: 1 })).toHaveLength(32);
  const [root, read] = [log.rootAt('acme~a', count), log.hashes('acme~a', count)];
  fc.assert(
    fc.property(fc.nat({ max: count - 1 }), fc.nat({ max: count - 1 }), (index, other) => {
      const proof = inclusionProof(read, index, count, nodeHasher);
      expect(verifyInclusion({ index, size: count, leafHash: leaf(index), proof, root }, nodeHasher).ok).toBe(true);
      expect(verifyInclusion({ index, size: count, leafHash: leaf(other), proof, root }, nodeHasher).ok).toBe(other === index);
      const olderRoot = log.rootAt('acme~a', other);
      expect(
        verifyConsistency(
          { olderSize: other, newerSize: count, olderRoot, newerRoot: root, proof: consistencyProof(read, other, count, nodeHasher) },
          nodeHasher,
        ).ok,
      ).toBe(true);
    }),
    { numRuns: 40 },
  );
});

it('serves partial tiles as they were, and none beyond the tree', async () => {
  await world.append('sales-acme~a.acme', ...Array.from({ length: 300 }, (_, index) => sale('acme~a', `d-${index}`, ['2026-03-01'])));
  const { log } = await fold(100);
  const full = log.hashTile('acme~a', { level: 0, index: 0, width: 256 });
  const part = log.hashTile('acme~a', { level: 0, index: 0, width: 200 });
  expect(full).toHaveLength(8_192);
  expect(part !== undefined && full !== undefined && equalBytes(part, full.subarray(0, 6_400))).toBe(true);
  expect(log.hashTile('acme~a', { level: 0, index: 1, width: 44 })).toHaveLength(1_408);
  expect(log.hashTile('acme~a', { level: 0, index: 1, width: 45 })).toBeUndefined();
  expect(log.hashTile('acme~a', { level: 0, index: 2, width: 1 })).toBeUndefined();
  expect(log.hashTile('acme~b', { level: 0, index: 0, width: 1 })).toBeUndefined();
  expect(log.size('acme~b')).toBe(0);
  expect(equalBytes(log.rootAt('acme~b', 0), nodeHasher.empty)).toBe(true);
  expect(() => log.rootAt('acme~a', 301)).toThrow(RangeError);
});

it('covers what the store recorded, in the canonical form, with the place in the history and the time that never goes back', async () => {
  let clock = Date.parse('2026-03-01T00:00:00.000Z');
  await world.close();
  world = newWorld(() => clock);
  await world.append('sales-acme~a.acme', sale('acme~a', 'one', ['2026-03-01']));
  clock += 60_000;
  await world.append('note-acme.1', newEvent('NoteWritten', { note: 'private' }));
  await world.append('sales-acme~a.acme', sale('acme~a', 'two', ['2026-03-01']));
  const entries = (await slowEntries()).get('acme~a') ?? [];
  expect(entries.map((entry) => parseLeaf(entry))).toMatchObject([
    {
      ok: true,
      value: {
        position: 0,
        revision: 0,
        stream: 'sales-acme~a.acme',
        type: 'SalesRecorded',
        recordedAt: '2026-03-01T00:00:00.000Z',
        metadata: { partnershipId: 'acme~a' },
        data: { document: 'one' },
      },
    },
    { ok: true, value: { position: 1, revision: 1, recordedAt: '2026-03-01T00:01:00.000Z', data: { document: 'two' } } },
  ]);
});

it('forgets what was rolled back, and stops at a gap rather than sign over it', async () => {
  await world.append('sales-acme~a.acme', sale('acme~a', 'one', ['2026-03-01']));
  const { readModel, log } = await fold(10);
  const item = (partnership: string, position: number) => ({
    event: { ...sale(partnership, 'x', ['2026-03-01']), stream: 's', revision: 0, recordedAt: '2026-01-01T00:00:00.000Z', token: '9' },
    partnership,
    position,
    recordedAt: '2026-01-01T00:00:00.000Z',
  });
  expect(() =>
    readModel.db.transaction(() => {
      proofsView.handle([item('acme~new', 0)], readModel.db);
      throw new Error('disk full');
    }),
  ).toThrow('disk full');
  proofsView.reset?.(readModel.db);
  expect(log.size('acme~new')).toBe(0);
  expect(() => {
    proofsView.handle([item('acme~a', 2)], readModel.db);
  }).toThrow('position 2 comes where 1 is next');
  expect(() => {
    proofsView.handle([item('acme~a', 0)], readModel.db);
  }).toThrow('position 0 comes where 1 is next');
});

it('is the same after a rebuild', async () => {
  await someHistory(world, 30);
  const { readModel, log } = await fold(9);
  const before = log.rootAt('acme~a', log.size('acme~a'));
  const rebuilt = await rebuild({ store: world.store, readModel, views: [proofsView] });
  expect(rebuilt.tables.map(({ table }) => table)).toEqual(['partnership_counts', 'proof_occasions', 'proof_partnerships', 'proof_tiles']);
  const again = proofsOf(readModel.db);
  expect(equalBytes(again.rootAt('acme~a', again.size('acme~a')), before)).toBe(true);
});

it('knows where a checkpoint shall follow soon', async () => {
  await someHistory(world, 5);
  await world.append(
    'agreement-bonus',
    newEvent('AgreementSigned', { agreement: 'bonus', version: 1 }, 'acme~a'),
    newEvent('AgreementActivated', { agreement: 'bonus', version: 1 }, 'acme~a'),
  );
  await world.append('sales-acme~a.acme', sale('acme~a', 'after', ['2026-03-01']));
  const { log } = await fold(4);
  expect(log.lastOccasion('acme~a')).toBe(log.size('acme~a') - 2);
  expect(log.lastOccasion('acme~b')).toBeUndefined();
  expect(log.partnerships()).toEqual(['acme~a', 'acme~b', 'acme~c']);
});
