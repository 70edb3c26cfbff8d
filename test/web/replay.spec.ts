import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { amountsIn, overflowOf, violationsOn } from './axe.contract.ts';
import type { Leaf } from '#audit';
import { formatDay, toDay } from '#kernel';
import { Calculation, type SalesDocument, parseAgreement } from '#rebates';
import { Chance } from '../../apps/cli/demo/chance.ts';
import { BUILDCO, BUILDCO_AMENDMENT } from '../../apps/cli/demo/terms.ts';
import { WITHOUT, browser, hasChromium } from './chromium.contract.ts';
import { proofTests, signedHistory } from './proof.contract.ts';
import { servedYear } from './served-year.contract.ts';

const AGREEMENT = '/agreements/acme-buildco-2026';
const REPLAY = `${AGREEMENT}/replay`;
type Balance = { readonly earned: string };

/** Goes through the year by the right arrow, and says how long each day took from the key to its frame. */
const SCRUB = `(async () => {
  const slider = document.querySelector('[role=slider][aria-label=Day]');
  const drawn = () => new Promise((done) => requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = done; channel.port2.postMessage(0); }));
  slider.focus();
  const times = [];
  const seen = new Set([slider.getAttribute('aria-valuenow')]);
  for (let step = 0; step < 364; step += 1) {
    const startedAt = performance.now();
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true, cancelable: true }));
    await drawn();
    times.push(performance.now() - startedAt);
    seen.add(slider.getAttribute('aria-valuenow'));
  }
  return { times, days: seen.size };
})()`;

const plusDays = (day: string, days: number): string => formatDay(toDay(day) + days);

/** Random questions: so many positions, so many days of each. */
const [POSITIONS, DAYS] = [5, 40];

const ACTIONS: Readonly<Record<string, SalesDocument['action']>> = {
  SalesRecorded: 'record',
  SalesCorrected: 'correct',
  SalesVoided: 'void',
};

/** What `rebate calculate` says of the documents known at a position: computed here, line by line, without the ledger's views. */
const calculated = (known: readonly Leaf[]): Calculation => {
  const isAmended = known.some(({ type }) => type === 'AgreementAmended');
  const terms = parseAgreement({ ...BUILDCO, ...(isAmended ? { amendments: BUILDCO_AMENDMENT.amendments } : {}) });
  if (!terms.ok) throw new Error(JSON.stringify(terms.rejections));
  const calculation = new Calculation(terms.value);
  for (const { type, data } of known) {
    const action = ACTIONS[type];
    const { reporter, stage, document, lines } = data as unknown as SalesDocument;
    if (action !== undefined) calculation.add({ reporter, stage, document, lines, action });
  }
  return calculation;
};

/** Goes to each day by the date field, and says what stands there: the exact amounts, and as they are written. */
const SHOWN_ON = (days: readonly string[]): string => `(async () => {
  const field = document.querySelector('.transport input[type=date]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const said = [];
  for (const day of ${JSON.stringify(days)}) {
    set.call(field, day);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    while (document.querySelector('.replay').dataset.day !== day) await new Promise(requestAnimationFrame);
    const rows = [...document.querySelectorAll('.state tbody tr:not(.to-come)')].map((row) => row.querySelector('.why [data-amount]').dataset.amount);
    const total = document.querySelector('.state tfoot .why [data-amount]');
    said.push({ day, rows, total: total.dataset.amount, written: total.textContent });
  }
  return said;
})()`;

