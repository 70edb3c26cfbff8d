import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { StoreError } from '#event-store';
import { type Identity, openIdentity as openPeople } from '#identity';
import { openWebhooks as openHooks, type Webhooks, type WebhooksOptions } from '#webhooks';
import { fakeLedger } from './fake-ledger.contract.ts';
import { runApi } from './run-api.ts';
import { StartError } from './start-options.ts';

const opened: unknown[] = [];
const fake = fakeLedger();
const open = (options: unknown): Promise<typeof fake.ledger> => {
  opened.push(options);
  return Promise.resolve(fake.ledger);
};
const folder = mkdtempSync(join(tmpdir(), 'run-api-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const openIdentity = (): Promise<Identity> => openPeople({ dataDir: folder });
const openWebhooks = (options: WebhooksOptions): Webhooks => openHooks({ ...options, dataDir: folder });
const refusal = (args: readonly string[], env: Record<string, string> = {}, opener = open): Promise<unknown> =>
  runApi(args, env, { openLedger: opener, openIdentity, openWebhooks }, false).then(
    () => undefined,
    (error: unknown) => error,
  );

test('flags go before the environment', async () => {
  const api = await runApi(
    ['--data', 'here', '--port', '0', '--open'],
    { REBATE_DATA: 'there', REBATE_PORT: '1', EVENTSTORE_URL: 'esdb://127.0.0.1:2113' },
    { openLedger: open, openWebhooks },
    false,
  );
  expect(opened.at(-1)).toEqual({ dataDir: 'here', eventStoreUrl: 'esdb://127.0.0.1:2113' });
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
  await api.close();
  expect(fake.calls.at(-1)?.name).toBe('close');
});

test('a port in use is said in one sentence, and the ledger is closed again', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  expect(await refusal(['--data', 'here', '--port', String(port)])).toEqual(
    new StartError(`Port ${port} on 127.0.0.1 is in use: stop what holds it, or choose another with --port.`),
  );
  expect(fake.calls.at(-1)?.name).toBe('close');
  holder.close();
});

test.each([
  [[], 'Say where the ledger is: --data DIR, or REBATE_DATA.'],
  [['--data', 'here', '--port', '70000'], 'The port must be a whole number from 0 to 65535.'],
  [['--data', 'here', '--host', '192.0.2.1', '--port', '0'], '192.0.2.1 is no address of this machine: choose another with --host.'],
  [
    ['--data', 'here', '--host', '0.0.0.0', '--open'],
    '--open serves without sign-in, so it listens on this machine only: 0.0.0.0 is not 127.0.0.1. Leave --open out, or --host.',
  ],
  [
    ['--data', 'here', '--host', '127.0.0.1.example.org', '--open'],
    '--open serves without sign-in, so it listens on this machine only: 127.0.0.1.example.org is not 127.0.0.1. Leave --open out, or --host.',
  ],
])('%j: what cannot start says what to mend', async (args, sentence) => {
  expect(await refusal(args)).toEqual(new StartError(sentence));
});

test('settings of a provider and of limits are checked before anything is opened', async () => {
  const before = opened.length;
  expect(String(await refusal(['--data', 'here'], { REBATE_OIDC_ISSUER: 'https://id.example' }))).toContain('REBATE_OIDC_AUDIENCE');
  expect(
    String(
      await refusal(['--data', 'here'], {
        REBATE_OIDC_ISSUER: 'https://id.example',
        REBATE_OIDC_AUDIENCE: 'rebate',
        REBATE_OIDC_CLOCK_SKEW: '3600',
      }),
    ),
  ).toContain('REBATE_OIDC_CLOCK_SKEW');
  // Keys that come over plain HTTP are anybody's; what is set and not used is a mistake.
  for (const issuer of ['nonsense', 'http://id.example'])
    expect(String(await refusal(['--data', 'here'], { REBATE_OIDC_ISSUER: issuer, REBATE_OIDC_AUDIENCE: 'rebate' }))).toContain(
      'REBATE_OIDC_ISSUER',
    );
  expect(
    String(
      await refusal(['--data', 'here'], {
        REBATE_OIDC_ISSUER: 'http://127.0.0.1:9',
        REBATE_OIDC_AUDIENCE: 'rebate',
        REBATE_OIDC_JWKS: 'keys',
      }),
    ),
  ).toContain('REBATE_OIDC_JWKS');
  expect(String(await refusal(['--data', 'here'], { REBATE_OIDC_JWKS: 'https://id.example/keys' }))).toContain('REBATE_OIDC_AUDIENCE');
  expect(String(await refusal(['--data', 'here'], { REBATE_ATTEMPTS_PER_MINUTE: 'many' }))).toContain('REBATE_ATTEMPTS_PER_MINUTE');
  expect(String(await refusal(['--data', 'here'], { REBATE_CLOSE_EVERY: 'week', REBATE_CLOSE_AFTER_DAYS: '5' }))).toContain(
    'month, quarter, half or year',
  );
  expect(String(await refusal(['--data', 'here'], { REBATE_CLOSE_AFTER_DAYS: '5' }))).toContain(
    'REBATE_CLOSE_EVERY and REBATE_CLOSE_AFTER_DAYS go together',
  );
  expect(String(await refusal(['--data', 'here'], { REBATE_WEBHOOK_NETWORKS: '10.0.0.0/8,intranet' }))).toContain(
    'intranet, which is no network',
  );
  expect(opened).toHaveLength(before);
});

test('the first start has a link for the first administrator, and an open server has none', async () => {
  const closed = await runApi(['--data', 'here', '--port', '0'], {}, { openLedger: open, openIdentity, openWebhooks }, false);
  expect(closed.firstAdministrator?.secret).toMatch(/^[0-9a-f]{64}$/);
  expect((await fetch(`${closed.url}/partnerships`)).status).toBe(401);
  await closed.close();
  const opened = await runApi(['--data', 'here', '--port', '0', '--open'], {}, { openLedger: open, openWebhooks }, false);
  expect([opened.firstAdministrator, (await fetch(`${opened.url}/partnerships`)).status]).toEqual([undefined, 200]);
  await opened.close();
});

test('a flag that does not exist is refused', async () => {
  expect(await refusal(['--colour', 'red'])).toBeInstanceOf(StartError);
});

test('a store that cannot be opened speaks for itself', async () => {
  const locked = (): Promise<never> => Promise.reject(new StoreError('STORE_LOCKED', 'Another process has it open.', 'Stop it.'));
  expect(await refusal(['--data', 'here'], {}, locked)).toEqual(new StartError('Another process has it open. Stop it.'));
});
