import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PASSWORD, codeOf, valueOf, world } from './given.contract.ts';

const at = world();
const signedIn = async (name: string) => {
  const user = await at.user(name);
  return { ...valueOf(await at.identity.signIn(`${name}@example.org`, PASSWORD)), user };
};

describe('signing in', () => {
  test('gives a token that says who, and what that person is in each organisation now', async () => {
    const { user, accessToken } = await signedIn('ann');
    valueOf(at.identity.organisations.create({ id: 'acme', name: 'Acme', kinds: ['supplier'] }));
    valueOf(at.identity.members.put('acme', user, { roles: ['approver'], approvesUpTo: { amount: '50000.00', currency: 'EUR' } }));
    expect(valueOf(await at.identity.authenticate(accessToken))).toMatchObject({
      id: user,
      is: 'person',
      operator: false,
      grants: [],
      memberships: [{ organisation: 'acme', roles: ['approver'], approvesUpTo: { amount: '50000.00', currency: 'EUR' } }],
    });
  });

  test('does not say whether the address or the password is wrong, and takes the address in any case', async () => {
    await at.user('ann');
    expect(codeOf(await at.identity.signIn('ann@example.org', 'not the password'))).toBe('SIGN_IN_FAILED');
    expect(codeOf(await at.identity.signIn('nobody@example.org', PASSWORD))).toBe('SIGN_IN_FAILED');
    expect(codeOf(await at.identity.signIn(' ANN@Example.org ', PASSWORD))).toBe('done');
  });

  test('a token ends after ten minutes, and the refresh token gives the next', async () => {
    const { accessToken, refreshToken } = await signedIn('ann');
    at.pass(9);
    expect(codeOf(await at.identity.authenticate(accessToken))).toBe('done');
    at.pass(1);
    expect(codeOf(await at.identity.authenticate(accessToken))).toBe('SIGN_IN_EXPIRED');
    const next = valueOf(await at.identity.refresh(refreshToken));
    expect(codeOf(await at.identity.authenticate(next.accessToken))).toBe('done');
  });

  test('a refresh token that comes back ends the whole sign-in, and no other one', async () => {
    const first = await signedIn('ann');
    const elsewhere = valueOf(await at.identity.signIn('ann@example.org', PASSWORD));
    const second = valueOf(await at.identity.refresh(first.refreshToken));
    expect(codeOf(await at.identity.refresh(first.refreshToken))).toBe('REFRESH_REUSED');
    expect(codeOf(await at.identity.refresh(second.refreshToken))).toBe('REFRESH_INVALID');
    expect(codeOf(await at.identity.authenticate(second.accessToken))).toBe('SIGN_IN_INVALID');
    expect(codeOf(await at.identity.authenticate(elsewhere.accessToken))).toBe('done');
    expect(codeOf(await at.identity.refresh(elsewhere.refreshToken))).toBe('done');
  });

  test('a sign-in lasts thirty days at most, however often it is refreshed', async () => {
    let { refreshToken } = await signedIn('ann');
    at.pass(29 * 24 * 60);
    ({ refreshToken } = valueOf(await at.identity.refresh(refreshToken)));
    at.pass(24 * 60);
    expect(codeOf(await at.identity.refresh(refreshToken))).toBe('REFRESH_INVALID');
  });

  test.each(['', 'x', 'a.b.c', 'rebate-key.k-1.x', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0.'])('%j is no token', async (token) => {
    expect(codeOf(await at.identity.authenticate(token))).toBe('SIGN_IN_INVALID');
    expect(codeOf(await at.identity.refresh(token))).toBe('REFRESH_INVALID');
  });

  test('another ledger’s token is not taken', async () => {
    const { accessToken } = await signedIn('ann');
    const other = await at.open({ dataDir: join(at.folder, 'other') });
    expect(codeOf(await other.authenticate(accessToken))).toBe('SIGN_IN_INVALID');
    other.close();
  });
});

