import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { answer, options } from './measure.mjs';
import { agreementOf, customerName } from './sales-file.mjs';

/** The screens in a real browser on a large ledger: until something is drawn, until it can be used, and each day of a year. */
const LOADS = 5;
const PLACE = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];
const { dir, port } = options();
if (!existsSync(PLACE)) throw new Error(`no Chromium at ${PLACE}`);
const main = fileURLToPath(new URL('../../dist/apps/api/main.js', import.meta.url));
const env = { ...process.env };
delete env.EVENTSTORE_URL;
const server = spawn(process.execPath, ['--no-warnings', main, '--data', dir, '--port', String(port), '--open'], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env,
});

const listening = async () => {
  for await (const line of createInterface({ input: server.stdout }))
    if (line.startsWith('{"listening"')) return JSON.parse(line).listening;
  throw new Error('the server did not start');
};

/** Of each day: from the key to its frame. */
const SCRUB = `(async () => {
  const slider = document.querySelector('[role=slider][aria-label=Day]');
  const drawn = () => new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); }));
  slider.focus();
  const times = [];
  for (let step = 0; step < 364; step += 1) {
    const startedAt = performance.now();
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    await drawn();
    times.push(performance.now() - startedAt);
  }
  return { times, day: slider.getAttribute('aria-valuenow') };
})()`;

/** First paint by the browser's own clock; usable once the figures stand there and the page answers to the next frame. */
const LOADED = `(async () => {
  while (document.querySelector('.figures [data-amount]') === null) await new Promise(requestAnimationFrame);
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return { paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN, interactive: performance.now() };
})()`;

const at = (times, share) => [...times].sort((one, other) => one - other)[Math.floor(share * (times.length - 1))];

const url = await listening();
const home = `${url}/app/agreements/${agreementOf(customerName(0))}`;
const browser = await chromium.launch({ executablePath: PLACE, args: FLAGS });
try {
  const loads = [];
  for (let count = 0; count < LOADS; count += 1) {
    // A profile of its own: nothing is kept from the load before.
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${home}?on=2026-12-31`, { waitUntil: 'commit' });
    loads.push(await page.evaluate(LOADED));
    await context.close();
  }
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const startedAt = performance.now();
  await page.goto(`${home}/replay?on=2026-01-01`);
  await page.locator('.replay').waitFor({ timeout: 120_000 });
  const year = performance.now() - startedAt;
  const { times, day } = await page.evaluate(SCRUB);
  await page.locator('.replay:not([data-telling])').waitFor({ timeout: 600_000 });
  const told = performance.now() - startedAt;
  if (day !== '365') throw new Error(`the year ended on day ${day}`);
  answer({
    paint: at(
      loads.map((one) => one.paint),
      0.5,
    ),
    interactive: at(
      loads.map((one) => one.interactive),
      0.5,
    ),
    year,
    told,
    step: { p50: at(times, 0.5), p95: at(times, 0.95), longest: at(times, 1) },
  });
} finally {
  await browser.close();
  server.kill();
}
process.exit(0);
