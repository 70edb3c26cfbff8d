import { isStoreError } from '#event-store';
import { type Identity, type IdentityOptions, type Link, openIdentity } from '#identity';
import type { Ledger } from '#ledger';
import { type RunningApi, startApi } from './start-api.ts';
import { type ApiOptions, type Environment, StartError, optionsOf } from './start-options.ts';

type OpenLedger = (options: { readonly dataDir: string; readonly eventStoreUrl?: string }) => Promise<Ledger>;
type OpenIdentity = (options: IdentityOptions) => Promise<Identity>;

export type StartedApi = RunningApi & {
  /** Good once, for the first administrator; only where there is none yet. */
  readonly firstAdministrator?: Link;
};

const sentenceOf = (error: unknown, port: number, host: string): string | undefined => {
  if (isStoreError(error)) return `${error.message} ${error.wayOut}`;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use: stop what holds it, or choose another with --port.`;
  if (code === 'EACCES') return `Port ${port} on ${host} may not be opened by this user: choose one above 1023 with --port.`;
  return code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? `${host} is no address of this machine: choose another with --host.` : undefined;
};

const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> => (value === undefined ? {} : ({ [key]: value } as Record<K, V>));

const opened = async (options: ApiOptions, openLedger: OpenLedger, openPeople: OpenIdentity): Promise<{ readonly ledger: Ledger; readonly identity: Identity | null }> => {
  const { dataDir, eventStoreUrl, signingKey, provider, open } = options;
  const ledger = await openLedger({ dataDir, ...given('eventStoreUrl', eventStoreUrl) });
  try {
    return { ledger, identity: open ? null : await openPeople({ dataDir, ...given('signingKey', signingKey), ...given('provider', provider) }) };
  } catch (error) {
    await ledger.close();
    throw error;
  }
};

type Openers = { readonly openLedger: OpenLedger; readonly openIdentity?: OpenIdentity; /** The folder of the built screens. */ readonly web?: string };

/** Opens the ledger and serves it. Throws a `StartError` for what a person can mend. */
export const runApi = async (args: readonly string[], env: Environment, openers: Openers, endsOnSignals: boolean): Promise<StartedApi> => {
  let options;
  try {
    options = optionsOf(args, env);
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(error instanceof Error ? error.message : String(error));
  }
  const { port, host, limits, proxies } = options;
  try {
    const { ledger, identity } = await opened(options, openers.openLedger, openers.openIdentity ?? openIdentity);
    const api = await startApi({ ledger, identity, limits, proxies, port, host, endsOnSignals, ...given('web', openers.web) });
    return { ...api, ...given('firstAdministrator', identity?.firstAdministratorLink()) };
  } catch (error) {
    const sentence = sentenceOf(error, port, host);
    throw sentence === undefined ? error : new StartError(sentence);
  }
};
