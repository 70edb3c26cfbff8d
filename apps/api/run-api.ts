import { parseArgs } from 'node:util';
import { isStoreError } from '#event-store';
import type { Ledger } from '#ledger';
import { DEFAULT_PORT, type RunningApi, startApi } from './start-api.ts';

type OpenLedger = (options: { readonly dataDir: string; readonly eventStoreUrl?: string }) => Promise<Ledger>;
type Environment = Readonly<Record<string, string | undefined>>;

const MAX_PORT = 65_535;

/** What stops the server from starting, as one sentence for a person. */
export class StartError extends Error {}

const optionsOf = (args: readonly string[], env: Environment): { readonly dataDir: string; readonly port: number; readonly host: string; readonly eventStoreUrl?: string } => {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' } } });
  const dataDir = values.data ?? env['REBATE_DATA'];
  if (dataDir === undefined || dataDir === '') throw new StartError('Say where the ledger is: --data DIR, or REBATE_DATA.');
  const port = Number(values.port ?? env['REBATE_PORT'] ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) throw new StartError(`The port must be a whole number from 0 to ${MAX_PORT}.`);
  const url = env['EVENTSTORE_URL'];
  return { dataDir, port, host: values.host ?? env['REBATE_HOST'] ?? '127.0.0.1', ...(url === undefined || url === '' ? {} : { eventStoreUrl: url }) };
};

const sentenceOf = (error: unknown, port: number, host: string): string | undefined => {
  if (isStoreError(error)) return `${error.message} ${error.wayOut}`;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use: stop what holds it, or choose another with --port.`;
  if (code === 'EACCES') return `Port ${port} on ${host} may not be opened by this user: choose one above 1023 with --port.`;
  return code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? `${host} is no address of this machine: choose another with --host.` : undefined;
};

/** Opens the ledger and serves it. Throws a `StartError` for what a person can mend. */
export const runApi = async (args: readonly string[], env: Environment, openLedger: OpenLedger, endsOnSignals: boolean): Promise<RunningApi> => {
  let options;
  try {
    options = optionsOf(args, env);
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(error instanceof Error ? error.message : String(error));
  }
  const { dataDir, port, host, eventStoreUrl } = options;
  try {
    const ledger = await openLedger({ dataDir, ...(eventStoreUrl === undefined ? {} : { eventStoreUrl }) });
    return await startApi({ ledger, port, host, endsOnSignals });
  } catch (error) {
    const sentence = sentenceOf(error, port, host);
    throw sentence === undefined ? error : new StartError(sentence);
  }
};
