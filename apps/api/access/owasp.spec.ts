import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Guarded, PASSWORD, guarded } from './guarded.contract.ts';

/** The OWASP API Security Top 10 of 2023, item by item. */
let at: Guarded;
beforeEach(async () => {
  at = await guarded();
});
afterEach(() => at.close());

const AT = '/agreements/acme-buildco-2026';
const codeOf = async (response: Response): Promise<[number, string]> => [response.status, (await at.problem(response)).code];
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('API1 broken object level authorization', () => {
  test('a stranger gets the very answer of what does not exist, whatever is asked of it', async () => {
    const { token } = await at.person('other', ['administrator', 'commercial', 'finance']);
    for (const path of ['', '/balance', '/timeline', '/explain']) {
      const [theirs, none] = await Promise.all(
        [AT, '/agreements/none-at-all-00-2026'].map((agreement) => at.ask('GET', agreement + path, { token })),
      );
      const said = JSON.stringify(await theirs?.json()).replaceAll('acme-buildco-2026', 'none-at-all-00-2026');
      expect([theirs?.status, said]).toEqual([404, JSON.stringify(await none?.json())]);
    }
    expect(await codeOf(await at.ask('GET', '/partnerships/acme~buildco/grants', { token }))).toEqual([404, 'PARTNERSHIP_UNKNOWN']);
    expect(await codeOf(await at.ask('GET', '/organisations/acme', { token }))).toEqual([404, 'ORGANISATION_UNKNOWN']);
    expect(at.fake.calls.filter(({ name }) => !['partnershipOf', 'close', 'onAdvance'].includes(name))).toEqual([]);
  });

  test.each([
    ['a query beside the body', 'POST', '/partnerships?partnership=acme~mine', { supplier: 'acme', customer: 'theirs' }, 'supplier'],
    ['a body beside the address', 'POST', `${AT}/signatures`, { version: 1, partnership: 'other~mine' }, 'stranger'],
    [
      'terms of others beside an agreement of one’s own',
      'POST',
      `${AT}/signatures`,
      { version: 1, terms: { supplier: 'other', customer: 'mine' } },
      'stranger',
    ],
    ['an agreement in the query', 'GET', `${AT}?partnership=other~mine`, undefined, 'stranger'],
  ])('%s does not lead past the rule: all that is named must be one', async (_, method, path, body, who) => {
    const { token } = await at.person(who === 'supplier' ? 'acme' : 'other', ['administrator', 'commercial']);
    const response = await at.ask(method, path, { token, ...(body === undefined ? {} : { body }) });
    expect(response.status).toBe(404);
    expect(at.fake.calls.filter(({ name }) => name === 'execute')).toEqual([]);
  });

  test('an agreement that the partnership does not have is said to be unknown, and not the partnership', async () => {
    const { token } = await at.person('acme', ['administrator']);
    const body = { auditor: 'firm', agreement: 'mistyped', from: '2026-01-01', to: '2026-12-31' };
    expect(await codeOf(await at.ask('POST', '/partnerships/acme~buildco/grants', { token, body }))).toEqual([404, 'AGREEMENT_UNKNOWN']);
  });

  test('an id that is in use between others is refused without naming them', async () => {
    const { token } = await at.person('other', ['commercial']);
    const response = await at.ask('POST', '/agreements', {
      token,
      body: { terms: { id: 'acme-buildco-2026', supplier: 'other', customer: 'mine' } },
    });
    const problem = await at.problem(response);
    expect([response.status, problem.code]).toEqual([409, 'AGREEMENT_ID_TAKEN']);
    expect(JSON.stringify(problem)).not.toMatch(/acme~|"buildco"/);
  });

  test('lists show what is one’s own, and of what was granted only that', async () => {
    const partnership = {
      partnership: 'acme~buildco',
      supplier: 'acme',
      customer: 'buildco',
      position: 1,
      agreements: ['acme-buildco-2026', 'acme-buildco-2027'],
    };
    at.fake.answers.partnerships = () => Promise.resolve({ kind: 'answer', value: { items: [partnership], nextCursor: null } });
    const [own, narrow] = [await at.person('acme', ['viewer']), await at.person('narrow', ['viewer'])];
    const agreements = async (token: string): Promise<string[]> =>
      ((await (await at.ask('GET', '/partnerships', { token })).json()) as { items: { agreements: string[] }[] }).items.flatMap(
        (one) => one.agreements,
      );
    expect(await agreements(own.token)).toEqual(['acme-buildco-2026', 'acme-buildco-2027']);
    expect(at.fake.lastArgs('partnerships')).toEqual([{ of: { organisations: ['acme'], partnerships: [] } }]);
    expect(await agreements(narrow.token)).toEqual(['acme-buildco-2026']);
    expect(at.fake.lastArgs('partnerships')).toEqual([{ of: { organisations: ['narrow'], partnerships: ['acme~buildco'] } }]);
    await at.ask('GET', '/imports', { token: own.token });
    expect(at.fake.lastArgs('imports')).toEqual([{ by: ['acme'] }]);
    await at.ask('GET', '/imports/i-1/refused-lines', { token: own.token });
    expect(at.fake.lastArgs('refusedLines')).toEqual([{ import: 'i-1', by: ['acme'] }]);
  });
});

