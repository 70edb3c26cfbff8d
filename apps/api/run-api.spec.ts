import { createServer } from 'node:net';
import { expect, test } from '@jest/globals';
import { StoreError } from '#event-store';
import { fakeLedger } from './fake-ledger.contract.ts';
import { StartError, runApi } from './run-api.ts';

const opened: unknown[] = [];
const fake = fakeLedger();
const open = (options: unknown): Promise<typeof fake.ledger> => {
  opened.push(options);
  return Promise.resolve(fake.ledger);
};
const refusal = (args: readonly string[], env: Record<string, string> = {}, opener = open): Promise<unknown> =>
  runApi(args, env, opener, false).then(() => undefined, (error: unknown) => error);

test('flags go before the environment', async () => {
  const api = await runApi(['--data', 'here', '--port', '0'], { REBATE_DATA: 'there', REBATE_PORT: '1', EVENTSTORE_URL: 'esdb://127.0.0.1:2113' }, open, false);
  expect(opened.at(-1)).toEqual({ dataDir: 'here', eventStoreUrl: 'esdb://127.0.0.1:2113' });
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
  await api.close();
  expect(fake.calls.at(-1)?.name).toBe('close');
});

test('a port in use is said in one sentence, and the ledger is closed again', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  const { port } = holder.address() as { port: number };
  expect(await refusal(['--data', 'here', '--port', String(port)])).toEqual(new StartError(`Port ${port} on 127.0.0.1 is in use: stop what holds it, or choose another with --port.`));
  expect(fake.calls.at(-1)?.name).toBe('close');
  holder.close();
});

test.each([
  [[], 'Say where the ledger is: --data DIR, or REBATE_DATA.'],
  [['--data', 'here', '--port', '70000'], 'The port must be a whole number from 0 to 65535.'],
  [['--data', 'here', '--host', '192.0.2.1', '--port', '0'], '192.0.2.1 is no address of this machine: choose another with --host.'],
])('%j: what cannot start says what to mend', async (args, sentence) => {
  expect(await refusal(args)).toEqual(new StartError(sentence));
});

test('a flag that does not exist is refused', async () => {
  expect(await refusal(['--colour', 'red'])).toBeInstanceOf(StartError);
});

test('a store that cannot be opened speaks for itself', async () => {
  const locked = (): Promise<never> => Promise.reject(new StoreError('STORE_LOCKED', 'Another process has it open.', 'Stop it.'));
  expect(await refusal(['--data', 'here'], {}, locked)).toEqual(new StartError('Another process has it open. Stop it.'));
});
