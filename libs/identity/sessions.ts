import { type Result, accepted } from '#kernel';
import type { Parts } from './database.ts';
import { refuse } from './refusals.ts';
import { hashOf, newId, newSecret } from './secrets.ts';

/** A sign-in lasts at most this long, however often it is refreshed. */
const FAMILY_MS = 30 * 86_400_000;

export type Family = { readonly session: string; readonly user: string; readonly refreshToken: string };

/**
 * A sign-in is a family of refresh tokens, each of which is good once. One that comes back was copied: nobody can tell
 * who holds the copy, so the whole family ends.
 */
export type Sessions = {
  start(user: string): Family;
  refresh(token: string): Result<Family>;
  end(session: string): void;
  endAll(user: string): void;
  isOpen(session: string): boolean;
};

type TokenRow = {
  readonly family: string;
  readonly used_at: string | null;
  readonly user: string;
  readonly expires_at: string;
  readonly revoked_at: string | null;
};

export const sessionsIn = ({ db, clock, chance }: Parts): Sessions => {
  const start = db.prepare('INSERT INTO families (id, user, created_at, expires_at) VALUES (?, ?, ?, ?)');
  const add = db.prepare('INSERT INTO refresh_tokens (hash, family) VALUES (?, ?)');
  const find = db.prepare<TokenRow>(
    'SELECT t.family, t.used_at, f.user, f.expires_at, f.revoked_at FROM refresh_tokens t JOIN families f ON f.id = t.family WHERE t.hash = ?',
  );
  const use = db.prepare('UPDATE refresh_tokens SET used_at = ? WHERE hash = ?');
  const end = db.prepare('UPDATE families SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');
  const endAll = db.prepare('UPDATE families SET revoked_at = ? WHERE user = ? AND revoked_at IS NULL');
  const open = db.prepare<{ open: number }>(
    'SELECT EXISTS (SELECT 1 FROM families WHERE id = ? AND revoked_at IS NULL AND expires_at > ?) AS open',
  );
  const forget = db.prepare('DELETE FROM families WHERE expires_at <= ?');
  const now = (): string => clock().toISOString();
  const next = (session: string, user: string): Family => {
    const refreshToken = newSecret(chance);
    add.run(hashOf(refreshToken), session);
    return { session, user, refreshToken };
  };
  return {
    start: (user) =>
      db.transaction(() => {
        forget.run(now());
        const session = newId('s', chance);
        start.run(session, user, now(), new Date(clock().getTime() + FAMILY_MS).toISOString());
        return next(session, user);
      }),
    refresh: (token) =>
      db.transaction(() => {
        const hash = hashOf(token);
        const row = find.get(hash);
        if (row === undefined || row.expires_at <= now()) return refuse('REFRESH_INVALID');
        if (row.used_at !== null) {
          end.run(now(), row.family);
          return refuse('REFRESH_REUSED');
        }
        if (row.revoked_at !== null) return refuse('REFRESH_INVALID');
        use.run(now(), hash);
        return accepted(next(row.family, row.user));
      }),
    end: (session) => {
      end.run(now(), session);
    },
    endAll: (user) => {
      endAll.run(now(), user);
    },
    isOpen: (session) => open.get(session, now())?.open === 1,
  };
};
