import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger } from '#ledger';
import { type StartedApi, runApi } from '../../apps/api/run-api.ts';
import { fillDemo } from '../../apps/cli/demo/fill.ts';

/** Every question that the server describes, asked of the demonstration's year: an answer or a refusal, and no failure of the server. */

const folder = mkdtempSync(join(tmpdir(), 'every-question-'));
const GIVEN: Record<string, string> = {
  agreement: 'acme-buildco-2026',
  partnership: 'acme~buildco',
  organisation: 'acme',
  on: '2026-06-30',
  from: '2026-06-01',
  to: '2026-06-30',
  version: '1',
  position: '3',
  size: '10',
  programme: 'volume',
  party: 'supplier',
  for: 'supplier',
  through: '2026-06-30',
  period: '2026-01',
};
/** They never end, or hand out what is no JSON. */
const STREAMS = new Set(['/agreements/{agreement}/live', '/partnerships/{partnership}/notices']);
type Described = {
  readonly paths: Readonly<
    Record<
      string,
      { readonly get?: { readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[] } }
    >
  >;
};

let api: StartedApi;

beforeAll(async () => {
  const ledger = await openLedger({ dataDir: folder });
  await fillDemo(ledger, () => undefined);
  await ledger.close();
  api = await runApi(['--data', folder, '--port', '0', '--open'], {}, { openLedger }, false);
  const named = async (path: string, key: string): Promise<void> => {
    const {
      items: [first],
    } = (await (await fetch(`${api.url}/partnerships/acme~buildco/${path}`)).json()) as {
      readonly items: readonly Readonly<Record<string, unknown>>[];
    };
    GIVEN[key] = String(first?.[key]);
  };
  await named('variances', 'variance');
  await named('disputes', 'dispute');
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const addressOf = (
  path: string,
  parameters: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[],
): string => {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(GIVEN[name] ?? 'unknown'));
  const query = parameters.flatMap(({ name, in: place, required }) =>
    place === 'query' && GIVEN[name] !== undefined && (required === true || name === 'on')
      ? [`${name}=${encodeURIComponent(GIVEN[name])}`]
      : [],
  );
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
};

test('no question makes the server fail, and most of them are answered', async () => {
  const { paths } = (await (await fetch(`${api.url}/docs-json`)).json()) as Described;
  const questions = Object.entries(paths).flatMap(([path, { get }]) =>
    get === undefined || STREAMS.has(path) ? [] : [addressOf(path, get.parameters ?? [])],
  );
  const statuses: Record<string, number> = {};
  for (const question of questions) {
    const response = await fetch(api.url + question);
    await response.text();
    statuses[question] = response.status;
  }
  expect(Object.entries(statuses).filter(([, status]) => status >= 500)).toEqual([]);
  expect(Object.values(statuses).filter((status) => status === 200).length).toBeGreaterThan(questions.length / 2);
});
