import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Ledger, openLedger } from '#ledger';
import { type StartedApi, runApi } from '../../apps/api/run-api.ts';
import { fillDemo } from '../../apps/cli/demo/fill.ts';
import { DEMO_PASSWORD, fillPeople } from '../../apps/cli/demo/people.ts';

/** The built screens on the demonstration's year, served by the real API. */
export const WEB = join(process.cwd(), 'dist', 'apps', 'web');
const GENEROUS = { REBATE_REQUESTS_PER_MINUTE: '1000000', REBATE_ATTEMPTS_PER_MINUTE: '1000000', REBATE_WEBHOOK_NETWORKS: '127.0.0.0/8' };

export type ServedYear = {
  url(): string;
  /** Asks the API as somebody, apart from any page; with a body, by POST. */
  ask(path: string, email?: string, body?: object): Promise<unknown>;
  tokenOf(email: string): Promise<string>;
  signIn(page: Page, email: string, path?: string): Promise<void>;
};

/** `more`: what a test needs beside the demonstration, recorded before the server starts. */
export const servedYear = ({ more }: { readonly more?: (ledger: Ledger) => Promise<void> } = {}): ServedYear => {
  const folder = mkdtempSync(join(tmpdir(), 'web-year-'));
  let api: StartedApi | undefined;
  const tokens = new Map<string, string>();
  jest.setTimeout(300_000);
  beforeAll(async () => {
    if (!existsSync(join(WEB, 'index.html'))) throw new Error('The screens are not built: npm run build');
    const ledger = await openLedger({ dataDir: folder });
    await fillDemo(ledger, () => undefined);
    await more?.(ledger);
    await ledger.close();
    await fillPeople(folder);
    api = await runApi(['--data', folder, '--port', '0'], GENEROUS, { openLedger, web: WEB }, false);
  });
  afterAll(async () => {
    await api?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const url = (): string => api?.url ?? '';
  const tokenOf = async (email: string): Promise<string> => {
    const known = tokens.get(email);
    if (known !== undefined) return known;
    const response = await fetch(`${url()}/auth/sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email, password: DEMO_PASSWORD }),
    });
    const { accessToken } = (await response.json()) as { readonly accessToken: string };
    tokens.set(email, accessToken);
    return accessToken;
  };
  return {
    url,
    tokenOf,
    ask: async (path, email = 'anna@acme.example', body) => {
      const asked = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      return (
        await fetch(url() + path, {
          ...asked,
          headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await tokenOf(email)}` },
        })
      ).json();
    },
    signIn: async (page, email, path = '/') => {
      await page.goto(`${url()}/app/sign-in?to=${encodeURIComponent(`/app${path}`)}`);
      await page.getByLabel('E-mail').fill(email);
      await page.getByLabel('Password').fill(DEMO_PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((there) => !there.pathname.endsWith('/sign-in'));
    },
  };
};