test('API2 broken authentication: guesses run out, for an address and for an e-mail, and failures look alike', async () => {
  await at.close();
  at = await guarded({ requestsPerMinute: 1_000, attemptsPerMinute: 3 });
  await at.person('acme', ['viewer']);
  const attempt = (email: string, password = 'not the password'): Promise<Response> =>
    at.ask('POST', '/auth/sign-in', { body: { email, password } });
  const [wrong, unknown] = [await (await attempt('person-1@example.org')).text(), await (await attempt('nobody@example.org')).text()];
  expect(wrong).toBe(unknown);
  await attempt('person-1@example.org');
  await attempt('PERSON-1@example.org ');
  const blocked = await attempt('person-1@example.org', PASSWORD);
  expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await codeOf(blocked)).toEqual([429, 'TOO_MANY_REQUESTS']);
  for (let index = 0; index < 4; index += 1) await attempt(`somebody-${index}@example.org`);
  expect((await attempt('person-2@example.org')).status).toBe(429);
  at.pass(1);
  expect((await attempt('person-1@example.org', PASSWORD)).status).toBe(200);
});

test('API2 broken authentication: a header of another scheme, or a token in the address, signs nobody in', async () => {
  const { token } = await at.person('acme', ['viewer']);
  expect((await at.ask('GET', AT, { headers: { Authorization: `Basic ${token}` } })).status).toBe(401);
  expect((await at.ask('GET', `${AT}?access_token=${token}`)).status).toBe(401);
  expect((await at.ask('GET', AT, { headers: { 'Rebate-Actor': 'operator' } })).status).toBe(401);
});

