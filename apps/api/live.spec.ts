import { expect, test } from '@jest/globals';
import { rejected } from './fake-ledger.contract.ts';
import { problemIn, serving } from './serving.contract.ts';

const api = serving();
const LIVE = '/agreements/acme-buildco-2026/live';

/** Reads a stream of events until it holds as many as asked. */
const reader = (response: Response): ((count: number) => Promise<string[]>) => {
  const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const events = (): string[] =>
    text
      .split('\n\n')
      .map((event) => /event: (\w+)/.exec(event)?.[1] ?? '')
      .filter((name) => name !== '');
  return async (count) => {
    while (events().length < count) {
      const chunk = await stream?.read();
      if (chunk === undefined || chunk.done) break;
      text += chunk.value;
    }
    return events();
  };
};

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('the balance comes at once, and again when its partnership advances', async () => {
  const abort = new AbortController();
  const response = await fetch(api.url + LIVE, { signal: abort.signal });
  expect(response.headers.get('content-type')).toMatch('text/event-stream');
  const read = reader(response);
  expect(await read(1)).toEqual(['balance']);
  await until(() => api.fake.listeners() === 1);
  api.fake.advance('acme~other');
  api.fake.advance('acme~buildco');
  expect(await read(2)).toEqual(['balance', 'balance']);
  expect(api.fake.calls.filter(({ name }) => name === 'balance')).toHaveLength(2);
  abort.abort();
  await until(() => api.fake.listeners() === 0);
});

test('a failure is told and does not end the stream', async () => {
  const abort = new AbortController();
  const read = reader(await fetch(api.url + LIVE, { signal: abort.signal }));
  await read(1);
  await until(() => api.fake.listeners() === 1);
  const standing = api.fake.answers.balance;
  api.fake.answers.balance = () => Promise.resolve(rejected('VIEW_STOPPED'));
  api.fake.advance('acme~buildco');
  expect(await read(2)).toEqual(['balance', 'problem']);
  api.fake.answers.balance = standing;
  api.fake.advance('acme~buildco');
  expect(await read(3)).toEqual(['balance', 'problem', 'balance']);
  abort.abort();
});

test('an unknown agreement is a problem, not a stream', async () => {
  const response = await api.get('/agreements/none/live');
  expect([response.status, (await problemIn(response)).code]).toEqual([404, 'AGREEMENT_UNKNOWN']);
});
