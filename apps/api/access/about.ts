import type { Request } from 'express';
import { type Actor, type Relation, identityRefusal, relationToOrganisation, relationToPartnership } from '#identity';
import { type Rejection, partnershipIdOf } from '#kernel';
import { type Ledger, agreementUnknown, partnershipUnknown } from '#ledger';
import { ProblemError } from '../http/problem.ts';

/** What a request is about. `unknown` is the answer to those who may not know that it is there: the same as where it is not. */
export type About =
  | { readonly kind: 'partnership'; readonly partnership: string; readonly agreement: string | null; readonly unknown: Rejection }
  /** A supplier's file for all of its customers. */
  | { readonly kind: 'supplier'; readonly supplier: string; readonly unknown: Rejection }
  | { readonly kind: 'organisation'; readonly organisation: string; readonly unknown: Rejection };

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const textIn = (from: Readonly<Record<string, unknown>>, key: string): string | undefined => {
  const value = from[key];
  return typeof value === 'string' ? value : undefined;
};

const notNamed = (): ProblemError => new ProblemError(400, [identityRefusal('PARTNERSHIP_NOT_NAMED')]);

const ofPartnership = (partnership: string): About => ({
  kind: 'partnership',
  partnership,
  agreement: null,
  unknown: partnershipUnknown(partnership),
});

const ofAgreement = async (ledger: Ledger, agreement: string): Promise<About> => {
  const partnership = (await ledger.partnershipOf(agreement)) ?? '';
  return { kind: 'partnership', partnership, agreement, unknown: agreementUnknown(agreement) };
};

/** An id that is in use between others is refused here: the ledger's own words would name them. */
const checkId = async (ledger: Ledger, id: string | undefined, partnership: string): Promise<void> => {
  const before = id === undefined ? undefined : await ledger.partnershipOf(id);
  if (before !== undefined && before !== partnership)
    throw new ProblemError(409, [identityRefusal('AGREEMENT_ID_TAKEN', { agreement: id ?? '' }, 'terms.id')]);
};

/** Every partnership that one place of the request names: its address, its query or its body. */
const namedIn = async (place: Readonly<Record<string, unknown>>, ledger: Ledger): Promise<About[]> => {
  const [partnership, agreement, supplier, customer] = ['partnership', 'agreement', 'supplier', 'customer'].map((key) =>
    textIn(place, key),
  );
  const terms = recordOf(place['terms']);
  const [termsSupplier, termsCustomer] = [textIn(terms, 'supplier'), textIn(terms, 'customer')];
  return [
    ...(agreement === undefined ? [] : [await ofAgreement(ledger, agreement)]),
    ...(partnership === undefined ? [] : [ofPartnership(partnership)]),
    ...(supplier === undefined || customer === undefined ? [] : [ofPartnership(partnershipIdOf(supplier, customer))]),
    ...(supplier === undefined || customer !== undefined
      ? []
      : [{ kind: 'supplier', supplier, unknown: partnershipUnknown(supplier) } as const]),
    ...(termsSupplier === undefined || termsCustomer === undefined ? [] : [ofPartnership(partnershipIdOf(termsSupplier, termsCustomer))]),
  ];
};

const keyOf = (about: About): string => (about.kind === 'partnership' ? about.partnership : about.kind);

/** All that is named must be one: else a handler could act on a name that was not the one let in. */
const partnershipIn = async (request: Request, ledger: Ledger): Promise<About> => {
  const places = [request.params, request.query, request.body as unknown].map(recordOf);
  const named = (await Promise.all(places.map((place) => namedIn(place, ledger)))).flat();
  const [first] = named;
  if (first === undefined) throw notNamed();
  if (named.some((other) => keyOf(other) !== keyOf(first))) {
    // Where an agreement is named it is told to be unknown: whoever mistyped it would look for the partnership in vain.
    const { unknown } = named.find((one) => one.kind === 'partnership' && one.agreement !== null) ?? first;
    return { kind: 'partnership', partnership: '', agreement: null, unknown };
  }
  return first;
};

/** Only for those who were let in: to others the refusal would tell that the id is in use. */
export const checkNewAgreement = async (request: Request, ledger: Ledger): Promise<void> => {
  const terms = recordOf(recordOf(request.body as unknown)['terms']);
  const [supplier, customer] = [textIn(terms, 'supplier'), textIn(terms, 'customer')];
  if (supplier !== undefined && customer !== undefined) await checkId(ledger, textIn(terms, 'id'), partnershipIdOf(supplier, customer));
};

export const aboutOf = async (request: Request, ledger: Ledger, what: 'organisation' | 'partnership'): Promise<About> => {
  if (what === 'partnership') return partnershipIn(request, ledger);
  const organisation = textIn(recordOf(request.params), 'organisation') ?? '';
  return { kind: 'organisation', organisation, unknown: identityRefusal('ORGANISATION_UNKNOWN', { organisation }) };
};

/** A supplier is one side of all of its partnerships. */
export const relationTo = (actor: Actor, about: About): Relation => {
  if (about.kind === 'partnership') return relationToPartnership(actor, about);
  if (about.kind === 'organisation') return relationToOrganisation(actor, about.organisation);
  const own = relationToOrganisation(actor, about.supplier);
  return own.kind === 'organisation'
    ? { kind: 'sides', sides: [{ party: 'supplier', organisation: own.organisation, roles: own.roles }] }
    : own;
};