describe('API3 broken object property level authorization', () => {
  test('party, person and reporter are the actor’s own: other claims are refused, and none is needed', async () => {
    const { id, token } = await at.person('buildco', ['commercial']);
    const sign = (claim: object): Promise<Response> =>
      at.ask('POST', `${AT}/signatures`, { token, body: { version: 1, ...claim }, headers: { 'Rebate-Actor': 'somebody' } });
    expect(await codeOf(await sign({ party: 'supplier' }))).toEqual([403, 'PARTY_NOT_YOURS']);
    expect(await codeOf(await sign({ person: 'u-other' }))).toEqual([403, 'PERSON_NOT_YOURS']);
    expect((await sign({})).status).toBe(201);
    expect((await sign({ party: 'customer', person: id })).status).toBe(201);
    const [command, context] = at.fake.lastArgs('execute');
    expect(command).toMatchObject({ kind: 'SignAgreement', party: 'customer', person: id });
    expect(context).toMatchObject({ actor: id });
    const document = {
      stage: 'invoiced',
      document: 'D-1',
      lines: [{ line: '1', date: '2026-02-03', product: 'P', quantity: '1', unitPrice: '1' }],
    };
    const record = (reporter: string): Promise<Response> =>
      at.ask('POST', '/partnerships/acme~buildco/sales', { token, body: { reporter, ...document } });
    expect(await codeOf(await record('supplier'))).toEqual([403, 'REPORTER_NOT_YOURS']);
    expect(await codeOf(await record('acme'))).toEqual([403, 'REPORTER_NOT_YOURS']);
    expect((await record('customer')).status).toBe(201);
  });

  test('an import is its sender’s: its organisation and reporter follow from the sign-in', async () => {
    const { token } = await at.person('buildco', ['finance']);
    const send = (query: string): Promise<Response> =>
      at.ask('POST', `/imports?partnership=acme~buildco${query}`, { token, body: 'document', headers: { 'Content-Type': 'text/csv' } });
    expect(await codeOf(await send('&by=acme'))).toEqual([403, 'ORGANISATION_NOT_YOURS']);
    expect(await codeOf(await send('&reporter=supplier'))).toEqual([403, 'REPORTER_NOT_YOURS']);
    expect((await send('')).status).toBe(201);
    expect(at.fake.lastArgs('importSales')[0]).toMatchObject({ by: 'buildco', reporter: 'customer', reportsAs: ['buildco'] });
  });

  test('nobody raises themselves: keys that are not offered are refused, and an organisation has no operators', async () => {
    const { id, token } = await at.person('acme', ['administrator']);
    expect(
      await codeOf(await at.ask('PUT', `/organisations/acme/members/${id}`, { token, body: { roles: ['administrator'], operator: true } })),
    ).toEqual([400, 'UNKNOWN_KEY']);
    expect(await codeOf(await at.ask('PUT', `/organisations/acme/members/${id}`, { token, body: { roles: ['operator'] } }))).toEqual([
      400,
      'VALUE_NOT_ALLOWED',
    ]);
    expect(
      await codeOf(
        await at.ask('POST', '/organisations/acme/keys', {
          token,
          body: { name: 'k', roles: ['administrator'], expiresAt: '2026-07-01T00:00:00Z' },
        }),
      ),
    ).toEqual([400, 'VALUE_NOT_ALLOWED']);
  });

  test('names come without addresses to the other side, and a stranger’s id brings neither', async () => {
    const [supplier, customer] = [await at.person('acme', ['administrator']), await at.person('buildco', ['viewer'])];
    const people = await (await at.ask('GET', '/partnerships/acme~buildco/people', { token: supplier.token })).text();
    expect(people).toContain(customer.id);
    expect(people).not.toContain('@');
    expect(
      await codeOf(
        await at.ask('PUT', `/organisations/acme/members/${customer.id}`, { token: supplier.token, body: { roles: ['viewer'] } }),
      ),
    ).toEqual([404, 'USER_UNKNOWN']);
  });
});

test('API4 unrestricted resource consumption: requests, bodies and pages have limits', async () => {
  await at.close();
  at = await guarded({ requestsPerMinute: 5, attemptsPerMinute: 100 });
  const { token } = await at.person('acme', ['finance']);
  expect(await codeOf(await at.ask('POST', '/partnerships', { token, body: { supplier: 'x'.repeat(1_100_000) } }))).toEqual([
    413,
    'BODY_TOO_LARGE',
  ]);
  const deep = '['.repeat(5_000) + ']'.repeat(5_000);
  expect(
    await codeOf(
      await at.ask('POST', '/agreements', {
        token,
        body: `{"terms":{"id":"a","supplier":"acme","customer":"buildco","programmes":${deep}}}`,
      }),
    ),
  ).toEqual([400, 'BODY_TOO_DEEP']);
  expect(await codeOf(await at.ask('GET', '/partnerships?limit=501', { token }))).toEqual([400, 'VALUE_NOT_ALLOWED']);
  const statuses: number[] = [];
  for (let index = 0; index < 6; index += 1) statuses.push((await at.ask('GET', '/health/live')).status);
  expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
  at.pass(1);
  expect((await at.ask('GET', '/health/live')).status).toBe(200);
});

