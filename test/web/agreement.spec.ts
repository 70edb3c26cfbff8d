import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { bundleInTar, ed25519Signer, formatVerifierKey } from '#audit';
import { SHOWN, amountsIn, overflowOf, violationsOn } from './axe.contract.ts';
import { WITHOUT, browser, hasChromium } from './chromium.contract.ts';
import { exportedOver } from './exported.contract.ts';
import { servedYear } from './served-year.contract.ts';

const AGREEMENT = '/agreements/acme-buildco-2026';
const TERMS = `${AGREEMENT}/terms`;
type Comparison = { readonly sets: readonly { readonly earned: string; readonly difference: string }[] };
type Balance = { readonly earned: string };

/** What axe and the width of the window say of a page: narrow and dark, and for a screen's main state wide and light as well. */
const wrongOn = async (page: Page, both: 'both' | 'narrow' = 'narrow'): Promise<string[]> => {
  const wide = both === 'both' ? await violationsOn(page) : [];
  await page.setViewportSize({ width: 320, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  const narrow = [
    ...(await violationsOn(page, both === 'both' ? SHOWN : undefined)),
    ...((await overflowOf(page)) > 0 ? [`${await overflowOf(page)} px too wide`] : []),
  ];
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...wide, ...narrow.map((found) => `narrow: ${found}`)];
};

if (!hasChromium) {
  test('the screens of an agreement are looked at where a browser is', () => {
    process.stdout.write(WITHOUT);
  });
} else {
  const { open } = browser(() => year.url());
  const year = servedYear();

  test('two sides at once: one proposes, the other counters, both sign, and the figures are those that were tried', async () => {
    const [{ page: tom }, { page: anna }] = [await open(), await open()];
    await Promise.all([year.signIn(tom, 'tom@buildco.example', TERMS), year.signIn(anna, 'anna@acme.example', TERMS)]);
    await anna.getByRole('heading', { name: 'Nothing is open' }).waitFor();
    await anna.locator('.sentences').getByText('From 600,000: 2 %.').waitFor();
    expect(await wrongOn(anna)).toEqual([]);

    // Tom turns a rate, and reads what it would mean before he proposes it.
    await tom.getByRole('link', { name: 'Propose a change' }).click();
    await tom.getByRole('button', { name: 'Annual volume' }).click();
    await tom.getByLabel('Effective from').fill('2026-04-01');
    await tom.getByLabel('Step 2 rate, %', { exact: true }).fill('2.5');
    await tom.locator('.changes', { hasText: '2.5' }).waitFor();
    await tom.locator('.compared-figures[data-old="false"] .difference').waitFor();
    expect(await wrongOn(tom, 'both')).toEqual([]);
    await tom.getByLabel('Why (it stays with the version').fill('We take the second warehouse.');
    await tom.getByRole('button', { name: 'Propose it' }).click();
    await tom.getByRole('heading', { name: 'Open: version 3, an amendment' }).waitFor();

    // Anna sees it without a reload, with the same picture, and counters.
    const proposal = anna.locator('.open-proposal');
    await proposal.getByText('We take the second warehouse.').waitFor();
    await proposal.locator('.compared tfoot').waitFor();
    const tried = (await year.ask(`${AGREEMENT}/compare`, 'anna@acme.example', { proposal: true })) as Comparison;
    expect(await amountsIn(anna, '.open-proposal .compared tfoot')).toEqual([
      ...tried.sets.map(({ earned }) => earned),
      tried.sets.at(-1)?.difference,
    ]);
    expect(await wrongOn(anna)).toEqual([]);
    await proposal.getByLabel('Say something').fill('Not for the whole of it.');
    await proposal.getByRole('button', { name: 'Say it' }).click();
    await tom.locator('.talk', { hasText: 'Not for the whole of it.' }).waitFor();
    await proposal.getByRole('link', { name: 'Counter' }).click();
    await anna.getByRole('heading', { name: 'Propose a change, in answer to version 3' }).waitFor();
    expect(await anna.getByLabel('Step 2 rate, %', { exact: true }).inputValue()).toBe('2.5');
    await anna.getByLabel('Step 2 rate, %', { exact: true }).fill('2.25');
    await anna.locator('.changes', { hasText: '2.25' }).waitFor();
    await anna.getByRole('button', { name: 'Propose it in answer to version 3' }).click();

    // Both sign the counter; what is earned becomes what was tried.
    await tom.getByRole('heading', { name: 'Open: version 4, an amendment' }).waitFor();
    const counter = (await year.ask(`${AGREEMENT}/compare`, 'tom@buildco.example', { proposal: true, on: '2026-12-31' })) as Comparison;
    await tom.getByRole('button', { name: 'Sign version 4' }).click();
    await anna
      .getByText('signed for the customer')
      .or(anna.locator('.progress', { hasText: 'signed for the customer' }))
      .first()
      .waitFor();
    await anna.getByRole('button', { name: 'Sign version 4' }).click();
    await tom.getByRole('heading', { name: 'Nothing is open' }).waitFor();
    await tom.locator('.sentences').getByText('From 600,000: 2.25 %.').waitFor();
    const balance = (await year.ask(`${AGREEMENT}/balance?on=2026-12-31`)) as Balance;
    expect(balance.earned).toBe(counter.sets.at(-1)?.earned);
    await tom.goto(`${year.url()}/app${AGREEMENT}?on=2026-12-31`);
    await tom.getByRole('rowheader', { name: 'Together' }).waitFor();
    expect(await amountsIn(tom, '.figure-value')).toContain(balance.earned);
  });

  test('a new agreement is drafted in private, read aloud while it is written, and negotiated before anything is in force', async () => {
    const [{ page: tom }, { page: anna }] = [await open(), await open()];
    await year.signIn(anna, 'anna@acme.example', '/new-agreement?like=acme-buildco-2026');
    await anna.locator('.sentences').getByText('from 1 Jan 2027 to 31 Dec 2027').waitFor();
    await anna.getByRole('heading', { name: 'If it sells as the year before' }).waitFor();
    await anna.locator('.sets .tried').waitFor();
    expect(await wrongOn(anna)).toEqual([]);
    const terms = anna.locator('.terms-text');
    const text = await terms.inputValue();
    await terms.fill(text.replace('currency: EUR', 'currency: euro'));
    expect(await anna.getByRole('alert').first().textContent()).toContain('currency');
    await terms.fill(`${text}\n: [`);
    await anna.getByText(/^Line \d+, column \d+/).waitFor();
    // Arne approves before the supplier signs: up to what he may, so something has to cap it.
    await terms.fill(
      `${text.replace('people:\n', 'people:\n  approve: [{ person: u-arne, party: supplier }]\n')}limits: [{ programmes: [promo, volume, anchors], cap: { amount: "50000", per: year } }]\n`,
    );
    await anna.locator('.sentences').getByText('one of these approves, who is not the author: Arne Falk.').waitFor();
    await anna.getByRole('button', { name: 'Save as draft' }).click();
    await anna.getByText('Saved. Only your organisation can read it.').waitFor();
    await anna.getByRole('button', { name: 'Propose it' }).click();
    await anna.getByRole('heading', { name: 'Open: version 1, the agreement' }).waitFor();
    await year.signIn(tom, 'tom@buildco.example', '/agreements/acme-buildco-2027/terms');
    await tom.getByRole('button', { name: 'Sign version 1' }).click();
    await anna.locator('.progress', { hasText: 'signed for the customer' }).waitFor();
    await anna.locator('.progress', { hasText: 'to approve for the supplier: Arne Falk' }).waitFor();
    expect(await anna.getByRole('button', { name: 'Sign version 1' }).count()).toBe(0);
    const { page: arne } = await open();
    await year.signIn(arne, 'arne@acme.example', '/agreements/acme-buildco-2027/terms');
    await arne.getByRole('button', { name: 'Approve version 1' }).click();
    await anna.getByRole('button', { name: 'Sign version 1' }).click();
    await tom.getByRole('heading', { name: 'Nothing is open' }).waitFor();
    await tom.getByText('Version 1 is in force.').waitFor();
    // In force, it is extended and its members change by proposals too; what is withdrawn stays in the list.
    for (const [link, fill, name] of [
      [
        'A later last day',
        async () => {
          await tom.getByLabel('New last day').fill('2028-01-31');
        },
        'version 2, a later last day',
      ],
      [
        'Members',
        async () => {
          await tom.getByLabel('hamburg leaves after').fill('2027-06-30');
        },
        'version 3, a change of members',
      ],
    ] as const) {
      await tom.getByRole('link', { name: link, exact: true }).click();
      await fill();
      await tom.getByRole('button', { name: 'Propose it' }).click();
      await tom.getByRole('heading', { name: `Open: ${name}` }).waitFor();
      await tom.getByRole('button', { name: 'Withdraw it' }).click();
      await tom.getByRole('heading', { name: 'Nothing is open' }).waitFor();
    }
    expect(await tom.locator('.versions .pill').allTextContents()).toEqual(['withdrawn', 'withdrawn', 'signed']);
    // Its draft is the supplier's own.
    expect(await tom.getByRole('link', { name: 'acme-buildco-2027' }).count()).toBe(0);
    await anna.getByRole('link', { name: 'acme-buildco-2027' }).waitFor();
    await anna.getByRole('button', { name: 'Give up …' }).click();
    await anna.getByRole('button', { name: 'Yes, give acme-buildco-2027 up' }).click();
    await anna.getByRole('link', { name: 'acme-buildco-2027' }).waitFor({ state: 'detached' });
  });

  test('an auditor reads all of it, and is offered nothing to decide', async () => {
    const { page } = await open();
    await year.signIn(page, 'ada@treu.example', TERMS);
    await page.getByRole('heading', { name: 'What changed' }).waitFor();
    await page.getByLabel('What changed, from').selectOption('1');
    await page.waitForURL(/from=1&to=\d/);
    await page.locator('.changes').waitFor();
    expect(await page.locator('main .button.first, .say, .kept, .decide .button, main a.button').count()).toBe(0);
    expect(await wrongOn(page)).toEqual([]);
  });

  test('the designer: what is turned is compared at once, its figures are those of compare, and a search ends in a proposal', async () => {
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example', `${AGREEMENT}/designer?on=2026-12-31`);
    const second = page.getByLabel('Step 2 rate, %', { exact: true });
    await second.fill('2.4');
    // By keyboard: the slider goes in steps, and the field says the same.
    const slider = page.getByRole('slider', { name: 'Step 3 begins at' });
    await slider.focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.getByLabel('Step 3 begins at', { exact: true }).inputValue()).toBe('1180000');
    await page.waitForURL(/edits=/);
    await page.locator('.compared-figures[data-old="false"]').waitFor();
    const amendments = [
      {
        effective: '2026-04-01',
        programme: 'volume',
        mode: 'restate',
        change: {
          earn: {
            tiers: 'retrospective',
            steps: [
              { from: '250000', percent: '1.25' },
              { from: '600000', percent: '2.4' },
              { from: '1180000', percent: '2.75' },
            ],
          },
        },
      },
    ];
    const asked = (await year.ask(`${AGREEMENT}/compare`, 'anna@acme.example', {
      on: '2026-12-31',
      with: [{ name: 'tried', amendments }],
    })) as Comparison;
    const figures = [...asked.sets.map(({ earned }) => earned), asked.sets.at(-1)?.difference];
    await page.locator(`.compared tfoot [data-amount="${figures[1] ?? ''}"]`).waitFor();
    expect(await amountsIn(page, '.compared tfoot')).toEqual(figures);
    // The address alone gives the same picture.
    await page.reload();
    await page.locator(`.compared tfoot [data-amount="${figures[1] ?? ''}"]`).waitFor();
    expect(await second.inputValue()).toBe('2.4');

    await page.getByRole('checkbox', { name: /Annual volume: Step 2 rate/ }).check();
    await page.getByLabel('How much').first().fill('30000');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    const front = page.locator('.design-front');
    await front.waitFor();
    expect(await wrongOn(page, 'both')).toEqual([]);
    await front
      .getByRole('button', { name: /^Try it/ })
      .first()
      .click();
    await front.locator('tr[data-taken="true"]').waitFor();
    const chosen = await front.locator('tr[data-taken="true"] td').first().textContent();
    expect(await second.inputValue()).toBe(chosen);
    await page.locator('.compared-figures[data-old="false"]').waitFor();
    await page.getByRole('link', { name: 'Propose these terms' }).click();
    await page.getByRole('heading', { name: 'Propose a change' }).waitFor();
    expect(await page.getByLabel('Step 2 rate, %', { exact: true }).inputValue()).toBe(chosen);
  });

  test('administration: an invitation, a key and a grant, each shown and taken back; for those alone who may', async () => {
    const { page } = await open();
    await year.signIn(page, 'anna@acme.example');
    await page.getByRole('link', { name: 'Administration' }).click();
    await page.getByRole('rowheader', { name: 'Arne Falk' }).waitFor();
    const wrong = await wrongOn(page, 'both');
    await page.getByLabel('E-mail').fill('new@acme.example');
    await page.getByRole('button', { name: 'Invite' }).click();
    expect(await page.locator('[data-secret]').textContent()).toMatch(/\/app\/invitation#\w+$/);
    await page.getByRole('link', { name: 'Keys of machines' }).click();
    await page.getByLabel('What it is for').fill('erp');
    await page.getByRole('button', { name: 'Make it' }).click();
    const secret = (await page.locator('[data-secret]').textContent()) ?? '';
    expect((await fetch(`${year.url()}/auth/me`, { headers: { Authorization: `Bearer ${secret}` } })).status).toBe(200);
    wrong.push(...(await wrongOn(page)));
    await page.getByRole('button', { name: 'Revoke …' }).click();
    await page.getByRole('button', { name: 'Yes, revoke erp at once' }).click();
    await page.getByText('revoked', { exact: true }).waitFor();
    expect((await fetch(`${year.url()}/auth/me`, { headers: { Authorization: `Bearer ${secret}` } })).status).toBe(401);
    await page.getByRole('link', { name: 'Auditors' }).click();
    const nordbau = page.getByRole('region', { name: 'Auditors of acme and nordbau' });
    await nordbau.getByText('Let an auditor read').click();
    await nordbau.getByLabel('The auditing organisation').fill('treu');
    await nordbau.getByRole('button', { name: 'Grant it' }).click();
    await nordbau.getByRole('rowheader', { name: 'treu' }).waitFor();
    wrong.push(...(await wrongOn(page)));
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByLabel('Where to').fill('https://10.0.0.9/hook');
    await page.getByRole('button', { name: 'Set it up' }).click();
    await page.getByRole('alert').waitFor();
    wrong.push(...(await wrongOn(page)));
    // One that answers: a test, then its partnership told again, and each message of it stands there as delivered.
    const receiver = createServer((_, response) => response.writeHead(204).end());
    await once(receiver.listen(0, '127.0.0.1'), 'listening');
    try {
      await page.getByLabel('Where to').fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`);
      await page.getByLabel('Only these partnerships').fill('acme~nordbau');
      await page.getByRole('button', { name: 'Set it up' }).click();
      await page.locator('[data-secret]').waitFor();
      await page.getByRole('button', { name: 'Send a test' }).click();
      await page.getByText('Answered with 204.').waitFor();
      await page.getByRole('link', { name: 'Its deliveries' }).click();
      await page.getByRole('button', { name: 'Tell it again' }).click();
      await page.getByText('It is told again from position 0 on.').waitFor();
      await page.locator('td .pill.good', { hasText: 'delivered' }).first().waitFor();
      await page
        .getByRole('button', { name: /^From here again/ })
        .first()
        .click();
      expect(Number(await page.getByLabel('From position').inputValue())).toBeGreaterThan(0);
      wrong.push(...(await wrongOn(page)));
    } finally {
      receiver.close();
    }
    const { page: olga } = await open();
    await year.signIn(olga, 'olga@ledger.example', '/administration');
    for (const [part, ready] of [
      ['organisations', 'Treu Auditors'],
      ['users', 'Ada Klar'],
      ['server-keys', 'No key was made yet.'],
    ] as const) {
      await olga.goto(`${year.url()}/app/administration?part=${part}`);
      await olga.getByText(ready).first().waitFor();
      wrong.push(...(await wrongOn(olga)).map((found) => `${part}: ${found}`));
    }
    // A link sets a password, once, and the sign-in with it follows.
    await olga.goto(`${year.url()}/app/administration?part=users`);
    await olga.getByRole('button', { name: 'Link for a password of Vera' }).click();
    const link = (await olga.locator('[data-secret]').textContent()) ?? '';
    const { page: vera } = await open();
    await vera.goto(link);
    await vera.getByLabel('Password').fill('a new one for a whole year');
    wrong.push(...(await wrongOn(vera)));
    await vera.getByRole('button', { name: 'Set it, and sign in' }).click();
    await vera.waitForURL(/\/app\/sign-in/);
    await vera.goto(link);
    await vera.getByLabel('Password').fill('another one for a whole year');
    await vera.getByRole('button', { name: 'Set it, and sign in' }).click();
    await vera.getByRole('alert').waitFor();
    await vera.goto(`${year.url()}/app/sign-in`);
    await vera.getByLabel('E-mail').fill('vera@acme.example');
    await vera.getByLabel('Password').fill('a new one for a whole year');
    await vera.getByRole('button', { name: 'Sign in' }).click();
    expect(wrong).toEqual([]);
    await vera.getByRole('link', { name: 'Partnerships' }).waitFor();
    expect(await vera.getByRole('link', { name: 'Administration' }).count()).toBe(0);
  });

  test('an auditor runs every check, and takes away a bundle that is byte for byte what the command line exports', async () => {
    const { page } = await open();
    await year.ask('/partnerships/acme~buildco/log/checkpoints', 'anna@acme.example', {});
    await year.signIn(page, 'ada@treu.example', `${AGREEMENT}/audit`);
    await page.getByText('Nothing contradicts what was recorded.').waitFor();
    expect(await page.locator('.check').count()).toBe(8);
    expect(await wrongOn(page, 'both')).toEqual([]);
    // Recomputed in the page: what it says is earned is what the ledger says; one digit changed on the way is found.
    await page.getByRole('button', { name: 'Prove and recompute' }).click();
    const verified = page.locator('[data-verified]');
    await verified.waitFor();
    expect(await amountsIn(page, '[data-verified]')).toContain(((await year.ask(`${AGREEMENT}/balance?on=2026-12-31`)) as Balance).earned);
    await page.route('**/bundle', async (route) => {
      const response = await route.fetch();
      await route.fulfill({
        response,
        body: Buffer.from(
          (await response.body())
            .toString('latin1')
            .replace(
              /(claims\.json[^]*?"earned":")([1-9])/,
              (_, before: string, first: string) => before + String((Number(first) % 9) + 1),
            ),
          'latin1',
        ),
      });
    });
    await page.getByRole('button', { name: 'Prove and recompute' }).click();
    await page.getByText('It does not hold.').waitFor();
    await page.unroute('**/bundle');
    const take = async (name: string): Promise<Buffer> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).click()]);
      return readFileSync(await download.path());
    };
    const exported = await exportedOver(year.url(), 'acme~buildco', await year.tokenOf('ada@treu.example'));
    const archive = await take('The whole history (TAR)');
    const own = bundleInTar((offset, length) => archive.subarray(offset, offset + length));
    if (!own.ok) throw new Error(JSON.stringify(own.rejections));
    for (const [path, bytes] of exported) expect([path, bytes.equals(own.value.read(path) ?? Buffer.alloc(0))]).toEqual([path, true]);
    const evidence = (await take('Evidence to print')).toString('utf8');
    expect(evidence).toContain('Acme and Buildco, 2026: an agreement between acme');
    expect(await page.getByRole('button', { name: 'Sign one now' }).count()).toBe(0);
  });

  test('a side names its witness, the other side sees it and cannot take it away; a contradiction is shown to both', async () => {
    const { page: anna } = await open();
    const { page: tom } = await open();
    const witness = ed25519Signer('witness.acme.example', 'cosignature', new Uint8Array(32).fill(7));
    await year.signIn(anna, 'anna@acme.example', `${AGREEMENT}/audit`);
    await anna.getByText('Nobody witnesses this history yet.').waitFor();
    await anna.getByText('Name a witness').click();
    await anna.getByLabel(/^Its key/).fill('no key');
    await anna.getByRole('button', { name: 'Name it' }).click();
    await anna.getByRole('alert').waitFor();
    await anna.getByLabel(/^Its key/).fill(formatVerifierKey(witness.key));
    await anna.getByRole('button', { name: 'Name it' }).click();
    const row = (page: Page) => page.getByRole('row', { name: /^witness\.acme\.example/ });
    await row(anna).getByText('comes by itself').waitFor();
    expect(await wrongOn(anna)).toEqual([]);
    const found = {
      partnership: 'acme~buildco',
      origin: 'o',
      witness: 'witness.acme.example',
      size: 42,
      own: 'the own note',
      seen: 'the other note',
      why: 'Size 40 has another root.',
      foundAt: '2026-12-01T10:00:00.000Z',
    };
    await tom.route('**/log/contradictions', (route) => route.fulfill({ json: { items: [found] } }));
    await year.signIn(tom, 'tom@buildco.example', `${AGREEMENT}/audit`);
    await row(tom).waitFor();
    expect(await row(tom).getByRole('button').count()).toBe(0);
    await tom.getByText('witness.acme.example has seen another history of this partnership.').waitFor();
    await tom.getByText('Both checkpoints', { exact: true }).click();
    await tom.getByText('the other note').waitFor();
    expect(await wrongOn(tom)).toEqual([]);
    const token = await year.tokenOf('tom@buildco.example');
    const path = `/partnerships/acme~buildco/log/witnesses?key=${encodeURIComponent(formatVerifierKey(witness.key))}`;
    const refused = await fetch(`${year.url()}${path}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'WITNESS_OF_OTHER' }]);
    await row(anna)
      .getByRole('button', { name: /^Remove/ })
      .click();
    await row(anna)
      .getByRole('button', { name: /^Yes, take no more/ })
      .click();
    await anna.getByText('Nobody witnesses this history yet.').waitFor();
  });
}
