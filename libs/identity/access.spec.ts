import { describe, expect, test } from '@jest/globals';
import {
  type AccessRule,
  type Actor,
  type Relation,
  type SignedIn,
  decide,
  relationToOrganisation,
  relationToPartnership,
  visibleTo,
} from './access.ts';
import { falseClaims, partyOf } from './claims.ts';
import { codeOf, valueOf } from './given.contract.ts';
import type { Grant, Role } from './words.ts';

const grant = (agreement: string | null): Grant => ({
  id: 'g-1',
  auditor: 'firm',
  partnership: 'acme~buildco',
  agreement,
  from: '2026-01-01',
  to: '2026-12-31',
  grantedFor: 'acme',
  grantedBy: 'u-9',
  revokedAt: null,
});
const actor = (memberships: Readonly<Record<string, readonly Role[]>>, grants: readonly Grant[] = [], operator = false): SignedIn => ({
  kind: 'signedIn',
  id: 'u-1',
  is: 'person',
  operator,
  session: 's-1',
  grants,
  memberships: Object.entries(memberships).map(([organisation, roles]) => ({ organisation, roles, approvesUpTo: null })),
});
const ABOUT = { partnership: 'acme~buildco', agreement: 'a-1' };

describe('what an actor is to a partnership', () => {
  test.each<[string, Actor, Relation]>([
    ['nobody', { kind: 'anonymous' }, { kind: 'stranger' }],
    [
      'a member of the supplier',
      actor({ acme: ['viewer'] }),
      { kind: 'sides', sides: [{ party: 'supplier', organisation: 'acme', roles: ['viewer'] }] },
    ],
    [
      'a member of the customer',
      actor({ buildco: ['finance'] }),
      { kind: 'sides', sides: [{ party: 'customer', organisation: 'buildco', roles: ['finance'] }] },
    ],
    ['a member of others', actor({ other: ['administrator'] }), { kind: 'stranger' }],
    ['an operator', actor({}, [], true), { kind: 'stranger' }],
    ['an auditor of all of it', actor({ firm: ['viewer'] }, [grant(null)]), { kind: 'auditor', whole: true, for: ['acme'] }],
    ['an auditor of this agreement', actor({ firm: ['viewer'] }, [grant('a-1')]), { kind: 'auditor', whole: false, for: ['acme'] }],
    ['an auditor of another agreement', actor({ firm: ['viewer'] }, [grant('a-2')]), { kind: 'stranger' }],
  ])('%s', (_, who, relation) => {
    expect(relationToPartnership(who, ABOUT)).toEqual(relation);
  });

  test('an auditor of one agreement is a stranger to the partnership as such', () => {
    expect(relationToPartnership(actor({ firm: ['viewer'] }, [grant('a-1')]), { partnership: 'acme~buildco', agreement: null })).toEqual({
      kind: 'stranger',
    });
  });

  test.each(['acme', 'acme~', '~', '', 'acme~buildco~acme', 'ac.me~buildco'])('%j is a partnership of nobody', (partnership) => {
    expect(relationToPartnership(actor({ acme: ['viewer'], '': ['viewer'] }), { partnership, agreement: null })).toEqual({
      kind: 'stranger',
    });
  });
});

