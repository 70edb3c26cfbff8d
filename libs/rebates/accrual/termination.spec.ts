import { expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import { agreementSchema } from '../agreement/terms.ts';
import { balanceOf } from './balance.ts';
import { measureChange } from './changes.ts';
import { planOf } from './plan.ts';
import { Sums } from './sums.ts';

/** 60,000 sold in January, 60,000 in November; the agreement ends on 30 June (181 of 365 days). */
test.each([
  ['earnedToDate', '0.00'],
  ['forfeit', '0.00'],
  // 1 % from 100,000 becomes 1 % from 49,589.04: what was bought in half a year reaches it.
  ['prorate', '600.00'],
  ['clawback', '0.00'],
])('terminated with %s, the open year pays %s', (onTermination, earned) => {
  const terms = agreementSchema.parse({
    id: 'a-1', supplier: 'acme', customer: 'buildco', from: '2026-01-01', to: '2026-12-31', currency: 'EUR',
    programmes: [{ id: 'p', onTermination, earn: { tiers: 'retrospective', steps: [{ from: '100000', percent: '1' }] } }],
  });
  const agreement = resolveAgreement(terms, [], toDay('2026-06-30'));
  const plan = planOf(agreement);
  const sums = new Sums();
  for (const date of ['2026-01-15', '2026-11-15']) {
    const line = { line: '1', date, product: 'A', quantity: '1', unitPrice: '60000' };
    const change = { position: 0, document: date, stage: 'invoiced', line, was: undefined, corrects: false } as const;
    for (const cell of measureChange(plan, change, { highWater: undefined, saleDay: () => undefined }).cells) sums.add(cell);
  }
  expect(balanceOf({ agreement, sums, on: toDay('2026-12-31') }).earned).toBe(earned);
});
