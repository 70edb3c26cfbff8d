import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import {
  bundleInTar,
  cosign,
  ed25519Signer,
  entryBundles,
  formatSignature,
  formatVerifierKey,
  hashTiles,
  openCheckpoint,
  openHistory,
  parseNote,
  parsePolicy,
  type Policy,
  readEntryBundle,
  tilePath,
  type TileSource,
  verifyProofFile,
} from '#audit';
import { type Ledger, type LogKeys, newCommandId, openLedger, type SignedCheckpoint } from '#ledger';
import { verifyBundle } from '#verification';
import { type RunningApi, startApi } from '../start-api.ts';

/** The log as a client of c2sp.org/tlog-tiles meets it, over HTTP, on a ledger that has a history. */

const P = 'acme~buildco';
const LOG = `/partnerships/${P}/log`;
const SALES = 300;
let folder: string;
let ledger: Ledger;
let api: RunningApi;

const at = () => ({ commandId: newCommandId(), actor: 'test', now: '2026-01-05T09:00:00.000Z' });
const get = (path: string): Promise<Response> => fetch(api.url + path);
const post = (path: string, body: unknown = {}): Promise<Response> =>
  fetch(api.url + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
const json = async <T>(response: Promise<Response>): Promise<T> => (await (await response).json()) as T;
const bytes = async (path: string): Promise<Uint8Array | undefined> => {
  const response = await get(path);
  return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
};
const policyOf = ({ keys, witnesses }: LogKeys): Policy => {
  const policy = parsePolicy(
    `${[...keys.map(({ key }) => `log ${key}`), ...witnesses.map(({ key }, index) => `witness w${index} ${key}`), 'quorum none'].join('\n')}\n`,
  );
  if (!policy.ok) throw new Error(JSON.stringify(policy.rejections));
  return policy.value;
};
/** So many documents in one file. */
const record = async (count: number): Promise<void> => {
  const rows = Array.from({ length: count }, (_, index) => `d-${index},1,2026-02-03,P,1,10`);
  const bytesOf = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(`document,line,date,product,quantity,unitPrice\n${rows.join('\n')}\n`));
  };
  await ledger.importSales({ target: { kind: 'partnership', partnership: P }, by: 'acme', file: 'sales.csv', source: bytesOf() }, at());
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'proofs-http-'));
  ledger = await openLedger({ dataDir: folder });
  await ledger.execute({ kind: 'OpenPartnership', supplier: 'acme', customer: 'buildco' }, at());
  await record(SALES);
  api = await startApi({ ledger, identity: null, port: 0, checkpoints: { everyEvents: 100, everyMinutes: 0 } });
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the start signs what has grown meanwhile; a client verifies the whole log by its checkpoint, tiles and entries', async () => {
  const response = await get(`${LOG}/checkpoint`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const checkpoint = await response.text();
  const policy = policyOf(await json<LogKeys>(get(`${LOG}/keys`)));
  const opened = openCheckpoint(checkpoint, policy);
  if (!opened.ok) throw new Error(JSON.stringify(opened.rejections));
  const { size } = opened.value;
  expect(size).toBe(SALES + 1);
  const held = new Map<string, Uint8Array | undefined>();
  for (const tile of [...hashTiles(size), ...entryBundles(size)]) held.set(tilePath(tile), await bytes(`${LOG}/${tilePath(tile)}`));
  const tiles: TileSource = (tile) => held.get(tilePath(tile));
  const check = openHistory({ checkpoint, policy, tiles, partnershipId: P });
  if (!check.ok) throw new Error(JSON.stringify(check.rejections));
  for (const tile of entryBundles(size)) {
    const entries = readEntryBundle(tiles(tile) ?? new Uint8Array(), tile.width);
    for (const entry of entries.ok ? entries.value : []) check.value.take(entry);
  }
  expect(check.value.finish()).toMatchObject({ kind: 'verified' });
});

test('a tile is kept for ever, and one that is not there is said to be missing', async () => {
  const response = await get(`${LOG}/tile/0/000`);
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
    200,
    'application/octet-stream',
    'private, max-age=31536000, immutable',
  ]);
  for (const path of ['tile/0/001', 'tile/0/x001/000', 'tile/00/000', 'tile/entries/000.p/256', 'tile/4/000.p/1', 'tile/none']) {
    expect(await json<{ readonly status: number; readonly code: string }>(get(`${LOG}/${path}`))).toMatchObject({
      status: 404,
      code: 'TILE_MISSING',
    });
  }
});

