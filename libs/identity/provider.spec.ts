import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { SignJWT, exportJWK, generateKeyPair, type CryptoKey } from 'jose';
import Provider from 'oidc-provider';
import { codeOf, valueOf, world } from './given.contract.ts';
import type { ProviderOptions } from './provider.ts';

/** A real OpenID Connect provider on this machine: people sign in there, and its tokens are brought here. */
const at = world();
const CLIENT = 'rebate-web';
const CALLBACK = 'https://rebate.example/callback';
const VERIFIER = 'a-verifier-of-forty-three-characters-or-more-is-needed';
let server: Server;
let issuer: string;
let privateKey: CryptoKey;

beforeAll(async () => {
  jest.spyOn(console, 'warn').mockReturnValue(undefined);
  jest.spyOn(console, 'info').mockReturnValue(undefined);
  const holder: { answer?: ReturnType<Provider['callback']> } = {};
  server = createServer((request, response) => {
    void holder.answer?.(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pair = await generateKeyPair('RS256', { extractable: true });
  ({ privateKey } = pair);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT,
        client_secret: 'a secret of the test',
        redirect_uris: [CALLBACK],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: id !== 'mallory' }) }),
    features: { devInteractions: { enabled: true } },
    cookies: { keys: ['a key of the test'] },
  });
  holder.answer = provider.callback();
});
afterAll(async () => {
  server.close();
  await once(server, 'close');
});

