import { expect, test } from '@jest/globals';
import { problemIn, serving } from '../serving.contract.ts';

const api = serving();
const AGREEMENT = 'acme-buildco-2026';
const AT = `/agreements/${AGREEMENT}`;

test.each([
  [`${AT}/goals?on=2026-03-31&knownAt=12`, 'goals', { agreement: AGREEMENT, on: '2026-03-31', knownAt: { position: 12 } }],
  [`${AT}/alerts`, 'alerts', { agreement: AGREEMENT }],
  [
    `${AT}/alerts?nearPercent=2.5&nearDays=7&endingDays=0&atLeast=t`,
    'alerts',
    { agreement: AGREEMENT, nearPercent: '2.5', nearDays: 7, endingDays: 0, atLeast: 't' },
  ],
  [`${AT}/policy?for=customer&knownAt=3`, 'policy', { agreement: AGREEMENT, organisation: 'customer', knownAt: { position: 3 } }],
  [`${AT}/balance?on=2026-03-31&as=supplier`, 'balance', { agreement: AGREEMENT, on: '2026-03-31', policyOf: 'supplier' }],
] as const)('GET %s asks the ledger plainly', async (path, name, query) => {
  expect((await api.get(path)).status).toBe(200);
  expect(api.fake.lastArgs(name)).toStrictEqual([query]);
});

test.each([
  [`${AT}/alerts?nearPercent=ten`, 'nearPercent'],
  [`${AT}/alerts?endingDays=-1`, 'endingDays'],
  [`${AT}/goals?on=2026-02-30`, 'on'],
  [`${AT}/policy`, 'for'],
  [`${AT}/policy?for=auditor`, 'for'],
  [`${AT}/balance?as=somebody`, 'as'],
])('GET %s is refused at its place', async (path, place) => {
  const response = await api.get(path);
  expect([response.status, (await problemIn(response)).place]).toEqual([400, place]);
});

const put = (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(api.url + path, { method: 'PUT', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });

test('PUT policy carries the plain command, and answers with its token', async () => {
  const policy = { programmes: { volume: { accrue: { percent: '4' } } } };
  const response = await put(`${AT}/policy?for=supplier`, policy);
  expect([response.status, response.headers.get('rebate-token')]).toEqual([201, '0042']);
  expect(api.fake.lastArgs('execute')[0]).toEqual({ kind: 'SetPolicy', organisation: 'supplier', agreement: AGREEMENT, policy });
});

test.each([
  ['without a side', `${AT}/policy`, { programmes: {} }, 'for'],
  ['without programmes', `${AT}/policy?for=supplier`, {}, 'programmes'],
  ['with a key that is none', `${AT}/policy?for=supplier`, { programmes: {}, note: 'x' }, 'note'],
])('PUT policy %s is refused at its place', async (_, path, body, place) => {
  const response = await put(path, body);
  expect([response.status, (await problemIn(response)).place]).toEqual([400, place]);
});

test('a policy is read with its revision, and changed only at that revision', async () => {
  expect((await api.get(`${AT}/policy?for=supplier`)).headers.get('etag')).toBe('"0"');
  expect((await put(`${AT}/policy?for=supplier`, { programmes: {} }, { 'If-Match': '"6"' })).status).toBe(412);
});
