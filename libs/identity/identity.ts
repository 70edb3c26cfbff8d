import type { Result } from '#kernel';
import type { Arrivals } from './arrivals.ts';
import type { Authenticate } from './authenticate.ts';
import type { Grants } from './grants.ts';
import type { Keys } from './keys.ts';
import type { Link } from './links.ts';
import type { Looks } from './looks.ts';
import type { Members } from './members.ts';
import type { Organisations } from './organisations.ts';
import type { Users } from './users.ts';
import type { Tokens } from './words.ts';

/** Who may use a ledger: kept beside it, and never in its events. */
export type Identity = Arrivals & {
  readonly organisations: Organisations;
  readonly users: Omit<Users, 'check' | 'bySubject' | 'link' | 'setPassword'>;
  readonly members: Members;
  readonly keys: Omit<Keys, 'check'>;
  readonly grants: Omit<Grants, 'inForce'>;
  readonly looks: Looks;
  readonly authenticate: Authenticate;
  signIn(email: string, password: string): Promise<Result<Tokens>>;
  refresh(refreshToken: string): Promise<Result<Tokens>>;
  signOut(session: string): void;
  /** By a user who is signed in and knows the old one; every other sign-in of theirs ends. */
  changePassword(user: string, old: string, next: string): Promise<Result<Tokens>>;
  /** A sign-in for somebody who just came by a link. */
  start(user: string): Promise<Tokens>;
  passwordLink(user: string): Result<Link>;
  now(): Date;
  close(): void;
};
