import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fakeLedger } from '../fake-ledger.contract.ts';
import { type RunningApi, startApi } from '../start-api.ts';
import { readBuiltPage } from './built-page.ts';

const web = mkdtempSync(join(tmpdir(), 'built-page-'));
let api: RunningApi;

beforeAll(async () => {
  mkdirSync(join(web, 'assets'));
  writeFileSync(join(web, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(join(web, 'assets', 'main-1.js'), 'console.log(1);'.repeat(100));
  writeFileSync(join(web, 'assets', 'main-1.js.map'), '{}');
  api = await startApi({ ledger: fakeLedger().ledger, identity: null, port: 0, web });
});
afterAll(async () => {
  await api.close();
  rmSync(web, { recursive: true, force: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(api.url + path, { headers, redirect: 'manual' });

test('the address alone leads to the page, and every path of a screen is the page', async () => {
  const root = await get('/');
  expect([root.status, root.headers.get('location')]).toEqual([302, '/app/']);
  for (const path of ['/app', '/app/', '/app/agreements/a-1/replay?on=2026-07-01']) {
    const response = await get(path);
    expect([response.status, await response.text()]).toEqual([200, '<!doctype html><title>the page</title>']);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  }
});

test('its policy lets nothing in that this server does not send', async () => {
  const policy = (await get('/app/')).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test('what is named by its content is kept for good, compressed, and not sent twice', async () => {
  const response = await get('/assets/main-1.js', { 'Accept-Encoding': 'gzip' });
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(response.headers.get('content-encoding')).toBe('gzip');
  expect(await response.text()).toBe('console.log(1);'.repeat(100));
  const again = await get('/assets/main-1.js', { 'If-None-Match': response.headers.get('etag') ?? '' });
  expect([again.status, await again.text()]).toEqual([304, '']);
});

test('routes of the API stay what they are, whatever a browser accepts', async () => {
  const response = await get('/partnerships', { Accept: 'text/html' });
  expect(response.headers.get('content-type')).toMatch('application/json');
  expect((await get('/assets/none.js')).status).toBe(404);
  expect((await get('/assets/main-1.js.map')).status).toBe(404);
  expect((await get('/index.html')).status).toBe(404);
});

test('a long answer of the API goes out compressed to whoever takes that, and a short one as it is', async () => {
  const [small, plain] = [
    await get('/docs-json', { 'Accept-Encoding': 'gzip' }),
    await get('/docs-json', { 'Accept-Encoding': 'identity' }),
  ];
  expect([small.headers.get('content-encoding'), small.headers.get('vary'), plain.headers.get('content-encoding')]).toEqual([
    'gzip',
    'Accept-Encoding',
    null,
  ]);
  const text = await plain.text();
  expect(await small.text()).toBe(text);
  expect(Number(small.headers.get('content-length'))).toBeLessThan(text.length / 5);
  expect((await get('/partnerships', { 'Accept-Encoding': 'gzip' })).headers.get('content-encoding')).toBeNull();
});

test('without a build there is only the API', async () => {
  expect(readBuiltPage(join(web, 'assets'))).toBeUndefined();
  const bare = await startApi({ ledger: fakeLedger().ledger, identity: null, port: 0, web: join(web, 'assets') });
  expect((await fetch(`${bare.url}/app/`)).status).toBe(404);
  await bare.close();
});
