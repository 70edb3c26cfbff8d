import type { Tokens } from '#identity';
import type { Rejection } from '#kernel';
import type { Answer, CommandContext } from '#ledger';
import { EXIT } from '../exit-codes.ts';
import { CliFailure, failure } from '../failure.ts';
import { userName } from './context.ts';
import { type Credentials, type Renew, bearerFor } from './credentials.ts';

export type Query = Readonly<Record<string, string | number | undefined>>;
export type Sent = {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Query;
  readonly body?: unknown;
  readonly stream?: { readonly body: ReadableStream<Uint8Array>; readonly type: string };
  readonly context?: CommandContext;
};
export type Received = { readonly status: number; readonly value: unknown };

export const addressOf = (server: string, path: readonly string[], query: Query = {}): URL => {
  const url = new URL(server.endsWith('/') ? server : `${server}/`);
  url.pathname += path.map(encodeURIComponent).join('/');
  for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, String(value));
  return url;
};

const headersOf = ({ body, stream, context }: Sent, bearer: string | undefined): Record<string, string> => ({
  Accept: 'application/json',
  ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }),
  ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
  ...(stream === undefined ? {} : { 'Content-Type': stream.type }),
  ...(context === undefined ? {} : { 'Idempotency-Key': context.commandId, 'Rebate-Actor': context.actor }),
  ...(context?.expectedRevision === undefined ? {} : { 'If-Match': `"${context.expectedRevision}"` }),
});

const unreachable = (server: string, error: unknown): CliFailure => {
  const cause =
    error instanceof Error && error.cause instanceof Error ? error.cause.message : error instanceof Error ? error.message : 'unknown error';
  return failure(
    'SERVER_UNREACHABLE',
    `The server does not answer: ${cause}.`,
    'Start it with rebate serve, or check --server.',
    { place: '--server', value: server },
    EXIT.unavailable,
  );
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The user of this machine is nobody at a server: there a person is who signs in, or who was named on purpose. */
const withoutOwnUser = <T>(said: T, bearer: string | undefined): T => {
  if (bearer === undefined || typeof said !== 'object' || said === null || !('person' in said) || said.person !== userName()) return said;
  return Object.fromEntries(Object.entries(said).filter(([key]) => key !== 'person')) as T;
};

type Authorised = Sent & { readonly bearer?: string | undefined };

const send = async (server: string, path: readonly string[], sent: Authorised): Promise<Received> => {
  const { method, stream, bearer } = sent;
  const [body, query] = [withoutOwnUser(sent.body, bearer), withoutOwnUser(sent.query, bearer)];
  let status: number;
  let text: string;
  try {
    const response = await fetch(addressOf(server, path, query), {
      method: method ?? 'GET',
      headers: headersOf(sent, bearer),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(stream === undefined ? {} : { body: stream.body, duplex: 'half' as const }),
    });
    ({ status } = response);
    text = await response.text();
  } catch (error) {
    throw unreachable(server, error);
  }
  const value = status === 204 ? null : jsonOf(text);
  if (value === undefined)
    throw failure(
      'NOT_A_LEDGER',
      `The server answered ${status} with something that is not JSON.`,
      'Check that --server is the address of a rebate ledger.',
      { place: '--server', value: server },
      EXIT.unavailable,
    );
  return { status, value };
};

/** The next tokens for a refresh token; undefined where the server takes it no more. */
const renewAt =
  (server: string): Renew =>
  async (refreshToken) => {
    const { status, value } = await send(server, ['auth', 'refresh'], { method: 'POST', body: { refreshToken } });
    return status === 200 ? credentialsOf(value as Tokens) : undefined;
  };

export const credentialsOf = ({
  accessToken,
  refreshToken,
  expiresInSeconds,
}: Pick<Tokens, 'accessToken' | 'refreshToken' | 'expiresInSeconds'>): Credentials => ({
  accessToken,
  refreshToken,
  expiresAt: new Date(Date.now() + expiresInSeconds * 1_000).toISOString(),
});

/** Asks as who signed in at this server, if anybody did. */
export const request = async (server: string, path: readonly string[], sent: Sent = {}): Promise<Received> =>
  send(server, path, { ...sent, bearer: await bearerFor(server, renewAt(server)) });

/** Whether commands go to this server as somebody. */
export const isSignedIn = async (server: string): Promise<boolean> => (await bearerFor(server, renewAt(server))) !== undefined;

/** A route that does not answer in JSON, piece by piece; its refusals are in JSON all the same. A connection that breaks off is said. */
export const requestStream = async (
  server: string,
  path: readonly string[],
  query: Query = {},
): Promise<Answer<AsyncIterable<Uint8Array>>> => {
  const bearer = await bearerFor(server, renewAt(server));
  let response: Response;
  try {
    response = await fetch(addressOf(server, path, query), {
      headers: { Accept: '*/*', ...(bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` }) },
    });
    if (!response.ok)
      return { kind: 'rejected', rejections: rejectionsOf({ status: response.status, value: jsonOf(await response.text()) }) };
  } catch (error) {
    throw error instanceof CliFailure ? error : unreachable(server, error);
  }
  return { kind: 'answer', value: piecesOf(server, response) };
};

async function* piecesOf(server: string, { body }: Response): AsyncGenerator<Uint8Array> {
  try {
    if (body !== null) yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreachable(server, error);
  }
}

/** The same, all of it at once. */
export const requestBytes = async (server: string, path: readonly string[], query: Query = {}): Promise<Answer<Uint8Array>> => {
  const received = await requestStream(server, path, query);
  if (received.kind === 'rejected') return received;
  const pieces: Uint8Array[] = [];
  for await (const piece of received.value) pieces.push(piece);
  return { kind: 'answer', value: new Uint8Array(Buffer.concat(pieces)) };
};

const isRejection = (value: unknown): value is Rejection =>
  typeof value === 'object' &&
  value !== null &&
  'code' in value &&
  typeof value.code === 'string' &&
  'message' in value &&
  'wayOut' in value;

/** The refusals of a problem document (RFC 9457). */
export const rejectionsOf = ({ status, value }: Received): readonly Rejection[] => {
  const given =
    typeof value === 'object' && value !== null && 'rejections' in value && Array.isArray(value.rejections)
      ? value.rejections.filter(isRejection)
      : [];
  const rejections =
    given.length > 0
      ? given
      : [
          {
            code: 'SERVER_REFUSED',
            message: `The server answered ${status}.`,
            wayOut: 'Check that --server is the address of a rebate ledger.',
          },
        ];
  if (status < 500) return rejections;
  const [first] = rejections;
  throw failure(
    first?.code ?? 'UNAVAILABLE',
    first?.message ?? 'The server failed.',
    first?.wayOut ?? 'Try again later.',
    { place: '--server' },
    status === 503 ? EXIT.unavailable : EXIT.failure,
  );
};

/** The server speaks the ledger's own shapes, so an answer is taken as what was asked for. */
export const answerOf = async <T>(server: string, path: readonly string[], sent: Sent = {}): Promise<Answer<T>> => {
  const received = await request(server, path, sent);
  return received.status < 300 ? { kind: 'answer', value: received.value as T } : { kind: 'rejected', rejections: rejectionsOf(received) };
};
