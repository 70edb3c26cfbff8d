import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  ed25519Signer,
  formatCheckpoint,
  formatVerifierKey,
  HASH_BYTES,
  rootAt,
  type Signer,
  signNote,
  tileHashReader,
  type TileSource,
} from '#audit';
import { appendHashes, type HashRows, nodeHasher } from '#projections';
import { exchange, type Exchanged, type LogSource } from './exchange.ts';
import { openWitnessStore, type WitnessStore } from './witness-store.ts';

/** Histories that one log shows to two witnesses: honest ones, and every way of showing two. */

const folder = mkdtempSync(join(tmpdir(), 'witness-'));
const names = ['acme.example/witness', 'buildco.example/witness'] as const;
const signers = names.map((name, index) => ed25519Signer(name, 'cosignature', new Uint8Array(32).fill(index + 1)));
let stores: readonly WitnessStore[];
let logs = 0;

beforeAll(() => {
  stores = names.map((_, index) => openWitnessStore(join(folder, `${index}.db`)));
});
afterAll(() => {
  for (const store of stores) store.close();
  rmSync(folder, { recursive: true, force: true });
});

const inMemory = (): HashRows => {
  const tiles = new Map<string, Uint8Array>();
  const counts = new Map<number, number>();
  return {
    hashesOn: (level) => counts.get(level) ?? 0,
    read: (level, tile) => tiles.get(`${level}/${tile}`),
    write: (level, tile, hashes) => {
      tiles.set(`${level}/${tile}`, hashes);
      counts.set(level, tile * 256 + hashes.length / HASH_BYTES);
    },
  };
};

/** A history is the words of its entries. */
const shownAs = (entries: readonly string[], signer: Signer): LogSource => {
  const rows = inMemory();
  appendHashes(
    rows,
    nodeHasher,
    0,
    entries.map((entry) => nodeHasher.leaf(Buffer.from(entry))),
  );
  const tiles: TileSource = ({ level, index, width }) => {
    const hashes = level === 'entries' ? undefined : rows.read(level, index);
    return hashes === undefined || hashes.length < width * HASH_BYTES ? undefined : hashes.subarray(0, width * HASH_BYTES);
  };
  const root = rootAt(tileHashReader(tiles, entries.length, nodeHasher), nodeHasher, entries.length);
  const note = signNote(formatCheckpoint({ origin: signer.key.name, size: entries.length, root, extensions: [] }), signer);
  return { checkpoint: () => Promise.resolve(note), tile: (tile) => Promise.resolve(tiles(tile)) };
};

/** A log of its own for each case, which both witnesses watch. */
const newLog = (): Signer => {
  logs += 1;
  const signer = ed25519Signer(`ledger.example/${logs}`, 'ed25519', new Uint8Array(32).fill(9));
  for (const store of stores) store.trust({ origin: signer.key.name, keys: [formatVerifierKey(signer.key)], asked: null });
  return signer;
};

const look = (witness: 0 | 1, log: Signer, source: LogSource): Promise<Exchanged> => {
  const [store, signer] = [stores[witness], signers[witness]];
  const watched = store?.log(log.key.name);
  if (store === undefined || signer === undefined || watched === undefined) throw new Error('two witnesses watch the log');
  return exchange(store, signer, watched, source, 1_770_000_000);
};

const history = (length: number): string[] => Array.from({ length }, (_, index) => `event ${index}`);
/** From `at` on other events than in the true history. */
const forkOf = (length: number, at: number): string[] => history(length).map((entry, index) => (index < at ? entry : `${entry} otherwise`));

test('a log that only grows is cosigned at each look, whatever it grows by', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 5 }), async (steps) => {
      const log = newLog();
      let size = 0;
      for (const step of steps) {
        const from = size;
        size += step;
        expect(await look(0, log, shownAs(history(size), log))).toMatchObject({ kind: 'cosigned', from, size });
      }
    }),
    { numRuns: 20 },
  );
});

test('a fork is caught by both witnesses at their next look, and its first event is named', async () => {
  const sizes = fc.integer({ min: 1, max: 700 });
  await fc.assert(
    fc.asyncProperty(sizes, sizes, fc.nat(), sizes, async (one, two, seed, later) => {
      const at = seed % Math.min(one, two);
      const log = newLog();
      expect(await look(0, log, shownAs(history(one), log))).toMatchObject({ kind: 'cosigned' });
      expect(await look(1, log, shownAs(forkOf(two, at), log))).toMatchObject({ kind: 'cosigned' });
      // Each is now shown what the other was shown, longer, shorter or just as long.
      const other = at + later;
      expect(await look(0, log, shownAs(forkOf(other, at), log))).toMatchObject({ kind: 'caught', index: at });
      expect(await look(1, log, shownAs(history(other), log))).toMatchObject({ kind: 'caught', index: at });
      // And goes on with what it had seen before.
      expect(await look(0, log, shownAs(history(one + later), log))).toMatchObject({ kind: 'cosigned', from: one });
    }),
    { numRuns: 70 },
  );
});

test('a log that lost its end is caught, at the first event that is gone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), async (length, seed) => {
      const log = newLog();
      const left = seed % length;
      await look(0, log, shownAs(history(length), log));
      expect(await look(0, log, shownAs(history(left), log))).toMatchObject({ kind: 'caught', evidence: { kind: 'rewound' }, index: left });
    }),
    { numRuns: 20 },
  );
});

test('what is not signed by the log’s key is refused, and accuses nobody', async () => {
  const log = newLog();
  const other = ed25519Signer(log.key.name, 'ed25519', new Uint8Array(32).fill(8));
  await look(0, log, shownAs(history(5), log));
  expect(await look(0, log, shownAs(history(6), other))).toMatchObject({ kind: 'refused', rejection: { code: 'SIGNATURE_MISSING' } });
  const whole = shownAs(history(300), log);
  expect(await look(0, log, { ...whole, tile: () => Promise.resolve(undefined) })).toMatchObject({
    kind: 'refused',
    rejection: { code: 'TILE_MISSING' },
  });
  expect(await look(0, log, { ...whole, checkpoint: () => Promise.resolve('nonsense') })).toMatchObject({
    kind: 'refused',
    rejection: { code: 'NOTE_MALFORMED' },
  });
  expect(await look(0, log, whole)).toMatchObject({ kind: 'cosigned', from: 5, size: 300 });
});

test('tiles that do not lead to the checkpoint are not believed, neither for it nor as to where it differs', async () => {
  const log = newLog();
  await look(0, log, shownAs(history(20), log));
  const [signed, shown] = [shownAs(history(40), log), shownAs(forkOf(40, 10), log)];
  expect(await look(0, log, { checkpoint: () => signed.checkpoint(), tile: (tile) => shown.tile(tile) })).toMatchObject({
    kind: 'caught',
    index: null,
  });
});

test('a log that was begun anew takes the place of the old one, of which nothing is forgotten', async () => {
  const [store] = stores;
  const [old, anew] = [newLog(), newLog()];
  const asked = { partnership: 'acme~buildco', place: { server: 'http://127.0.0.1:1' } };
  await look(0, old, shownAs(history(3), old));
  expect(store?.trust({ origin: old.key.name, keys: [formatVerifierKey(old.key)], asked })).toEqual([]);
  expect(store?.trust({ origin: anew.key.name, keys: [formatVerifierKey(anew.key)], asked })).toEqual([old.key.name]);
  expect(store?.log(old.key.name)).toMatchObject({ asked: null, note: expect.any(String) as unknown });
  expect(store?.log(anew.key.name)).toMatchObject({ asked });
});
