import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page, chromium } from 'playwright-core';

/** The browser of this machine: CHROMIUM_PATH, or where Debian puts it. */
const PLACE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
export const hasChromium = existsSync(PLACE);
export const WITHOUT = `No Chromium at ${PLACE}: the screens were not looked at. Install it, or name it in CHROMIUM_PATH.\n`;

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export type Watched = {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What must never be: errors of the page, of its policy, and requests to others. */ readonly wrongs: string[];
};
export type Opened = { readonly open: (options?: BrowserContextOptions) => Promise<Watched> };

/** One browser a file; each page in a profile of its own. */
export const browser = (origin: () => string): Opened => {
  let running: Browser | undefined;
  const contexts: BrowserContext[] = [];
  const wrongs: string[] = [];
  beforeAll(async () => {
    running = await chromium.launch({ executablePath: PLACE, args: FLAGS });
  });
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await running?.close();
    expect(wrongs).toEqual([]);
  });
  return {
    open: async (options = {}) => {
      if (running === undefined) throw new Error('the browser has not started');
      const context = await running.newContext({
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        viewport: { width: 1280, height: 900 },
        ...options,
      });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => {
        wrongs.push(error.message);
      });
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) wrongs.push(message.text());
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(origin()) && !/^(data|blob):/.test(request.url())) wrongs.push(`asks another: ${request.url()}`);
      });
      return { context, page, wrongs };
    },
  };
};
