import type { Me } from './answers.ts';
import { ApiProblem, OFFLINE, problemOf } from './problem.ts';

/**
 * Who is signed in. The access token lives in this module's memory only; the refresh token in a cookie that no script can
 * read. A refresh token is good once, so the tabs of a browser take turns to use it.
 */
export type Session = { readonly kind: 'unknown' } | { readonly kind: 'signedOut' } | { readonly kind: 'here'; readonly me: Me };

type Tokens = { readonly accessToken: string };
type Listener = () => void;

const TURN = 'rebate-refresh';
let accessToken: string | undefined;
let session: Session = { kind: 'unknown' };
const listeners = new Set<Listener>();

const become = (next: Session): void => {
  session = next;
  for (const listener of listeners) listener();
};

export const currentSession = (): Session => session;
export const onSession = (listener: Listener): (() => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export const authorization = (): Readonly<Record<string, string>> =>
  accessToken === undefined ? {} : { Authorization: `Bearer ${accessToken}` };

const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new ApiProblem(OFFLINE);
  }
};

const post = (path: string, body: unknown): Promise<Response> =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...authorization() }, body: JSON.stringify(body) });

const whoAmI = async (): Promise<Me | undefined> => {
  const response = await ask('/auth/me', { headers: authorization() });
  if (response.status === 401) return undefined;
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Me;
};

const take = async (response: Response): Promise<void> => {
  accessToken = ((await response.json()) as Tokens).accessToken;
};

/** Where tabs cannot take turns (plain HTTP on another machine), this tab at least waits for itself. */
let ownTurn: Promise<unknown> = Promise.resolve();
const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
  if ('locks' in navigator) return navigator.locks.request(TURN, work);
  const next = ownTurn.then(work);
  ownTurn = next.catch(() => undefined);
  return next;
};

/** The next access token; false where the sign-in is over. `stale` is the token that did not work: somebody may have renewed it. */
export const renew = (stale: string | undefined): Promise<boolean> =>
  inTurn(async () => {
    if (accessToken !== stale) return accessToken !== undefined;
    const response = await post('/auth/refresh', {});
    if (response.status === 401) {
      accessToken = undefined;
      become({ kind: 'signedOut' });
      return false;
    }
    if (!response.ok) throw await problemOf(response);
    await take(response);
    return true;
  });

export const tokenInUse = (): string | undefined => accessToken;

/** At the start: an open server asks for nobody, a reload finds the cookie again. */
export const restore = async (): Promise<Session> => {
  if (session.kind !== 'unknown') return session;
  let me = await whoAmI();
  if (me === undefined && (await renew(accessToken))) me = await whoAmI();
  become(me === undefined ? { kind: 'signedOut' } : { kind: 'here', me });
  return currentSession();
};

const enter = async (path: string, body: Readonly<Record<string, unknown>>): Promise<void> => {
  const response = await post(path, { ...body, cookie: true });
  if (!response.ok) throw await problemOf(response);
  await take(response);
  const me = await whoAmI();
  if (me === undefined)
    throw new ApiProblem({ ...OFFLINE, code: 'SIGN_IN_FAILED', detail: 'The sign-in was not kept.', wayOut: 'Sign in again.' });
  become({ kind: 'here', me });
};

export const signIn = (email: string, password: string): Promise<void> => enter('/auth/sign-in', { email, password });
export const enterAsFirst = (token: string, name: string, email: string, password: string): Promise<void> =>
  enter('/auth/first-administrator', { token, name, email, password });
export const acceptInvitation = (token: string, name: string, password: string): Promise<void> =>
  enter('/auth/invitation', { token, name, password });

/** By a link that an administrator sent. Every sign-in of that user ends, so that the new password is asked for next. */
export const setPassword = async (token: string, password: string): Promise<void> => {
  const response = await post('/auth/password', { token, password });
  if (!response.ok) throw await problemOf(response);
};

export const signOut = async (): Promise<void> => {
  await post('/auth/sign-out', {});
  accessToken = undefined;
  become({ kind: 'signedOut' });
};
