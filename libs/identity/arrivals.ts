import { type Result, accepted } from '#kernel';
import type { Parts } from './database.ts';
import { type Link, type Links, type LinkPurpose, type Redeemed } from './links.ts';
import { type Members, type Standing, wrongStanding } from './members.ts';
import { hashPassword } from './passwords.ts';
import { refuse } from './refusals.ts';
import { type Users, emailOf, weakPassword } from './users.ts';
import type { User } from './words.ts';

export type Newcomer = { readonly name: string; readonly email: string; readonly password: string };

/** How people come in: each by a link that is good once. Hashing a password takes time, so the link is looked at before and used after. */
export type Arrivals = {
  /** While there is no operator; the earlier link is void. */
  firstAdministratorLink(): Link | undefined;
  firstAdministrator(secret: string, who: Newcomer): Promise<Result<User>>;
  /** The answer is the same whether or not somebody has this address. */
  invite(organisation: string, email: string, standing: Standing): Result<Link>;
  /** Somebody new, who chooses a password. */
  accept(secret: string, who: Omit<Newcomer, 'email'>): Promise<Result<User>>;
  /** Somebody who is signed in already. */
  acceptAs(secret: string, user: string): Result<User>;
  setPassword(secret: string, password: string): Promise<Result<User>>;
};

type Needs = { readonly parts: Parts; readonly users: Users; readonly members: Members; readonly links: Links };

export const arrivalsOf = ({ parts, users, members, links }: Needs): Arrivals => {
  /** A password that may be hashed for a link that stands. */
  const prepared = async (
    purpose: LinkPurpose,
    secret: string,
    password: string,
  ): Promise<Result<{ readonly link: Redeemed; readonly passwordHash: string }>> => {
    const link = links.peek(purpose, secret);
    if (link === undefined) return refuse('LINK_INVALID');
    return weakPassword(password) ?? accepted({ link, passwordHash: await hashPassword(password) });
  };
  const joined = (link: Redeemed, user: User): Result<User> => {
    const { invitation } = link;
    if (invitation === null) return refuse('LINK_INVALID');
    const { organisation, roles, approvesUpTo } = invitation;
    const put = members.put(organisation, user.id, { roles, approvesUpTo });
    return put.ok ? accepted(user) : put;
  };
  return {
    firstAdministratorLink: () => (users.hasOperator() ? undefined : links.firstAdministrator()),
    firstAdministrator: async (secret, { name, email, password }) => {
      const ready = await prepared('firstAdministrator', secret, password);
      if (!ready.ok) return ready;
      return parts.db.transaction(() => {
        if (users.hasOperator()) return refuse('LINK_INVALID');
        if (users.findByEmail(email) !== undefined) return refuse('EMAIL_TAKEN', {}, 'email');
        const redeemed = links.redeem('firstAdministrator', secret);
        return redeemed.ok ? users.create({ name, email, operator: true, passwordHash: ready.value.passwordHash }) : redeemed;
      });
    },
    invite: (organisation, email, standing) =>
      wrongStanding(standing) ?? accepted(links.invite({ organisation, email: emailOf(email), ...standing })),
    accept: async (secret, { name, password }) => {
      const ready = await prepared('invitation', secret, password);
      if (!ready.ok) return ready;
      const { link, passwordHash } = ready.value;
      return parts.db.transaction(() => {
        const email = link.email ?? '';
        if (users.findByEmail(email) !== undefined) return refuse('EMAIL_TAKEN');
        const redeemed = links.redeem('invitation', secret);
        if (!redeemed.ok) return redeemed;
        const user = users.create({ name, email, passwordHash });
        return user.ok ? joined(link, user.value) : user;
      });
    },
    acceptAs: (secret, id) =>
      parts.db.transaction(() => {
        const user = users.find(id);
        const redeemed = links.redeem('invitation', secret);
        if (!redeemed.ok) return redeemed;
        return user === undefined ? refuse('USER_UNKNOWN', { user: id }) : joined(redeemed.value, user);
      }),
    setPassword: async (secret, password) => {
      const ready = await prepared('password', secret, password);
      if (!ready.ok) return ready;
      const redeemed = links.redeem('password', secret);
      return redeemed.ok ? users.setPassword(redeemed.value.user ?? '', password) : redeemed;
    },
  };
};
