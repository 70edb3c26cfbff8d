import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { CommanderError } from 'commander';
import pc from 'picocolors';
import { formatAddCheckpoint, openCheckpoint, originHash, parsePolicy } from '#audit';
import { newCommandId, openLedger } from '#ledger';
import { runApi, type StartedApi } from '../../apps/api/run-api.ts';
import { failureOf } from '../../apps/cli/failure.ts';
import { program } from '../../apps/cli/program.ts';
import { openWitnessStore } from '../../apps/cli/witness/witness-store.ts';
import { readWitnessKey } from '../../apps/cli/witness/witness-key.ts';
import { witnessServer } from '../../apps/cli/witness/serve.ts';
import { neverExit } from '../docs/console.ts';

/** Two sides, each with a witness of its own, watch one ledger over HTTP; then the ledger forgets, and tells another history. */

jest.setTimeout(120_000);
const P = 'acme~buildco';
const folder = mkdtempSync(join(tmpdir(), 'witnesses-'));
const data = join(folder, 'ledger');
let api: StartedApi;

const at = () => ({ commandId: newCommandId(), actor: 'test', now: '2026-01-05T09:00:00.000Z' });
const record = async (documents: readonly string[]): Promise<void> => {
  const ledger = await openLedger({ dataDir: data });
  await ledger.execute({ kind: 'OpenPartnership', supplier: 'acme', customer: 'buildco' }, at());
  const csv = `document,line,date,product,quantity,unitPrice\n${documents.map((document) => `${document},1,2026-02-03,P,1,10`).join('\n')}\n`;
  const source = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(Buffer.from(csv));
  };
  await ledger.importSales({ target: { kind: 'partnership', partnership: P }, by: 'acme', file: 'sales.csv', source: source() }, at());
  await ledger.close();
};
const serve = async (): Promise<void> => {
  api = await runApi(['--data', data, '--port', '0', '--open'], { REBATE_WITNESS_SECONDS: '1' }, { openLedger }, false);
};

