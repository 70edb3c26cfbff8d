import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Look } from '#identity';
import { AGREEMENT } from '../fake-ledger.contract.ts';
import { type Guarded, guarded } from './guarded.contract.ts';

/** Every look of an auditor is noted, and both sides can see it. */

let at: Guarded;
beforeAll(async () => {
  at = await guarded();
});
afterAll(() => at.close());

test('what an auditor asked for, when, and nobody else’s questions', async () => {
  const auditor = await at.person('firm', ['viewer']);
  const supplier = await at.person('acme', ['viewer']);
  const customer = await at.person('buildco', ['viewer']);
  const balance = `/agreements/${AGREEMENT.agreement}/balance?on=2026-06-30`;
  for (const { token } of [auditor, supplier]) expect((await at.ask('GET', balance, { token })).status).toBe(200);
  at.pass(5);
  await at.ask('GET', '/partnerships/acme~buildco/variances', { token: auditor.token });
  expect((await at.ask('GET', '/partnerships/acme~buildco/grants', { token: auditor.token })).status).toBe(403);
  // A stream is one look, however much it tells.
  const live = await at.ask('GET', `/agreements/${AGREEMENT.agreement}/live`, { token: auditor.token });
  const reader = live.body?.getReader();
  await reader?.read();
  at.fake.advance('acme~buildco');
  await reader?.read();
  await reader?.cancel();
  const looks = async (token: string, query = ''): Promise<{ readonly items: readonly Look[]; readonly nextCursor: string | null }> =>
    (await (await at.ask('GET', `/partnerships/acme~buildco/audit-looks${query}`, { token })).json()) as {
      items: Look[];
      nextCursor: string | null;
    };
  const found = await looks(customer.token);
  expect(found.items.map(({ auditor: firm, user, path, lookedAt }) => [firm, user, path, lookedAt])).toEqual([
    ['firm', auditor.id, `/agreements/${AGREEMENT.agreement}/live`, '2026-06-15T09:05:00.000Z'],
    ['firm', auditor.id, '/partnerships/acme~buildco/variances', '2026-06-15T09:05:00.000Z'],
    ['firm', auditor.id, balance, '2026-06-15T09:00:00.000Z'],
  ]);
  const first = await looks(supplier.token, '?limit=1');
  expect([first.items.length, (await looks(supplier.token, `?limit=1&cursor=${first.nextCursor ?? ''}`)).items]).toEqual([
    1,
    found.items.slice(1, 2),
  ]);
  expect((await at.ask('GET', '/partnerships/acme~buildco/audit-looks', { token: auditor.token })).status).toBe(403);
});
