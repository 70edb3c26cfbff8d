import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { SHOWN, amountsIn, overflowOf, violationsOn } from './axe.contract.ts';
import { WITHOUT, browser, hasChromium } from './chromium.contract.ts';
import { pressOn, tabTo, typeInto } from './keyboard.contract.ts';
import { servedYear } from './served-year.contract.ts';
import { DEMO_PASSWORD } from '../../apps/cli/demo/people.ts';

const HOME = '/agreements/acme-buildco-2026';
const SIDES = `${HOME}/sides`;
const IN = '/partnerships/acme~buildco';
const DISPUTES = 10;
type SidesAnswer = { readonly supplier: string; readonly customer: string; readonly difference: string };
type Line = { readonly document: string; readonly position: number };
type Variance = { readonly variance: string; readonly kind: string; readonly supplier?: Line; readonly customer?: Line };
type Variances = { readonly items: readonly Variance[] };

if (!hasChromium) {
  test('two sides are looked at where a browser is', () => {
    process.stdout.write(WITHOUT);
  });
} else {
  const { open } = browser(() => year.url());
  const year = servedYear();
  const documentOf = ({ supplier, customer }: Variance): string => (supplier ?? customer)?.document ?? '';
  const fits = async (page: Page): Promise<readonly unknown[]> => {
    const wide = await violationsOn(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await violationsOn(page, SHOWN);
    await page.setViewportSize({ width: 320, height: 800 });
    const narrow = [await overflowOf(page), ...(await violationsOn(page, SHOWN))];
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
    return [...wide, ...dark, ...narrow];
  };

  test('ten disputes, each from the figure to the event where the two first part, in three actions', async () => {
    const { items } = (await year.ask(`${IN}/variances?limit=200`)) as Variances;
    const chosen = items.slice(0, DISPUTES);
    expect([chosen.length, new Set(chosen.map(({ kind }) => kind)).size > 3]).toEqual([DISPUTES, true]);
    const { page } = await open();
    await year.signIn(page, 'tom@buildco.example', HOME);
    for (const { variance, kind, supplier, customer } of chosen) {
      // The second of the two lines to be said; where one side never said any, the one that is there.
      const parting = Math.max(supplier?.position ?? 0, customer?.position ?? 0);
      const { token } = (await year.ask(`${IN}/disputes`, 'tom@buildco.example', {
        agreement: 'acme-buildco-2026',
        subject: { kind: 'variances', variances: [variance] },
        text: kind,
      })) as { readonly token: string };
      const { items: disputes } = (await year.ask(`${IN}/disputes?limit=100&atLeast=${token}`)) as {
        readonly items: readonly { readonly dispute: string }[];
      };
      // The figure.
      await page.locator('.figures').waitFor();
      // One: what is disputed of it. Two: this dispute, with the event on top. Three: what the event says and did.
      await page.getByRole('link', { name: 'Disputes', exact: true }).click();
      await page.locator(`a[href$="${disputes.at(-1)?.dispute ?? ''}"]`).click();
      await page.locator('.first-parting a').first().click();
      await page.locator(`[data-event="${parting}"]`).waitFor();
      await page
        .getByText((supplier ?? customer)?.document ?? '')
        .first()
        .waitFor();
      expect([variance, new URL(page.url()).searchParams.get('event')]).toEqual([variance, String(parting)]);
      await page.getByRole('link', { name: 'Home', exact: true }).click();
    }
  });

  test('the whole way of a dispute by the keyboard alone: opened, answered, brought before somebody, proposed, accepted', async () => {
    const signIn = async (page: Page, email: string, path: string): Promise<void> => {
      await page.goto(`${year.url()}/app/sign-in?to=${encodeURIComponent(`/app${path}`)}`);
      await page.getByLabel('E-mail').waitFor();
      await typeInto(page, 'E-mail', email);
      await typeInto(page, 'Password', DEMO_PASSWORD);
      await page.keyboard.press('Enter');
      await page.waitForURL((there) => !there.pathname.endsWith('/sign-in'));
    };
    const { page: customer } = await open();
    await signIn(customer, 'tom@buildco.example', SIDES);
    await customer
      .getByRole('region', { name: 'Where the two records first part' })
      .getByRole('button', { name: 'Open a dispute' })
      .waitFor();
    await pressOn(customer, 'Open a dispute');
    await customer.locator('.dispute').waitFor();
    const address = new URL(customer.url()).pathname.slice('/app'.length);
    const dispute = address.split('/').at(-1) ?? '';
    await pressOn(customer, 'Comment');
    await typeInto(customer, 'What is said', 'Our receipt is signed.');
    await pressOn(customer, 'Comment');
    await customer.locator('.timeline', { hasText: 'Our receipt is signed.' }).waitFor();
    // The same words said once more are a comment of their own.
    await typeInto(customer, 'What is said', 'Our receipt is signed.');
    await pressOn(customer, 'Comment');
    await customer.locator('.timeline').getByText('Our receipt is signed.').nth(1).waitFor();
    await pressOn(customer, 'Escalate');
    await typeInto(customer, 'Before whom', 'head of finance');
    await typeInto(customer, 'Why', 'No answer.');
    await pressOn(customer, 'Escalate');
    await customer.getByText('before head of finance').first().waitFor();
    await pressOn(customer, 'Add a file');
    await tabTo(customer, 'File');
    // What a browser opens to choose a file is not the page's.
    await customer
      .locator('input[type=file]')
      .setInputFiles({ name: 'receipt.txt', mimeType: 'text/plain', buffer: Buffer.from('signed: seven more') });
    await pressOn(customer, 'Add the file');
    await customer.getByText(createHash('sha256').update('signed: seven more').digest('hex')).waitFor();
    const download = customer.waitForEvent('download');
    await pressOn(customer, 'Download receipt.txt');
    expect((await download).suggestedFilename()).toBe('receipt.txt');
    await customer.getByText('Hash compared in this browser').waitFor();
    await pressOn(customer, 'Propose how it should end');
    await typeInto(customer, 'Why', 'As the receipt says.');
    await pressOn(customer, 'Propose');
    await customer.getByRole('region', { name: 'Proposals' }).waitFor();
    expect(await customer.getByRole('button', { name: /^Accept/ }).count()).toBe(0);
    expect(await fits(customer)).toEqual([0]);
    const { page: supplier } = await open();
    await signIn(supplier, 'fred@acme.example', HOME);
    await supplier.getByRole('link', { name: 'Disputes', exact: true }).waitFor();
    await pressOn(supplier, 'Disputes');
    await supplier.locator(`a[href$="${dispute}"]`).waitFor();
    expect(await fits(supplier)).toEqual([0]);
    await supplier.locator(`a[href$="${dispute}"]`).focus();
    await supplier.keyboard.press('Enter');
    await supplier.getByRole('button', { name: 'Accept proposal 1' }).waitFor();
    await pressOn(supplier, 'Accept proposal 1');
    await supplier.locator('[data-status="ended"]').waitFor();
    const told = (await year.ask(`${IN}/disputes/${dispute}`)) as {
      readonly outcome: string;
      readonly timeline: readonly { readonly type: string }[];
    };
    expect([told.outcome, told.timeline.at(-1)?.type]).toEqual(['correction', 'SalesCorrected']);
    // The other side sees the end by itself.
    await customer.locator('[data-status="ended"]').waitFor();
    expect(await customer.getByRole('heading', { name: 'What the customer can do' }).count()).toBe(0);
  });

  test('who only reads, and who only approves, is offered what they may do', async () => {
    const offered = async (email: string): Promise<readonly string[]> => {
      const { page } = await open();
      const { items } = (await year.ask(`${IN}/disputes?open=only`)) as { readonly items: readonly { readonly dispute: string }[] };
      await year.signIn(page, email, `${HOME}/disputes/${items[0]?.dispute ?? ''}`);
      await page.locator('.dispute').waitFor();
      return page.locator('.action > summary').allTextContents();
    };
    expect(await offered('ada@treu.example')).toEqual([]);
    expect(await offered('vera@acme.example')).toEqual([]);
    expect(await offered('arne@acme.example')).toEqual(['Comment', 'Escalate']);
  });

  test('the first line on which the records part stands on top, and giving way ends it', async () => {
    const { page } = await open();
    await year.signIn(page, 'fred@acme.example', SIDES);
    const top = page.getByRole('region', { name: 'Where the two records first part' });
    await top.waitFor();
    const [first = '', second = ''] = ((await year.ask(`${IN}/variances?limit=2`)) as Variances).items.map(documentOf);
    expect(await top.textContent()).toContain(first);
    const said = (await year.ask(SIDES)) as SidesAnswer;
    await page.getByRole('heading', { name: 'Earned by each side’s own record' }).waitFor();
    expect(await amountsIn(page, '.sides tfoot')).toEqual([said.supplier, said.customer, said.difference]);
    expect(await fits(page)).toEqual([0]);
    await top.getByText('Resolve').click();
    await top.getByLabel('Why this line holds').fill('Their receipt is signed.');
    await top.getByRole('button', { name: 'Take the customer’s line' }).click();
    await page.locator('.first-divergence', { hasText: second }).waitFor();
    // A reader sees it and is offered nothing to decide.
    const { page: reader } = await open();
    await year.signIn(reader, 'ada@treu.example', SIDES);
    await reader.getByRole('heading', { name: 'Variances' }).waitFor();
    expect([await reader.locator('.resolve').count(), await reader.getByRole('button', { name: 'Open a dispute' }).count()]).toEqual([
      0, 0,
    ]);
  });
}