beforeAll(async () => {
  await record(Array.from({ length: 40 }, (_, index) => `d-${index}`));
  await serve();
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

type Ran = { readonly out: string; readonly code: string; readonly exit: number };
const rebate = async (...args: readonly string[]): Promise<Ran> => {
  const lines: string[] = [];
  const io = {
    out: (text: string) => {
      lines.push(text);
    },
    err: () => undefined,
    isOutTerminal: false,
    isErrTerminal: false,
    columns: 80,
    paint: pc.createColors(false),
  };
  const root = program(io);
  neverExit(root);
  process.exitCode = 0;
  try {
    await root.parseAsync([...args, '--json'], { from: 'user' });
    return { out: lines.join('\n'), code: 'done', exit: process.exitCode };
  } catch (error) {
    const failed = error instanceof CommanderError ? undefined : failureOf(error);
    if (failed === undefined) throw error;
    return { out: '', code: failed.rejections[0]?.code ?? '', exit: failed.exitCode };
  } finally {
    process.exitCode = 0;
  }
};
const json = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
  const { out, code } = await rebate(...args);
  if (code !== 'done') throw new Error(`${args.join(' ')}: ${code}`);
  return JSON.parse(out) as Record<string, unknown>;
};
const dir = (side: string): string => join(folder, side);
const onServer = (): string[] => ['--server', api.url];

test('each side makes a witness, names it, and cosigns what it sees', async () => {
  for (const side of ['acme', 'buildco']) {
    const { key } = await json('witness', 'init', '--name', `${side}.example/witness`, '--dir', dir(side));
    expect(statSync(join(dir(side), 'witness-key')).mode & 0o777).toBe(0o600);
    expect((await rebate('witness', 'init', '--name', 'again', '--dir', dir(side))).code).toBe('WITNESS_EXISTS');
    await json('checkpoint', 'witness', 'add', '--partnership', P, '--key', String(key), ...onServer());
    await json('witness', 'add', '--partnership', P, '--dir', dir(side), ...onServer());
    expect(await json('witness', 'run', '--dir', dir(side))).toMatchObject({ outcome: 'cosigned', size: 41, words: 'handed in' });
  }
  expect(await json('checkpoint', 'show', '--partnership', P, ...onServer())).toMatchObject({
    size: 41,
    cosignedBy: ['acme.example/witness', 'buildco.example/witness'],
  });
});

test('the policy that is printed accepts the checkpoint only with both cosignatures', async () => {
  const { out } = await rebate('checkpoint', 'keys', '--partnership', P, '--policy', ...onServer());
  const policy = parsePolicy(`${out}\n`);
  if (!policy.ok) throw new Error(JSON.stringify(policy.rejections));
  const checkpoint = await (await fetch(`${api.url}/partnerships/${P}/log/checkpoint`)).text();
  expect(openCheckpoint(checkpoint, policy.value)).toMatchObject({ ok: true, value: { cosignatures: [{}, {}] } });
  expect(openCheckpoint(checkpoint.slice(0, checkpoint.lastIndexOf('—')), policy.value)).toMatchObject({
    ok: false,
    rejections: [{ code: 'QUORUM_MISSED' }],
  });
});

test('a key that the log does not publish is not trusted, and a new key only when it is added', async () => {
  const strange = 'ledger.example/x+3d2b4c2a+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';
  expect((await rebate('witness', 'add', '--partnership', P, '--dir', dir('acme'), '--key', strange, ...onServer())).exit).not.toBe(0);
  const { keys } = (await json('proof-keys', 'rotate', ...onServer())) as { readonly keys: readonly unknown[] };
  expect(keys).toHaveLength(2);
  await json('checkpoint', 'sign', '--partnership', P, ...onServer());
  expect(JSON.parse((await rebate('witness', 'run', '--dir', dir('acme'))).out)).toMatchObject({ outcome: 'refused' });
  await json('witness', 'add', '--partnership', P, '--dir', dir('acme'), ...onServer());
  expect(await json('witness', 'run', '--dir', dir('acme'))).toMatchObject({ outcome: 'cosigned', size: 41 });
});

test('whoever has a checkpoint can hand it to a serving witness, by c2sp.org/tlog-witness', async () => {
  const store = openWitnessStore(join(dir('acme'), 'witness.db'));
  const server = witnessServer(dir('acme'), store, readWitnessKey(join(dir('acme'), 'witness-key')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const note = await (await fetch(`${api.url}/partnerships/${P}/log/checkpoint`)).text();
  const send = (body: string): Promise<Response> => fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  const stale = await send(formatAddCheckpoint({ oldSize: 5, proof: [], checkpoint: note }));
  expect([stale.status, stale.headers.get('content-type'), await stale.text()]).toEqual([409, 'text/x.tlog.size', '41\n']);
  // The ledger hands it in by itself: the witness says what it saw last, and the cosignature comes back with the answer.
  const pushed = await json('checkpoint', 'push', '--partnership', P, '--witness', url, ...onServer());
  expect(pushed).toMatchObject({ size: 41, cosignedBy: expect.arrayContaining(['acme.example/witness']) as unknown });
  expect((await rebate('checkpoint', 'push', '--partnership', P, '--witness', `${url}/elsewhere`, ...onServer())).code).toBe(
    'WITNESS_REFUSED',
  );
  expect((await rebate('checkpoint', 'push', '--partnership', P, '--witness', 'http://127.0.0.1:1', ...onServer())).code).toBe(
    'WITNESS_NOT_REACHED',
  );
  const good = await send(formatAddCheckpoint({ oldSize: 41, proof: [], checkpoint: note }));
  expect([good.status, (await good.text()).startsWith('— acme.example/witness ')]).toEqual([200, true]);
  expect((await send('nonsense')).status).toBe(400);
  expect((await send('x'.repeat(200_000))).status).toBe(413);
  const origin = note.slice(0, note.indexOf('\n'));
  expect((await (await fetch(`${url}/${originHash(origin)}/checkpoint`)).text()).startsWith(`${origin}\n41\n`)).toBe(true);
  expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  await new Promise((resolve) => server.close(resolve));
  store.close();
});

/** Asks until it is so: the server hands in by its own schedule. */
const until = async <T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> => {
  for (;;) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
};
/** Of the first witness that has an address. */
const standing = async (): Promise<Record<string, unknown>> => {
  const { out } = await rebate('checkpoint', 'witness', 'list', '--partnership', P, ...onServer());
  const all = out.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
  return all.find(({ url }) => url !== null) ?? {};
};

test('the server hands each newer checkpoint to a witness that runs elsewhere, and says what came of it', async () => {
  const elsewhere = spawn(
    process.execPath,
    [join(import.meta.dirname, '..', '..', 'bin', 'rebate.mjs'), 'witness', 'serve', '--dir', dir('acme'), '--port', '0', '--json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    const [line] = (await once(createInterface(elsewhere.stdout), 'line')) as [string];
    const { listening } = JSON.parse(line) as { readonly listening: string };
    const { key } = await json('witness', 'show', '--dir', dir('acme'));
    expect(
      (
        await rebate(
          'checkpoint',
          'witness',
          'add',
          '--partnership',
          P,
          '--key',
          String(key),
          '--url',
          'ftp://witness.example',
          ...onServer(),
        )
      ).code,
    ).toBe('WITNESS_URL_NOT_ALLOWED');
    // Where nobody answers it is said, and tried again later.
    await json('checkpoint', 'witness', 'add', '--partnership', P, '--key', String(key), '--url', 'http://127.0.0.1:9', ...onServer());
    await api.close();
    await record(['e-1']);
    await serve();
    await json('checkpoint', 'sign', '--partnership', P, ...onServer());
    expect(await until(standing, ({ said }) => said !== null)).toMatchObject({
      url: 'http://127.0.0.1:9',
      said: 'The witness was not reached: the connection was refused.',
      size: null,
      contradicts: false,
    });
    await json('checkpoint', 'witness', 'add', '--partnership', P, '--key', String(key), '--url', listening, ...onServer());
    expect(await until(standing, ({ size }) => size === 42)).toMatchObject({ said: null, dueAt: null });
    expect(await json('checkpoint', 'show', '--partnership', P, ...onServer())).toMatchObject({
      size: 42,
      cosignedBy: ['acme.example/witness'],
    });
    expect(await rebate('checkpoint', 'contradictions', '--partnership', P, ...onServer())).toEqual({ out: '', code: 'done', exit: 0 });
  } finally {
    elsewhere.kill('SIGTERM');
    await once(elsewhere, 'close');
  }
});

test('a ledger that was rewound and went on otherwise is caught by both, at the event where it parted, with the evidence', async () => {
  await json('witness', 'add', '--partnership', P, '--dir', dir('buildco'), ...onServer());
  await api.close();
  const copy = join(folder, 'copy.db');
  copyFileSync(join(data, 'events.db'), copy);
  await record(['d-40', 'd-41', 'd-42']);
  await serve();
  for (const side of ['acme', 'buildco']) {
    // The server has another port by now.
    await json('witness', 'add', '--partnership', P, '--dir', dir(side), ...onServer());
    await json('checkpoint', 'sign', '--partnership', P, ...onServer());
    expect(await json('witness', 'run', '--dir', dir(side))).toMatchObject({ outcome: 'cosigned', size: 45 });
  }
  await api.close();
  // Whoever rewinds the events will not leave the signed checkpoints lying about.
  copyFileSync(copy, join(data, 'events.db'));
  for (const gone of ['proofs.db', 'proofs.db-wal', 'proofs.db-shm', 'events.db-wal', 'events.db-shm'])
    rmSync(join(data, gone), { force: true });
  await record(['d-40', 'other-41', 'other-42', 'other-43']);
  await serve();
  await json('checkpoint', 'sign', '--partnership', P, ...onServer());
  for (const side of ['acme', 'buildco']) {
    await json('witness', 'add', '--partnership', P, '--dir', dir(side), ...onServer());
    const { out, exit } = await rebate('witness', 'run', '--dir', dir(side));
    const said = JSON.parse(out) as { readonly outcome: string; readonly file: string; readonly index: number };
    // The recorded time of d-40 is another one, so that it is the first event that differs.
    expect([exit, said.outcome, said.index]).toEqual([7, 'caught', 42]);
    expect(readFileSync(said.file, 'utf8')).toMatch(/first event that is not the same is 42[\s\S]*\n45\n[\s\S]*\n46\n/);
    expect(await rebate('witness', 'run', '--dir', dir(side))).toMatchObject({ exit: 7 });
    expect(readdirSync(dir(side)).filter((name) => name.startsWith('evidence'))).toHaveLength(1);
    expect(JSON.parse((await rebate('witness', 'status', '--dir', dir(side))).out)).toMatchObject({ size: 45, evidence: 1 });
  }
  // A ledger that pushes learns it too, and keeps both checkpoints.
  const store = openWitnessStore(join(dir('buildco'), 'witness.db'));
  const witness = witnessServer(dir('buildco'), store, readWitnessKey(join(dir('buildco'), 'witness-key')));
  await new Promise<void>((resolve) => witness.listen(0, '127.0.0.1', resolve));
  const evidence = join(folder, 'pushed.txt');
  const parted = await rebate(
    'checkpoint',
    'push',
    '--partnership',
    P,
    '--witness',
    `http://127.0.0.1:${(witness.address() as AddressInfo).port}`,
    '--evidence',
    evidence,
    ...onServer(),
  );
  expect(parted).toMatchObject({ code: 'HISTORY_CONTRADICTED', exit: 7 });
  expect(readFileSync(evidence, 'utf8')).toMatch(/cosigned last ---\n\S+\n45\n[\s\S]*shows now ---\n\S+\n46\n/);
  // By its own schedule the server finds it as well, keeps both, and tells both sides.
  const hooks = await Promise.all(
    ['acme', 'buildco'].map(async (side) => {
      const at = `${api.url}/organisations/${side}/webhooks`;
      const { id } = (await (
        await fetch(at, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ url: 'http://127.0.0.1:9/', kinds: ['historyContradicted'] }),
        })
      ).json()) as { readonly id: string };
      return `${at}/${id}/deliveries`;
    }),
  );
  const { key } = await json('witness', 'show', '--dir', dir('buildco'));
  await json(
    'checkpoint',
    'witness',
    'add',
    '--partnership',
    P,
    '--key',
    String(key),
    '--url',
    `http://127.0.0.1:${(witness.address() as AddressInfo).port}/`,
    ...onServer(),
  );
  const logged = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const told = await until(
    async () => Promise.all(hooks.map(async (at) => ((await (await fetch(at)).json()) as { readonly items: readonly unknown[] }).items)),
    (items) => items.every(({ length }) => length > 0),
  );
  logged.mockRestore();
  for (const items of told) expect(items).toMatchObject([{ partnership: P, kind: 'historyContradicted', position: 45 }]);
  const { out, exit } = await rebate('checkpoint', 'contradictions', '--partnership', P, ...onServer());
  const { own, seen, ...found } = JSON.parse(out) as Record<string, string>;
  expect([exit, found]).toMatchObject([7, { witness: 'buildco.example/witness', size: 46 }]);
  expect([own, seen].map((note) => note?.split('\n')[1])).toEqual(['46', '45']);
  expect(await standing()).toMatchObject({ contradicts: true, said: expect.stringContaining('another history') as unknown });
  await new Promise((resolve) => witness.close(resolve));
  store.close();
  expect(existsSync(join(data, 'proofs.db'))).toBe(true);
});
