import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Signed in once, known by every command: a file of the user's own, by server. */
export type Credentials =
  | { readonly accessToken: string; readonly refreshToken: string; readonly expiresAt: string }
  | { readonly key: string };
type Kept = Readonly<Record<string, Credentials>>;

/** A token is renewed while it still holds, so that a long upload does not begin with one that is about to end. */
const RENEW_BEFORE_MS = 60_000;
const LOCK_MS = 10_000;
const LOCK_POLL_MS = 25;

const fromEnvironment = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === '' ? undefined : value;
};

const folder = (): string => {
  const own = fromEnvironment('REBATE_CONFIG');
  if (own !== undefined) return own;
  return join(
    fromEnvironment('XDG_CONFIG_HOME') ??
      (process.platform === 'win32' ? (fromEnvironment('APPDATA') ?? homedir()) : join(homedir(), '.config')),
    'rebate',
  );
};
export const credentialsFile = (): string => join(folder(), 'credentials.json');

const keyOf = (server: string): string => new URL(server).origin;

const read = (): Kept => {
  const file = credentialsFile();
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    // Written by nobody we know: signing in again writes it anew.
    return {};
  }
};

/** Whole or not at all, and for this user only. */
const write = (kept: Kept): void => {
  const file = credentialsFile();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(next, 0o600);
  renameSync(next, file);
};

export const keep = (server: string, credentials: Credentials): void => {
  write({ ...read(), [keyOf(server)]: credentials });
};

export const forget = (server: string): Credentials | undefined => {
  const { [keyOf(server)]: own, ...others } = read();
  if (own !== undefined) write(others);
  return own;
};

/** A refresh token is good once: of two commands at the same time, the second takes what the first was given. */
const locked = async <T>(work: () => Promise<T>): Promise<T> => {
  const lock = `${credentialsFile()}.lock`;
  const since = Date.now();
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx', 0o600));
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      // Whoever held it that long is gone.
      if (age > LOCK_MS || Date.now() - since > LOCK_MS) rmSync(lock, { force: true });
      else await wait(LOCK_POLL_MS);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
};

export type Renew = (refreshToken: string) => Promise<Credentials | undefined>;

const isFresh = (one: Credentials): boolean => 'key' in one || Date.parse(one.expiresAt) - Date.now() > RENEW_BEFORE_MS;
const tokenOf = (one: Credentials): string => ('key' in one ? one.key : one.accessToken);

let given: string | undefined;
/** `--token`, for this command; undefined for what was kept. */
export const useToken = (token: string | undefined): void => {
  given = token;
};

/** What to send as Authorization; undefined where nobody has signed in, which an open server does not mind. */
export const bearerFor = async (server: string, renew: Renew): Promise<string | undefined> => {
  const direct = given ?? fromEnvironment('REBATE_TOKEN');
  if (direct !== undefined) return direct;
  const own = read()[keyOf(server)];
  if (own === undefined || isFresh(own)) return own === undefined ? undefined : tokenOf(own);
  return locked(async () => {
    const now = read()[keyOf(server)];
    if (now === undefined || 'key' in now || isFresh(now)) return now === undefined ? undefined : tokenOf(now);
    const next = await renew(now.refreshToken);
    if (next === undefined) return tokenOf(now);
    keep(server, next);
    return tokenOf(next);
  });
};