test('the whole history comes as one file: the same bytes again, and cut off where it fails', async () => {
  const first = await get(`/partnerships/${P}/bundle`);
  expect([first.headers.get('content-type'), first.headers.get('content-disposition')]).toEqual([
    'application/x-tar',
    `attachment; filename="acme-buildco-${SALES + 1}.tar"`,
  ]);
  const archive = Buffer.from(await first.arrayBuffer());
  expect(archive.equals((await bytes(`/partnerships/${P}/bundle`)) ?? Buffer.alloc(0))).toBe(true);
  const files = bundleInTar((offset, length) => archive.subarray(offset, offset + length));
  if (!files.ok) throw new Error(JSON.stringify(files.rejections));
  expect(verifyBundle(files.value, { hash: sha256 })).toMatchObject({
    kind: 'verified',
    manifest: { size: SALES + 1 },
    recomputed: { lines: SALES },
  });
  // Its last tile cannot be read: by then a piece of it is on its way, and nobody may take that for the whole.
  const tile = ledger.proofs.tile.bind(ledger.proofs);
  const failing = jest
    .spyOn(ledger.proofs, 'tile')
    .mockImplementation((partnership, wanted) =>
      wanted.level === 'entries' && wanted.index === 1 ? Promise.reject(new Error('the disk is gone')) : tile(partnership, wanted),
    );
  const logged = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  await expect(bytes(`/partnerships/${P}/bundle`)).rejects.toThrow();
  failing.mockRestore();
  logged.mockRestore();
  expect(await json(get('/partnerships/acme~nobody/bundle'))).toMatchObject({ status: 404 });
  expect(await json(get('/agreements/none/bundle'))).toMatchObject({ status: 404, code: 'AGREEMENT_UNKNOWN' });
});

test('one event is proved by its proof file and its entry', async () => {
  const policy = policyOf(await json<LogKeys>(get(`${LOG}/keys`)));
  const file = await (await get(`/partnerships/${P}/proofs/7`)).text();
  const entry = await bytes(`/partnerships/${P}/proofs/7/entry`);
  expect(verifyProofFile(file, entry ?? new Uint8Array(), policy)).toMatchObject({ ok: true, value: { index: 7 } });
  expect(await json(get(`/partnerships/${P}/proofs/9999`))).toMatchObject({ status: 422, code: 'SIZE_NOT_REACHED' });
  expect(await json(get(`/partnerships/${P}/proofs/9999/entry`))).toMatchObject({ status: 422, code: 'SIZE_NOT_REACHED' });
  expect(await json(get(`/partnerships/${P}/proofs/x`))).toMatchObject({ status: 400, code: 'VALUE_NOT_ALLOWED' });
  expect(await json(get('/partnerships/acme~nobody/proofs/0'))).toMatchObject({ status: 404, code: 'PARTNERSHIP_UNKNOWN' });
  expect(await json(get(`/partnerships/${P}/proofs/consistency?from=10&to=20`))).toMatchObject({
    from: 10,
    to: 20,
    proof: expect.any(Array) as unknown,
  });
});

test('a witness that was named hands in its cosignature, and no other does', async () => {
  const witness = ed25519Signer('acme.example/witness', 'cosignature', new Uint8Array(32).fill(7));
  const key = formatVerifierKey(witness.key);
  const { size, note } = await json<SignedCheckpoint>(post(`${LOG}/checkpoints`));
  const parsed = parseNote(note);
  const lines = parsed.ok ? formatSignature(cosign(parsed.value.text, witness, 1_770_000_000)) : '';
  expect(await json(post(`${LOG}/cosignatures`, { size, lines }))).toMatchObject({ status: 422, code: 'SIGNATURE_MISSING' });
  expect(await json<LogKeys>(post(`${LOG}/witnesses`, { key }))).toMatchObject({ witnesses: [{ key, organisation: 'this machine' }] });
  expect(await json<SignedCheckpoint>(post(`${LOG}/cosignatures`, { size, lines }))).toMatchObject({
    size,
    cosignedBy: [witness.key.name],
  });
  const { items } = await json<{ readonly items: readonly SignedCheckpoint[] }>(get(`${LOG}/checkpoints?limit=1`));
  expect(items).toMatchObject([{ size, cosignedBy: [witness.key.name] }]);
  const removed = await fetch(`${api.url}${LOG}/witnesses?key=${encodeURIComponent(key)}`, { method: 'DELETE' });
  expect(await removed.json()).toMatchObject({ witnesses: [] });
});

test('the keys of the ledger are published, and stay so when they are replaced', async () => {
  const before = await json<{ readonly ledger: string; readonly keys: readonly { readonly key: string }[] }>(get('/proofs/keys'));
  expect(before.keys).toHaveLength(1);
  const after = await json<typeof before>(post('/proofs/keys/rotations'));
  expect(after.keys.map(({ key }) => key)).toContain(before.keys[0]?.key);
  expect(after.keys).toHaveLength(2);
  expect((await json<LogKeys>(get(`${LOG}/keys`))).keys).toHaveLength(2);
});

test('a log that agrees with all that was signed is not begun anew', async () => {
  expect(await json(post(`${LOG}/restarts`, { reason: 'none' }))).toMatchObject({ status: 409, code: 'LOG_INTACT' });
});