describe('the decision', () => {
  const side = (...roles: Role[]): Relation => ({ kind: 'sides', sides: [{ party: 'supplier', organisation: 'acme', roles }] });
  const NONE: Relation = { kind: 'none' };
  const STRANGER: Relation = { kind: 'stranger' };
  const user = actor({ acme: ['viewer'] });
  const write: AccessRule = { partnership: ['commercial'] };
  const manage: AccessRule = { organisation: ['administrator'], orOperator: true };
  test.each<[string, Actor, AccessRule, Relation, string]>([
    ['open may do anything', { kind: 'open' }, write, NONE, 'allow'],
    ['public is for anybody', { kind: 'anonymous' }, 'public', NONE, 'allow'],
    ['nobody must sign in first', { kind: 'anonymous' }, write, STRANGER, 'signIn'],
    ['nobody must sign in first, for an operator’s route too', { kind: 'anonymous' }, 'operator', NONE, 'signIn'],
    ['who is signed in is', user, 'signedIn', NONE, 'allow'],
    ['an operator’s route is not for users', user, 'operator', NONE, 'deny'],
    ['an operator’s route is for operators', actor({}, [], true), 'operator', NONE, 'allow'],
    ['a side reads', user, { partnership: 'read' }, side('viewer'), 'allow'],
    ['a side needs the role to write', user, write, side('viewer', 'finance'), 'deny'],
    ['a side with the role writes', user, write, side('commercial'), 'allow'],
    ['a stranger is not told', user, write, STRANGER, 'hide'],
    ['nor what a route without a partnership is about', user, { partnership: 'read' }, NONE, 'hide'],
    ['an operator is a stranger', actor({}, [], true), { partnership: 'read' }, STRANGER, 'hide'],
    ['an auditor reads', user, { partnership: 'read' }, { kind: 'auditor', whole: false, for: ['acme'] }, 'allow'],
    [
      'an auditor of one agreement does not see the whole',
      user,
      { partnership: 'read', whole: true },
      { kind: 'auditor', whole: false, for: ['acme'] },
      'deny',
    ],
    ['an auditor of the whole does', user, { partnership: 'read', whole: true }, { kind: 'auditor', whole: true, for: ['acme'] }, 'allow'],
    ['an auditor never writes', user, write, { kind: 'auditor', whole: true, for: ['acme'] }, 'deny'],
    [
      'an organisation is managed by its administrator',
      user,
      manage,
      { kind: 'organisation', organisation: 'acme', roles: ['administrator'] },
      'allow',
    ],
    ['and not by others of it', user, manage, { kind: 'organisation', organisation: 'acme', roles: ['viewer'] }, 'deny'],
    ['an operator may where the rule says so', actor({}, [], true), manage, STRANGER, 'allow'],
    ['and not where it does not', actor({}, [], true), { organisation: ['administrator'] }, STRANGER, 'hide'],
  ])('%s', (_, who, rule, relation, kind) => {
    expect(decide({ actor: who, rule, relation }).kind).toBe(kind);
  });
});

describe('claims', () => {
  const both: Relation = {
    kind: 'sides',
    sides: [
      { party: 'supplier', organisation: 'acme', roles: ['commercial'] },
      { party: 'customer', organisation: 'buildco', roles: ['commercial'] },
    ],
  };
  const supplier: Relation = { kind: 'sides', sides: [{ party: 'supplier', organisation: 'acme', roles: ['commercial'] }] };
  const who = actor({ acme: ['commercial'] });

  test.each([
    [{ party: 'supplier', person: 'u-1', reporter: 'supplier', organisation: 'acme' }, []],
    [{ reporter: 'acme' }, []],
    [{ party: 'customer' }, ['PARTY_NOT_YOURS']],
    [{ person: 'u-2' }, ['PERSON_NOT_YOURS']],
    [{ reporter: 'customer' }, ['REPORTER_NOT_YOURS']],
    [{ reporter: 'buildco' }, ['REPORTER_NOT_YOURS']],
    [{ organisation: 'buildco' }, ['ORGANISATION_NOT_YOURS']],
  ])('%j', (claims, codes) => {
    expect(falseClaims(who, supplier, claims).map(({ code }) => code)).toEqual(codes);
  });

  test('the party is the side that has the role', () => {
    expect(valueOf(partyOf(supplier, ['commercial'], undefined)).party).toBe('supplier');
    expect(codeOf(partyOf(supplier, ['finance'], undefined))).toBe('ROLE_MISSING');
  });

  test('who belongs to both says for which', () => {
    expect(codeOf(partyOf(both, ['commercial'], undefined))).toBe('PARTY_AMBIGUOUS');
    expect(valueOf(partyOf(both, ['commercial'], 'customer')).organisation).toBe('buildco');
  });
});

test('lists show what is one’s own and what was granted', () => {
  expect(visibleTo({ kind: 'open' })).toBeUndefined();
  expect(visibleTo({ kind: 'anonymous' })).toEqual({ organisations: [], granted: new Map() });
  expect(visibleTo(actor({ acme: ['viewer'] }, [grant('a-1'), grant('a-2')]))).toEqual({
    organisations: ['acme'],
    granted: new Map([['acme~buildco', ['a-1', 'a-2']]]),
  });
  expect(visibleTo(actor({}, [grant('a-1'), grant(null), grant('a-2')]))?.granted.get('acme~buildco')).toBeNull();
  expect(relationToOrganisation(actor({ acme: ['viewer'] }), 'buildco')).toEqual({ kind: 'stranger' });
});
