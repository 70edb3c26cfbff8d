import { expect, test } from '@jest/globals';
import { serving } from './serving.contract.ts';

const api = serving();
const AT = '/agreements/acme-buildco-2026';
const IMMUTABLE = 'private, max-age=31536000, immutable';

test('pages follow each other by cursor, without gap or repeat', async () => {
  const seen: string[] = [];
  let cursor: string | null = '0';
  while (cursor !== null) {
    const response = await api.get(`/partnerships?limit=2&cursor=${cursor}`);
    const page = (await response.json()) as { items: { customer: string }[]; nextCursor: string | null };
    seen.push(...page.items.map(({ customer }) => customer));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(api.fake.calls.map(({ args }) => args[0])).toEqual([
    { cursor: '0', limit: 2 },
    { cursor: '2', limit: 2 },
    { cursor: '4', limit: 2 },
  ]);
});

test.each([
  [`${AT}/balance`, 'balance', { agreement: 'acme-buildco-2026' }],
  [
    `${AT}/balance?on=2026-03-31&knownAt=12&atLeast=t`,
    'balance',
    { agreement: 'acme-buildco-2026', on: '2026-03-31', knownAt: { position: 12 }, atLeast: 't' },
  ],
  [
    `${AT}/balance?knownAt=2026-03-31T12:00:00%2B02:00`,
    'balance',
    { agreement: 'acme-buildco-2026', knownAt: { time: '2026-03-31T10:00:00.000Z' } },
  ],
  [
    `${AT}/balances?from=2026-01-01&to=2026-12-31&knownAt=3`,
    'balances',
    { agreement: 'acme-buildco-2026', from: '2026-01-01', to: '2026-12-31', knownAt: { position: 3 } },
  ],
  [
    `${AT}/explain?on=2026-03-31&from=2026-03-01&programme=volume&limit=10&cursor=c`,
    'explain',
    { agreement: 'acme-buildco-2026', on: '2026-03-31', from: '2026-03-01', programme: 'volume', limit: 10, cursor: 'c' },
  ],
  [`${AT}/replay?from=2026-01-01&to=2026-01-01`, 'replay', { agreement: 'acme-buildco-2026', from: '2026-01-01', to: '2026-01-01' }],
  [`${AT}/timeline?limit=5`, 'timeline', { agreement: 'acme-buildco-2026', limit: 5 }],
  ['/imports?limit=5', 'imports', { limit: 5 }],
  ['/imports/i-1', 'oneImport', { import: 'i-1' }],
  ['/imports/i-1/refused-lines?cursor=9', 'refusedLines', { import: 'i-1', cursor: '9' }],
] as const)('GET %s asks the ledger plainly', async (path, name, query) => {
  const response = await api.get(path);
  expect(response.status).toBe(200);
  expect(api.fake.lastArgs(name)).toStrictEqual([query]);
});

test('an answer at a named day and position never changes, and is not sent twice', async () => {
  const path = `${AT}/balance?on=2026-03-31&knownAt=12`;
  const first = await api.get(path);
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
  expect(first.headers.get('cache-control')).toBe(IMMUTABLE);
  const again = await api.get(path, { 'If-None-Match': tag });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', tag]);
  expect((await api.get(path, { 'If-None-Match': 'W/"other"' })).status).toBe(200);
});

test.each([
  ['the day is left out', `${AT}/balance?knownAt=12`],
  ['the position is left out', `${AT}/balance?on=2026-03-31`],
  ['the position is still to come', `${AT}/balance?on=2026-03-31&knownAt=1000`],
  ['a time is named: events recorded within it may still arrive', `${AT}/balance?on=2026-03-31&knownAt=2026-03-31T12:00:00Z`],
])('an answer can change when %s', async (_, path) => {
  expect((await api.get(path)).headers.get('cache-control')).toBe('private, no-cache');
});

test('a series at a position never changes either', async () => {
  expect((await api.get(`${AT}/balances?from=2026-01-01&to=2026-01-31&knownAt=12`)).headers.get('cache-control')).toBe(IMMUTABLE);
});

test('an agreement is known by its revision', async () => {
  const response = await api.get(AT, { 'If-None-Match': '"7"' });
  expect([response.status, response.headers.get('etag')]).toEqual([304, '"7"']);
});

test('measurements name routes by their pattern and views by their state', async () => {
  await api.get(AT);
  const response = await api.get('/metrics');
  const text = await response.text();
  expect(response.headers.get('content-type')).toMatch('text/plain');
  expect(text).toMatch(/rebate_http_request_duration_seconds_count\{method="GET",route="\/agreements\/:agreement",status="200"\} 1/);
  expect(text).toContain('rebate_view_stopped{view="timeline"} 1');
  expect(text).toContain('rebate_view_token{view="balances"} 42');
});

test('answers carry headers that keep browsers safe, and none that says what runs here', async () => {
  const { headers } = await api.get('/health/live');
  expect(headers.get('content-security-policy')).toMatch("default-src 'self'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-powered-by')).toBeNull();
});
