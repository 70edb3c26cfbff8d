import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Guarded, guarded } from '../access/guarded.contract.ts';
import { problemIn, serving } from '../serving.contract.ts';

let at: Guarded;
let token: string;
beforeAll(async () => {
  at = await guarded();
  ({ token } = await at.person('acme', ['administrator']));
});
afterAll(() => at.close());

const HOOKS = '/organisations/acme/webhooks';
type Hook = { readonly id: string; readonly secret: string; readonly kinds: readonly string[]; readonly by: string };
const add = async (body: object): Promise<Hook> => (await (await at.ask('POST', HOOKS, { token, body })).json()) as Hook;
const codeOf = async (response: Response): Promise<[number, string, string?]> => {
  const { code, place } = await at.problem(response);
  return place === undefined ? [response.status, code] : [response.status, code, place];
};

test('set up, listed without its secret, given another one, and taken away', async () => {
  const { id, secret } = await add({
    url: 'https://erp.acme.example/hook',
    kinds: ['signed', 'CommentAdded'],
    partnerships: ['acme~buildco'],
  });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const list = async (): Promise<string> => (await at.ask('GET', HOOKS, { token })).text();
  expect(JSON.parse(await list())).toMatchObject({
    items: [
      {
        id,
        url: 'https://erp.acme.example/hook',
        kinds: ['signed', 'CommentAdded'],
        partnerships: ['acme~buildco'],
        status: 'active',
        pending: 0,
        parked: 0,
      },
    ],
  });
  expect(await list()).not.toContain('whsec_');
  const rotated = (await (await at.ask('POST', `${HOOKS}/${id}/secrets`, { token })).json()) as Hook;
  expect([rotated.id, rotated.secret === secret]).toEqual([id, false]);
  expect(await (await at.ask('GET', `${HOOKS}/${id}/deliveries?status=parked&limit=5`, { token })).json()).toEqual({
    items: [],
    nextCursor: null,
  });
  expect((await at.ask('POST', `${HOOKS}/${id}/replays`, { token, body: { partnership: 'acme~buildco', from: 0 } })).status).toBe(202);
  expect((await at.ask('DELETE', `${HOOKS}/${id}`, { token })).status).toBe(204);
  expect(await codeOf(await at.ask('DELETE', `${HOOKS}/${id}`, { token }))).toEqual([404, 'WEBHOOK_UNKNOWN']);
});

test.each([
  [{ url: 'http://erp.acme.example/' }, [422, 'WEBHOOK_URL_NOT_ALLOWED', 'url']],
  [{ url: 'https://erp.acme.example/', kinds: ['nothing'] }, [422, 'WEBHOOK_KIND_UNKNOWN', 'kinds']],
  [{ url: 'https://erp.acme.example/', partnerships: ['other~buildco'] }, [422, 'WEBHOOK_PARTNERSHIP_NOT_YOURS', 'partnerships']],
  [{ url: 'https://erp.acme.example/', kinds: 'signed' }, [400, 'VALUE_NOT_ALLOWED', 'kinds']],
  [{ url: 'https://erp.acme.example/', kinds: ['two words'] }, [400, 'VALUE_NOT_ALLOWED', 'kinds']],
  [{ url: 'https://erp.acme.example/', secret: 'mine' }, [400, 'UNKNOWN_KEY', 'secret']],
  [{}, [400, 'VALUE_MISSING', 'url']],
])('%j is refused', async (body, refusal) => {
  const [status, code] = await codeOf(await at.ask('POST', HOOKS, { token, body }));
  expect([status, code]).toEqual(refusal.slice(0, 2));
});

test('another organisation’s webhook does not exist for one’s own administrator', async () => {
  const { id } = await add({ url: 'https://erp.acme.example/hook' });
  const other = await at.person('buildco', ['administrator']);
  for (const [method, path] of [
    ['DELETE', ''],
    ['POST', '/secrets'],
    ['POST', '/tests'],
    ['GET', '/deliveries'],
  ] as const) {
    expect(await codeOf(await at.ask(method, `/organisations/buildco/webhooks/${id}${path}`, { token: other.token }))).toEqual([
      404,
      'WEBHOOK_UNKNOWN',
    ]);
    expect(await codeOf(await at.ask(method, `${HOOKS}/${id}${path}`, { token: other.token }))).toEqual([404, 'ORGANISATION_UNKNOWN']);
  }
});

test('a webhook falls silent with the role of whoever set it up, until another administrator rotates its secret', async () => {
  const leaver = await at.person('acme', ['administrator']);
  const { id } = (await (
    await at.ask('POST', HOOKS, { token: leaver.token, body: { url: 'https://leaver.example/hook' } })
  ).json()) as Hook;
  const statusOf = async (): Promise<unknown> =>
    ((await (await at.ask('GET', HOOKS, { token })).json()) as { items: { id: string; status: string }[] }).items.find(
      (one) => one.id === id,
    )?.status;
  expect(await statusOf()).toBe('active');
  at.identity.members.put('acme', leaver.id, { roles: ['viewer'], approvesUpTo: null });
  expect(await statusOf()).toBe('silent');
  expect((await at.ask('POST', `${HOOKS}/${id}/secrets`, { token })).status).toBe(201);
  expect(await statusOf()).toBe('active');
});

test('secrets are in no log, whatever fails', async () => {
  const log = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { id, secret } = await add({ url: 'https://erp.acme.example/hook?key=in-the-address' });
  at.fake.answers.partnerships = () => Promise.reject(new Error('away'));
  await at.ask('POST', `${HOOKS}/${id}/secrets`, { token });
  await at.ask('POST', `${HOOKS}/${id}/tests`, { token });
  const logged = JSON.stringify(log.mock.calls);
  log.mockRestore();
  for (const hidden of [secret, 'in-the-address', 'whsec_']) expect(logged).not.toContain(hidden);
});

const open = serving();
test('a server that was given no place for webhooks says so', async () => {
  const response = await open.get(HOOKS);
  expect([response.status, (await problemIn(response)).code]).toEqual([409, 'WEBHOOKS_NOT_KEPT']);
});
