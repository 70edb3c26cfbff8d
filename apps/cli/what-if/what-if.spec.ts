import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CompareAnswer, DesignAnswer } from '#rebates';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'rebate-what-if-'));
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
const comparison = (ran: Ran): CompareAnswer => JSON.parse(ran.out) as CompareAnswer;
const trade = (ran: Ran): DesignAnswer => JSON.parse(ran.out) as DesignAnswer;
const errorIn = (ran: Ran): { readonly code: string; readonly place?: string } =>
  (JSON.parse(ran.out) as { readonly error: { readonly code: string; readonly place?: string } }).error;

const TERMS = `id: acme-buildco-2026
supplier: acme
customer: buildco
from: 2026-01-01
to: 2026-12-31
currency: EUR
programmes:
  - id: volume
    earn: { tiers: retrospective, steps: [{ from: "0", percent: "1" }, { from: "500000", percent: "2" }] }
`;
const SALES = `document,line,date,product,quantity,unitPrice
A,1,2025-06-05,P,400,1000
B,1,2026-01-05,P,300,1000
C,1,2026-09-05,P,300,1000
`;
const OFFER = '[{ effective: 2026-04-01, programme: volume, mode: restate, change: { earn: { percent: "1.5" } } }]\n';
const GOALS = `vary: [{ programme: volume, at: "earn.steps[1].percent", from: "1", to: "3", by: "1" }]
goals: [{ party: customer, atLeast: { amount: "9000" } }, { party: supplier, growth: "10", atMost: { percent: "2" } }]
`;

