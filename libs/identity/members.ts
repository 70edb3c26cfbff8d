import { type Result, accepted, parseScaled } from '#kernel';
import type { Parts } from './database.ts';
import { refuse } from './refusals.ts';
import { USER_COLUMNS, type UserRow, userOf } from './users.ts';
import { type ApprovalLimit, type Member, type Membership, ROLES, type Role } from './words.ts';

export type MembershipRow = {
  readonly organisation: string;
  readonly roles: string;
  readonly limit_amount: string | null;
  readonly limit_currency: string | null;
};

export const rolesOf = (text: string): Role[] => ROLES.filter((role) => text.split(' ').includes(role));
export const limitOf = ({ limit_amount: amount, limit_currency: currency }: MembershipRow): ApprovalLimit | null =>
  amount === null || currency === null ? null : { amount, currency };

export type Standing = { readonly roles: readonly Role[]; readonly approvesUpTo: ApprovalLimit | null };

/** What cannot be a standing in an organisation; undefined where it can. */
export const wrongStanding = ({ roles, approvesUpTo }: Standing): Extract<Result<never>, { ok: false }> | undefined => {
  if (roles.length === 0) return refuse('ROLES_MISSING', {}, 'roles');
  if (approvesUpTo === null) return undefined;
  const amount = parseScaled(approvesUpTo.amount);
  return amount === undefined || amount < 0n
    ? refuse('LIMIT_NOT_ALLOWED', { amount: approvesUpTo.amount }, 'approvesUpTo.amount')
    : undefined;
};

export type Members = {
  of(user: string): Membership[];
  list(organisation: string): Member[];
  /** Sets what a user is in an organisation; the user and the organisation must be there. */
  put(organisation: string, user: string, standing: Standing): Result<Membership>;
  remove(organisation: string, user: string): Result<null>;
};

export const membersIn = ({ db }: Parts): Members => {
  const ofUser = db.prepare<MembershipRow>(
    'SELECT organisation, roles, limit_amount, limit_currency FROM memberships WHERE user = ? ORDER BY organisation',
  );
  const ofOrganisation = db.prepare<MembershipRow & UserRow>(
    `SELECT organisation, roles, limit_amount, limit_currency, ${USER_COLUMNS} FROM memberships JOIN users ON users.id = memberships.user WHERE organisation = ? ORDER BY users.id`,
  );
  const put = db.prepare(
    `INSERT INTO memberships (user, organisation, roles, limit_amount, limit_currency) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user, organisation) DO UPDATE SET roles = excluded.roles, limit_amount = excluded.limit_amount, limit_currency = excluded.limit_currency`,
  );
  const remove = db.prepare('DELETE FROM memberships WHERE organisation = ? AND user = ?');
  const isThere = db.prepare<{ there: number }>('SELECT EXISTS (SELECT 1 FROM organisations WHERE id = ?) AS there');
  const isUser = db.prepare<{ there: number }>('SELECT EXISTS (SELECT 1 FROM users WHERE id = ? AND erased_at IS NULL) AS there');
  /** An organisation that nobody can administer could never be mended by itself. */
  const isLastAdministrator = (organisation: string, user: string): boolean => {
    const administrators = ofOrganisation.all(organisation).filter(({ roles }) => rolesOf(roles).includes('administrator'));
    return administrators.length === 1 && administrators[0]?.id === user;
  };
  return {
    of: (user) =>
      ofUser.all(user).map((row) => ({ organisation: row.organisation, roles: rolesOf(row.roles), approvesUpTo: limitOf(row) })),
    list: (organisation) =>
      ofOrganisation.all(organisation).map((row) => ({ roles: rolesOf(row.roles), approvesUpTo: limitOf(row), user: userOf(row) })),
    put: (organisation, user, standing) => {
      const wrong = wrongStanding(standing);
      if (wrong !== undefined) return wrong;
      if (isThere.get(organisation)?.there !== 1) return refuse('ORGANISATION_UNKNOWN', { organisation });
      if (isUser.get(user)?.there !== 1) return refuse('USER_UNKNOWN', { user }, 'user');
      if (!standing.roles.includes('administrator') && isLastAdministrator(organisation, user))
        return refuse('LAST_ADMINISTRATOR', { organisation });
      put.run(user, organisation, standing.roles.join(' '), standing.approvesUpTo?.amount ?? null, standing.approvesUpTo?.currency ?? null);
      return accepted({ organisation, ...standing });
    },
    remove: (organisation, user) => {
      if (isLastAdministrator(organisation, user)) return refuse('LAST_ADMINISTRATOR', { organisation });
      return Number(remove.run(organisation, user).changes) === 0 ? refuse('USER_UNKNOWN', { user }) : accepted(null);
    },
  };
};
