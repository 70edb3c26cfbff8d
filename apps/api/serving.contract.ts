import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { type FakeLedger, fakeLedger } from './fake-ledger.contract.ts';
import type { Problem } from './http/problem.ts';
import { type RunningApi, startApi } from './start-api.ts';

export type Served = {
  readonly fake: FakeLedger;
  readonly url: string;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
};

/** A server on a free port around a fake ledger that forgets between tests, and open: who may use it is tested in access/. */
export const serving = (): Served => {
  let api: RunningApi | undefined;
  const served = {
    fake: fakeLedger(),
    url: '',
    get: (path: string, headers: Record<string, string> = {}) => fetch(served.url + path, { headers }),
    post: (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(served.url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
  beforeAll(async () => {
    api = await startApi({ ledger: served.fake.ledger, identity: null, port: 0 });
    served.url = api.url;
  });
  beforeEach(() => {
    served.fake.reset();
  });
  afterAll(async () => {
    await api?.close();
  });
  return served;
};

export const problemIn = async (response: Response): Promise<Problem> => (await response.json()) as Problem;