beforeAll(() => {
  if (!existsSync(join(root, 'dist', 'rebate', 'main.js'))) throw new Error('dist is not built: run npm run build first');
  writeFileSync(join(folder, 'terms.yaml'), TERMS);
  writeFileSync(join(folder, 'better.yaml'), TERMS.replace('percent: "2"', 'percent: "2.5"'));
  writeFileSync(join(folder, 'offer.yaml'), OFFER);
  writeFileSync(join(folder, 'goals.yaml'), GOALS);
  writeFileSync(join(folder, 'sales.csv'), SALES);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('rebate compare', () => {
  it('compares files of terms and of amendments on files of sales', () => {
    const ran = rebate(
      'compare',
      '--agreement',
      'terms.yaml',
      '--agreement',
      'better.yaml',
      '--with',
      'offer.yaml',
      '--sales',
      'sales.csv',
      '--json',
    );
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(comparison(ran).sets.map(({ name, earned, difference, differsFrom }) => [name, earned, difference, differsFrom])).toEqual([
      ['terms', '12000.00', '0.00', null],
      ['better', '15000.00', '3000.00', '2026-09-05'],
      ['offer', '9000.00', '-3000.00', '2026-01-05'],
    ]);
  });

  it('goes on at the pace so far or as the year before, and says so', () => {
    const by = (forecast: string): Ran =>
      rebate('compare', '--agreement', 'terms.yaml', '--sales', 'sales.csv', '--on', '2026-01-10', '--forecast', forecast, '--json');
    expect(comparison(by('runRate'))).toMatchObject({ through: '2026-12-31', sets: [{ value: '10950000' }] });
    expect(comparison(by('growth=25'))).toMatchObject({ forecast: { growth: '25' }, sets: [{ value: '800000', earned: '16000.00' }] });
    expect(rebate('compare', '--agreement', 'terms.yaml', '--sales', 'sales.csv', '--forecast', 'guess').status).toBe(2);
  });

  it('names lines that are refused, and answers without them', () => {
    writeFileSync(join(folder, 'bad.csv'), `${SALES}D,1,2026-09-06,P,"1,000",10\n`);
    const ran = rebate('compare', '--agreement', 'terms.yaml', '--sales', 'bad.csv', '--json');
    expect([ran.status, comparison(ran).sets[0]?.earned]).toEqual([0, '12000.00']);
    expect(ran.err).toContain('bad.csv line 5, column quantity, value "1,000"');
  });

  it.each([
    [['--agreement', 'terms.yaml', '--agreement', 'better.yaml'], 'USAGE'],
    [['--agreement', 'terms.yaml', '--with', 'goals.yaml', '--sales', 'sales.csv'], 'VALUE_MISSING'],
    [['--agreement', 'nope.yaml', '--sales', 'sales.csv'], 'FILE_NOT_FOUND'],
    [['--agreement', 'terms.yaml', '--sales', 'sales.csv', '--on', '2025-12-31', '--forecast', 'runRate'], 'FORECAST_NO_PACE'],
  ])('ends with 2 for %j', (args, code) => {
    const ran = rebate('compare', ...args, '--json');
    expect([ran.status, errorIn(ran).code]).toEqual([2, code]);
  });
});

describe('rebate design', () => {
  it('shows the trade-off of candidates that meet both sides', () => {
    const answer = trade(rebate('design', '--agreement', 'terms.yaml', '--sales', 'sales.csv', '--goals', 'goals.yaml', '--json'));
    expect(answer).toMatchObject({
      meetsAll: true,
      search: { grid: '3', evaluated: 3, complete: true },
      standing: { figures: [{ earned: '12000.00' }, { earned: '13200.00' }] },
    });
    expect(answer.candidates.map(({ patch, figures }) => [patch[0]?.value, figures[0]?.earned])).toEqual([['2', '12000.00']]);
  });

  it('names the place of a goals file that is wrong', () => {
    writeFileSync(join(folder, 'wrong.yaml'), GOALS.replace('steps[1]', 'steps[4]'));
    const ran = rebate('design', '--agreement', 'terms.yaml', '--sales', 'sales.csv', '--goals', 'wrong.yaml', '--json');
    expect([ran.status, errorIn(ran)]).toEqual([2, expect.objectContaining({ code: 'DESIGN_NO_VALUE', place: 'wrong.yaml: vary[0].at' })]);
  });
});

describe('in a ledger', () => {
  it('an offer, an open proposal and a design are tried on what was imported', () => {
    const at = ['--data', data, '--json'];
    for (const args of [
      ['agreement', 'propose', 'terms.yaml', '--party', 'supplier', '--person', 'Anna'],
      ['agreement', 'sign', 'acme-buildco-2026', '--party', 'supplier', '--person', 'Anna'],
      ['agreement', 'sign', 'acme-buildco-2026', '--party', 'customer', '--person', 'Tom'],
      ['import', 'sales.csv', '--partnership', 'acme~buildco'],
      ['agreement', 'amend', 'acme-buildco-2026', 'offer.yaml', '--party', 'customer', '--person', 'Tom'],
    ])
      expect(rebate(...args, ...at)).toMatchObject({ status: 0 });
    const answer = comparison(
      rebate('compare', '--agreement', 'acme-buildco-2026', '--proposal', '--with', 'better.yaml', '--on', '2026-12-31', ...at),
    );
    expect(answer.sets.map(({ name, earned }) => [name, earned])).toEqual([
      ['in force', '12000.00'],
      ['version 2', '9000.00'],
      ['better', '15000.00'],
    ]);
    const design = trade(rebate('design', '--agreement', 'acme-buildco-2026', '--goals', 'goals.yaml', ...at));
    expect(design).toMatchObject({ knownAt: answer.knownAt, candidates: [{ figures: [{ earned: '12000.00' }, { earned: '13200.00' }] }] });
    expect(rebate('compare', '--agreement', 'nope', '--proposal', ...at).status).toBe(3);
  });

  it('a running server answers alike', async () => {
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env['EVENTSTORE_URL'];
    const compare = (...where: readonly string[]): string =>
      rebate(
        'compare',
        '--agreement',
        'acme-buildco-2026',
        '--with',
        'offer.yaml',
        'better.yaml',
        '--on',
        '2026-09-30',
        '--known-at',
        '6',
        '--forecast',
        'growth=10',
        '--json',
        ...where,
      ).out;
    const design = (...where: readonly string[]): string =>
      rebate('design', '--agreement', 'acme-buildco-2026', '--goals', 'goals.yaml', '--on', '2026-12-31', '--json', ...where).out;
    const here = [compare('--data', data), design('--data', data)];
    const server = spawn(process.execPath, [join(root, 'dist', 'apps', 'api', 'main.js'), '--data', data, '--port', '0', '--open'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env,
    });
    const ended = new Promise((resolve) => server.once('exit', resolve));
    try {
      let url = '';
      for await (const line of createInterface({ input: server.stdout })) {
        url = (JSON.parse(line) as { listening: string }).listening;
        break;
      }
      expect([compare('--server', url), design('--server', url)]).toEqual(here);
      expect(here.every((out) => out.includes('"knownAt"'))).toBe(true);
    } finally {
      server.kill('SIGTERM');
      await ended;
    }
  });
});
