import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { type Ledger, type LedgerCommand, newCommandId } from '#ledger';
import { SHOWN, amountsIn, overflowOf, violationsOn } from './axe.contract.ts';
import { WITHOUT, browser, hasChromium } from './chromium.contract.ts';
import { servedYear } from './served-year.contract.ts';

/** A year that is over, so that its periods close whatever day it is; the demonstration's own goes on beside it. */
const ID = 'acme-buildco-2025';
const AT = `/agreements/${ID}`;
const FINANCE = `${AT}/finance`;
const TERMS = {
  id: ID,
  name: 'Acme and Buildco, 2025',
  supplier: 'acme',
  customer: 'buildco',
  from: '2025-01-01',
  to: '2025-12-31',
  currency: 'EUR',
  programmes: [{ id: 'volume', name: 'Annual volume', earn: { percent: '2' }, settle: { every: 'quarter', dueDays: 30 } }],
};
const LINES = [
  ['I-1', '2025-01-10', 'A', '100', '10'],
  ['I-1', '2025-01-10', 'B', '1,000', '5'],
  ['I-2', '2025-02-11', 'A', '50', '10'],
  ['I-3', '2025-03-12', 'C', '30', '20'],
] as const;
const FILE = [
  'InvoiceNo,InvoiceDate,StockCode,Text,Quantity,UnitPrice',
  ...LINES.map(([document, date, product, quantity, price]) => `${document},${date},${product},anything,"${quantity}",${price}`),
].join('\n');

/** What the customer received: of two lines it says otherwise. */
const received = { 'I-2': '45', 'I-3': '29' } as const;

const prepare = async (ledger: Ledger): Promise<void> => {
  const run = async (command: LedgerCommand): Promise<void> => {
    const executed = await ledger.execute(command, { commandId: newCommandId(), actor: 'test', now: new Date().toISOString() });
    if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  };
  await run({ kind: 'ProposeAgreement', terms: TERMS, party: 'supplier', person: 'u-anna' });
  for (const [party, person] of [
    ['supplier', 'u-anna'],
    ['customer', 'u-tom'],
  ] as const)
    await run({ kind: 'SignAgreement', agreement: ID, version: 1, party, person });
  const line = (number: string, date: string, product: string, quantity: string, unitPrice: string) => ({
    line: number,
    date,
    product,
    quantity,
    unitPrice,
  });
  const documents = {
    'I-1': [line('1', '2025-01-10', 'A', '100', '10'), line('2', '2025-01-10', 'B', '1000', '5')],
    'I-2': [line('1', '2025-02-11', 'A', received['I-2'], '10')],
    'I-3': [line('1', '2025-03-12', 'C', received['I-3'], '20')],
  };
  for (const [document, lines] of Object.entries(documents))
    await run({ kind: 'RecordSales', partnership: 'acme~buildco', document: { reporter: 'customer', stage: 'invoiced', document, lines } });
};

