import { type Rejection, type Result, accepted } from '#kernel';
import type { Relation, Side, SignedIn } from './access.ts';
import { identityRefusal, refuse } from './refusals.ts';
import type { Role } from './words.ts';

/** What a request says about who acts. Party, person and reporter follow from the sign-in: a claim to another is refused. */
export type Claims = {
  readonly party?: unknown;
  readonly person?: unknown;
  readonly reporter?: unknown;
  readonly organisation?: unknown;
};

const listed = (names: readonly string[]): string => (names.length === 0 ? 'nobody' : names.join(' or '));

/** As whom a side may report: by its part in the partnership, or by its id. */
export const reportersOf = (sides: readonly Side[]): string[] => sides.flatMap(({ party, organisation }) => [party, organisation]);

const sidesIn = (relation: Relation): readonly Side[] => (relation.kind === 'sides' ? relation.sides : []);

/** Refusals of every claim that is not the actor's own; what is not claimed is not looked at. */
export const falseClaims = (actor: SignedIn, relation: Relation, { party, person, reporter, organisation }: Claims): Rejection[] => {
  const sides = sidesIn(relation);
  const parties: readonly string[] = sides.map((side) => side.party);
  const organisations = actor.memberships.map((one) => one.organisation);
  const isFalse = (claim: unknown, own: readonly string[]): claim is string => typeof claim === 'string' && !own.includes(claim);
  return [
    ...(isFalse(party, parties) ? [identityRefusal('PARTY_NOT_YOURS', { own: listed(parties), party }, 'party')] : []),
    ...(isFalse(person, [actor.id]) ? [identityRefusal('PERSON_NOT_YOURS', { own: actor.id, person }, 'person')] : []),
    ...(relation.kind === 'sides' && isFalse(reporter, reportersOf(sides))
      ? [identityRefusal('REPORTER_NOT_YOURS', { own: listed(reportersOf(sides)), reporter }, 'reporter')]
      : []),
    ...(isFalse(organisation, organisations)
      ? [identityRefusal('ORGANISATION_NOT_YOURS', { own: listed(organisations), organisation }, 'organisation')]
      : []),
  ];
};

/** For which side the actor decides: the one in which the role is held, or the one that is said where both are. */
export const partyOf = (relation: Relation, roles: readonly Role[], claimed: unknown): Result<Side> => {
  const able = sidesIn(relation).filter((side) => side.roles.some((role) => roles.includes(role)));
  const own = claimed === undefined ? able : able.filter((side) => side.party === claimed);
  const [side] = own;
  if (side === undefined) return refuse('ROLE_MISSING', { roles: roles.join(', ') });
  return own.length > 1 ? refuse('PARTY_AMBIGUOUS', {}, 'party') : accepted(side);
};
