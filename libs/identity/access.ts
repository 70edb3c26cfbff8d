import { partiesOf } from '#kernel';
import type { Grant, Membership, Role } from './words.ts';

/** Who asks. `open` is a server without sign-in, for one's own machine: it may do all that the machine's user may. */
export type Actor = { readonly kind: 'anonymous' } | { readonly kind: 'open' } | SignedIn;

export type SignedIn = {
  readonly kind: 'signedIn';
  /** What goes into events: the opaque id of a user, or of a machine's key. */
  readonly id: string;
  readonly is: 'person' | 'machine';
  readonly operator: boolean;
  readonly memberships: readonly Membership[];
  /** Those in force today, to the organisations of the actor. */
  readonly grants: readonly Grant[];
  /** Which sign-in the token belongs to; null for a key or another provider's token. */
  readonly session: string | null;
};

/** What a route asks for. Each route declares one. */
export type AccessRule =
  | 'public'
  | 'signedIn'
  | 'operator'
  /** A member of the organisation that the route names, with one of the roles; `orOperator` also lets an operator. */
  | { readonly organisation: readonly Role[]; readonly orOperator?: true }
  /** Any role of either side, or an auditor; `whole` for what shows more than one agreement. */
  | { readonly partnership: 'read'; readonly whole?: true }
  /** One of the roles in a side. `acts`: the command carries party and person, which are the actor's own. */
  | { readonly partnership: readonly Role[]; readonly acts?: true };

export type Party = 'supplier' | 'customer';
export type Side = { readonly party: Party; readonly organisation: string; readonly roles: readonly Role[] };

/** What the actor is to what the route is about. */
export type Relation =
  | { readonly kind: 'none' }
  | { readonly kind: 'stranger' }
  | { readonly kind: 'sides'; readonly sides: readonly Side[] }
  /** `for`: the sides that granted it. */
  | { readonly kind: 'auditor'; readonly whole: boolean; readonly for: readonly string[] }
  | { readonly kind: 'organisation'; readonly organisation: string; readonly roles: readonly Role[] };

export type Access =
  | { readonly kind: 'allow' }
  | { readonly kind: 'signIn' }
  /** The actor may know that it is there, and may not do this. */
  | { readonly kind: 'deny'; readonly why: 'role' | 'operator' | 'grant'; readonly roles: readonly Role[] }
  /** The actor may not know whether it is there. */
  | { readonly kind: 'hide' };

const ALLOW: Access = { kind: 'allow' };
const HIDE: Access = { kind: 'hide' };

const sidesOf = ({ memberships }: SignedIn, partnership: string): Side[] => {
  const parties = partiesOf(partnership);
  if (parties === undefined) return [];
  return (['supplier', 'customer'] as const).flatMap((party) => {
    const membership = memberships.find(({ organisation }) => organisation === parties[party]);
    return membership === undefined ? [] : [{ party, organisation: membership.organisation, roles: membership.roles }];
  });
};

/** Member of a side, or of an organisation that was granted it, or a stranger. `agreement` is null for the whole partnership. */
export const relationToPartnership = (
  actor: Actor,
  about: { readonly partnership: string; readonly agreement: string | null },
): Relation => {
  if (actor.kind !== 'signedIn') return { kind: 'stranger' };
  const sides = sidesOf(actor, about.partnership);
  if (sides.length > 0) return { kind: 'sides', sides };
  const granted = actor.grants.filter(
    ({ partnership, agreement }) => partnership === about.partnership && (agreement === null || agreement === about.agreement),
  );
  return granted.length === 0
    ? { kind: 'stranger' }
    : {
        kind: 'auditor',
        whole: granted.some(({ agreement }) => agreement === null),
        for: [...new Set(granted.map(({ grantedFor }) => grantedFor))],
      };
};

export const relationToOrganisation = (actor: Actor, organisation: string): Relation => {
  const own = actor.kind === 'signedIn' ? actor.memberships.find((one) => one.organisation === organisation) : undefined;
  return own === undefined ? { kind: 'stranger' } : { kind: 'organisation', organisation, roles: own.roles };
};

const hasOne = (roles: readonly Role[], wanted: readonly Role[]): boolean => roles.some((role) => wanted.includes(role));

const onOrganisation = (operator: boolean, rule: Extract<AccessRule, { organisation: unknown }>, relation: Relation): Access => {
  if (operator && rule.orOperator === true) return ALLOW;
  if (relation.kind !== 'organisation') return HIDE;
  return hasOne(relation.roles, rule.organisation) ? ALLOW : { kind: 'deny', why: 'role', roles: rule.organisation };
};

const onPartnership = (rule: Extract<AccessRule, { partnership: unknown }>, relation: Relation): Access => {
  if (relation.kind !== 'sides' && relation.kind !== 'auditor') return HIDE;
  if (rule.partnership === 'read') {
    if (relation.kind === 'auditor' && rule.whole === true && !relation.whole) return { kind: 'deny', why: 'grant', roles: [] };
    return ALLOW;
  }
  const { partnership: wanted } = rule;
  const isAllowed = relation.kind === 'sides' && relation.sides.some(({ roles }) => hasOne(roles, wanted));
  return isAllowed ? ALLOW : { kind: 'deny', why: 'role', roles: wanted };
};

/** The one place where access is decided. */
export const decide = ({
  actor,
  rule,
  relation,
}: {
  readonly actor: Actor;
  readonly rule: AccessRule;
  readonly relation: Relation;
}): Access => {
  if (actor.kind === 'open' || rule === 'public') return ALLOW;
  if (actor.kind === 'anonymous') return { kind: 'signIn' };
  if (rule === 'signedIn') return ALLOW;
  if (rule === 'operator') return actor.operator ? ALLOW : { kind: 'deny', why: 'operator', roles: [] };
  return 'organisation' in rule ? onOrganisation(actor.operator, rule, relation) : onPartnership(rule, relation);
};

/** What lists may show of partnerships; undefined where that is everything. */
export type Visible = {
  readonly organisations: readonly string[];
  /** Partnerships that were granted, with the agreements that may be named: null for all. */
  readonly granted: ReadonlyMap<string, readonly string[] | null>;
};

export const visibleTo = (actor: Actor): Visible | undefined => {
  if (actor.kind === 'open') return undefined;
  if (actor.kind === 'anonymous') return { organisations: [], granted: new Map() };
  const granted = new Map<string, readonly string[] | null>();
  for (const { partnership, agreement } of actor.grants) {
    const before = granted.get(partnership);
    granted.set(partnership, agreement === null || before === null ? null : [...(before ?? []), agreement]);
  }
  return { organisations: actor.memberships.map(({ organisation }) => organisation), granted };
};
