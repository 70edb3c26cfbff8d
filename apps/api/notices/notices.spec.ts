import { expect, test } from '@jest/globals';
import type { Notice } from '#ledger';
import { problemIn, serving } from '../serving.contract.ts';

const api = serving();
/** The stream began after what was there. */
const BEGIN = '1';
const PATH = '/partnerships/acme~buildco/notices';
const notice = (position: number, more: Partial<Notice> = {}): Notice => ({
  partnership: 'acme~buildco',
  position,
  kind: 'signed',
  event: 'AgreementSigned',
  recordedAt: '2026-03-01T08:00:00.000Z',
  about: {},
  ...more,
});

type Heard = { readonly event: string; readonly id: string | undefined; readonly data: Record<string, unknown> };
/** Reads a stream of events until it holds as many as asked, or ends. */
const reader = (response: Response): ((count: number) => Promise<Heard[]>) => {
  const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const heard = (): Heard[] =>
    text
      .split('\n\n')
      .slice(0, -1)
      .filter((block) => block.includes('data: ') && !block.includes('event: heartbeat'))
      .map((block) => ({
        event: /event: (\w+)/.exec(block)?.[1] ?? '',
        id: /^id: (.+)$/m.exec(block)?.[1],
        data: JSON.parse(/data: (.*)/.exec(block)?.[1] ?? '{}') as Record<string, unknown>,
      }));
  return async (count) => {
    while (heard().length < count) {
      const chunk = await stream?.read();
      if (chunk === undefined || chunk.done) break;
      text += chunk.value;
    }
    return heard();
  };
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};
const history = (items: readonly Notice[], page = 100): void => {
  const last = items.at(-1)?.position ?? -1;
  api.fake.answers.notices = ({ after }) => {
    const from = Math.min('position' in after ? after.position : -1, last);
    const rest = items.filter(({ position }) => position > from);
    const given = rest.slice(0, page);
    return Promise.resolve({
      kind: 'answer',
      value: { items: given, through: { position: given.at(-1)?.position ?? from }, more: rest.length > page },
    });
  };
};

test('a stream begins with what happens from now on, and tells it when it has happened', async () => {
  const items = [notice(0), notice(1)];
  history(items);
  const abort = new AbortController();
  const response = await fetch(api.url + PATH, { signal: abort.signal });
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  await until(() => api.fake.listeners() === 1);
  items.push(notice(2, { kind: 'tierReached' }), notice(2), notice(3));
  history(items);
  api.fake.advance('acme~other');
  api.fake.advance('acme~buildco');
  // Of one place only the last moves the id: who comes back hears all of it again, or nothing.
  expect((await reader(response)(3)).map(({ event, id, data }) => [event, id, data['kind']])).toEqual([
    ['notice', BEGIN, 'tierReached'],
    ['notice', '2', 'signed'],
    ['notice', '3', 'signed'],
  ]);
  abort.abort();
  await until(() => api.fake.listeners() === 0);
});

test('who comes back with the last id hears what was missed, page by page', async () => {
  history(
    [0, 1, 2, 3, 4].map((position) => notice(position)),
    2,
  );
  const abort = new AbortController();
  const read = reader(
    await fetch(`${api.url}${PATH}?kinds=signed,CommentAdded&after=4`, { headers: { 'Last-Event-ID': '1' }, signal: abort.signal }),
  );
  expect((await read(3)).map(({ id }) => id)).toEqual(['2', '3', '4']);
  expect(api.fake.lastArgs('notices')).toMatchObject([{ partnership: 'acme~buildco', kinds: ['signed', 'CommentAdded'] }]);
  abort.abort();
});

test('a stream says at once where to go on, before anything happens', async () => {
  history([notice(0), notice(1)]);
  const abort = new AbortController();
  const response = await fetch(api.url + PATH, { signal: abort.signal });
  const chunk = await response.body?.pipeThrough(new TextDecoderStream()).getReader().read();
  expect(chunk?.value).toMatch(/event: heartbeat\nid: 1\n/);
  abort.abort();
});

test('what time brought has an id of its own, which a stream goes on after', async () => {
  history([notice(0), notice(0, { kind: 'goalAtRisk', day: '2026-03-05' })]);
  const abort = new AbortController();
  const read = reader(await fetch(`${api.url}${PATH}?after=-1`, { signal: abort.signal }));
  expect((await read(2)).map(({ id }) => id)).toEqual(['0', '0@2026-03-05']);
  await until(() => api.fake.listeners() === 1);
  const again = await fetch(api.url + PATH, { headers: { 'Last-Event-ID': '0@2026-03-05' }, signal: abort.signal });
  expect(again.status).toBe(200);
  await until(() => api.fake.calls.some(({ args }) => JSON.stringify(args).includes('"after":{"position":0,"day":"2026-03-05"}')));
  abort.abort();
});

test('a long absence is caught up with in streams that end, and go on where the one before ended', async () => {
  history(Array.from({ length: 1_500 }, (_, position) => notice(position)));
  const first = await reader(await fetch(`${api.url}${PATH}?after=-1`))(9_999);
  expect([first.length, first.at(-1)?.id]).toEqual([1_000, '999']);
  const abort = new AbortController();
  const rest = await reader(await fetch(api.url + PATH, { headers: { 'Last-Event-ID': '999' }, signal: abort.signal }))(500);
  expect(rest.at(-1)?.id).toBe('1499');
  abort.abort();
});

test('a failure is told and does not end the stream', async () => {
  history([notice(0)]);
  const abort = new AbortController();
  const read = reader(await fetch(`${api.url}${PATH}?after=-1`, { signal: abort.signal }));
  await read(1);
  await until(() => api.fake.listeners() === 1);
  const standing = api.fake.answers.notices;
  api.fake.answers.notices = () =>
    Promise.resolve({ kind: 'rejected', rejections: [{ code: 'VIEW_STOPPED', message: 'It stopped.', wayOut: 'Wait.' }] });
  api.fake.advance('acme~buildco');
  expect((await read(2)).map(({ event }) => event)).toEqual(['notice', 'problem']);
  expect(standing).toBeDefined();
  history([notice(0), notice(1)]);
  api.fake.advance('acme~buildco');
  expect((await read(3)).map(({ event }) => event)).toEqual(['notice', 'problem', 'notice']);
  abort.abort();
});

test.each([
  ['/partnerships/none~at-all/notices', {}, 404, 'PARTNERSHIP_UNKNOWN'],
  [`${PATH}?after=yesterday`, {}, 400, 'VALUE_NOT_ALLOWED'],
  [`${PATH}?kinds=a%20b`, {}, 400, 'VALUE_NOT_ALLOWED'],
  [PATH, { 'Last-Event-ID': 'x' }, 400, 'VALUE_NOT_ALLOWED'],
])('GET %s %j is a problem, not a stream', async (path, headers, status, code) => {
  const response = await api.get(path, headers);
  expect([response.status, (await problemIn(response)).code]).toEqual([status, code]);
});
