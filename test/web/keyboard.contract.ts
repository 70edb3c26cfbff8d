import type { Page } from 'playwright-core';

const MOST_STEPS = 250;
/** What stands focused, as it is called: its label, else its text. */
const FOCUSED = `(() => { const one = document.activeElement; return one === null ? '' : (one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent ?? '').trim(); })()`;

/** Goes on by Tab until what is called so has the focus: whoever cannot use a mouse does the same. */
export const tabTo = async (page: Page, name: string): Promise<void> => {
  const passed: string[] = [];
  for (let step = 0; step < MOST_STEPS; step += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<string>(FOCUSED);
    if (focused.startsWith(name)) return;
    passed.push(focused.slice(0, 30));
  }
  throw new Error(`Tab never came to “${name}”: ${[...new Set(passed)].join(' | ')}`);
};

export const pressOn = async (page: Page, name: string): Promise<void> => {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
};

export const typeInto = async (page: Page, name: string, text: string): Promise<void> => {
  await tabTo(page, name);
  await page.keyboard.type(text);
};