describe('what is taken away is gone at once', () => {
  test('by signing out, disabling, a new password or erasing', async () => {
    const ends: readonly ((user: string, session: string) => Promise<unknown>)[] = [
      (_, session) => {
        at.identity.signOut(session);
        return Promise.resolve();
      },
      (user) => Promise.resolve(valueOf(at.identity.users.change(user, { disabled: true }))),
      async (user) => valueOf(await at.identity.setPassword(valueOf(at.identity.passwordLink(user)).secret, `${PASSWORD} 2`)),
      (user) => Promise.resolve(valueOf(at.identity.users.erase(user))),
    ];
    for (const [index, end] of ends.entries()) {
      const { user, accessToken, refreshToken } = await signedIn(`ann${index}`);
      const { session } = valueOf(await at.identity.authenticate(accessToken));
      await end(user, session ?? '');
      expect(codeOf(await at.identity.authenticate(accessToken))).toBe('SIGN_IN_INVALID');
      expect(codeOf(await at.identity.refresh(refreshToken))).toBe('REFRESH_INVALID');
    }
  });

  test('a user who knows the old password sets a new one, and every other sign-in ends', async () => {
    const { user, accessToken } = await signedIn('ann');
    expect(codeOf(await at.identity.changePassword(user, 'not the password', `${PASSWORD} 2`))).toBe('SIGN_IN_FAILED');
    expect(codeOf(await at.identity.changePassword(user, PASSWORD, 'short'))).toBe('PASSWORD_TOO_WEAK');
    expect(codeOf(await at.identity.authenticate(accessToken))).toBe('done');
    const next = valueOf(await at.identity.changePassword(user, PASSWORD, `${PASSWORD} 2`));
    expect(codeOf(await at.identity.authenticate(accessToken))).toBe('SIGN_IN_INVALID');
    expect(codeOf(await at.identity.authenticate(next.accessToken))).toBe('done');
    expect(codeOf(await at.identity.signIn('ann@example.org', PASSWORD))).toBe('SIGN_IN_FAILED');
  });

  test('erasing takes name and address away for good; the id stays', async () => {
    const { user } = await signedIn('ann');
    valueOf(at.identity.organisations.create({ id: 'acme', name: 'Acme', kinds: ['supplier'] }));
    valueOf(at.identity.invite('acme', 'ann@example.org', { roles: ['viewer'], approvesUpTo: null }));
    valueOf(at.identity.users.erase(user));
    expect(at.identity.users.find(user)).toEqual({ id: user, name: null, email: null, operator: false, status: 'erased' });
    expect(codeOf(await at.identity.signIn('ann@example.org', PASSWORD))).toBe('SIGN_IN_FAILED');
    expect(codeOf(at.identity.users.change(user, { name: 'Ann again' }))).toBe('USER_UNKNOWN');
    for (const file of readdirSync(at.folder)) expect(readFileSync(join(at.folder, file), 'latin1')).not.toMatch(/ann@example\.org/);
    expect(codeOf(at.identity.users.create({ name: 'Another Ann', email: 'ann@example.org' }))).toBe('done');
  });
});

describe('what is kept', () => {
  test('no file holds a password, a token or a key that signs in, and only the server’s user reads them', async () => {
    const { refreshToken, accessToken } = await signedIn('ann');
    valueOf(at.identity.organisations.create({ id: 'acme', name: 'Acme', kinds: ['supplier'] }));
    const { secret } = valueOf(
      at.identity.keys.create({
        name: 'erp',
        organisation: 'acme',
        roles: ['finance'],
        expiresAt: '2026-06-01T00:00:00Z',
        createdBy: 'u-1',
      }),
    );
    const link = valueOf(at.identity.invite('acme', 'tom@example.org', { roles: ['viewer'], approvesUpTo: null })).secret;
    at.identity.close();
    const files = readdirSync(at.folder);
    expect(files).toEqual(expect.arrayContaining(['identity-key.json', 'identity.db']));
    for (const file of files) {
      const content = readFileSync(join(at.folder, file), 'latin1');
      for (const hidden of [PASSWORD, refreshToken, accessToken, secret, secret.split('.')[2] ?? '', link])
        expect(content).not.toContain(hidden);
      expect(statSync(join(at.folder, file)).mode & 0o077).toBe(0);
    }
    at.identity = await at.open();
    expect(codeOf(await at.identity.authenticate(accessToken))).toBe('done');
    expect(codeOf(await at.identity.authenticate(secret))).toBe('done');
  });

  test('the signing key can come from the environment, and one that is none is refused without being said', async () => {
    const key = readFileSync(join(at.folder, 'identity-key.json'), 'utf8');
    const { accessToken } = await signedIn('ann');
    const again = await at.open({ signingKey: key });
    expect(codeOf(await again.authenticate(accessToken))).toBe('done');
    again.close();
    const refused: unknown = await at.open({ signingKey: 'my secret' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'OPTION_INVALID' });
    expect(String(refused)).not.toContain('my secret');
  });
});
