import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Guarded, PASSWORD, guarded } from './guarded.contract.ts';

/** What happens in the middle of something else ends in one defined state. */
let at: Guarded;
beforeEach(async () => {
  at = await guarded();
});
afterEach(() => at.close());

const AT = '/agreements/acme-buildco-2026';
const codeOf = async (response: Response): Promise<[number, string]> => [response.status, (await at.problem(response)).code];

/** Reads a stream of events until it holds as many as asked, or ends. */
const reader = (response: Response): ((count: number) => Promise<string[]>) => {
  const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = (): string[] =>
    text
      .split('\n\n')
      .map((event) => /event: (\w+)/.exec(event)?.[1] ?? '')
      .filter((name) => name !== '');
  return async (count) => {
    while (events().length < count) {
      const chunk = await stream?.read();
      if (chunk === undefined || chunk.done) break;
      text += chunk.value;
    }
    return events();
  };
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
};

test('a token that expires in mid-way is refused, refreshed, and the command sent again is carried out once', async () => {
  const { id } = await at.person('acme', ['commercial']);
  const { accessToken, refreshToken } = await at.identity.start(id);
  const sign = (token: string): Promise<Response> =>
    at.ask('POST', `${AT}/signatures`, {
      token,
      body: { version: 1 },
      headers: { 'Idempotency-Key': '019a0000-0000-7000-8000-000000000001' },
    });
  expect((await at.ask('GET', AT, { token: accessToken })).status).toBe(200);
  at.pass(11);
  const refused = await sign(accessToken);
  expect(refused.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  expect(await codeOf(refused)).toEqual([401, 'SIGN_IN_EXPIRED']);
  const next = (await (await at.ask('POST', '/auth/refresh', { token: accessToken, body: { refreshToken } })).json()) as {
    accessToken: string;
  };
  expect((await sign(next.accessToken)).status).toBe(201);
  expect((await sign(next.accessToken)).status).toBe(200);
  expect(at.fake.calls.filter(({ name }) => name === 'execute')).toHaveLength(2);
});

test('a role that is taken away in mid-session is gone with the next request, whatever the token says', async () => {
  const { id, token } = await at.person('acme', ['commercial']);
  const administrator = await at.person('acme', ['administrator']);
  expect((await at.ask('POST', `${AT}/signatures`, { token, body: { version: 1 } })).status).toBe(201);
  expect(
    (await at.ask('PUT', `/organisations/acme/members/${id}`, { token: administrator.token, body: { roles: ['viewer'] } })).status,
  ).toBe(200);
  expect(await codeOf(await at.ask('POST', `${AT}/signatures`, { token, body: { version: 1 } }))).toEqual([403, 'ROLE_MISSING']);
  expect((await at.ask('GET', AT, { token })).status).toBe(200);
  expect((await at.ask('DELETE', `/organisations/acme/members/${id}`, { token: administrator.token })).status).toBe(204);
  expect(await codeOf(await at.ask('GET', AT, { token }))).toEqual([404, 'AGREEMENT_UNKNOWN']);
});

test('a stream that is open tells nothing more once access is taken away, and ends', async () => {
  const { id, token } = await at.person('acme', ['viewer']);
  await at.person('acme', ['administrator']);
  const read = reader(await at.ask('GET', `${AT}/live`, { token }));
  expect(await read(1)).toEqual(['balance']);
  await until(() => at.listening() === 1);
  at.identity.members.remove('acme', id);
  at.fake.advance('acme~buildco');
  expect(await read(9)).toEqual(['balance', 'problem']);
  await until(() => at.listening() === 0);
});

test('a stream whose token runs out ends as well', async () => {
  const { token } = await at.person('acme', ['viewer']);
  const read = reader(await at.ask('GET', `${AT}/live`, { token }));
  await read(1);
  await until(() => at.listening() === 1);
  at.pass(11);
  at.fake.advance('acme~buildco');
  expect(await read(9)).toEqual(['balance', 'problem']);
});

test('a grant that is revoked, or whose period ends, hides the partnership again', async () => {
  const { token } = await at.person('firm', ['viewer']);
  const administrator = await at.person('buildco', ['administrator']);
  expect((await at.ask('GET', `${AT}/timeline`, { token })).status).toBe(200);
  const { items } = (await (await at.ask('GET', '/partnerships/acme~buildco/grants', { token: administrator.token })).json()) as {
    items: { id: string; auditor: string }[];
  };
  const grant = items.find(({ auditor }) => auditor === 'firm')?.id ?? '';
  expect((await at.ask('DELETE', `/partnerships/acme~buildco/grants/${grant}`, { token: administrator.token })).status).toBe(200);
  expect(await codeOf(await at.ask('GET', `${AT}/timeline`, { token }))).toEqual([404, 'AGREEMENT_UNKNOWN']);
});

test('of two who refresh with the same token one goes on, and the copy ends both', async () => {
  const { id } = await at.person('acme', ['viewer']);
  const { refreshToken } = await at.identity.start(id);
  const answers = await Promise.all([1, 2].map(() => at.ask('POST', '/auth/refresh', { body: { refreshToken } })));
  expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 401]);
  const next = (await answers.find(({ status }) => status === 200)?.json()) as { accessToken: string; refreshToken: string };
  expect(await codeOf(await at.ask('GET', '/auth/me', { token: next.accessToken }))).toEqual([401, 'SIGN_IN_INVALID']);
  expect(await codeOf(await at.ask('POST', '/auth/refresh', { body: { refreshToken: next.refreshToken } }))).toEqual([
    401,
    'REFRESH_INVALID',
  ]);
});

test('of two who use the first administrator’s link one wins', async () => {
  const token = at.identity.firstAdministratorLink()?.secret ?? '';
  const answers = await Promise.all(
    ['ann', 'eve'].map((name) =>
      at.ask('POST', '/auth/first-administrator', { body: { token, name, email: `${name}@example.org`, password: PASSWORD } }),
    ),
  );
  expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([201, 401]);
  expect(at.identity.users.list().filter(({ operator }) => operator)).toHaveLength(1);
  const winner = (await answers.find(({ status }) => status === 201)?.json()) as { accessToken: string };
  expect(await (await at.ask('GET', '/auth/me', { token: winner.accessToken })).json()).toMatchObject({ operator: true, memberships: [] });
});
