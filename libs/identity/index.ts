export {
  type Access,
  type AccessRule,
  type Actor,
  type Party,
  type Relation,
  type Side,
  type SignedIn,
  type Visible,
  decide,
  relationToOrganisation,
  relationToPartnership,
  visibleTo,
} from './access.ts';
export { type Claims, falseClaims, partyOf, reportersOf } from './claims.ts';
export type { Identity } from './identity.ts';
export type { Link } from './links.ts';
export type { Look } from './looks.ts';
export { openIdentity } from './load.ts';
export type { IdentityOptions } from './open-identity.ts';
export type { ProviderOptions } from './provider.ts';
export { type IdentityRefusalCode, identityRefusal, identityRefusals } from './refusals.ts';
export { vouches } from './vouching.ts';
export * from './words.ts';