if (!hasChromium) {
  test('finance is looked at where a browser is', () => {
    process.stdout.write(WITHOUT);
  });
} else {
  const { open } = browser(() => year.url());
  const year = servedYear({ more: prepare });
  let fred: Page;

  const looksRight = async (page: Page): Promise<void> => {
    expect(await violationsOn(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect([await overflowOf(page), await violationsOn(page, SHOWN)]).toEqual([0, []]);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'light' });
  };
  const count = (page: Page, name: string): Promise<string | null> => page.locator(`[data-count="${name}"]`).textContent();

  test('a file of others is imported: columns are guessed, the refused line is mended in place and sent again', async () => {
    ({ page: fred } = await open());
    await year.signIn(fred, 'fred@acme.example', '/import?of=acme~buildco');
    await fred.getByLabel(/^File/).setInputFiles({ name: 'invoices.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) });
    await fred.getByText('All that is needed is there.').waitFor();
    await fred.getByText('not an exact decimal such as').waitFor();
    await looksRight(fred);
    await fred.getByRole('button', { name: 'Send invoices.csv' }).click();
    const cell = fred.getByLabel('Quantity, row 3');
    await cell.waitFor();
    expect([
      await count(fred, 'sent'),
      await count(fred, 'recorded'),
      await count(fred, 'refused'),
      await cell.getAttribute('aria-invalid'),
    ]).toEqual(['4', '3', '1', 'true']);
    await looksRight(fred);
    await cell.fill('1.000.0');
    await fred.getByRole('button', { name: 'Send the changed line again' }).click();
    await fred.getByText('0 recorded, 1 refused again.').waitFor();
    await cell.fill('1000');
    await fred.getByRole('button', { name: 'Send the changed line again' }).click();
    await fred.getByText('1 recorded.').waitFor();
    // 1,000 + 5,000 + 500 + 600 at 2 %.
    expect(await year.ask(`${AT}/balance?on=2025-12-31`)).toMatchObject({ earned: '142.00' });
  });

  test('lines on which the records differ are selected and resolved together', async () => {
    await fred.goto(`${year.url()}/app${AT}/reconciliation?since=2025-01-01&until=2025-12-31&kind=quantity`);
    await fred.getByRole('checkbox', { name: 'quantity, I-2#1, A' }).check();
    await fred.getByRole('checkbox', { name: 'quantity, I-3#1, C' }).check();
    await looksRight(fred);
    await fred.getByRole('radio', { name: /^The customer’s lines hold/ }).check();
    await fred.getByLabel('Reason (both sides read it)').fill('The receipts are signed.');
    await fred.getByRole('button', { name: 'Resolve 2' }).click();
    await fred.getByText('2 of 2 said.').waitFor();
    await fred.getByText('No variance passes this filter.').waitFor();
    // 50 and 20 less of value, at 2 %.
    expect(await year.ask(`${AT}/balance?on=2025-12-31`)).toMatchObject({ earned: '140.60' });
  });

  test('a side enters its own statement, the other sees the difference and says which figure holds', async () => {
    const { page: tom } = await open();
    await year.signIn(tom, 'tom@buildco.example', `${AT}/reconciliation`);
    await tom.getByText('Neither side has entered a statement of its own.').waitFor();
    await tom.getByText('Enter what the customer’s own statement says').click();
    await tom.getByLabel('Period, such as 2026-03 or 2026-Q1').fill('2025-Q1');
    await tom.getByLabel('Number of the paper').fill('RS-1');
    await tom.getByLabel('Annual volume, EUR').fill('141.60');
    await tom.getByRole('button', { name: 'Record it' }).click();
    const row = (page: Page) => page.getByRole('row', { name: /^customer, RS-1/ });
    await row(tom).getByText('+1.00').waitFor();
    await looksRight(tom);
    await fred.goto(`${year.url()}/app${AT}/reconciliation`);
    await row(fred).getByText('Say which holds').click();
    await row(fred)
      .getByRole('radio', { name: /^Neither/ })
      .check();
    await row(fred).getByRole('button', { name: 'Say so' }).click();
    // Neither needs a reason; what was chosen stays.
    await row(fred).getByText('STATED_REASON_MISSING').waitFor();
    await row(fred).getByLabel('Reason (both sides read it)').fill('A cent a pallet, since years.');
    await looksRight(fred);
    await row(fred).getByRole('button', { name: 'Say so' }).click();
    await row(fred).getByText('neither holds, said Fred Lind for the supplier: A cent a pallet, since years.').waitFor();
    await row(tom).getByText('neither holds, said Fred Lind').waitFor();
    expect(await year.ask(`${AT}/balance?on=2025-12-31`)).toMatchObject({ earned: '140.60' });
  });

  test('a period is seen before it is closed, and closed as it was seen', async () => {
    await fred.goto(`${year.url()}/app${FINANCE}?every=quarter`);
    await fred.getByRole('button', { name: 'See what it would say' }).click();
    await fred.getByRole('heading', { name: 'Before it is closed' }).waitFor();
    await fred.locator('.statement-table').waitFor();
    await looksRight(fred);
    const seen = await amountsIn(fred, '.statement-table');
    await fred.getByRole('button', { name: 'Close the period and issue the statement' }).click();
    await fred.getByText('the same, byte for byte').waitFor();
    expect(await amountsIn(fred, '.statement-table')).toEqual(seen);
    expect(await year.ask(`${AT}/statements/2025-Q1`)).toMatchObject({ number: '1', total: { closing: '140.60' } });
    expect(fred.url()).toContain('statement=2025-01-01..2025-03-31');
    await looksRight(fred);
  });

  test('the customer claims by line; the supplier finds it under what needs it, approves a part with a reason, and settles it', async () => {
    const { page: tom } = await open();
    await year.signIn(tom, 'tom@buildco.example', `${FINANCE}?view=claims`);
    await tom.getByLabel('Your claim number').fill('C-1');
    await tom.getByLabel('by line').check();
    await tom.getByRole('checkbox', { name: 'Claim I-1#1' }).check();
    await tom.getByRole('checkbox', { name: 'Claim I-1#2' }).check();
    await looksRight(tom);
    await tom.getByRole('button', { name: 'Claim 120.00 EUR on 2 lines' }).click();
    await tom.getByRole('button', { name: 'C-1' }).waitFor();
    await fred.goto(`${year.url()}/app${AT}`);
    await fred.getByRole('link', { name: '1 claim' }).click();
    await fred.getByRole('button', { name: 'C-1' }).click();
    await fred.getByText('Approve a part').click();
    await fred.getByLabel('I-1#1').fill('15.00');
    await fred
      .locator('form', { hasText: 'Approve these amounts' })
      .getByLabel('Reason (both sides read it)')
      .fill('Five pieces came back.');
    await looksRight(fred);
    await fred.getByRole('button', { name: 'Approve these amounts' }).click();
    await fred.locator('.pill', { hasText: 'approved' }).waitFor();
    await fred.goto(`${year.url()}/app${FINANCE}?view=settlements`);
    await fred.getByText('Settle', { exact: true }).click();
    await fred.getByLabel('Its document number').fill('CN-1');
    await fred.getByLabel('Amount without a claim, EUR').fill('0');
    await looksRight(fred);
    await fred.getByRole('button', { name: 'Record the settlement' }).click();
    await fred.getByText('CN-1').waitFor();
    expect(await year.ask(`${AT}/settlements?on=2099-12-31`)).toMatchObject({
      standing: [{ earned: '140.60', settled: '115.00', open: '25.60', approved: '0.00' }],
      settlements: [{ reference: 'CN-1', parts: [{ claim: 'C-1', amount: '115.00' }] }],
    });
    await looksRight(fred);
  });

  test('what is refused is said in place, with its way out, and what was entered stays', async () => {
    const { page: tom } = await open();
    await year.signIn(tom, 'tom@buildco.example', `${FINANCE}?view=claims`);
    await tom.getByLabel('Your claim number').fill('C-2');
    await tom.getByLabel('Amount, EUR').fill('9999');
    await tom.getByRole('button', { name: 'Raise the claim' }).click();
    const alert = tom.getByRole('alert');
    await alert.waitFor();
    expect([await alert.textContent(), await tom.getByLabel('Amount, EUR').inputValue()]).toEqual([
      expect.stringMatching(/9999.*Claim what is left.*CLAIM_ABOVE_EARNED/),
      '9999',
    ]);
  });

  test('each side books its own accruals, and its journal balances', async () => {
    await fred.goto(`${year.url()}/app${FINANCE}?view=accruals`);
    await fred.getByText('Book a period').click();
    await fred.getByLabel(/^From/).fill('2025-12-31');
    await fred.getByRole('button', { name: 'Book it' }).click();
    await fred.getByRole('rowheader', { name: '1' }).waitFor();
    await looksRight(fred);
    await fred.getByRole('link', { name: 'Own journal' }).click();
    await fred.locator('.journal tfoot').waitFor();
    const { debit, credit } = (await year.ask(`/organisations/acme${AT}/journal`, 'fred@acme.example')) as {
      readonly debit: string;
      readonly credit: string;
    };
    expect([debit === credit, await amountsIn(fred, '.journal tfoot')]).toEqual([true, [debit, credit]]);
    await looksRight(fred);
  });

  test('who only reads is offered nothing to do, and no books', async () => {
    const { page } = await open();
    await year.signIn(page, 'ada@treu.example', `${FINANCE}?view=settlements`);
    await page.getByRole('heading', { name: 'Ageing of what is open' }).waitFor();
    expect([await page.locator('.folded, .act').count(), await page.getByRole('link', { name: 'Own journal' }).count()]).toEqual([0, 0]);
    await page.goto(`${year.url()}/app/import`);
    await page.getByText('Nothing that you may import.').waitFor();
  });
}
