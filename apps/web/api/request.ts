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
      return await fetch(path, { ...init, credentials: 'same-origin', headers: { Accept: 'application/json', ...(init.headers as Record<string, string> | undefined), ...authorization() } });
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
