import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import type { ProviderOptions } from '#identity';
import { parseNetwork } from '#outbound';
import type { ClosingSchedule } from '#ledger';
import { RATE_LIMITS, type RateLimits } from './access/rate-limits.ts';
import type { CheckpointRules } from './proofs/checkpoint-schedule.ts';
import { DEFAULT_PORT } from './start-api.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type ApiOptions = {
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** Without sign-in, for one's own machine. */
  readonly open: boolean;
  readonly limits: RateLimits;
  /** Which periods close by themselves, and how long after their end; undefined where all are closed by hand. */
  readonly closing?: ClosingSchedule;
  readonly proxies: number;
  /** Networks that are not public, and to which webhooks may be sent all the same. */
  readonly webhookNetworks: readonly string[];
  readonly eventStoreUrl?: string;
  readonly signingKey?: string;
  /** Keys that sign checkpoints, instead of those in the folder. */
  readonly proofKeys?: string;
  readonly ledgerName?: string;
  readonly checkpoints: CheckpointRules;
  /** How often witnesses are handed what is new; 0: never by itself. */
  readonly witnessSeconds: number;
  readonly provider?: ProviderOptions;
};

/** What stops the server from starting, as one sentence for a person. */
export class StartError extends Error {}

const MAX_PORT = 65_535;
const MOST_PROXIES = 10;
const MOST_PER_MINUTE = 1_000_000;
const MOST_EVENTS = 1_000_000_000;
const MOST_MINUTES = 10_080;
const CHECKPOINTS: CheckpointRules = { everyEvents: 1_000, everyMinutes: 60 };

const textIn = (env: Environment, name: string): string | undefined => {
  const value = env[name];
  return value === undefined || value === '' ? undefined : value;
};

const wholeIn = (env: Environment, name: string, standing: number, most: number): number => {
  const text = textIn(env, name);
  const value = Number(text ?? standing);
  if (!Number.isInteger(value) || value < 0 || value > most) throw new StartError(`${name} must be a whole number from 0 to ${most}.`);
  return value;
};

/** `localhost` can be pointed elsewhere; these cannot. */
const isLoopback = (host: string): boolean => host === '::1' || host === 'localhost' || (isIP(host) === 4 && host.startsWith('127.'));

/** Who can change a provider's keys on their way here can sign in as anybody: so they come over TLS, or from this machine. */
const checkProviderUrl = (name: string, text: string | undefined): void => {
  if (text === undefined) return;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[(.*)\]$/, '$1')))) return;
  throw new StartError(`${name} is ${text}: write an https address, as the provider gives it.`);
};

const providerIn = (env: Environment): ProviderOptions | undefined => {
  const [issuer, audience, jwksUri, emailClaim] = [
    'REBATE_OIDC_ISSUER',
    'REBATE_OIDC_AUDIENCE',
    'REBATE_OIDC_JWKS',
    'REBATE_OIDC_EMAIL_CLAIM',
  ].map((name) => textIn(env, name));
  if (issuer === undefined && audience === undefined && jwksUri === undefined) return undefined;
  checkProviderUrl('REBATE_OIDC_ISSUER', issuer);
  checkProviderUrl('REBATE_OIDC_JWKS', jwksUri);
  if (issuer === undefined || audience === undefined)
    throw new StartError('REBATE_OIDC_ISSUER and REBATE_OIDC_AUDIENCE go together: whose tokens, and made for whom.');
  return {
    issuer,
    audience,
    clockSkewSeconds: wholeIn(env, 'REBATE_OIDC_CLOCK_SKEW', 30, 300),
    trustsEmail: textIn(env, 'REBATE_OIDC_TRUST_EMAIL') === '1',
    ...(jwksUri === undefined ? {} : { jwksUri }),
    ...(emailClaim === undefined ? {} : { emailClaim }),
  };
};

