import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDay, Rational, roundText, sum, toDay } from '#kernel';
import type { LedgerCommand } from '../ledger.ts';
import { AGREEMENT, CARL, negotiating, SUE, value } from '../negotiating.contract.ts';

/**
 * Random years with one line in five late, lived through on the ledger: each quarter closed, claimed, decided, settled and
 * partly given up, the last one for good, and what comes late after it settled as a difference. Nothing gets lost on the way.
 */

const given = negotiating();
const RUNS = {
  seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026),
  numRuns: Math.max(2, Math.round(Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12) / 4)),
};
const FIRST = toDay('2025-01-01');
const TERMS = {
  id: AGREEMENT,
  supplier: 'acme',
  customer: 'buildco',
  from: '2025-01-01',
  to: '2025-12-31',
  currency: 'EUR',
  programmes: [
    {
      id: 'volume',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '6000', percent: '2.5' },
        ],
      },
      settle: { every: 'quarter' },
    },
    {
      id: 'promo',
      period: 'quarter',
      earn: { percent: '3.333' },
      settle: { every: 'quarter', parts: 'separate', claims: { raised: 'automatic' } },
    },
  ],
};
const QUARTERS = [
  ['2025-Q1', '2025-01-01', '2025-03-31'],
  ['2025-Q2', '2025-04-01', '2025-06-30'],
  ['2025-Q3', '2025-07-01', '2025-09-30'],
  ['2025-Q4', '2025-10-01', '2025-12-31'],
  ['2026-Q1', '2026-01-01', '2026-03-31'],
] as const;

const choices = fc.record({
  decision: fc.constantFrom('whole', 'part', 'refused'),
  settled: fc.constantFrom('exact', 'more', 'less'),
  waived: fc.boolean(),
});
const year = fc.record({
  lines: fc.array(
    fc.record({
      day: fc.integer({ min: 0, max: 364 }),
      late: fc.integer({ min: 0, max: 4 }),
      by: fc.integer({ min: 20, max: 85 }),
      value: fc.integer({ min: -150, max: 900 }),
    }),
    { minLength: 20, maxLength: 30 },
  ),
  quarters: fc.tuple(choices, choices, choices, choices),
});
type Year = typeof year extends fc.Arbitrary<infer One> ? One : never;
type Choices = Year['quarters'][number];

const money = (text: string): Rational => Rational.parse(text);
const times = (amount: string, part: Rational, more = '0'): string =>
  roundText(money(amount).times(part).plus(money(more)), { mode: 'down', decimals: 2 });
const on = (day: number): string => formatDay(FIRST + day);
let today: string;
/** Of the newest write: what is asked sees it. */
let atLeast: string;
/** What may have nothing left to do is tried. */
const tried = async (command: LedgerCommand): Promise<boolean> => {
  const executed = await given.run(command, `${today}T09:00:00.000Z`);
  if (executed.kind === 'done') atLeast = executed.token;
  return executed.kind === 'done';
};
const done = async (command: LedgerCommand): Promise<void> => {
  ({ token: atLeast } = await given.done(command, `${today}T09:00:00.000Z`));
};

const sold = ({ day, value: amount }: Year['lines'][number], index: number): LedgerCommand => ({
  kind: 'RecordSales',
  partnership: 'acme~buildco',
  document: {
    reporter: 'supplier',
    stage: 'invoiced',
    document: `I-${index}`,
    lines: [{ line: '1', date: on(day), product: 'P', quantity: amount < 0 ? '-1' : '1', unitPrice: String(Math.abs(amount) || 1) }],
  },
});

const claimed = async (
  [name, from, to]: (typeof QUARTERS)[number],
  { decision, settled, waived }: Choices,
  final: boolean,
): Promise<void> => {
  await tried({
    kind: 'RaiseClaim',
    agreement: AGREEMENT,
    claim: `C-${name}`,
    parts: [{ programme: 'volume', period: { from, to } }],
    ...CARL,
  });
  const { claims } = await value(given.ledger().settling.claims({ agreement: AGREEMENT, on: today, status: 'raised', atLeast }));
  for (const {
    claim,
    amount,
    parts: [part],
  } of claims) {
    if (part === undefined) continue;
    const { programme, period } = part;
    if (decision === 'refused') await done({ kind: 'RefuseClaim', agreement: AGREEMENT, claim, reason: 'no', ...SUE });
    else if (
      !(await tried({
        kind: 'ApproveClaim',
        agreement: AGREEMENT,
        claim,
        ...(decision === 'part'
          ? { parts: [{ programme, period, amount: times(amount, Rational.of(1n, 2n)) }], reason: 'half of it' }
          : {}),
        ...SUE,
      }))
    )
      continue;
    const paid = times(amount, settled === 'less' ? Rational.of(1n, 3n) : Rational.one, settled === 'more' ? '7.00' : '0');
    if (money(paid).sign > 0)
      await done({
        kind: 'RecordSettlement',
        agreement: AGREEMENT,
        settlement: `S-${claim}`,
        means: 'creditNote',
        reference: `CN-${claim}`,
        parts: [{ programme, period, amount: paid, ...(final ? { final: true } : {}) }],
        ...SUE,
      });
  }
  if (
    waived &&
    (await tried({
      kind: 'RequestWaiver',
      agreement: AGREEMENT,
      waiver: `W-${name}`,
      programme: 'volume',
      period: { from, to },
      amount: '0.37',
      reason: 'small',
      ...CARL,
    }))
  ) {
    await done({ kind: 'ApproveWaiver', agreement: AGREEMENT, waiver: `W-${name}`, party: 'customer', person: 'cora' });
  }
};

