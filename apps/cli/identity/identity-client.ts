import {
  type ApiKey,
  type Grant,
  type Identity,
  type KeyRole,
  type Look,
  type Member,
  type Organisation,
  type Role,
  type User,
  openIdentity,
} from '#identity';
import type { Result } from '#kernel';
import { userName } from '../client/context.ts';
import { answerOf } from '../client/http-request.ts';
import { type Where, placeOf } from '../client/open.ts';
import { CliFailure, valueOf } from '../failure.ts';

export type Standing = {
  readonly roles: readonly Role[];
  readonly approvesUpTo: { readonly amount: string; readonly currency: string } | null;
};
export type Link = { readonly token: string; readonly expiresAt: string };
export type NewGrant = { readonly auditor: string; readonly onlyAgreement?: string; readonly from: string; readonly to: string };
export type UserChange = { readonly name?: string; readonly operator?: boolean; readonly disabled?: boolean };

/** What the commands need of a server's people, or of those kept in a directory: there the machine's user is the operator. */
export type IdentityClient = {
  organisations(): Promise<readonly Organisation[]>;
  addOrganisation(organisation: Organisation): Promise<Organisation>;
  changeOrganisation(organisation: Organisation): Promise<Organisation>;
  members(organisation: string): Promise<readonly Member[]>;
  invite(organisation: string, email: string, standing: Standing): Promise<Link>;
  setMember(organisation: string, user: string, standing: Standing): Promise<unknown>;
  removeMember(organisation: string, user: string): Promise<void>;
  users(): Promise<readonly User[]>;
  addUser(user: { readonly name: string; readonly email: string; readonly operator: boolean }): Promise<User>;
  changeUser(user: string, change: UserChange): Promise<User>;
  eraseUser(user: string): Promise<User>;
  passwordLink(user: string): Promise<Link>;
  /** Of the operator's machines where no organisation is named. */
  keys(organisation: string | undefined): Promise<readonly ApiKey[]>;
  addKey(
    organisation: string | undefined,
    key: { readonly name: string; readonly roles: readonly KeyRole[]; readonly expiresAt: string },
  ): Promise<ApiKey & { readonly secret: string }>;
  revokeKey(organisation: string | undefined, key: string): Promise<ApiKey>;
  grants(partnership: string): Promise<readonly Grant[]>;
  addGrant(partnership: string, grant: NewGrant): Promise<Grant>;
  revokeGrant(partnership: string, grant: string): Promise<Grant>;
  /** What auditors have looked at, the newest first. */
  looks(partnership: string, limit: number): Promise<readonly Look[]>;
  close(): void;
};

