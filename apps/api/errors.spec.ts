import { describe, expect, jest, test } from '@jest/globals';
import { StoreError, type StoreErrorCode } from '#event-store';
import { rejected } from './fake-ledger.contract.ts';
import { problemIn, serving } from './serving.contract.ts';

const api = serving();
const SIGNATURE = { version: 1, party: 'supplier', person: 'kim' };
const sign = (headers: Record<string, string> = {}): Promise<Response> =>
  api.post('/agreements/acme-buildco-2026/signatures', SIGNATURE, headers);

describe('rejections of the ledger', () => {
  test.each([
    ['AGREEMENT_UNKNOWN', 404],
    ['PARTNERSHIP_UNKNOWN', 404],
    ['IMPORT_UNKNOWN', 404],
    ['LINE_CONFLICT', 409],
    ['ALREADY_SIGNED', 409],
    ['VALUE_NOT_ALLOWED', 422],
    ['COMMAND_REUSED', 422],
    ['REVISION_CHANGED', 412],
  ])('%s is answered with %i as a problem', async (code, status) => {
    api.fake.answers.execute = () => Promise.resolve(rejected(code, 'lines[0].date'));
    const response = await sign();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect(await problemIn(response)).toEqual({
      type: `urn:rebate:problem:${code.toLowerCase().replaceAll('_', '-')}`,
      title: expect.any(String) as unknown,
      status,
      code,
      detail: `Refused with ${code}.`,
      place: 'lines[0].date',
      wayOut: 'Do it differently.',
      rejections: [{ code, message: `Refused with ${code}.`, place: 'lines[0].date', wayOut: 'Do it differently.' }],
    });
  });

  test('a query is refused alike', async () => {
    const response = await api.get('/agreements/none/balance');
    expect([response.status, (await problemIn(response)).code]).toEqual([404, 'AGREEMENT_UNKNOWN']);
  });

  test('a conflict is 409, and 412 where If-Match asked for a revision', async () => {
    api.fake.answers.execute = () => Promise.resolve({ kind: 'conflict', message: 'It changed.' });
    const [without, asked] = [await sign(), await sign({ 'If-Match': '"7"' })];
    expect([without.status, (await problemIn(without)).code]).toEqual([409, 'CONFLICT']);
    expect([asked.status, (await problemIn(asked)).code]).toEqual([412, 'REVISION_CHANGED']);
  });
});

describe('failures', () => {
  const quiet = (): void => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  };

  test.each<[StoreErrorCode, number]>([
    ['STORE_UNREACHABLE', 503],
    ['OUTCOME_UNKNOWN', 503],
    ['DISK_FULL', 503],
    ['TOKEN_INVALID', 400],
    ['EVENT_TOO_LARGE', 413],
    ['EVENT_NOT_JSON', 500],
  ])('a store that fails with %s is answered with %i', async (code, status) => {
    quiet();
    api.fake.answers.balance = () => Promise.reject(new StoreError(code, 'Of the store.', 'Mend the store.', new Error('secret')));
    const response = await api.get('/agreements/acme-buildco-2026/balance');
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(text).not.toContain('secret');
    if (status === 503) expect([response.headers.get('retry-after'), (JSON.parse(text) as { code: string }).code]).toEqual(['1', code]);
  });

  test('a bug shows nothing of the inside, and goes to the log', async () => {
    const log = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    api.fake.answers.balance = () => Promise.reject(new Error('secret at line 3'));
    const response = await api.get('/agreements/acme-buildco-2026/balance');
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(String(log.mock.calls)).toContain('secret at line 3');
  });

  test('readiness is 503 while the ledger is not, and liveness stays', async () => {
    quiet();
    expect((await api.get('/health/ready')).status).toBe(200);
    api.fake.answers.ready = () => Promise.reject(new StoreError('STORE_UNREACHABLE', 'No answer.', 'Start it.'));
    const response = await api.get('/health/ready');
    expect([response.status, (await problemIn(response)).code]).toEqual([503, 'STORE_UNREACHABLE']);
    expect((await api.get('/health/live')).status).toBe(200);
  });
});

describe('requests that cannot be read', () => {
  test.each([
    ['an unknown route', () => api.get('/nowhere'), 404, 'ROUTE_UNKNOWN'],
    ['broken JSON', () => api.post('/partnerships', '{"supplier":'), 400, 'REQUEST_MALFORMED'],
    ['a body over 1 MiB', () => api.post('/partnerships', { supplier: 'x'.repeat(1_100_000) }), 413, 'BODY_TOO_LARGE'],
    ['no body', () => api.post('/partnerships', ''), 400, 'VALUE_MISSING'],
    ['an unknown key', () => api.post('/partnerships', { supplier: 'a', customer: 'b', colour: 'red' }), 400, 'UNKNOWN_KEY'],
    ['an unknown parameter', () => api.get('/partnerships?page=2'), 400, 'UNKNOWN_KEY'],
    ['a page that is too long', () => api.get('/partnerships?limit=501'), 400, 'VALUE_NOT_ALLOWED'],
    ['a limit that is no number', () => api.get('/partnerships?limit=many'), 400, 'VALUE_NOT_ALLOWED'],
    ['a day that is none', () => api.get('/agreements/a/balance?on=2026-02-30'), 400, 'VALUE_NOT_ALLOWED'],
    ['a time without a zone', () => api.get('/agreements/a/balance?knownAt=2026-02-03T10:00'), 400, 'VALUE_NOT_ALLOWED'],
    ['a time that is none', () => api.get('/agreements/a/balance?knownAt=2026-13-03T10:00Z'), 400, 'VALUE_NOT_ALLOWED'],
    ['a series without an end', () => api.get('/agreements/a/balances?from=2026-01-01'), 400, 'VALUE_MISSING'],
    ['a series backwards', () => api.get('/agreements/a/replay?from=2026-01-02&to=2026-01-01'), 400, 'PERIOD_REVERSED'],
    ['a series without bounds', () => api.get('/agreements/a/balances?from=0001-01-01&to=9999-12-31'), 400, 'PERIOD_TOO_LONG'],
    ['a key that is no UUID', () => sign({ 'Idempotency-Key': '1' }), 400, 'IDEMPOTENCY_KEY_INVALID'],
    ['a weak If-Match', () => sign({ 'If-Match': 'W/"7"' }), 400, 'IF_MATCH_INVALID'],
    ['an import without a target', () => api.post('/imports?by=acme', 'a', { 'Content-Type': 'text/csv' }), 400, 'IMPORT_TARGET_INVALID'],
    ['an import that is no CSV', () => api.post('/imports?by=acme&supplier=acme', {}), 415, 'MEDIA_TYPE_UNSUPPORTED'],
  ])('%s', async (_, send, status, code) => {
    const response = await send();
    expect([response.status, (await problemIn(response)).code]).toEqual([status, code]);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
  });

  test('every error names its place within what was sent', async () => {
    const line = { line: '1', date: '2026-02-30', product: 'P-1', quantity: 2, unitPrice: '1', colour: 'red' };
    const response = await api.post('/partnerships/acme~buildco/sales', {
      reporter: 'supplier',
      stage: 'invoiced',
      document: 'D-1',
      lines: [line],
    });
    const { rejections } = await problemIn(response);
    expect(rejections.map(({ code, place }) => `${code} ${String(place)}`).sort()).toEqual([
      'UNKNOWN_KEY lines[0].colour',
      'VALUE_NOT_ALLOWED lines[0].date',
      'VALUE_NOT_ALLOWED lines[0].quantity',
    ]);
    expect(api.fake.calls).toEqual([]);
  });
});
