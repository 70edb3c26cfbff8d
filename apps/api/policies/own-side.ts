import { type Actor, identityRefusal, partyOf, type Relation, ROLES } from '#identity';
import type { Party } from '#ledger';
import { badRequest, refusal } from '../http/problem.ts';

type Who = { readonly actor: Pick<Actor, 'kind'>; readonly relation: Relation };

/** A policy is private to its side: nobody else, an auditor and an operator included, asks by it or for it. */
export const checkOwnSide = ({ actor, relation }: Who, party: Party, place: string): void => {
  if (actor.kind !== 'signedIn') return;
  const own = relation.kind === 'sides' ? relation.sides.map((side) => side.party) : [];
  if (own.includes(party)) return;
  throw refusal([identityRefusal('PARTY_NOT_YOURS', { own: own.length === 0 ? 'nobody' : own.join(' or '), party }, place)]);
};

/** Whose policy is meant: the side that is said, or else that of whoever is signed in. */
export const ownSideOf = (who: Who, said: Party | undefined, place: string): Party => {
  if (said !== undefined) {
    checkOwnSide(who, said, place);
    return said;
  }
  if (who.actor.kind !== 'signedIn')
    throw badRequest(
      'VALUE_NOT_ALLOWED',
      place,
      'It is not said whose policy is meant: nobody is signed in.',
      'Give supplier or customer.',
    );
  const side = partyOf(who.relation, ROLES, undefined);
  if (!side.ok) throw refusal(side.rejections.map((rejection) => ({ ...rejection, place })));
  return side.value.party;
};
