import { expect, test } from '@jest/globals';
import { problemIn, serving } from './serving.contract.ts';

const api = serving();
const KEY = '019a0000-0000-7000-8000-000000000001';
const PARTNERSHIP = { supplier: 'acme', customer: 'buildco' };
const BY = { party: 'supplier', person: 'kim' };
const AT = '/agreements/acme-buildco-2026';
const LINE = { line: '1', date: '2026-02-03', product: 'P-1', quantity: '2', unitPrice: '1.50' };
const DOCUMENT = { reporter: 'supplier', stage: 'invoiced', document: 'D-1', lines: [LINE] };

test.each([
  ['/partnerships', PARTNERSHIP, { kind: 'OpenPartnership', ...PARTNERSHIP }],
  ['/agreements', { terms: { id: 'x' }, ...BY }, { kind: 'ProposeAgreement', terms: { id: 'x' }, ...BY }],
  [`${AT}/signatures`, { version: 1, ...BY }, { kind: 'SignAgreement', agreement: 'acme-buildco-2026', version: 1, ...BY }],
  [`${AT}/withdrawals`, { version: 2, ...BY }, { kind: 'WithdrawProposal', agreement: 'acme-buildco-2026', version: 2, ...BY }],
  [
    `${AT}/amendments`,
    { amendments: [{ effective: '2026-04-01' }], ...BY },
    { kind: 'ProposeAmendment', agreement: 'acme-buildco-2026', amendments: [{ effective: '2026-04-01' }], ...BY },
  ],
  [
    `${AT}/termination`,
    { on: '2026-06-30', reason: 'sold', ...BY },
    { kind: 'TerminateAgreement', agreement: 'acme-buildco-2026', on: '2026-06-30', reason: 'sold', ...BY },
  ],
  ['/partnerships/acme~buildco/sales', DOCUMENT, { kind: 'RecordSales', partnership: 'acme~buildco', document: DOCUMENT }],
])('POST %s carries the plain command, and answers with its token', async (path, body, command) => {
  const response = await api.post(path, body);
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ events: ['Recorded'], token: '0042', revision: 8 });
  expect(response.headers.get('rebate-token')).toBe('0042');
  expect(JSON.stringify(api.fake.lastArgs('execute')[0], sorted)).toBe(JSON.stringify(command, sorted));
});

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

test('the context says who, when and under which id', async () => {
  await api.post(
    `${AT}/signatures`,
    { version: 1, ...BY },
    { 'Idempotency-Key': KEY.toUpperCase(), 'Correlation-Id': 'c-1', 'If-Match': '"7"' },
  );
  const now = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*Z$/) as unknown;
  expect(api.fake.lastArgs('execute')[1]).toEqual({ commandId: KEY, actor: 'kim', correlationId: 'c-1', expectedRevision: 7, now });
  await api.post(`${AT}/signatures`, { version: 1, ...BY }, { 'Rebate-Actor': 'lee' });
  expect(api.fake.lastArgs('execute')[1]).toMatchObject({
    actor: 'lee',
    commandId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/) as unknown,
  });
});

test('the same key is carried out once: repeated it answers 200, with other content 422', async () => {
  const send = (customer: string): Promise<Response> =>
    api.post('/partnerships', { supplier: 'acme', customer }, { 'Idempotency-Key': KEY });
  expect((await send('buildco')).status).toBe(201);
  const again = await send('buildco');
  expect([again.status, await again.json()]).toEqual([200, { events: [], token: '0042', revision: 8 }]);
  const other = await send('other');
  expect([other.status, (await problemIn(other)).code]).toEqual([422, 'COMMAND_REUSED']);
});

test('If-Match with the ETag that was read passes, with an older one fails', async () => {
  const tag = (await api.get(AT)).headers.get('etag') ?? '';
  expect(tag).toBe('"7"');
  expect((await api.post(`${AT}/signatures`, { version: 1, ...BY }, { 'If-Match': tag })).status).toBe(201);
  expect((await api.post(`${AT}/signatures`, { version: 1, ...BY }, { 'If-Match': '"6"' })).status).toBe(412);
  expect((await api.post(`${AT}/signatures`, { version: 1, ...BY }, { 'If-Match': '*' })).status).toBe(201);
});

test('an import streams its body to the ledger, whatever its size', async () => {
  const body = 'x'.repeat(3_000_000);
  const response = await api.post('/imports?by=acme&supplier=acme&file=sales.csv&map=document%3DInvoiceNo', body, {
    'Content-Type': 'text/csv',
  });
  expect([response.status, await response.json()]).toMatchObject([
    201,
    { import: 'i-1', by: 'acme', file: 'sales.csv', sent: body.length },
  ]);
  expect(api.fake.lastArgs('importSales')[0]).toMatchObject({
    target: { kind: 'supplier', supplier: 'acme' },
    mapping: 'document=InvoiceNo',
  });
});
