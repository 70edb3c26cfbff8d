import { beforeAll, expect, test } from '@jest/globals';
import type { Page, Route } from 'playwright-core';
import { type Leaf, entryBundles, parseLeaf, readEntryBundle, tilePath, writeEntryBundle } from '#audit';
import { violationsOn } from './axe.contract.ts';
import type { Opened } from './chromium.contract.ts';
import type { ServedYear } from './served-year.contract.ts';

const HOME = '/agreements/acme-buildco-2026';
const LOG = '/partnerships/acme~buildco/log';
/** A hundred falsified answers: entries of the whole history, checkpoints, and proofs of single events. */
const ENTRIES = 40;
const EVENTS = 50;
const ENTRIES_PER_BUNDLE = 256;

const utf8 = new TextDecoder();
const withDigit = (text: string): string => {
  const at = text.search(/[1-8](?=\d*")/);
  return text.slice(0, at) + String(Number(text[at]) + 1) + text.slice(at + 1);
};

/** The bundle with one digit of one entry changed: still canonical JSON, and another history. */
const withOneChanged = (bundle: Buffer, index: number): Buffer => {
  let width = 0;
  for (let offset = 0; offset + 2 <= bundle.length; width += 1) offset += 2 + bundle.readUInt16BE(offset);
  const entries = readEntryBundle(bundle, width);
  if (!entries.ok) throw new Error('the bundle cannot be read');
  return Buffer.from(
    writeEntryBundle(
      entries.value.map((entry, place) => (place === index ? new TextEncoder().encode(withDigit(utf8.decode(entry))) : entry)),
    ),
  );
};

const OTHER_SIGNS = 'BADCFEHGJILKNMPORQTSVUXWZYbadcfehgjilknmporqtsvuxwzy1032547698/+';
const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** One sign of a base 64 text is another one. */
const withSign = (text: string, at: number): string =>
  text.slice(0, at) + (OTHER_SIGNS[SIGNS.indexOf(text[at] ?? '')] ?? 'A') + text.slice(at + 1);

/** Ten checkpoints that were not signed so: another root, another size, another signature. */
const CHECKPOINTS: readonly ((note: string) => string)[] = [
  ...[0, 7, 19, 30].map((at) => (note: string) => note.replace(/^[^\n]{43}=$/m, (root) => withSign(root, at))),
  (note) => note.replace(/^(\d+)$/m, (size) => String(Number(size) - 1)),
  (note) => note.replace(/^(\d+)$/m, (size) => String(Number(size) + 1)),
  ...[8, 20, 40, 60].map(
    (at) => (note: string) => note.replace(/(— \S+ )(\S+)/, (_, name: string, signature: string) => name + withSign(signature, at)),
  ),
];

/** Asks once more by the page's own button, and waits in the page for what the strip says then. */
const AGAIN = `new Promise((done) => {
  const strip = document.querySelector('.proof-strip');
  const button = () => [...strip.querySelectorAll('button')].find((one) => one.textContent === 'Verify again');
  let started = false;
  const look = () => {
    if (button()?.disabled === true) started = true;
    else if (started) return done({ state: strip.dataset.state, told: strip.textContent });
    requestAnimationFrame(look);
  };
  button().click();
  look();
})`;

/** Opens the next event of the list by its button, and waits for its strip. */
const OPENED = (index: number): string => `new Promise((done) => {
  document.querySelectorAll('.button.step')[${index}].click();
  const look = () => {
    const strip = document.querySelector('.step-detail [data-event-state]');
    if (document.querySelectorAll('.button.step')[${index}].ariaExpanded === 'true' && strip !== null && strip.dataset.eventState !== 'checking') return done({ state: strip.dataset.eventState, told: strip.textContent, event: strip.dataset.event });
    requestAnimationFrame(look);
  };
  look();
})`;

type Told = { readonly state: string; readonly told: string };

/** The whole history as it was signed, event by event. */
export const signedHistory = async (year: ServedYear): Promise<readonly Leaf[]> => {
  const headers = { Authorization: `Bearer ${await year.tokenOf('anna@acme.example')}` };
  const { items } = (await year.ask(`${LOG}/checkpoints`)) as { readonly items: readonly { readonly size: number }[] };
  const leaves: Leaf[] = [];
  for (const tile of entryBundles(items[0]?.size ?? 0)) {
    const bundle = readEntryBundle(
      new Uint8Array(await (await fetch(`${year.url()}${LOG}/${tilePath(tile)}`, { headers })).arrayBuffer()),
      tile.width,
    );
    if (!bundle.ok) throw new Error('the bundle cannot be read');
    for (const entry of bundle.value) {
      const leaf = parseLeaf(entry);
      if (leaf.ok) leaves.push(leaf.value);
    }
  }
  return leaves;
};

/** What is proved in the page, on a served year. */
export const proofTests = (year: ServedYear, { open }: Opened): void => {
  beforeAll(() => year.ask(`${LOG}/checkpoints`, 'anna@acme.example', {}));
  const falsified = async (page: Page, path: string | RegExp, change: (body: Buffer, url: string) => Buffer | string): Promise<void> => {
    await page.route(path, async (route: Route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.body(), route.request().url()) });
    });
  };
  const again = (page: Page): Promise<Told> => page.evaluate<Told>(AGAIN);

  test('the history is proved in the page, and each of a hundred falsified answers is red and says where', async () => {
    const { page } = await open();
    await year.signIn(page, 'ada@treu.example', HOME);
    await page.locator('.proof-strip[data-state="verified"]').waitFor();
    const said = await page.locator('.proof-strip').textContent();
    const { items } = (await year.ask(`${LOG}/checkpoints`)) as {
      readonly items: readonly { readonly size: number; readonly root: string }[];
    };
    expect(said).toContain(`root ${items[0]?.root.slice(0, 10) ?? ''}`);
    expect(said).toMatch(/verified in this browser in \d+ ms/);
    const size = items[0]?.size ?? 0;
    let [red, changed] = [0, 0];
    await falsified(page, '**/log/tile/entries/**', (body, url) =>
      withOneChanged(body, changed - Number(/entries\/(\d{3})/.exec(url)?.[1]) * ENTRIES_PER_BUNDLE),
    );
    for (let count = 0; count < ENTRIES; count += 1) {
      changed = Math.floor((count * size) / ENTRIES);
      const { state, told } = await again(page);
      expect([changed, state, told.includes(`First bad index: ${changed}.`)]).toEqual([changed, 'wrong', true]);
      red += 1;
    }
    expect(await violationsOn(page)).toEqual([]);
    await page.unroute('**/log/tile/entries/**');
    for (const [index, change] of CHECKPOINTS.entries()) {
      await falsified(page, '**/log/checkpoint', (body) => change(body.toString()));
      expect([index, (await again(page)).state]).toEqual([index, 'wrong']);
      red += 1;
      await page.unroute('**/log/checkpoint');
    }
    expect((await again(page)).told).toContain('Proved up to position');
    // Single events: what they say, or the way up to the root.
    await page.getByRole('link', { name: 'Why this figure', exact: true }).click();
    await page.locator('.steps').waitFor();
    await falsified(page, /\/proofs\/\d+\/entry$/, (body) => (red % 2 === 0 ? withDigit(body.toString()) : body));
    await falsified(page, /\/proofs\/\d+$/, (body) =>
      red % 2 === 0 ? body : body.toString().replace(/^[A-Za-z0-9+/]{43}=$/m, (hash) => withSign(hash, 5)),
    );
    for (let index = 0; index < EVENTS; index += 1) {
      const { state, told, event } = await page.evaluate<Told & { readonly event: string }>(OPENED(index));
      expect([event, state, told.includes(`First bad index: ${event}.`)]).toEqual([event, 'wrong', true]);
      red += 1;
    }
    expect(red).toBe(100);
  });
};
