import { expect, test } from '@jest/globals';
import { SHOWN, amountsIn, overflowOf, violationsOn } from './axe.contract.ts';
import { WITHOUT, browser, hasChromium } from './chromium.contract.ts';
import { servedYear } from './served-year.contract.ts';

const HOME = '/agreements/acme-buildco-2026';
type Balance = {
  readonly earned: string;
  readonly accrued: string;
  readonly projection?: { readonly likely: string };
  readonly programmes: readonly { readonly earned: string }[];
};

if (!hasChromium) {
  test('the screens are looked at where a browser is', () => {
    process.stdout.write(WITHOUT);
  });
} else {
  // Closed in this order: the pages before the server that they follow.
  const { open } = browser(() => year.url());
  const year = servedYear();

  test('who is not signed in signs in, and gets to where they wanted', async () => {
    const { page } = await open();
    await page.goto(`${year.url()}/app${HOME}?on=2026-06-30`);
    await page.waitForURL(/\/app\/sign-in/);
    expect(await violationsOn(page)).toEqual([]);
    await page.getByLabel('E-mail').fill('anna@acme.example');
    await page.getByLabel('Password').fill('not the password at all');
    await page.getByRole('button', { name: 'Sign in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('SIGN_IN_FAILED');
    await page.getByLabel('Password').fill('demo-of-a-whole-year');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${year.url()}/app${HOME}?on=2026-06-30`);
    await page.getByRole('rowheader', { name: 'Annual volume' }).waitFor();
    // A reload finds the sign-in again, and no script can read where it is kept.
    await page.reload();
    await page.getByRole('rowheader', { name: 'Annual volume' }).waitFor();
    expect(await page.evaluate('document.cookie')).toBe('');
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toMatch(/token|eyJ|[0-9a-f]{64}/i);
    await page.locator('summary', { hasText: 'Anna Berg' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/app\/sign-in/);
    await page.goto(`${year.url()}/app/`);
    await page.waitForURL(/\/app\/sign-in/);
  });

  const LOOKS = [
    ['light', 1280],
    ['dark', 1280],
    ['light', 320],
  ] as const;
  const SCREENS = [
    ['/', 'Acme and Nordbau, 2026'],
    [HOME, 'Together'],
    [`${HOME}/why?on=2026-06-30&fromOn=2026-06-19`, 'By which rules'],
    [`${HOME}/why?on=2026-06-30&knownAt=9999`, 'POSITION_AHEAD'],
    ['/agreements/none', 'AGREEMENT_UNKNOWN'],
    ['/nowhere', 'There is no such screen.'],
  ] as const;

  test('every screen and state is clean to axe and fits its window, light, dark and at 320 px', async () => {
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example');
    const wrong: string[] = [];
    for (const [path, ready] of SCREENS) {
      await page.goto(`${year.url()}/app${path}`);
      await page.getByText(ready).first().waitFor();
      for (const [index, [colorScheme, width]] of LOOKS.entries()) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        const overflow = await overflowOf(page);
        wrong.push(
          ...(await violationsOn(page, index === 0 ? undefined : SHOWN)).map((found) => `${path} ${colorScheme} ${width}: ${found}`),
          ...(overflow > 0 ? [`${path} ${width}: ${overflow} px too wide`] : []),
        );
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the figures on the screen are those of the API, on both axes', async () => {
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example');
    for (const [on, knownAt] of [
      ['2026-03-31', '204'],
      ['2026-06-30', '99'],
      ['2026-06-30', '204'],
      ['2026-12-31', '150'],
    ]) {
      const balance = (await year.ask(`${HOME}/balance?on=${on}&knownAt=${knownAt}`)) as Balance;
      await page.goto(`${year.url()}/app${HOME}?on=${on}&knownAt=${knownAt}`);
      await page.getByRole('rowheader', { name: 'Together' }).waitFor();
      const amounts = await amountsIn(page, 'main');
      for (const amount of [
        balance.earned,
        ...balance.programmes.map(({ earned }) => earned),
        ...(balance.projection === undefined ? [] : [balance.projection.likely]),
      ])
        expect(amounts).toContain(amount);
    }
  });

  test('an auditor reads and sees no accrued figure; what one may not see is not there', async () => {
    const { page } = await open();
    await year.signIn(page, 'ada@treu.example', HOME);
    await page.getByRole('rowheader', { name: 'Together' }).waitFor();
    expect(await page.getByText(/Accrued by/).count()).toBe(0);
    await page.goto(`${year.url()}/app/agreements/acme-nordbau-2026`);
    expect(await page.getByRole('alert').textContent()).toContain('AGREEMENT_UNKNOWN');
  });

  test('what was sold while one looks on is on the screen by itself', async () => {
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example', `${HOME}?on=2026-12-31`);
    const position = page.locator('[data-position]');
    await position.waitFor();
    const before = Number(await position.textContent());
    const earned = page.getByRole('link', { name: /^Earned:/ });
    const was = await earned.textContent();
    const signed = await fetch(`${year.url()}/auth/sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'anna@acme.example', password: 'demo-of-a-whole-year' }),
    });
    const { accessToken } = (await signed.json()) as { readonly accessToken: string };
    const sold = await fetch(`${year.url()}/partnerships/acme~buildco/sales`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${accessToken}` },
      body: JSON.stringify({
        reporter: 'supplier',
        stage: 'invoiced',
        document: 'live-1',
        lines: [
          { line: '1', date: '2026-11-02', product: 'PI-110', category: 'pipes', quantity: '10', unitPrice: '18.90', member: 'berlin' },
        ],
      }),
    });
    expect(sold.status).toBe(201);
    await page.locator(`[data-position="${before + 1}"]`).waitFor();
    await page.waitForFunction(`document.querySelector('.figure-value .why').textContent !== ${JSON.stringify(was)}`);
  });
}
