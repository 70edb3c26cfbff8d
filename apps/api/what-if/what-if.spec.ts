import { expect, test } from '@jest/globals';
import { rejected } from '../fake-ledger.contract.ts';
import { problemIn, serving } from '../serving.contract.ts';

const api = serving();
const AT = '/agreements/acme-buildco-2026';
const TERMS = { id: 'x', programmes: [{ id: 'volume', earn: { percent: '2' } }] };

test('a comparison asks the ledger plainly, with both axes and what was sent', async () => {
  const response = await api.post(`${AT}/compare`, {
    on: '2026-03-31',
    knownAt: '12',
    proposal: true,
    with: [
      { name: 'mine', terms: TERMS },
      { name: 'theirs', amendments: [{ effective: '2026-02-01' }] },
    ],
    forecast: { growth: '5' },
  });
  expect(response.status).toBe(200);
  expect(api.fake.lastArgs('compare')).toStrictEqual([
    {
      agreement: 'acme-buildco-2026',
      on: '2026-03-31',
      knownAt: { position: 12 },
      proposal: true,
      with: [
        { name: 'mine', terms: TERMS },
        { name: 'theirs', amendments: [{ effective: '2026-02-01' }] },
      ],
      forecast: { growth: '5' },
    },
  ]);
});

test('a design sends the goals on as they are', async () => {
  const goals = {
    vary: [{ programme: 'volume', at: 'earn.percent', from: '1', to: '2', by: '1' }],
    goals: [{ party: 'customer', atLeast: { amount: '1' } }],
  };
  expect((await api.post(`${AT}/design`, { goals, atLeast: 't' })).status).toBe(200);
  expect(api.fake.lastArgs('design')).toStrictEqual([{ agreement: 'acme-buildco-2026', atLeast: 't', goals }]);
});

test.each([
  ['compare', { with: [{ name: 'x' }] }, 'with[0]'],
  ['compare', { with: [{ name: 'x', terms: TERMS, amendments: [] }] }, 'with[0]'],
  ['compare', { with: [{ terms: TERMS }] }, 'with[0].name'],
  ['compare', { with: 'x' }, 'with'],
  ['compare', { with: [{ name: 'x', terms: TERMS, more: 1 }] }, 'with[0].more'],
  ['compare', { proposal: 'yes' }, 'proposal'],
  ['compare', { on: '2026-02-30' }, 'on'],
  ['compare', { forecast: 'growth' }, 'forecast'],
  ['design', {}, 'goals'],
  ['design', { goals: {}, more: 1 }, 'more'],
])('%s with %j names the place', async (route, body, place) => {
  const response = await api.post(`${AT}/${route}`, body);
  expect([response.status, (await problemIn(response)).place]).toEqual([400, place]);
});

test('what the ledger refuses comes as a problem', async () => {
  api.fake.answers.compare = () => Promise.resolve(rejected('COMPARE_NOTHING', 'with'));
  const response = await api.post(`${AT}/compare`, {});
  expect([response.status, (await problemIn(response)).code]).toEqual([422, 'COMPARE_NOTHING']);
});
