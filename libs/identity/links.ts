import { type Result, accepted } from '#kernel';
import type { Parts } from './database.ts';
import { type Standing, limitOf, rolesOf } from './members.ts';
import { refuse } from './refusals.ts';
import { hashOf, newSecret } from './secrets.ts';

export type LinkPurpose = 'firstAdministrator' | 'invitation' | 'password';

const HOUR_MS = 3_600_000;
const LIFE_HOURS: Readonly<Record<LinkPurpose, number>> = { firstAdministrator: 24, invitation: 7 * 24, password: 24 };

export type Link = { readonly secret: string; readonly expiresAt: string };
export type Invitation = Standing & { readonly organisation: string; readonly email: string };
export type Redeemed = { readonly email: string | null; readonly user: string | null; readonly invitation: Invitation | null };

/** Links that are good once, for a while. Only their hash is kept. */
export type Links = {
  /** Earlier ones that are not used yet are void: of links that were printed, the last one counts. */
  firstAdministrator(): Link;
  invite(invitation: Invitation): Link;
  /** For a user who has no password yet, or lost it. */
  password(user: string): Link;
  /** Looks at a link without using it. */
  peek(purpose: LinkPurpose, secret: string): Redeemed | undefined;
  /** Of two who use the same link at once, one wins; run in the transaction of what it allows. */
  redeem(purpose: LinkPurpose, secret: string): Result<Redeemed>;
};

type Row = {
  readonly email: string | null;
  readonly user: string | null;
  readonly organisation: string | null;
  readonly roles: string | null;
  readonly limit_amount: string | null;
  readonly limit_currency: string | null;
};

const redeemedOf = ({ email, user, organisation, roles, limit_amount, limit_currency }: Row): Redeemed => {
  if (organisation === null || email === null) return { email, user, invitation: null };
  const approvesUpTo = limitOf({ organisation, roles: '', limit_amount, limit_currency });
  return { email, user, invitation: { organisation, email, roles: rolesOf(roles ?? ''), approvesUpTo } };
};

export const linksIn = ({ db, clock, chance }: Parts): Links => {
  const insert = db.prepare(
    'INSERT INTO links (hash, purpose, email, user, organisation, roles, limit_amount, limit_currency, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const find = db.prepare<Row>(
    'SELECT email, user, organisation, roles, limit_amount, limit_currency FROM links WHERE hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?',
  );
  const use = db.prepare('UPDATE links SET used_at = ? WHERE hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?');
  const voidFirst = db.prepare("DELETE FROM links WHERE purpose = 'firstAdministrator' AND used_at IS NULL");
  const voidPassword = db.prepare("DELETE FROM links WHERE purpose = 'password' AND user = ? AND used_at IS NULL");
  const forget = db.prepare('DELETE FROM links WHERE expires_at <= ?');
  const now = (): string => clock().toISOString();
  const make = (purpose: LinkPurpose, of: { readonly user?: string; readonly invitation?: Invitation }): Link => {
    const secret = newSecret(chance);
    const expiresAt = new Date(clock().getTime() + LIFE_HOURS[purpose] * HOUR_MS).toISOString();
    const { user = null, invitation } = of;
    forget.run(now());
    insert.run(
      hashOf(secret),
      purpose,
      invitation?.email ?? null,
      user,
      invitation?.organisation ?? null,
      invitation?.roles.join(' ') ?? null,
      invitation?.approvesUpTo?.amount ?? null,
      invitation?.approvesUpTo?.currency ?? null,
      now(),
      expiresAt,
    );
    return { secret, expiresAt };
  };
  const peek = (purpose: LinkPurpose, secret: string): Redeemed | undefined => {
    const row = find.get(hashOf(secret), purpose, now());
    return row === undefined ? undefined : redeemedOf(row);
  };
  return {
    firstAdministrator: () =>
      db.transaction(() => {
        voidFirst.run();
        return make('firstAdministrator', {});
      }),
    invite: (invitation) => make('invitation', { invitation }),
    password: (user) =>
      db.transaction(() => {
        voidPassword.run(user);
        return make('password', { user });
      }),
    peek,
    redeem: (purpose, secret) => {
      const found = peek(purpose, secret);
      const { changes } = use.run(now(), hashOf(secret), purpose, now());
      return found === undefined || Number(changes) === 0 ? refuse('LINK_INVALID') : accepted(found);
    },
  };
};
