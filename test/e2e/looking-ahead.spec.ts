import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pc from 'picocolors';
import { openLedger } from '#ledger';
import type { AlertsAnswer, BalanceAnswer, GoalsAnswer } from '#rebates';
import { type RunningApi, startApi } from '../../apps/api/start-api.ts';
import { failureOf } from '../../apps/cli/failure.ts';
import { program } from '../../apps/cli/program.ts';

/** Looking ahead by the command line against a server, and by the server alone, over one real ledger. */

const folder = mkdtempSync(join(tmpdir(), 'looking-ahead-'));
const EXAMPLES = join(import.meta.dirname, '../../docs/guides/examples/looking-ahead');
let api: RunningApi;

afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a command prints as JSON, or the codes with which it is refused. */
const rebate = async (...words: readonly string[]): Promise<unknown> => {
  const lines: string[] = [];
  const out = (text: string): void => {
    lines.push(text);
  };
  try {
    await program({
      out,
      err: () => undefined,
      isOutTerminal: false,
      isErrTerminal: false,
      columns: 80,
      paint: pc.createColors(false),
    }).parseAsync([...words, '--server', api.url, '--json'], { from: 'user' });
  } catch (error) {
    return failureOf(error)?.rejections.map(({ code, place }) => `${code} ${place ?? ''}`);
  }
  return JSON.parse(lines.join('\n'));
};
beforeAll(async () => {
  api = await startApi({ ledger: await openLedger({ dataDir: folder }), identity: null, port: 0 });
  for (const words of [
    ['propose', join(EXAMPLES, 'agreement.yaml'), '--party', 'supplier'],
    ['sign', 'acme-buildco-2026', '--party', 'supplier'],
    ['sign', 'acme-buildco-2026', '--party', 'customer'],
  ]) {
    await rebate('agreement', ...words, '--person', 'Ann');
  }
  await rebate('import', join(EXAMPLES, 'sales.csv'), '--partnership', 'acme~buildco');
});

const ON = ['--agreement', 'acme-buildco-2026', '--on', '2026-03-31'] as const;
const get = async (path: string): Promise<unknown> => (await fetch(`${api.url}/agreements/acme-buildco-2026/${path}`)).json();

test('a party sets its policy, and only what it accrues and projects goes by it', async () => {
  const shared = (await rebate('balance', ...ON)) as BalanceAnswer;
  const set = ['policy', 'set', join(EXAMPLES, 'own-forecast.yaml'), '--agreement', 'acme-buildco-2026', '--party', 'supplier'];
  expect(await rebate(...set)).toMatchObject({ events: ['PolicySet'], revision: 0 });
  expect(await rebate(...set)).toMatchObject({ events: [], revision: 0 });
  const own = (await rebate('balance', ...ON, '--as', 'supplier')) as BalanceAnswer;
  expect([own.earned, own.accrued, own.programmes[0]?.projected, own.policy?.version]).toEqual([shared.earned, '1098.00', '3800.00', 1]);
  expect(await rebate('balance', ...ON)).toEqual(shared);
  expect(await rebate('balance', ...ON, '--as', 'customer')).toEqual({ ...shared, policy: null });
  expect(await rebate('policy', 'show', '--agreement', 'acme-buildco-2026', '--party', 'supplier')).toMatchObject({
    organisation: 'acme',
    version: 1,
    policy: { programmes: { volume: { accrue: 'forecast' } } },
  });
  expect(
    await rebate('policy', 'set', join(EXAMPLES, 'agreement.yaml'), '--agreement', 'acme-buildco-2026', '--party', 'supplier'),
  ).toContain('UNKNOWN_KEY id');
});

test('goals and alerts are the same by the command line and by the server', async () => {
  const goals = (await rebate('goals', ...ON)) as GoalsAnswer;
  expect(goals.goals.map(({ id, status }) => [id, status])).toEqual([['grow', 'atRisk']]);
  expect(await get('goals?on=2026-03-31')).toEqual(goals);
  const alerts = (await rebate('alerts', ...ON, '--near-percent', '5', '--near-days', '1')) as AlertsAnswer;
  expect(alerts.alerts.map(({ code }) => code)).toEqual(['GOAL_AT_RISK']);
  expect(await get('alerts?on=2026-03-31&nearPercent=5&nearDays=1&endingDays=60')).toEqual(alerts);
  expect(await rebate('alerts', '--agreement', 'unknown')).toEqual(['AGREEMENT_UNKNOWN agreement']);
});

test('calculate refuses a policy that its agreement cannot mean, or that lacks last year', async () => {
  const calculate = (...more: readonly string[]) => {
    const lines: string[] = [];
    return program({
      out: (text) => {
        lines.push(text);
      },
      err: () => undefined,
      isOutTerminal: false,
      isErrTerminal: false,
      columns: 80,
      paint: pc.createColors(false),
    })
      .parseAsync(
        [
          'calculate',
          '--agreement',
          join(EXAMPLES, 'agreement.yaml'),
          '--sales',
          join(EXAMPLES, 'sales.csv'),
          '--on',
          '2026-03-31',
          '--json',
          ...more,
        ],
        { from: 'user' },
      )
      .then(
        () => JSON.parse(lines.join('\n')) as unknown,
        (error: unknown) => failureOf(error)?.rejections.map(({ code }) => code),
      );
  };
  const byLastYear = ['--policy', join(EXAMPLES, 'by-last-year.yaml')];
  expect(await calculate(...byLastYear)).toEqual(['LAST_YEAR_MISSING']);
  expect(await calculate(...byLastYear, '--last-year', join(EXAMPLES, 'last-year.csv'))).toMatchObject({
    accrued: '1500.00',
    programmes: [{ projection: { method: 'lastYear', low: '2358.00' } }],
    goals: [{ id: 'grow' }],
  });
});
