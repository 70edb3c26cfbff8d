import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { readEntryBundle, writeEntryBundle } from '#audit';
import { violationsOn } from './axe.contract.ts';
import { WITHOUT, browser, hasChromium } from './chromium.contract.ts';
import { DEMO_PASSWORD } from '../../apps/cli/demo/people.ts';
import { servedYear } from './served-year.contract.ts';

const HOME = '/agreements/acme-buildco-2026';
const LOG = '/partnerships/acme~buildco/log';
/** Falsified answers: so many entries changed, each at a place of its own. */
const CHANGED = 10;
const ENTRIES_PER_BUNDLE = 256;

const utf8 = new TextDecoder();

/** The bundle with one digit of one entry changed: still canonical JSON, and another history. */
const withOneChanged = (bundle: Buffer, index: number): Buffer => {
  let width = 0;
  for (let offset = 0; offset + 2 <= bundle.length; width += 1) offset += 2 + bundle.readUInt16BE(offset);
  const entries = readEntryBundle(bundle, width);
  if (!entries.ok) throw new Error('the bundle cannot be read');
  const changed = entries.value.map((entry, place) => {
    if (place !== index) return entry;
    const text = utf8.decode(entry);
    const at = text.search(/[1-8](?=\d*")/);
    return new TextEncoder().encode(text.slice(0, at) + String(Number(text[at]) + 1) + text.slice(at + 1));
  });
  return Buffer.from(writeEntryBundle(changed));
};

if (!hasChromium) {
  test('proofs are looked at where a browser is', () => { process.stdout.write(WITHOUT); });
} else {
  const { open } = browser(() => year.url());
  const year = servedYear();
  beforeAll(async () => {
    const signed = await fetch(`${year.url()}/auth/sign-in`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ email: 'anna@acme.example', password: DEMO_PASSWORD }) });
    const { accessToken } = (await signed.json()) as { readonly accessToken: string };
    await fetch(`${year.url()}${LOG}/checkpoints`, { method: 'POST', headers: { Authorization: `Bearer ${accessToken}` } });
  });
  const strip = (page: Page, state: string): Promise<void> => page.locator(`.proof-strip[data-state="${state}"]`).waitFor();
  const again = async (page: Page): Promise<string> => {
    const asked = page.waitForResponse((response) => response.url().endsWith('/log/keys'));
    await page.getByRole('button', { name: 'Verify again' }).click();
    await asked;
    await page.locator('.proof-strip button:not([disabled])', { hasText: 'Verify again' }).waitFor();
    return (await page.locator('.proof-strip').textContent()) ?? '';
  };

  test('the history is proved in the page, and every falsified answer is red and says where', async () => {
    const { page } = await open();
    await year.signIn(page, 'ada@treu.example', HOME);
    await strip(page, 'verified');
    const said = await page.locator('.proof-strip').textContent();
    const { items } = (await year.ask(`${LOG}/checkpoints`)) as { readonly items: readonly { readonly size: number; readonly root: string }[] };
    expect(said).toContain(`root ${items[0]?.root.slice(0, 10) ?? ''}`);
    expect(said).toMatch(/verified in this browser in \d+ ms/);
    const size = items[0]?.size ?? 0;
    let changed = 0;
    await page.route('**/log/tile/entries/**', async (route) => {
      const response = await route.fetch();
      const bundle = Number(/entries\/(\d{3})/.exec(route.request().url())?.[1]);
      await route.fulfill({ response, body: withOneChanged(await response.body(), changed - bundle * ENTRIES_PER_BUNDLE) });
    });
    for (let count = 0; count < CHANGED; count += 1) {
      changed = Math.floor((count * size) / CHANGED);
      const told = await again(page);
      expect([changed, told.includes(`First bad index: ${changed}.`)]).toEqual([changed, true]);
      await strip(page, 'wrong');
    }
    expect(await violationsOn(page)).toEqual([]);
    await page.unroute('**/log/tile/entries/**');
    // A checkpoint of another root, and one that another key signed.
    for (const change of [(note: string) => note.replace(/^[^\n]{44}$/m, (root) => `A${root.slice(1)}`.replace(/^AA/, 'BA')), (note: string) => note.replace(/(— \S+ )(.)/, (_, name: string, sign: string) => `${name}${sign === 'A' ? 'B' : 'A'}`)]) {
      await page.route('**/log/checkpoint', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: change(await response.text()) });
      });
      await again(page);
      await strip(page, 'wrong');
      await page.unroute('**/log/checkpoint');
    }
    expect(await again(page)).toContain('Proved up to position');
    await strip(page, 'verified');
  });
}
