import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Addresses, guardedSends } from '#outbound';
import { httpTransport } from './transport.ts';
import type { Attempt } from './words.ts';

/** Against a receiver on this machine, over real sockets. */
let server: Server;
let port: number;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const heard: { readonly method: string | undefined; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({ method: request.method, headers: request.headers, body: Buffer.concat(parts).toString() });
      answer(request, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const MACHINE = new Addresses({ open: false, networks: ['127.0.0.0/8', '::1'] });
const post = (url: string, addresses = MACHINE, timeoutMs?: number, signal = new AbortController().signal): Promise<Attempt> =>
  httpTransport(guardedSends(addresses, timeoutMs))({
    url,
    headers: { 'content-type': 'application/json', 'webhook-id': 'msg_1' },
    body: '{"a":"ü"}',
    signal,
  });
const at = (path = '/hook', host = '127.0.0.1'): string => `http://${host}:${port}${path}`;
const answering = (status: number, headers: Record<string, string> = {}) => {
  answer = (_, response) => response.writeHead(status, headers).end('whatever it says');
};

test('the body arrives whole, once, with its headers', async () => {
  answering(204);
  heard.length = 0;
  expect(await post(at())).toEqual({ status: 204, error: null, retryAfterSeconds: null });
  expect(heard).toMatchObject([{ method: 'POST', body: '{"a":"ü"}', headers: { 'webhook-id': 'msg_1', 'content-length': '10' } }]);
});

test.each([
  [500, {}, null],
  [404, {}, null],
  [429, { 'Retry-After': '120' }, 120],
  [503, { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }, null],
] as const)('%s is no delivery, and what it says is not kept', async (status, headers, retryAfterSeconds) => {
  answering(status, headers);
  expect(await post(at())).toEqual({ status, error: `it answered ${status}`, retryAfterSeconds });
});

test('a redirect is not followed: it could lead where the address was not checked', async () => {
  answering(302, { Location: at('/elsewhere') });
  heard.length = 0;
  expect(await post(at())).toMatchObject({ status: 302, error: 'it answered 302' });
  expect(heard).toHaveLength(1);
});

test('a name that leads to this machine is refused when it is looked up, before anything is sent', async () => {
  heard.length = 0;
  const guarded = new Addresses({ open: false, networks: [] });
  expect(await post(at('/hook', 'localhost'), guarded)).toEqual({
    status: null,
    error: 'its address is not public',
    retryAfterSeconds: null,
  });
  expect(await post(at(), guarded)).toEqual({ status: null, error: 'its address is not public', retryAfterSeconds: null });
  expect(heard).toEqual([]);
  answering(200);
  expect(await post(at('/hook', 'localhost'))).toMatchObject({ status: 200 });
});

test('who does not answer, or is not there, is said in our words', async () => {
  answer = () => undefined;
  expect(await post(at(), MACHINE, 20)).toMatchObject({ status: null, error: 'it did not answer in time' });
  expect(await post('http://127.0.0.1:9/')).toMatchObject({ status: null, error: 'the connection was refused' });
  expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({ status: null, error: 'the connection failed' });
  const abort = new AbortController();
  const broken = post(at(), MACHINE, undefined, abort.signal);
  abort.abort();
  expect(await broken).toMatchObject({ status: null });
});
