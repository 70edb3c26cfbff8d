import { expect, test } from '@jest/globals';
import { PASSWORD, codeOf, valueOf, world } from './given.contract.ts';

const at = world();
const first = (email = 'ann@example.org') => ({ name: 'Ann', email, password: PASSWORD });
const acme = (): void => {
  valueOf(at.identity.organisations.create({ id: 'acme', name: 'Acme', kinds: ['supplier'] }));
};

test('the first administrator comes by a link; of two who use it at once one wins', async () => {
  const link = at.identity.firstAdministratorLink()?.secret ?? '';
  const both = await Promise.all([
    at.identity.firstAdministrator(link, first('ann@example.org')),
    at.identity.firstAdministrator(link, first('eve@example.org')),
  ]);
  expect(both.map(codeOf).sort()).toEqual(['LINK_INVALID', 'done']);
  expect(at.identity.users.list()).toHaveLength(1);
  expect(at.identity.firstAdministratorLink()).toBeUndefined();
});

test('a new link makes the earlier one void, and one that is a day old is over', async () => {
  const [earlier, later] = [at.identity.firstAdministratorLink()?.secret ?? '', at.identity.firstAdministratorLink()?.secret ?? ''];
  expect(codeOf(await at.identity.firstAdministrator(earlier, first()))).toBe('LINK_INVALID');
  at.pass(24 * 60);
  expect(codeOf(await at.identity.firstAdministrator(later, first()))).toBe('LINK_INVALID');
});

test('a weak password does not use the link up', async () => {
  const link = at.identity.firstAdministratorLink()?.secret ?? '';
  expect(codeOf(await at.identity.firstAdministrator(link, { ...first(), password: 'short' }))).toBe('PASSWORD_TOO_WEAK');
  expect(codeOf(await at.identity.firstAdministrator(link, first()))).toBe('done');
});

test('an invitation is accepted once, by somebody new', async () => {
  acme();
  const link = valueOf(
    at.identity.invite('acme', 'Tom@Example.org', { roles: ['commercial', 'approver'], approvesUpTo: { amount: '1000', currency: 'EUR' } }),
  ).secret;
  const both = await Promise.all([1, 2].map(() => at.identity.accept(link, { name: 'Tom', password: PASSWORD })));
  expect(both.map(codeOf).filter((code) => code === 'done')).toHaveLength(1);
  expect(at.identity.members.list('acme')).toEqual([
    {
      roles: ['commercial', 'approver'],
      approvesUpTo: { amount: '1000', currency: 'EUR' },
      user: expect.objectContaining({ name: 'Tom', email: 'tom@example.org', status: 'active' }) as unknown,
    },
  ]);
});

test('who has the address already must sign in to accept, and inviting does not tell', async () => {
  acme();
  const tom = await at.user('tom');
  const known = valueOf(at.identity.invite('acme', 'tom@example.org', { roles: ['viewer'], approvesUpTo: null }));
  const unknown = valueOf(at.identity.invite('acme', 'new@example.org', { roles: ['viewer'], approvesUpTo: null }));
  expect(Object.keys(known)).toEqual(Object.keys(unknown));
  expect(codeOf(await at.identity.accept(known.secret, { name: 'Tom', password: PASSWORD }))).toBe('EMAIL_TAKEN');
  expect(codeOf(at.identity.acceptAs(known.secret, tom))).toBe('done');
  expect(codeOf(at.identity.acceptAs(known.secret, tom))).toBe('LINK_INVALID');
  expect(at.identity.members.of(tom)).toEqual([{ organisation: 'acme', roles: ['viewer'], approvesUpTo: null }]);
});

test('a link for one purpose is none for another', async () => {
  acme();
  const tom = await at.user('tom');
  const password = valueOf(at.identity.passwordLink(tom)).secret;
  expect(codeOf(at.identity.acceptAs(password, tom))).toBe('LINK_INVALID');
  expect(codeOf(await at.identity.firstAdministrator(password, first()))).toBe('LINK_INVALID');
  expect(codeOf(await at.identity.setPassword(password, PASSWORD))).toBe('done');
});

test.each([
  [{ roles: [], approvesUpTo: null }, 'ROLES_MISSING'],
  [{ roles: ['approver' as const], approvesUpTo: { amount: '1,000', currency: 'EUR' } }, 'LIMIT_NOT_ALLOWED'],
  [{ roles: ['approver' as const], approvesUpTo: { amount: '-1', currency: 'EUR' } }, 'LIMIT_NOT_ALLOWED'],
])('%j is no standing', (standing, code) => {
  acme();
  expect(codeOf(at.identity.invite('acme', 'a@example.org', standing))).toBe(code);
});

test('the last administrator and the last operator stay', async () => {
  acme();
  const [ann, tom] = [await at.user('ann', { operator: true }), await at.user('tom')];
  valueOf(at.identity.members.put('acme', ann, { roles: ['administrator'], approvesUpTo: null }));
  expect(codeOf(at.identity.members.put('acme', ann, { roles: ['viewer'], approvesUpTo: null }))).toBe('LAST_ADMINISTRATOR');
  expect(codeOf(at.identity.members.remove('acme', ann))).toBe('LAST_ADMINISTRATOR');
  expect(codeOf(at.identity.users.change(ann, { operator: false }))).toBe('LAST_OPERATOR');
  expect(codeOf(at.identity.users.change(ann, { disabled: true }))).toBe('LAST_OPERATOR');
  expect(codeOf(at.identity.users.erase(ann))).toBe('LAST_OPERATOR');
  valueOf(at.identity.members.put('acme', tom, { roles: ['administrator'], approvesUpTo: null }));
  valueOf(at.identity.users.change(tom, { operator: true }));
  expect(codeOf(at.identity.members.remove('acme', ann))).toBe('done');
  expect(codeOf(at.identity.users.erase(ann))).toBe('done');
});