test('API5 broken function level authorization: the operator’s and the administrator’s functions are theirs', async () => {
  const [commercial, operator, auditor] = [
    await at.person('acme', ['commercial', 'approver', 'finance']),
    await at.person(null, [], true),
    await at.person('firm', ['administrator']),
  ];
  expect(await codeOf(await at.ask('GET', '/users', { token: commercial.token }))).toEqual([403, 'OPERATOR_ONLY']);
  expect(await codeOf(await at.ask('GET', '/metrics', { token: commercial.token }))).toEqual([403, 'OPERATOR_ONLY']);
  expect(await codeOf(await at.ask('POST', '/organisations/acme/keys', { token: commercial.token, body: {} }))).toEqual([
    403,
    'ROLE_MISSING',
  ]);
  expect(await codeOf(await at.ask('POST', '/partnerships/acme~buildco/grants', { token: auditor.token, body: {} }))).toEqual([
    403,
    'ROLE_MISSING',
  ]);
  expect(await codeOf(await at.ask('GET', AT, { token: operator.token }))).toEqual([404, 'AGREEMENT_UNKNOWN']);
  expect((await at.ask('GET', '/metrics', { token: operator.token })).status).toBe(200);
});

test('API6 unrestricted access to sensitive business flows: a signature needs the role, in that very partnership, each time', async () => {
  const { token } = await at.person('acme', ['viewer']);
  await at.person('buildco', ['approver']);
  const both = await at.person('other', ['approver']);
  expect(await codeOf(await at.ask('POST', `${AT}/signatures`, { token, body: { version: 1 } }))).toEqual([403, 'ROLE_MISSING']);
  expect(await codeOf(await at.ask('POST', `${AT}/signatures`, { token: both.token, body: { version: 1 } }))).toEqual([
    404,
    'AGREEMENT_UNKNOWN',
  ]);
  expect(at.fake.calls.filter(({ name }) => name === 'execute')).toEqual([]);
});

test('API6 unrestricted access to sensitive business flows: an approval goes with the limit that one’s own organisation set', async () => {
  const { id, token } = await at.person('acme', ['approver']);
  at.identity.members.put('acme', id, { roles: ['approver'], approvesUpTo: { amount: '50000.00', currency: 'EUR' } });
  expect((await at.ask('POST', `${AT}/approvals`, { token, body: { version: 1 } })).status).toBe(201);
  expect(at.fake.lastArgs('execute')).toMatchObject([
    { kind: 'ApproveProposal', person: id },
    { actor: id, approvesUpTo: { amount: '50000.00', currency: 'EUR' } },
  ]);
});

describe('API7 server side request forgery', () => {
  test('a token’s issuer is never asked unless it is configured', async () => {
    const fetched = jest.spyOn(globalThis, 'fetch');
    const token = `${part({ alg: 'RS256', kid: '1', jku: 'http://127.0.0.1:9/' })}.${part({ iss: 'http://127.0.0.1:9', aud: 'rebate', sub: 'x', exp: 4_000_000_000 })}.AAAA`;
    expect(await codeOf(await at.ask('GET', AT, { token }))).toEqual([401, 'SIGN_IN_INVALID']);
    expect(fetched.mock.calls.map(([url]) => url)).toEqual([at.url + AT]);
    fetched.mockRestore();
  });

  test('webhooks and witnesses are the only addresses that anybody can have asked, and they lead out of the network or nowhere', async () => {
    const { token } = await at.person('acme', ['administrator']);
    const add = (url: string): Promise<Response> => at.ask('POST', '/organisations/acme/webhooks', { token, body: { url } });
    for (const url of [
      at.url,
      'https://127.0.0.1/',
      'https://169.254.169.254/latest/meta-data/',
      'https://[::ffff:10.0.0.1]/',
      'http://acme.example/',
      'file:///etc/passwd',
      'gopher://acme.example/',
    ]) {
      expect(await codeOf(await add(url))).toEqual([422, 'WEBHOOK_URL_NOT_ALLOWED']);
    }
    // What a name leads to is looked at when something is sent, and what answered is not told.
    const { id } = (await (await add('https://localhost.localdomain.invalid/')).json()) as { id: string };
    const tested = (await (await at.ask('POST', `/organisations/acme/webhooks/${id}/tests`, { token })).json()) as object;
    expect(Object.keys(tested).sort()).toEqual(['error', 'retryAfterSeconds', 'status']);
    // A witness's address goes by the same rules (libs/outbound; test/e2e/witness.spec.ts); there is no third.
    const { paths } = (await (await at.ask('GET', '/docs-json')).json()) as { paths: object };
    expect(JSON.stringify(paths)).not.toMatch(/"name":"(url|uri|callback|webhook)"/i);
    expect(
      Object.entries(
        ((await (await at.ask('GET', '/docs-json')).json()) as { components: { schemas: Record<string, { properties?: object }> } })
          .components.schemas,
      ).flatMap(([name, { properties = {} }]) => ('url' in properties ? [name] : [])),
    ).toEqual(['WebhookBody', 'WitnessBody']);
  });
});

