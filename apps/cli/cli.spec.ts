import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rebate-cli-'));
const data = join(folder, 'ledger');
// Each call is a process of its own, and others may load the machine.
jest.setTimeout(60_000);

type Ran = { readonly status: number | null; readonly out: string; readonly err: string };

const rebate = (...args: readonly string[]): Ran => {
  const env = { ...process.env, REBATE_SERVER: '', REBATE_DATA: '', EVENTSTORE_URL: '', FORCE_COLOR: '0' };
  const ran = spawnSync(process.execPath, [join(root, 'bin', 'rebate.mjs'), ...args], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
    env,
  });
  return { status: ran.status, out: ran.stdout, err: ran.stderr };
};
const json = (ran: Ran): unknown => JSON.parse(ran.out);

const AGREEMENT = `id: acme-buildco-2026
supplier: acme
customer: buildco
from: 2026-01-01
to: 2026-12-31
currency: EUR
programmes:
  - id: volume
    earn:
      tiers: marginal
      steps: [{ from: "0", percent: "1" }, { from: "100000", percent: "2" }, { from: "500000", percent: "3" }]
`;
const SALES = `document,line,date,product,quantity,unitPrice,customer
A,1,2026-01-05,P,100,1000,buildco
B,1,2026-03-05,P,550,1000,buildco
`;
const ANSWER = {
  agreement: 'acme-buildco-2026',
  currency: 'EUR',
  on: '2026-12-31',
  rules: 1,
  programmes: [
    {
      id: 'volume',
      period: { from: '2026-01-01', to: '2026-12-31' },
      scope: null,
      measured: '650000',
      earningAmount: '650000',
      step: 3,
      earned: '13500.00',
      accrued: '13500.00',
      projected: '13500.00',
      toNextStep: null,
    },
  ],
  earned: '13500.00',
  accrued: '13500.00',
};

