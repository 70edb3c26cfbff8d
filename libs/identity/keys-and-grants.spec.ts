import { describe, expect, test } from '@jest/globals';
import { codeOf, valueOf, world } from './given.contract.ts';

const at = world();
const organisation = (id: string, kind: 'supplier' | 'auditor'): void => {
  valueOf(at.identity.organisations.create({ id, name: id, kinds: [kind] }));
};
const KEY = { name: 'erp', organisation: 'acme', roles: ['finance' as const], expiresAt: '2026-02-01T00:00:00.000Z', createdBy: 'u-1' };

describe('keys', () => {
  test('a key is its organisation’s machine, in its roles, until it ends or is revoked', async () => {
    organisation('acme', 'supplier');
    const { id, secret, prefix } = valueOf(at.identity.keys.create(KEY));
    expect(secret.startsWith(`${prefix}.`)).toBe(true);
    expect(valueOf(await at.identity.authenticate(secret))).toMatchObject({
      id,
      is: 'machine',
      operator: false,
      memberships: [{ organisation: 'acme', roles: ['finance'] }],
    });
    expect(at.identity.keys.list('acme')).toEqual([
      expect.not.objectContaining({ secret: expect.anything() as unknown, hash: expect.anything() as unknown }),
    ]);
    expect(codeOf(at.identity.keys.revoke('other', id))).toBe('KEY_UNKNOWN');
    expect(codeOf(await at.identity.authenticate(secret))).toBe('done');
    valueOf(at.identity.keys.revoke('acme', id));
    expect(codeOf(await at.identity.authenticate(secret))).toBe('SIGN_IN_INVALID');
    const other = valueOf(at.identity.keys.create(KEY)).secret;
    at.pass(31 * 24 * 60);
    expect(codeOf(await at.identity.authenticate(other))).toBe('SIGN_IN_INVALID');
  });

  test('a key without an organisation is the operator’s', async () => {
    const { secret } = valueOf(at.identity.keys.create({ ...KEY, organisation: null, roles: [] }));
    expect(valueOf(await at.identity.authenticate(secret))).toMatchObject({ operator: true, memberships: [] });
  });

  test.each(['2026-01-10T12:00:00Z', '2025-01-01T00:00:00Z', '2027-06-01T00:00:00Z', 'soon'])('a key does not end at %s', (expiresAt) => {
    organisation('acme', 'supplier');
    expect(codeOf(at.identity.keys.create({ ...KEY, expiresAt }))).toBe('KEY_EXPIRY_NOT_ALLOWED');
  });

  test('a key with another secret is none', async () => {
    organisation('acme', 'supplier');
    const { secret } = valueOf(at.identity.keys.create(KEY));
    expect(codeOf(await at.identity.authenticate(`${secret.slice(0, -2)}xx`))).toBe('SIGN_IN_INVALID');
  });
});

describe('grants', () => {
  const GRANT = {
    auditor: 'firm',
    partnership: 'acme~buildco',
    agreement: null,
    from: '2026-01-11',
    to: '2026-01-20',
    grantedFor: 'acme',
    grantedBy: 'u-1',
  };
  const held = async (user: string): Promise<readonly string[]> => {
    const { accessToken } = await at.identity.start(user);
    return valueOf(await at.identity.authenticate(accessToken)).grants.map(({ id }) => id);
  };

  test('a grant holds from its first to its last day, and not when it is revoked', async () => {
    organisation('firm', 'auditor');
    const user = await at.user('ada');
    valueOf(at.identity.members.put('firm', user, { roles: ['viewer'], approvesUpTo: null }));
    const { id } = valueOf(at.identity.grants.create(GRANT));
    expect(await held(user)).toEqual([]);
    at.pass(12 * 60);
    expect(await held(user)).toEqual([id]);
    at.pass(10 * 24 * 60 - 1);
    expect(await held(user)).toEqual([id]);
    at.pass(1);
    expect(await held(user)).toEqual([]);
    const next = valueOf(at.identity.grants.create({ ...GRANT, to: '2026-12-31' }));
    expect(await held(user)).toEqual([next.id]);
    expect(codeOf(at.identity.grants.revoke('acme~other', next.id))).toBe('GRANT_UNKNOWN');
    valueOf(at.identity.grants.revoke('acme~buildco', next.id));
    expect(await held(user)).toEqual([]);
    expect(at.identity.grants.ofPartnership('acme~buildco').map((one) => one.revokedAt === null)).toEqual([true, false]);
  });

  test.each([
    [{ auditor: 'acme' }, 'GRANT_AUDITOR_UNKNOWN'],
    [{ auditor: 'nobody' }, 'GRANT_AUDITOR_UNKNOWN'],
    [{ from: '2026-02-01' }, 'GRANT_PERIOD_NOT_ALLOWED'],
    [{ to: '2026-02-30' }, 'GRANT_PERIOD_NOT_ALLOWED'],
    [{ partnership: 'acme' }, 'PARTNERSHIP_NOT_NAMED'],
  ])('%j is refused', (change, code) => {
    organisation('firm', 'auditor');
    organisation('acme', 'supplier');
    expect(codeOf(at.identity.grants.create({ ...GRANT, ...change }))).toBe(code);
  });
});