test('API8 security misconfiguration: headers, no stack traces, no secrets in the log', async () => {
  const log = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { token } = await at.person('acme', ['commercial']);
  at.fake.answers.execute = () => Promise.reject(new Error('a defect'));
  const failed = await at.ask('POST', `${AT}/signatures?secret=in-the-address`, {
    token,
    body: { version: 1 },
    headers: { Cookie: 'session=in-a-cookie' },
  });
  const text = await failed.text();
  expect([failed.status, text.includes('a defect')]).toEqual([500, false]);
  await at.ask('POST', '/auth/sign-in', { body: { email: 'person-1@example.org', password: 'a secret guess of mine' } });
  await at.ask('POST', '/auth/sign-in', { body: '{"password": "a secret guess of mine' });
  const logged = JSON.stringify(log.mock.calls);
  log.mockRestore();
  expect(logged).toContain('a defect');
  for (const secret of [token, 'in-the-address', 'in-a-cookie', 'a secret guess of mine']) expect(logged).not.toContain(secret);
  for (const [name, value] of [
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'SAMEORIGIN'],
    ['cache-control', 'no-store'],
    ['x-powered-by', null],
  ] as const)
    expect(failed.headers.get(name)).toBe(value);
  expect(failed.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(failed.headers.get('access-control-allow-origin')).toBeNull();
});

test('API9 improper inventory management: every route is in the description, with who may use it', async () => {
  const { paths } = (await (await at.ask('GET', '/docs-json')).json()) as {
    paths: Record<string, Record<string, Record<string, unknown>>>;
  };
  const without = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, operation]) => (typeof operation['x-access'] === 'string' ? [] : [`${method} ${path}`])),
  );
  expect(without).toEqual([]);
});

test('API10 unsafe consumption of APIs: a sign-in provider that is away lets nobody in, and is said to be away', async () => {
  await at.close();
  at = await guarded(undefined, { issuer: 'https://id.example', audience: 'rebate', jwksUri: 'http://127.0.0.1:9/jwks' });
  const log = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const response = await at.ask('GET', AT, {
    token: `${part({ alg: 'RS256', kid: '1' })}.${part({ iss: 'https://id.example', aud: 'rebate', sub: 'x', exp: 4_000_000_000 })}.AAAA`,
  });
  log.mockRestore();
  expect([response.headers.get('retry-after'), ...(await codeOf(response))]).toEqual(['1', 503, 'PROVIDER_UNREACHABLE']);
});

test('API10 unsafe consumption of APIs: what the ledger answers to a question is not taken for access', async () => {
  at.fake.answers.partnershipOf = () => Promise.resolve(undefined);
  const { token } = await at.person('acme', ['commercial']);
  expect(await codeOf(await at.ask('POST', `${AT}/signatures`, { token, body: { version: 1 } }))).toEqual([404, 'AGREEMENT_UNKNOWN']);
  at.fake.answers.partnershipOf = () => Promise.reject(new Error('away'));
  const log = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect((await at.ask('POST', `${AT}/signatures`, { token, body: { version: 1 } })).status).toBe(500);
  log.mockRestore();
  expect(at.fake.calls.filter(({ name }) => name === 'execute')).toEqual([]);
});