beforeAll(() => {
  if (!existsSync(join(root, 'dist', 'rebate', 'main.js'))) throw new Error('dist is not built: run npm run build first');
  writeFileSync(join(folder, 'a.yaml'), AGREEMENT);
  writeFileSync(join(folder, 's.csv'), SALES);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('rebate calculate', () => {
  it('answers in the shape of files.md, key by key', () => {
    const ran = rebate('calculate', '--agreement', 'a.yaml', '--sales', 's.csv', '--json');
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(ran.out).toBe(`${JSON.stringify(ANSWER)}\n`);
  });

  it('reads JSON and YAML alike', () => {
    writeFileSync(
      join(folder, 'a.json'),
      JSON.stringify(
        {
          id: 'acme-buildco-2026',
          supplier: 'acme',
          customer: 'buildco',
          from: '2026-01-01',
          to: '2026-12-31',
          currency: 'EUR',
          programmes: [{ id: 'volume', earn: { percent: '2' } }],
        },
        undefined,
        '\t',
      ),
    );
    expect(json(rebate('calculate', '--agreement', 'a.json', '--sales', 's.csv', '--json'))).toMatchObject({ earned: '13000.00' });
  });

  it('reads the price list that an agreement names, and says where one cannot be used', () => {
    const special = (prices: string): string => AGREEMENT.replace(/earn:\n[\s\S]*$/, `earn: { shipAndDebit: { prices: ${prices} } }\n`);
    writeFileSync(join(folder, 'prices.csv'), 'product,downTo,limit\nP,990,\n');
    writeFileSync(join(folder, 'special.yaml'), special('prices.csv'));
    expect(json(rebate('calculate', '--agreement', 'special.yaml', '--sales', 's.csv', '--json'))).toMatchObject({ earned: '6500.00' });
    writeFileSync(join(folder, 'prices.csv'), 'product,downTo,limit\nP,990,\nQ,"1,000",\n');
    const bad = rebate('calculate', '--agreement', 'special.yaml', '--sales', 's.csv');
    expect(bad).toMatchObject({ status: 2, out: '' });
    expect(bad.err).toContain('prices.csv: line 3, column downTo');
    writeFileSync(join(folder, 'gone.yaml'), special('gone.csv'));
    const gone = rebate('calculate', '--agreement', 'gone.yaml', '--sales', 's.csv');
    expect(gone.status).toBe(2);
    expect(gone.err).toContain('FILE_NOT_FOUND');
  });

  it('gives each day of the term, and causes that add up', () => {
    const answer = json(rebate('calculate', '--agreement', 'a.yaml', '--sales', 's.csv', '--by', 'day', '--explain', '--json')) as {
      days: { on: string }[];
      causes: object;
      effects: object[];
    };
    expect(answer.days).toHaveLength(365);
    expect(answer.days[63]).toEqual({ on: '2026-03-05', earned: '13500.00', accrued: '13500.00', change: '12500.00' });
    expect(answer.causes).toEqual({ sale: '13500' });
    expect(answer.effects).toHaveLength(2);
  });

  it('answers without the lines that are refused, of others, or in conflict, and says so', () => {
    writeFileSync(
      join(folder, 'bad.csv'),
      `${SALES}C,1,2026-03-06,P,"1,000",10,buildco\nD,1,2026-03-06,P,1,10,other\nA,1,2026-01-05,P,101,1000,buildco\n`,
    );
    const ran = rebate('calculate', '--agreement', 'a.yaml', '--sales', 'bad.csv', '--json');
    expect(ran.status).toBe(0);
    expect(json(ran)).toEqual({ ...ANSWER, refused: 1, notAddressed: 1, conflicts: [{ document: 'A', line: '1' }] });
    expect(ran.err).toContain('bad.csv line 4, column quantity, value "1,000"');
  });

  it('counts sales whose file is mapped, with lines numbered within documents', () => {
    writeFileSync(join(folder, 'm.csv'), 'InvoiceNo,InvoiceDate,SKU,Qty,Price\nA,2026-01-05,P,100,1000\nA,2026-01-05,P,550,1000\n');
    const ran = rebate(
      'calculate',
      '--agreement',
      'a.yaml',
      '--sales',
      'm.csv',
      '--map',
      'document=InvoiceNo,date=InvoiceDate,product=SKU,quantity=Qty,unitPrice=Price',
      '--json',
    );
    expect(json(ran)).toEqual(ANSWER);
  });

  it.each([
    ['a syntax error, with line and column', 'id: [a\nx: }\n', 'FILE_NOT_PARSED', 'x.yaml: line 2, column 1'],
    ['a key given twice', 'id: a\nid: b\n', 'FILE_NOT_PARSED', 'x.yaml: line 2, column 1'],
    ['a rate that is no text', AGREEMENT.replace('"100000"', '100000'), 'VALUE_NOT_ALLOWED', 'x.yaml: programmes[0].earn.steps[1].from'],
  ])('refuses %s', (_, content, code, place) => {
    writeFileSync(join(folder, 'x.yaml'), content);
    const ran = rebate('calculate', '--agreement', 'x.yaml', '--sales', 's.csv', '--json');
    expect(ran.status).toBe(2);
    expect(json(ran)).toMatchObject({ error: { code, place } });
    expect(ran.err).toContain('way out');
  });

  it.each([
    [['calculate', '--agreement', 'nope.yaml', '--sales', 's.csv'], 'FILE_NOT_FOUND'],
    [['calculate', '--agreement', 'a.yaml', '--sales', 's.csv', '--on', '2026-02-30'], 'VALUE_NOT_ALLOWED'],
    [['calculate', '--agreement', 'a.yaml'], '--sales'],
    [['calulate'], 'calculate'],
  ])('ends with 2 for %j', (args, words) => {
    const ran = rebate(...args);
    expect(ran.status).toBe(2);
    expect(ran.err).toContain(words);
  });
});

describe('rebate on a ledger', () => {
  it('proposes, signs, imports and answers as calculate does', () => {
    const at = ['--data', data, '--json'];
    expect(json(rebate('agreement', 'propose', 'a.yaml', '--party', 'supplier', '--person', 'Anna', ...at))).toMatchObject({
      events: expect.arrayContaining(['AgreementProposed']) as unknown,
    });
    expect(
      rebate('agreement', 'sign', 'acme-buildco-2026', '--version', '1', '--party', 'supplier', '--person', 'Anna', ...at).status,
    ).toBe(0);
    expect(rebate('agreement', 'sign', 'acme-buildco-2026', '--party', 'customer', '--person', 'Tom', ...at).status).toBe(0);
    writeFileSync(join(folder, 'i.csv'), `${SALES}C,1,2026-03-06,P,x,10,buildco\n`);
    const imported = rebate('import', 'i.csv', '--partnership', 'acme~buildco', '--refused', 'refused.csv', ...at);
    expect(json(imported)).toMatchObject({ sent: 3, recorded: 2, repeated: 0, refused: 1, notAddressed: 0 });
    expect(existsSync(join(folder, 'refused.csv'))).toBe(true);
    expect(json(rebate('balance', '--agreement', 'acme-buildco-2026', '--on', '2026-12-31', ...at))).toMatchObject(ANSWER);
    expect(json(rebate('import', 'i.csv', '--partnership', 'acme~buildco', ...at))).toMatchObject({ recorded: 0, repeated: 2, refused: 1 });
    const days = rebate('replay', '--agreement', 'acme-buildco-2026', '--from', '2026-03-01', '--to', '2026-03-31', ...at)
      .out.trim()
      .split('\n');
    expect(days).toHaveLength(31);
    expect(JSON.parse(days[4] ?? '')).toMatchObject({ on: '2026-03-05', change: '12500.00' });
  });

  it('ends with 3 for an agreement that does not exist, and with 5 for a server that does not answer', () => {
    const missing = rebate('balance', '--agreement', 'nope', '--data', data, '--json');
    expect(missing.status).toBe(3);
    expect(json(missing)).toMatchObject({ error: { code: 'AGREEMENT_UNKNOWN' } });
    expect(rebate('partnerships', '--server', 'http://127.0.0.1:9').status).toBe(5);
  });
});

describe('rebate demo', () => {
  it('records the same year each time, and opens it again', () => {
    const first = rebate('demo', '--no-serve', '--data', join(folder, 'demo'), '--json');
    expect(first.status).toBe(0);
    const again = rebate('demo', '--no-serve', '--data', join(folder, 'demo'), '--json');
    expect(again).toMatchObject({ status: 0, err: '', out: first.out });
    expect(rebate('demo', '--no-serve', '--data', join(folder, 'other'), '--json').out).toBe(first.out);
  });
});
