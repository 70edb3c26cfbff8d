import { ApiProblem, OFFLINE, problemOf } from './problem.ts';
import { authorization, renew, tokenInUse } from './session.ts';

export type Params = Readonly<Record<string, string | number | undefined>>;

export const pathOf = (path: string, params: Params = {}): string => {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value !== undefined && value !== '') query.set(name, String(value));
  const text = query.toString();
  return text === '' ? path : `${path}?${text}`;
};

/** Sends with the access token; one that has run out is renewed once. */
export const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
  const attempt = async (): Promise<Response> => {
    try {
      return await fetch(path, {
        ...init,
        credentials: 'same-origin',
        headers: { Accept: 'application/json', ...(init.headers as Record<string, string> | undefined), ...authorization() },
      });
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      throw new ApiProblem(OFFLINE);
    }
  };
  const token = tokenInUse();
  const first = await attempt();
  if (first.status !== 401) return first;
  return (await renew(token)) ? attempt() : first;
};

export const get = async <T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> => {
  const response = await send(pathOf(path, params), signal === undefined ? {} : { signal });
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
};

/** A write: each has a key of its own, so that a repeat of the same attempt is carried out once. */
export const write = async <T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: unknown, key: string): Promise<T> => {
  const response = await send(path, {
    method,
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw await problemOf(response);
  return (await response.json().catch(() => undefined)) as T;
};

/** A random UUID (version 4). `crypto.randomUUID` is not there on plain HTTP from another machine; random bytes always are. */
export const newKey = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};