/** What came after the final settlement is settled as the plan says it is open. */
const deltas = async (): Promise<void> => {
  const { items } = await value(given.ledger().settling.due({ agreement: AGREEMENT, on: today, atLeast }));
  for (const { programme, period, open } of items)
    await done({
      kind: 'RecordSettlement',
      agreement: AGREEMENT,
      settlement: `D-${programme}.${period.to}`,
      means: 'payment',
      reference: 'P',
      parts: [{ programme, period, amount: open, final: true }],
      ...SUE,
    });
};

const lived = async ({ lines, quarters }: Year): Promise<void> => {
  await given.signedBoth(TERMS);
  const dated = lines
    .map((line, index) => ({ recorded: line.day + (line.late === 0 ? line.by : 0), command: sold(line, index) }))
    .sort((a, b) => a.recorded - b.recorded);
  let from = 0;
  for (const [index, quarter] of QUARTERS.entries()) {
    const worked = toDay(quarter[2]) - FIRST + 8;
    for (const { recorded, command } of dated.filter((sale) => sale.recorded >= from && sale.recorded < worked)) {
      today = on(recorded);
      await done(command);
    }
    from = worked;
    today = quarter[2];
    const chosen = quarters[index - 1];
    const before = QUARTERS[index - 1];
    if (chosen !== undefined && before !== undefined) await claimed(before, chosen, index === QUARTERS.length - 1);
    if (index === QUARTERS.length - 1) await deltas();
    today = on(worked);
    await done({ kind: 'ClosePeriod', agreement: AGREEMENT, period: quarter[0] });
  }
};

test.each(fc.sample(year, RUNS).map((one, index) => [index, one] as const))(
  'over a life earned = settled + waived + open, and each closing is the next opening (year %i)',
  async (_, one) => {
    await lived(one);
    const { closing, settling } = given.ledger();
    const statements = await Promise.all(QUARTERS.map(([period]) => value(closing.statement({ agreement: AGREEMENT, period, atLeast }))));
    statements.forEach(({ total, programmes }, index) => {
      expect(total.opening).toBe(statements[index - 1]?.total.closing ?? '0.00');
      for (const row of programmes) {
        expect(sum([row.opening, row.earned, row.trueUps].map(money)).minus(money(row.settled)).minus(money(row.waived)).toExact()).toBe(
          money(row.closing).toExact(),
        );
        expect(sum([row.unclaimed, row.claimed, row.approved].map(money)).toExact()).toBe(money(row.closing).toExact());
      }
    });
    const last = statements.at(-1);
    const { standing } = await value(
      settling.settlements({ agreement: AGREEMENT, on: '2026-03-31', knownAt: { position: Number(last?.position ?? 0) } }),
    );
    for (const { programme, earned, settled, waived, open } of standing) {
      const over = (key: 'earned' | 'trueUps' | 'settled' | 'waived'): Rational =>
        sum(statements.map(({ programmes }) => money(programmes.find((row) => row.programme === programme)?.[key] ?? '0')));
      expect([over('earned').plus(over('trueUps')), over('settled'), over('waived')].map((amount) => amount.toExact())).toEqual(
        [earned, settled, waived].map((amount) => money(amount).toExact()),
      );
      expect(money(settled).plus(money(waived)).plus(money(open)).toExact()).toBe(money(earned).toExact());
      expect(last?.programmes.find((row) => row.programme === programme)?.closing).toBe(open);
    }
    const { claims } = await value(settling.claims({ agreement: AGREEMENT, on: '2026-04-30', atLeast }));
    expect(claims.length).toBeGreaterThan(0);
  },
);
