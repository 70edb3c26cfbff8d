import { expect, test } from '@jest/globals';
import { amountsIn, overflowOf, violationsOn } from './axe.contract.ts';
import { WITHOUT, browser, hasChromium } from './chromium.contract.ts';
import { servedYear } from './served-year.contract.ts';

const SIDES = '/agreements/acme-buildco-2026/sides';
type VariancesAnswer = { readonly items: readonly { readonly supplier?: { readonly document: string; readonly line: string } }[] };
type SidesAnswer = { readonly supplier: string; readonly customer: string; readonly difference: string };

if (!hasChromium) {
  test('two sides are looked at where a browser is', () => { process.stdout.write(WITHOUT); });
} else {
  const { open } = browser(() => year.url());
  const year = servedYear();

  test('the first line on which the records part stands on top, and giving way ends it', async () => {
    const { page } = await open();
    // From the list of partnerships to the first diverging line: two actions.
    await year.signIn(page, 'fred@acme.example');
    await page.getByRole('link', { name: 'Acme and Buildco, 2026' }).click();
    await page.getByRole('link', { name: 'Two sides' }).click();
    const top = page.getByRole('region', { name: 'Where the two records first part' });
    await top.waitFor();
    const { items: [first, second] } = (await year.ask('/partnerships/acme~buildco/variances')) as VariancesAnswer;
    const nameOf = (variance: VariancesAnswer['items'][number] | undefined): string => `${variance?.supplier?.document ?? ''}#${variance?.supplier?.line ?? ''}`;
    expect(await top.textContent()).toContain(nameOf(first));
    const said = (await year.ask(SIDES)) as SidesAnswer;
    await page.getByRole('heading', { name: 'Earned by each side’s own record' }).waitFor();
    expect(await amountsIn(page, '.sides tfoot')).toEqual([said.supplier, said.customer, said.difference]);
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([await overflowOf(page), await violationsOn(page)]).toEqual([0, []]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await top.getByText('Resolve').click();
    await top.getByLabel('Why (both sides read it)').fill('Their receipt is signed.');
    await top.getByRole('button', { name: 'Take the customer’s line' }).click();
    await page.locator('.first-divergence', { hasText: nameOf(second) }).waitFor();
  });

  test('a reader sees it and is offered nothing to decide', async () => {
    const { page } = await open();
    await year.signIn(page, 'ada@treu.example', SIDES);
    await page.getByRole('heading', { name: 'How the gap grew' }).waitFor();
    await page.getByRole('heading', { name: 'Variances' }).waitFor();
    expect(await page.locator('.resolve').count()).toBe(0);
  });
}
