import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type Found = { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }[] };

/** What axe finds against WCAG 2.2 AA, each with the piece of the page that it is about. */
export const violationsOn = async (page: Page): Promise<string[]> => {
  await page.evaluate(source);
  const { violations } = (await page.evaluate(`axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`)) as Found;
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} (${failureSummary.split('\n')[1]?.trim() ?? ''})`));
};

/** How many CSS pixels the page is wider than its window. */
export const overflowOf = async (page: Page): Promise<number> => Number(await page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)'));