/** Signs in as a person does with a browser: follows redirects, keeps cookies, sends the forms. */
const idTokenOf = async (login: string): Promise<string> => {
  const cookies = new Map<string, string>();
  const go = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(new URL(url, issuer), {
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
      },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form).toString() }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return response;
  };
  const challenge = createHash('sha256').update(VERIFIER).digest('base64url');
  const query = new URLSearchParams({
    client_id: CLIENT,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope: 'openid email',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  let next = `/auth?${query.toString()}`;
  for (let step = 0; step < 12 && !next.startsWith(CALLBACK); step += 1) {
    const response = await go(next);
    const page = response.status === 200 ? await response.text() : '';
    next =
      page === ''
        ? (response.headers.get('location') ?? '')
        : ((await go(next, page.includes('name="login"') ? { prompt: 'login', login, password: 'x' } : { prompt: 'consent' })).headers.get(
            'location',
          ) ?? '');
  }
  const code = new URL(next).searchParams.get('code') ?? '';
  const answer = await fetch(new URL('/token', issuer), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-www-form-urlencoded',
      Authorization: `Basic ${Buffer.from(`${CLIENT}:a+secret+of+the+test`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: VERIFIER }).toString(),
  });
  return ((await answer.json()) as { id_token: string }).id_token;
};

const options = (change: Partial<ProviderOptions> = {}): ProviderOptions => ({ issuer, audience: CLIENT, ...change });
const opened = (change: Partial<ProviderOptions> = {}) => at.open({ provider: options(change), clock: () => new Date() });

test('a person signs in at the provider, and is known here by a verified address, then by the provider’s own id', async () => {
  const identity = await opened();
  const token = await idTokenOf('ann');
  expect(codeOf(await identity.authenticate(token))).toBe('PROVIDER_USER_UNKNOWN');
  const { id } = valueOf(identity.users.create({ name: 'Ann', email: 'ann@example.org' }));
  expect(valueOf(await identity.authenticate(token))).toMatchObject({ id, is: 'person', session: null });
  expect(identity.users.find(id)?.status).toBe('active');
  valueOf(identity.users.change(id, { disabled: true }));
  expect(codeOf(await identity.authenticate(token))).toBe('SIGN_IN_INVALID');
  identity.close();
});

test('whoever took an address before its owner came by the provider is out: password, sign-ins and all', async () => {
  const identity = await opened();
  valueOf(identity.organisations.create({ id: 'evil', name: 'Evil', kinds: ['customer'] }));
  // An administrator invites somebody else's address, and takes the invitation up.
  const { secret } = valueOf(identity.invite('evil', 'ann@example.org', { roles: ['viewer'], approvesUpTo: null }));
  const { id } = valueOf(await identity.accept(secret, { name: 'Not Ann', password: 'a password of a stranger' }));
  const taken = await identity.start(id);
  const ann = await forged({ iss: issuer, aud: CLIENT, sub: 'ann', exp: soon(60) }, privateKey);
  expect(valueOf(await identity.authenticate(ann))).toMatchObject({ id });
  expect(codeOf(await identity.signIn('ann@example.org', 'a password of a stranger'))).toBe('SIGN_IN_FAILED');
  expect([codeOf(await identity.authenticate(taken.accessToken)), codeOf(await identity.refresh(taken.refreshToken))]).toEqual([
    'SIGN_IN_INVALID',
    'REFRESH_INVALID',
  ]);
  // Once known, a password set by a link is her own, and stays.
  valueOf(await identity.setPassword(valueOf(identity.passwordLink(id)).secret, 'a password of her own'));
  valueOf(await identity.authenticate(ann));
  expect(codeOf(await identity.signIn('ann@example.org', 'a password of her own'))).toBe('done');
  identity.close();
});

test('an address that the provider does not vouch for leads to nobody', async () => {
  const identity = await opened();
  valueOf(identity.users.create({ name: 'Mallory', email: 'mallory@example.org' }));
  expect(codeOf(await identity.authenticate(await idTokenOf('mallory')))).toBe('PROVIDER_USER_UNKNOWN');
  identity.close();
});

const forged = (claims: Record<string, unknown>, key: CryptoKey, header: Record<string, string> = {}): Promise<string> =>
  new SignJWT({ email: 'ann@example.org', email_verified: true, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one', ...header })
    .setIssuedAt()
    .sign(key);
const soon = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

test('tokens for others, run out, or signed by others are refused; clocks may differ a little', async () => {
  const identity = await opened({ clockSkewSeconds: 60 });
  valueOf(identity.users.create({ name: 'Ann', email: 'ann@example.org' }));
  const good = { iss: issuer, aud: CLIENT, sub: 'ann', exp: soon(60) };
  const stranger = (await generateKeyPair('RS256')).privateKey;
  const shared = new TextEncoder().encode('a secret that both know, as long as it has to be');
  const codes = await Promise.all(
    [
      forged(good, privateKey),
      forged({ ...good, exp: soon(-30) }, privateKey),
      forged({ ...good, exp: soon(-90) }, privateKey),
      forged({ ...good, aud: 'another' }, privateKey),
      forged({ ...good, nbf: soon(30) }, privateKey),
      forged({ ...good, nbf: soon(120) }, privateKey),
      forged({ iss: issuer, aud: CLIENT, exp: soon(60) }, privateKey),
      forged(good, stranger),
      forged(good, stranger, { kid: 'two' }),
      new SignJWT(good).setProtectedHeader({ alg: 'HS256' }).sign(shared),
    ].map(async (token) => codeOf(await identity.authenticate(await token))),
  );
  expect(codes).toEqual([
    'done',
    'done',
    'SIGN_IN_EXPIRED',
    'SIGN_IN_INVALID',
    'done',
    'SIGN_IN_INVALID',
    'SIGN_IN_INVALID',
    'SIGN_IN_INVALID',
    'SIGN_IN_INVALID',
    'SIGN_IN_INVALID',
  ]);
  identity.close();
});

test('a provider that is away is said to be, and is asked again; keys can be named by address', async () => {
  const token = await forged({ iss: issuer, aud: CLIENT, sub: 'ann', exp: soon(60) }, privateKey);
  const away = await at.open({ provider: options({ jwksUri: 'http://127.0.0.1:9/jwks' }), clock: () => new Date() });
  expect(codeOf(await away.authenticate(token))).toBe('PROVIDER_UNREACHABLE');
  away.close();
  const named = await opened({ jwksUri: `${issuer}/jwks` });
  valueOf(named.users.create({ name: 'Ann', email: 'ann@example.org' }));
  expect(codeOf(await named.authenticate(token))).toBe('done');
  named.close();
});