const networksIn = (env: Environment): readonly string[] => {
  const networks = (textIn(env, 'REBATE_WEBHOOK_NETWORKS') ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const wrong = networks.find((network) => parseNetwork(network) === undefined);
  if (wrong !== undefined)
    throw new StartError(`REBATE_WEBHOOK_NETWORKS names ${wrong}, which is no network: write 10.1.0.0/16, with commas between several.`);
  return networks;
};

const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

const WITNESS_SECONDS = 30;
const MOST_WITNESS_SECONDS = 86_400;
const MOST_DAYS_AFTER = 366;

/** Both are set, or neither: nothing closes by itself unasked. */
const closingIn = (env: Environment): ClosingSchedule | undefined => {
  const [every, after] = [textIn(env, 'REBATE_CLOSE_EVERY'), textIn(env, 'REBATE_CLOSE_AFTER_DAYS')];
  if (every === undefined && after === undefined) return undefined;
  if (every === undefined || after === undefined)
    throw new StartError(
      'REBATE_CLOSE_EVERY and REBATE_CLOSE_AFTER_DAYS go together: which periods close by themselves, and how many days after their end.',
    );
  if (every !== 'month' && every !== 'quarter' && every !== 'half' && every !== 'year')
    throw new StartError(`REBATE_CLOSE_EVERY is ${every}: write month, quarter, half or year.`);
  return { every, afterDays: wholeIn(env, 'REBATE_CLOSE_AFTER_DAYS', 0, MOST_DAYS_AFTER) };
};

/** Flags go before the environment. */
export const optionsOf = (args: readonly string[], env: Environment): ApiOptions => {
  const { values } = parseArgs({
    args: [...args],
    options: { data: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, open: { type: 'boolean' } },
  });
  const dataDir = values.data ?? env['REBATE_DATA'];
  if (dataDir === undefined || dataDir === '') throw new StartError('Say where the ledger is: --data DIR, or REBATE_DATA.');
  const port = Number(values.port ?? env['REBATE_PORT'] ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT)
    throw new StartError(`The port must be a whole number from 0 to ${MAX_PORT}.`);
  const host = values.host ?? env['REBATE_HOST'] ?? '127.0.0.1';
  const open = values.open === true;
  if (open && !isLoopback(host))
    throw new StartError(
      `--open serves without sign-in, so it listens on this machine only: ${host} is not 127.0.0.1. Leave --open out, or --host.`,
    );
  return {
    dataDir,
    port,
    host,
    open,
    limits: {
      requestsPerMinute: wholeIn(env, 'REBATE_REQUESTS_PER_MINUTE', RATE_LIMITS.requestsPerMinute, MOST_PER_MINUTE),
      attemptsPerMinute: wholeIn(env, 'REBATE_ATTEMPTS_PER_MINUTE', RATE_LIMITS.attemptsPerMinute, MOST_PER_MINUTE),
    },
    webhookNetworks: networksIn(env),
    checkpoints: {
      everyEvents: Math.max(1, wholeIn(env, 'REBATE_CHECKPOINT_EVENTS', CHECKPOINTS.everyEvents, MOST_EVENTS)),
      everyMinutes: wholeIn(env, 'REBATE_CHECKPOINT_MINUTES', CHECKPOINTS.everyMinutes, MOST_MINUTES),
    },
    witnessSeconds: wholeIn(env, 'REBATE_WITNESS_SECONDS', WITNESS_SECONDS, MOST_WITNESS_SECONDS),
    proxies: wholeIn(env, 'REBATE_PROXIES', 0, MOST_PROXIES),
    ...given('closing', closingIn(env)),
    ...given('eventStoreUrl', textIn(env, 'EVENTSTORE_URL')),
    ...given('signingKey', textIn(env, 'REBATE_SIGNING_KEY')),
    ...given('provider', providerIn(env)),
    ...given('proofKeys', textIn(env, 'REBATE_PROOF_KEYS')),
    ...given('ledgerName', textIn(env, 'REBATE_LEDGER_NAME')),
  };
};
