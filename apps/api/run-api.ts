import { isStoreError } from '#event-store';
import { type Identity, type IdentityOptions, type Link, openIdentity, vouches } from '#identity';
import { isEventType, isNamedKind, type Ledger, type LedgerOptions } from '#ledger';
import { Addresses, guardedSends } from '#outbound';
import { openWebhooks, type Webhooks, type WebhooksOptions } from '#webhooks';
import { SYSTEM_CLOCK } from './closing/closing-schedule.ts';
import type { WitnessRules } from './proofs/witness-schedule.ts';
import { type RunningApi, startApi } from './start-api.ts';
import { type ApiOptions, type Environment, StartError, optionsOf } from './start-options.ts';

type OpenLedger = (options: LedgerOptions) => Promise<Ledger>;
type OpenIdentity = (options: IdentityOptions) => Promise<Identity>;
type OpenWebhooks = (options: WebhooksOptions) => Webhooks;

export type StartedApi = RunningApi & {
  /** Good once, for the first administrator; only where there is none yet. */
  readonly firstAdministrator?: Link;
};

const sentenceOf = (error: unknown, port: number, host: string): string | undefined => {
  if (isStoreError(error)) return `${error.message} ${error.wayOut}`;
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use: stop what holds it, or choose another with --port.`;
  if (code === 'EACCES') return `Port ${port} on ${host} may not be opened by this user: choose one above 1023 with --port.`;
  return code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
    ? `${host} is no address of this machine: choose another with --host.`
    : undefined;
};

const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

type Openers = {
  readonly openLedger: OpenLedger;
  readonly openIdentity?: OpenIdentity;
  readonly openWebhooks?: OpenWebhooks;
  /** The folder of the built screens. */ readonly web?: string;
};
type Opened = { readonly ledger: Ledger; readonly identity: Identity | null; readonly webhooks: Webhooks };

const webhooksOf = ({ dataDir, open, webhookNetworks: networks }: ApiOptions, identity: Identity | null): WebhooksOptions => ({
  dataDir,
  addresses: { open, networks },
  mayHear: (endpoint) => identity === null || vouches(identity, endpoint),
  isKind: (kind) => isNamedKind(kind) || isEventType(kind),
});

/** Witnesses are reached by the rules of webhooks: whoever names one makes the server send there. */
const witnessesOf = ({ open, webhookNetworks: networks, witnessSeconds: everySeconds }: ApiOptions): WitnessRules => {
  const addresses = new Addresses({ open, networks });
  return { everySeconds, sends: guardedSends(addresses), refusalOfUrl: (url) => addresses.refusalOfUrl(url) };
};

const opened = async (options: ApiOptions, openers: Openers): Promise<Opened> => {
  const { dataDir, eventStoreUrl, signingKey, provider, open, proofKeys, ledgerName } = options;
  const { openIdentity: openPeople = openIdentity, openWebhooks: openHooks = openWebhooks } = openers;
  const ledger = await openers.openLedger({
    dataDir,
    ...given('eventStoreUrl', eventStoreUrl),
    ...given('proofKeys', proofKeys),
    ...given('ledgerName', ledgerName),
  });
  let identity: Identity | null = null;
  try {
    identity = open ? null : await openPeople({ dataDir, ...given('signingKey', signingKey), ...given('provider', provider) });
    return { ledger, identity, webhooks: openHooks(webhooksOf(options, identity)) };
  } catch (error) {
    identity?.close();
    await ledger.close();
    throw error;
  }
};

/** Opens the ledger and serves it. Throws a `StartError` for what a person can mend. */
export const runApi = async (args: readonly string[], env: Environment, openers: Openers, endsOnSignals: boolean): Promise<StartedApi> => {
  let options;
  try {
    options = optionsOf(args, env);
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(error instanceof Error ? error.message : String(error));
  }
  const { port, host, limits, proxies, checkpoints } = options;
  const closing = options.closing === undefined ? undefined : { schedule: options.closing, clock: SYSTEM_CLOCK };
  try {
    const { ledger, identity, webhooks } = await opened(options, openers);
    const api = await startApi({
      ledger,
      identity,
      webhooks,
      limits,
      checkpoints,
      witnesses: witnessesOf(options),
      proxies,
      port,
      host,
      endsOnSignals,
      ...given('web', openers.web),
      ...given('closing', closing),
    });
    return { ...api, ...given('firstAdministrator', identity?.firstAdministratorLink()) };
  } catch (error) {
    const sentence = sentenceOf(error, port, host);
    throw sentence === undefined ? error : new StartError(sentence);
  }
};
