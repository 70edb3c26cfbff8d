import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Result, accepted } from '#kernel';
import { ACCESS_TOKEN_SECONDS, accessTokens } from './access-tokens.ts';
import { arrivalsOf } from './arrivals.ts';
import { authenticateBy } from './authenticate.ts';
import { type Parts, openIdentityDatabase } from './database.ts';
import { grantsIn } from './grants.ts';
import type { Identity } from './identity.ts';
import { keysIn } from './keys.ts';
import { linksIn } from './links.ts';
import { looksIn } from './looks.ts';
import { membersIn } from './members.ts';
import { organisationsIn } from './organisations.ts';
import { type ProviderOptions, providerOf } from './provider.ts';
import { refuse } from './refusals.ts';
import { type Family, sessionsIn } from './sessions.ts';
import { signingKey } from './signing-key.ts';
import { usersIn } from './users.ts';
import type { Tokens, User } from './words.ts';

export type IdentityOptions = {
  readonly dataDir: string;
  /** A private JWK as text; the file `identity-key.json` where left out. */
  readonly signingKey?: string;
  readonly provider?: ProviderOptions;
  readonly clock?: () => Date;
  readonly chance?: (bytes: number) => Uint8Array;
};

const DATABASE = 'identity.db';
const KEY = 'identity-key.json';

/** Opens what is known of people beside a ledger, and makes it where there is nothing yet. */
export const openIdentity = async (options: IdentityOptions): Promise<Identity> => {
  const { dataDir, clock = () => new Date(), chance = (bytes: number) => randomBytes(bytes) } = options;
  const db = openIdentityDatabase(join(dataDir, DATABASE));
  try {
    const tokens = accessTokens(await signingKey(join(dataDir, KEY), options.signingKey), clock);
    const parts: Parts = { db, clock, chance };
    const [users, members, keys, grants, sessions, links] = [
      usersIn(parts),
      membersIn(parts),
      keysIn(parts),
      grantsIn(parts),
      sessionsIn(parts),
      linksIn(parts),
    ];
    const provider = options.provider === undefined ? undefined : providerOf(options.provider, clock);
    const arrivals = arrivalsOf({ parts, users, members, links });
    const tokensOf = async ({ user, session, refreshToken }: Family): Promise<Tokens> => ({
      accessToken: await tokens.issue(user, session),
      tokenType: 'Bearer',
      expiresInSeconds: ACCESS_TOKEN_SECONDS,
      refreshToken,
      user,
    });
    const start = (user: string): Promise<Tokens> => tokensOf(sessions.start(user));
    return {
      ...arrivals,
      organisations: organisationsIn(parts),
      users,
      members,
      keys,
      grants,
      looks: looksIn(parts),
      start,
      authenticate: authenticateBy({ users, members, keys, grants, sessions, tokens, provider }),
      setPassword: async (secret, password): Promise<Result<User>> => {
        const user = await arrivals.setPassword(secret, password);
        // Whoever knew the old password is out.
        if (user.ok) sessions.endAll(user.value.id);
        return user;
      },
      signIn: async (email, password) => {
        const user = await users.check(email, password);
        return user === undefined ? refuse('SIGN_IN_FAILED') : accepted(await start(user.id));
      },
      refresh: async (refreshToken) => {
        const family = sessions.refresh(refreshToken);
        if (!family.ok) return family;
        return users.find(family.value.user)?.status === 'active' ? accepted(await tokensOf(family.value)) : refuse('REFRESH_INVALID');
      },
      signOut: (session) => {
        sessions.end(session);
      },
      changePassword: async (id, old, next) => {
        const known = await users.check(users.find(id)?.email ?? '', old);
        if (known?.id !== id) return refuse('SIGN_IN_FAILED');
        const user = await users.setPassword(id, next);
        if (!user.ok) return user;
        sessions.endAll(id);
        return accepted(await start(id));
      },
      passwordLink: (id) => {
        const user = users.find(id);
        return user === undefined || user.status === 'erased' ? refuse('USER_UNKNOWN', { user: id }) : accepted(links.password(id));
      },
      now: clock,
      close: () => {
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
};