if (!hasChromium) {
  test('the replay is looked at where a browser is', () => {
    process.stdout.write(WITHOUT);
  });
} else {
  const { open } = browser(() => year.url());
  const year = servedYear();
  const at = async (page: Page, search: string): Promise<void> => {
    await page.goto(`${year.url()}/app${REPLAY}${search}`);
    await page.locator('.replay:not([data-telling])').waitFor();
  };
  const spoken = (page: Page): Promise<string | null> => page.getByRole('slider', { name: 'Day' }).getAttribute('aria-valuetext');

  test('a year is walked through by keys alone, and the address follows', async () => {
    const { page } = await open();
    await year.signIn(page, 'tom@buildco.example');
    await at(page, '?on=2026-07-01');
    expect(await spoken(page)).toBe('Day 182, 1 July 2026, as known now');
    for (const [key, day] of [
      ['ArrowRight', 183],
      ['ArrowLeft', 182],
      ['PageUp', 213],
      ['PageDown', 182],
      ['Home', 1],
      ['End', 365],
    ] as const) {
      await page.keyboard.press(key);
      expect([key, await page.getByRole('slider', { name: 'Day' }).getAttribute('aria-valuenow')]).toEqual([key, String(day)]);
    }
    await page.keyboard.press('Home');
    await page.keyboard.press('j');
    const first = await page.locator('.event[aria-current]').textContent();
    await page.keyboard.press('j');
    expect(await page.locator('.event[aria-current]').textContent()).not.toBe(first);
    await page.keyboard.press('k');
    expect(await page.locator('.event[aria-current]').textContent()).toBe(first);
    await page.waitForURL(/[?&]event=\d+/);
    // The address alone gives the same picture.
    const [before, there] = [await page.locator('.replay').innerText(), page.url()];
    await page.goto(there);
    await page.locator('.replay:not([data-telling])').waitFor();
    expect(await page.locator('.replay').innerText()).toBe(before);
    expect(await violationsOn(page)).toEqual([]);
  });

  test('both axes: what the screen says of a day, now and then, is what the API says', async () => {
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example');
    await at(page, '?on=2026-06-30&knownAt=99');
    await page.locator('th', { hasText: 'Known then' }).first().waitFor();
    expect(await spoken(page)).toMatch(/^Day 181, 30 June 2026, as known on \d+ \w+ 20\d\d, position 99$/);
    const dayField = page.locator('.transport input[type=date]');
    for (const on of ['2026-06-30', '2026-01-05', '2026-03-23', '2026-04-01', '2026-07-14', '2026-12-31']) {
      await dayField.fill(on);
      await page.locator(`.replay[data-day="${on}"]`).waitFor();
      const shown = await amountsIn(page, '.state tfoot');
      const [then, now] = [
        (await year.ask(`${AGREEMENT}/balance?on=${on}&knownAt=99`)) as Balance,
        (await year.ask(`${AGREEMENT}/balance?on=${on}`)) as Balance,
      ];
      expect([on, shown[0], shown[2]]).toEqual([on, then.earned, now.earned]);
    }
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 320, height: 800 });
    expect([await overflowOf(page), await violationsOn(page)]).toEqual([0, []]);
  });

  test('every day of the year is drawn', async () => {
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example');
    await at(page, '?on=2026-01-01');
    const { times, days } = await page.evaluate<{ readonly times: readonly number[]; readonly days: number }>(SCRUB);
    const sorted = [...times].sort((one, other) => one - other);
    const ms = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
    process.stdout.write(`scrubbing 365 days, from the key to the frame: p50 ${ms(0.5)} ms, p95 ${ms(0.95)} ms, longest ${ms(1)} ms\n`);
    expect(days).toBe(365);
    expect((await amountsIn(page, '.state tfoot'))[0]).toBe(((await year.ask(`${AGREEMENT}/balance?on=2026-12-31`)) as Balance).earned);
  });

  test('200 random questions: what stands on the screen is what a calculation without the ledger says', async () => {
    const chance = new Chance(20_261_201);
    const history = await signedHistory(year);
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example');
    let asked = 0;
    for (let count = 0; count < POSITIONS; count += 1) {
      const knownAt = chance.whole(10, history.length - 1);
      const calculation = calculated(history.slice(0, knownAt + 1));
      await at(page, `?on=2026-01-01&knownAt=${knownAt}`);
      await page.locator('th', { hasText: 'Known then' }).first().waitFor();
      const days = Array.from({ length: DAYS }, () => plusDays('2026-01-02', chance.whole(0, 363)));
      for (const { day, rows, total, written } of await page.evaluate<
        readonly { readonly day: string; readonly rows: readonly string[]; readonly total: string; readonly written: string }[]
      >(SHOWN_ON(days))) {
        const { earned, programmes } = calculation.balance(toDay(day), undefined, false);
        expect({ knownAt, day, rows, total, written: written.replaceAll(',', '') }).toEqual({
          knownAt,
          day,
          rows: programmes.map((row) => row.earned),
          total: earned,
          written: earned,
        });
        asked += 1;
      }
    }
    expect(asked).toBe(POSITIONS * DAYS);
  });

  proofTests(year, { open });
}
