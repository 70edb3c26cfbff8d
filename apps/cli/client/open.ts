import { Command, InvalidArgumentError } from 'commander';
import type { KnownAt, Paged } from '#ledger';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import { useToken } from './credentials.ts';
import { embeddedClient } from './embedded.ts';
import { httpClient } from './http.ts';
import type { LedgerClient } from './ledger-client.ts';

export type Where = { readonly server?: string; readonly data?: string; readonly token?: string; readonly json?: true };

export const DEFAULT_DATA = './.data/ledger';

/** A command that asks a ledger: a running server's, or the one in a directory. */
export const ledgerCommand = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--server <url>', 'ask a running server (env REBATE_SERVER)')
    .option('--data <dir>', `open the ledger in this directory (env REBATE_DATA, default ${DEFAULT_DATA})`)
    .option('--token <token>', 'an access token or key for the server (env REBATE_TOKEN, else what rebate login kept)')
    .option('--json', 'JSON on stdout');

const given = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text);

/** A server's address, or else the directory to open. */
export const placeOf = ({ server, data, token }: Where): { readonly server: string } | { readonly data: string } => {
  if (server !== undefined && data !== undefined)
    throw failure('USAGE', '--server and --data are both given.', 'Give one of them.', {}, EXIT.refused);
  const url = data === undefined ? (server ?? given(process.env['REBATE_SERVER'])) : undefined;
  if (url === undefined) return { data: data ?? given(process.env['REBATE_DATA']) ?? DEFAULT_DATA };
  if (!URL.canParse(url) || !/^https?:/.test(url))
    throw failure(
      'VALUE_NOT_ALLOWED',
      `${url} is not the address of a server.`,
      'Write it as http://127.0.0.1:3000.',
      { place: '--server', value: url },
      EXIT.refused,
    );
  useToken(token);
  return { server: url };
};

const openClient = async (where: Where): Promise<LedgerClient> => {
  const place = placeOf(where);
  return 'server' in place ? httpClient(place.server) : embeddedClient(place.data);
};

/** Opens, asks, and closes whatever happened. */
export const withLedger = async <T>(where: Where, use: (client: LedgerClient) => Promise<T>): Promise<T> => {
  const client = await openClient(where);
  try {
    return await use(client);
  } finally {
    await client.close();
  }
};

/** `--known-at`: a position, or a time with its zone. */
export const parseKnownAt = (text: string): KnownAt => {
  if (/^\d{1,15}$/.test(text)) return { position: Number(text) };
  const time = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? new Date(text) : undefined;
  if (time === undefined || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError('Give a position such as 42, or a time such as 2026-03-31T12:00:00Z.');
  return { time: time.toISOString() };
};

export const parseCount = (text: string): number => {
  const count = Number(text);
  if (!/^\d{1,9}$/.test(text) || count === 0) throw new InvalidArgumentError('Give a whole number above 0.');
  return count;
};

const PAGE = 500;

/** The pages of a list, one after the other, up to `limit` items. */
export const pages = async function* <T>(
  ask: (page: { readonly cursor?: string; readonly limit: number }) => Promise<Paged<T>>,
  limit = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<readonly T[]> {
  let left = limit;
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await ask({ limit: Math.min(PAGE, left), ...(cursor === undefined ? {} : { cursor }) });
    yield items;
    left -= items.length;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && left > 0);
};

export const allOf = async <T>(source: AsyncIterable<readonly T[]>): Promise<T[]> => {
  const all: T[] = [];
  for await (const page of source) all.push(...page);
  return all;
};
