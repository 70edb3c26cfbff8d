import { type Result, accepted } from '#kernel';
import type { Parts } from './database.ts';
import { LEAST_PASSWORD, MOST_PASSWORD, hashPassword, isPassword } from './passwords.ts';
import { refuse } from './refusals.ts';
import { newId } from './secrets.ts';
import type { User } from './words.ts';

export type UserRow = {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly password_hash: string | null;
  readonly operator: number;
  readonly disabled_at: string | null;
  readonly erased_at: string | null;
  /** How many sign-ins of other providers lead to it. */
  readonly subjects: number;
};

export const userOf = ({ id, name, email, password_hash, operator, disabled_at, erased_at, subjects }: UserRow): User => ({
  id,
  name,
  email,
  operator: operator === 1,
  status:
    erased_at !== null ? 'erased' : disabled_at !== null ? 'disabled' : password_hash === null && subjects === 0 ? 'invited' : 'active',
});

export const USER_COLUMNS =
  'users.id, users.name, users.email, password_hash, operator, disabled_at, erased_at, (SELECT count(*) FROM subjects WHERE subjects.user = users.id) AS subjects';
export const emailOf = (text: string): string => text.trim().toLowerCase();

export const weakPassword = (password: string): Extract<Result<never>, { ok: false }> | undefined =>
  password.length < LEAST_PASSWORD || password.length > MOST_PASSWORD
    ? refuse('PASSWORD_TOO_WEAK', { least: String(LEAST_PASSWORD), most: String(MOST_PASSWORD) }, 'password')
    : undefined;

export type NewUser = {
  readonly id?: string;
  readonly name: string;
  readonly email: string;
  readonly operator?: boolean;
  readonly passwordHash?: string | null;
};
export type UserChange = { readonly name?: string; readonly operator?: boolean; readonly disabled?: boolean };

export type Users = {
  create(user: NewUser): Result<User>;
  find(id: string): User | undefined;
  findByEmail(email: string): User | undefined;
  list(): User[];
  change(id: string, change: UserChange): Result<User>;
  /** Takes name, address, password and memberships away for good; the id stays, since events hold it. */
  erase(id: string): Result<User>;
  setPassword(id: string, password: string): Promise<Result<User>>;
  /** The user whose password it is. Takes as long for one that does not exist. */
  check(email: string, password: string): Promise<User | undefined>;
  hasOperator(): boolean;
  bySubject(issuer: string, subject: string): User | undefined;
  /** Known by a provider from now on; a password and sign-ins of before end with it. */
  link(id: string, issuer: string, subject: string): void;
};

const writingOf = (db: Parts['db']) => ({
  insert: db.prepare(
    'INSERT INTO users (id, name, email, password_hash, operator, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING',
  ),
  name: db.prepare('UPDATE users SET name = ? WHERE id = ? AND erased_at IS NULL'),
  operator: db.prepare('UPDATE users SET operator = ? WHERE id = ? AND erased_at IS NULL'),
  disable: db.prepare('UPDATE users SET disabled_at = ? WHERE id = ? AND erased_at IS NULL'),
  password: db.prepare('UPDATE users SET password_hash = ? WHERE id = ? AND erased_at IS NULL'),
  erase: db.prepare('UPDATE users SET name = NULL, email = NULL, password_hash = NULL, operator = 0, erased_at = ? WHERE id = ?'),
  erased: [
    'DELETE FROM memberships WHERE user = ?',
    'DELETE FROM subjects WHERE user = ?',
    'DELETE FROM families WHERE user = ?',
    'DELETE FROM links WHERE user = ?',
  ].map((sql) => db.prepare(sql)),
  invitations: db.prepare('DELETE FROM links WHERE email = ?'),
  link: db.prepare('INSERT INTO subjects (issuer, subject, user) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
  revoke: db.prepare('UPDATE families SET revoked_at = ? WHERE user = ? AND revoked_at IS NULL'),
});

export const usersIn = ({ db, clock, chance }: Parts): Users => {
  const one = db.prepare<UserRow>(`SELECT ${USER_COLUMNS} FROM users WHERE id = ?`);
  const byEmail = db.prepare<UserRow>(`SELECT ${USER_COLUMNS} FROM users WHERE email = ?`);
  const all = db.prepare<UserRow>(`SELECT ${USER_COLUMNS} FROM users ORDER BY created_at, users.id`);
  const bySubject = db.prepare<UserRow>(
    `SELECT ${USER_COLUMNS} FROM subjects AS s JOIN users ON users.id = s.user WHERE s.issuer = ? AND s.subject = ?`,
  );
  const operators = db.prepare<{ count: number }>(
    'SELECT count(*) AS count FROM users WHERE operator = 1 AND disabled_at IS NULL AND erased_at IS NULL',
  );
  const write = writingOf(db);
  const now = (): string => clock().toISOString();
  const found = (row: UserRow | undefined): User | undefined => (row === undefined ? undefined : userOf(row));
  const find = (id: string): User | undefined => found(one.get(id));
  const again = (id: string): Result<User> => {
    const user = find(id);
    return user === undefined || user.status === 'erased' ? refuse('USER_UNKNOWN', { user: id }) : accepted(user);
  };
  const isLastOperator = (id: string): boolean => {
    const user = find(id);
    return user?.operator === true && user.status !== 'disabled' && operators.get()?.count === 1;
  };
  return {
    create: ({ id = newId('u', chance), name, email, operator = false, passwordHash = null }) => {
      const { changes } = write.insert.run(id, name, emailOf(email), passwordHash, operator ? 1 : 0, now());
      return Number(changes) === 0 ? refuse('EMAIL_TAKEN', {}, 'email') : again(id);
    },
    find,
    findByEmail: (email) => found(byEmail.get(emailOf(email))),
    list: () => all.all().map(userOf),
    change: (id, { name, operator, disabled }) =>
      db.transaction(() => {
        if ((operator === false || disabled === true) && isLastOperator(id)) return refuse('LAST_OPERATOR');
        if (name !== undefined) write.name.run(name, id);
        if (operator !== undefined) write.operator.run(operator ? 1 : 0, id);
        if (disabled !== undefined) write.disable.run(disabled ? now() : null, id);
        if (disabled === true) write.revoke.run(now(), id);
        return again(id);
      }),
    erase: (id) => {
      const erased = db.transaction((): Result<User> => {
        if (isLastOperator(id)) return refuse('LAST_OPERATOR');
        const known = again(id);
        if (!known.ok) return known;
        write.erase.run(now(), id);
        write.invitations.run(known.value.email);
        for (const statement of write.erased) statement.run(id);
        return accepted({ id, name: null, email: null, operator: false, status: 'erased' });
      });
      // The journal beside the file holds what was, until it is emptied.
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return erased;
    },
    setPassword: async (id, password) => {
      const weak = weakPassword(password);
      if (weak !== undefined) return weak;
      const hash = await hashPassword(password);
      write.password.run(hash, id);
      return again(id);
    },
    check: async (email, password) => {
      const row = byEmail.get(emailOf(email));
      const matches = await isPassword(password, row?.password_hash ?? null);
      const user = found(row);
      return matches && user?.status === 'active' ? user : undefined;
    },
    hasOperator: () => (operators.get()?.count ?? 0) > 0,
    bySubject: (issuer, subject) => found(bySubject.get(issuer, subject)),
    link: (id, issuer, subject) => {
      db.transaction(() => [write.link.run(issuer, subject, id), write.password.run(null, id), write.revoke.run(now(), id)]);
    },
  };
};
