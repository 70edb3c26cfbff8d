import { type Result, accepted } from '#kernel';
import type { AccessTokens } from './access-tokens.ts';
import type { SignedIn } from './access.ts';
import type { Grants } from './grants.ts';
import { type Keys, isKey } from './keys.ts';
import type { Members } from './members.ts';
import { type Provider, issuerIn } from './provider.ts';
import { refuse } from './refusals.ts';
import type { Sessions } from './sessions.ts';
import type { Users } from './users.ts';
import type { User } from './words.ts';

type Needs = {
  readonly users: Users;
  readonly members: Members;
  readonly keys: Keys;
  readonly grants: Grants;
  readonly sessions: Sessions;
  readonly tokens: AccessTokens;
  readonly provider: Provider | undefined;
};

/**
 * Who a token or key belongs to, and what that is worth now. Roles, grants and the sign-in itself are read from the
 * store each time: what is taken away is gone with the next request, whatever the token says.
 */
export type Authenticate = (bearer: string) => Promise<Result<SignedIn>>;

export const authenticateBy = ({ users, members, keys, grants, sessions, tokens, provider }: Needs): Authenticate => {
  const person = (user: User, session: string | null): SignedIn => {
    const memberships = members.of(user.id);
    return {
      kind: 'signedIn',
      id: user.id,
      is: 'person',
      operator: user.operator,
      memberships,
      grants: grants.inForce(memberships.map((one) => one.organisation)),
      session,
    };
  };
  const machine = (sent: string): Result<SignedIn> => {
    const key = keys.check(sent);
    if (key === undefined) return refuse('SIGN_IN_INVALID');
    const { id, organisation, roles } = key;
    const memberships = organisation === null ? [] : [{ organisation, roles, approvesUpTo: null }];
    return accepted({
      kind: 'signedIn',
      id,
      is: 'machine',
      operator: organisation === null,
      memberships,
      grants: grants.inForce(organisation === null ? [] : [organisation]),
      session: null,
    });
  };
  const ofProvider = async (token: string, from: Provider): Promise<Result<SignedIn>> => {
    const provided = await from.check(token);
    if (!provided.ok) return provided;
    const { subject, email } = provided.value;
    const linked = users.bySubject(from.issuer, subject);
    const user = linked ?? (email === null ? undefined : users.findByEmail(email));
    if (user === undefined) return refuse('PROVIDER_USER_UNKNOWN');
    if (user.status === 'disabled' || user.status === 'erased') return refuse('SIGN_IN_INVALID');
    // From now on by the provider's own id: an address can change hands. Nothing here shows that an address is its owner's, so whoever
    // had taken it before, with a password of theirs, is out.
    if (linked === undefined) users.link(user.id, from.issuer, subject);
    return accepted(person(user, null));
  };
  return async (bearer) => {
    if (isKey(bearer)) return machine(bearer);
    if (provider !== undefined && issuerIn(bearer) === provider.issuer) return ofProvider(bearer, provider);
    const token = await tokens.check(bearer);
    if (!token.ok) return token;
    const { user: id, session } = token.value;
    const user = users.find(id);
    return user?.status === 'active' && sessions.isOpen(session) ? accepted(person(user, session)) : refuse('SIGN_IN_INVALID');
  };
};