const overHttp = (server: string): IdentityClient => {
  const ask = async <T>(path: readonly string[], method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE', body?: unknown): Promise<T> =>
    valueOf(await answerOf<T>(server, path, { ...(method === undefined ? {} : { method }), ...(body === undefined ? {} : { body }) }));
  const list = async <T>(...path: readonly string[]): Promise<readonly T[]> => (await ask<{ readonly items: readonly T[] }>(path)).items;
  const standing = ({ roles, approvesUpTo }: Standing): object => ({ roles, ...(approvesUpTo === null ? {} : { approvesUpTo }) });
  const keysOf = (organisation: string | undefined): string[] =>
    organisation === undefined ? ['keys'] : ['organisations', organisation, 'keys'];
  return {
    organisations: () => list('organisations'),
    addOrganisation: (organisation) => ask(['organisations'], 'POST', organisation),
    changeOrganisation: ({ id, ...change }) => ask(['organisations', id], 'PUT', change),
    members: (organisation) => list('organisations', organisation, 'members'),
    invite: (organisation, email, one) => ask(['organisations', organisation, 'invitations'], 'POST', { email, ...standing(one) }),
    setMember: (organisation, user, one) => ask(['organisations', organisation, 'members', user], 'PUT', standing(one)),
    removeMember: (organisation, user) => ask(['organisations', organisation, 'members', user], 'DELETE'),
    users: () => list('users'),
    addUser: (user) => ask(['users'], 'POST', user),
    changeUser: (user, change) => ask(['users', user], 'PATCH', change),
    eraseUser: (user) => ask(['users', user], 'DELETE'),
    passwordLink: (user) => ask(['users', user, 'password-links'], 'POST', {}),
    keys: (organisation) => list(...keysOf(organisation)),
    addKey: (organisation, { name, roles, expiresAt }) =>
      ask(keysOf(organisation), 'POST', organisation === undefined ? { name, expiresAt } : { name, roles, expiresAt }),
    revokeKey: (organisation, key) => ask([...keysOf(organisation), key], 'DELETE'),
    grants: (partnership) => list('partnerships', partnership, 'grants'),
    addGrant: (partnership, grant) => ask(['partnerships', partnership, 'grants'], 'POST', grant),
    revokeGrant: (partnership, grant) => ask(['partnerships', partnership, 'grants', grant], 'DELETE'),
    looks: async (partnership, limit) =>
      valueOf(
        await answerOf<{ readonly items: readonly Look[] }>(server, ['partnerships', partnership, 'audit-looks'], { query: { limit } }),
      ).items,
    close: () => undefined,
  };
};

/** As promises, so that a refusal is a failure of the command wherever it comes from. */
const done = <T>(result: Result<T>): Promise<T> =>
  result.ok ? Promise.resolve(result.value) : Promise.reject(new CliFailure(result.rejections));

const inDirectory = (identity: Identity): IdentityClient => {
  const { organisations, members, users, keys, grants } = identity;
  const operator = `cli:${userName()}`;
  const link = ({ secret, expiresAt }: { readonly secret: string; readonly expiresAt: string }): Link => ({ token: secret, expiresAt });
  return {
    organisations: () => Promise.resolve(organisations.list()),
    addOrganisation: (organisation) => done(organisations.create(organisation)),
    changeOrganisation: (organisation) => done(organisations.change(organisation)),
    members: (organisation) => Promise.resolve(members.list(organisation)),
    invite: async (organisation, email, standing) => link(await done(identity.invite(organisation, email, standing))),
    setMember: (organisation, user, standing) => done(members.put(organisation, user, standing)),
    removeMember: async (organisation, user) => {
      await done(members.remove(organisation, user));
    },
    users: () => Promise.resolve(users.list()),
    addUser: (user) => done(users.create(user)),
    changeUser: (user, change) => done(users.change(user, change)),
    eraseUser: (user) => done(users.erase(user)),
    passwordLink: async (user) => link(await done(identity.passwordLink(user))),
    keys: (organisation) => Promise.resolve(keys.list(organisation ?? null)),
    addKey: (organisation, key) => done(keys.create({ ...key, organisation: organisation ?? null, createdBy: operator })),
    revokeKey: (organisation, key) => done(keys.revoke(organisation ?? null, key)),
    grants: (partnership) => Promise.resolve(grants.ofPartnership(partnership)),
    addGrant: (partnership, { onlyAgreement, ...grant }) =>
      done(grants.create({ ...grant, partnership, agreement: onlyAgreement ?? null, grantedFor: operator, grantedBy: operator })),
    revokeGrant: (partnership, grant) => done(grants.revoke(partnership, grant)),
    looks: (partnership, limit) => Promise.resolve(identity.looks.ofPartnership(partnership, { limit }).items),
    close: () => {
      identity.close();
    },
  };
};

/** Opens, asks, and closes whatever happened. A directory can be asked while a server runs on it. */
export const withIdentity = async <T>(where: Where, use: (client: IdentityClient) => Promise<T>): Promise<T> => {
  const place = placeOf(where);
  const client = 'server' in place ? overHttp(place.server) : inDirectory(await openIdentity({ dataDir: place.data }));
  try {
    return await use(client);
  } finally {
    client.close();
  }
};
