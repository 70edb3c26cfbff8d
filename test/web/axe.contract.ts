import axe from 'axe-core';
import type { Page } from 'playwright-core';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type Found = { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }[] };

/** What axe finds against WCAG 2.2 AA, each with the piece of the page that it is about. */
export const violationsOn = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<Found>(`axe.run(document, { runOnly: ${JSON.stringify(RULES)} })`);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} (${failureSummary.split('\n')[1]?.trim() ?? ''})`));
};

/** The amounts that stand somewhere on the page, exactly as the page was given them. */
export const amountsIn = (page: Page, selector: string): Promise<string[]> => page.evaluate<string[]>(`[...document.querySelectorAll(${JSON.stringify(`${selector} [data-amount]`)})].map((one) => one.dataset.amount)`);

/** How many CSS pixels the page is wider than its window. */
export const overflowOf = async (page: Page): Promise<number> => Number(await page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)'));
