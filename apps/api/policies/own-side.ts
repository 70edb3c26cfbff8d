import { type Actor, identityRefusal, type Relation } from '#identity';
import type { Party } from '#ledger';
import { refusal } from '../http/problem.ts';

/** A policy is private to its side: nobody else, an auditor and an operator included, asks by it or for it. */
export const checkOwnSide = ({ actor, relation }: { readonly actor: Pick<Actor, 'kind'>; readonly relation: Relation }, party: Party, place: string): void => {
  if (actor.kind !== 'signedIn') return;
  const own = relation.kind === 'sides' ? relation.sides.map((side) => side.party) : [];
  if (own.includes(party)) return;
  throw refusal([identityRefusal('PARTY_NOT_YOURS', { own: own.length === 0 ? 'nobody' : own.join(' or '), party }, place)]);
};
