import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AmendmentTerms, BalanceAnswer, CompareAnswer, SalesDocument } from '#rebates';
import { newCommandId } from './event-ids.ts';
import type { Answer, Ledger, LedgerCommand } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

/**
 * What an amendment is said to do before anybody signs it is what is booked after both have signed: to the cent, for periods
 * that are past, open and to come, whatever the mode. Each run is a partnership of its own in one ledger.
 */
const dataDir = mkdtempSync(join(tmpdir(), 'preview-'));
let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger({ dataDir });
});
afterAll(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A comparison looks at every day: a few random years say more than many of one kind. */
const RUNS = 10;
const SUE = { party: 'supplier', person: 'sue' } as const;
const CARL = { party: 'customer', person: 'carl' } as const;

const run = async (command: LedgerCommand): Promise<string> => {
  const executed = await ledger.execute(command, { commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed.token;
};
const valueOf = async <T>(answer: Promise<Answer<T>>): Promise<T> => {
  const given = await answer;
  if (given.kind === 'rejected') throw new Error(JSON.stringify(given.rejections));
  return given.value;
};

const day = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((offset) => new Date(Date.UTC(2026, 0, 1 + offset)).toISOString().slice(0, 10));
const cents = (from: number, to: number): fc.Arbitrary<string> =>
  fc.integer({ min: from, max: to }).map((value) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`);
const percent = fc.integer({ min: 1, max: 999 }).map((value) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`);
const steps = fc
  .record({ tiers: fc.constantFrom('retrospective', 'marginal'), first: percent, second: percent, bound: cents(10_000, 500_000) })
  .map(({ tiers, first, second, bound }) => ({
    tiers,
    steps: [
      { from: '0', percent: first },
      { from: bound, percent: second },
    ],
  }));
const earn = fc.oneof(
  steps,
  percent.map((rate) => ({ percent: rate })),
);
const programme = fc
  .record({ earn, period: fc.constantFrom('month', 'quarter', 'year'), cap: fc.option(cents(1_000, 20_000), { nil: undefined }) })
  .map(({ earn: earns, period, cap }) => ({
    id: 'volume',
    earn: earns,
    period,
    ...(cap === undefined ? {} : { cap: { amount: cap, per: period } }),
  }));
const amendment: fc.Arbitrary<AmendmentTerms> = fc.record({
  effective: day(0, 364),
  programme: fc.constant('volume'),
  mode: fc.constantFrom('restate', 'carry', 'restart'),
  change: earn.map((earns) => ({ earn: earns })),
});
const sale = fc.record({
  on: day(0, 364),
  unitPrice: cents(1, 99_999),
  quantity: fc.integer({ min: -3, max: 20 }).filter((quantity) => quantity !== 0),
});

type Sale = { readonly on: string; readonly unitPrice: string; readonly quantity: number };
const documentOf = (document: string, sales: readonly Sale[]): SalesDocument => ({
  reporter: 'supplier',
  stage: 'invoiced',
  document,
  lines: sales.map(({ on, unitPrice, quantity }, index) => ({
    line: String(index + 1),
    date: on,
    product: 'P',
    quantity: String(quantity),
    unitPrice,
  })),
});

/** Programme and period, as the comparison says them of one set and as the balance does. */
const previewed = ({ programmes }: CompareAnswer, set: string): string[] =>
  programmes
    .flatMap(({ id, periods }) =>
      periods.flatMap(({ period, figures }) =>
        figures.flatMap((figure) =>
          figure.set === set && figure.measured !== null ? [`${id} ${period.from} ${period.to} ${figure.measured} ${figure.earned}`] : [],
        ),
      ),
    )
    .sort();
const booked = ({ programmes }: BalanceAnswer): string[] =>
  programmes.map(({ id, period, measured, earned }) => `${id} ${period.from} ${period.to} ${measured} ${earned}`).sort();

let runs = 0;
/** What the periods of the runs were on the day asked about. */
const states = new Set<string>();

test('what is previewed is what is booked after signing, by total, programme and period', async () => {
  await fc.assert(
    fc.asyncProperty(
      programme,
      fc.array(amendment, { minLength: 1, maxLength: 2 }),
      fc.array(sale, { minLength: 1, maxLength: 12 }),
      fc.oneof(day(0, 363), fc.constant('2026-12-31')),
      async (terms, amendments, sales, on) => {
        runs += 1;
        const [customer, agreement] = [`c-${runs}`, `a-${runs}`];
        await run({
          kind: 'ProposeAgreement',
          terms: { id: agreement, supplier: 'acme', customer, from: '2026-01-01', to: '2026-12-31', currency: 'EUR', programmes: [terms] },
          ...SUE,
        });
        for (const by of [SUE, CARL]) await run({ kind: 'SignAgreement', agreement, version: 1, ...by });
        await run({ kind: 'RecordSales', partnership: `acme~${customer}`, document: documentOf('d-1', sales) });
        const executed = await ledger.execute(
          { kind: 'ProposeAmendment', agreement, amendments, ...CARL },
          { commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' },
        );
        // Two amendments can contradict each other: that is refused, and there is nothing to preview.
        const atLeast = executed.kind === 'done' ? executed.token : undefined;
        fc.pre(atLeast !== undefined);
        const preview = await valueOf(ledger.compare({ agreement, proposal: true, on, atLeast }));
        const standing = await valueOf(ledger.balance({ agreement, on }));
        for (const by of [SUE, CARL]) await run({ kind: 'SignAgreement', agreement, version: 2, ...by });
        for (const { periods } of preview.programmes) for (const { state } of periods) states.add(state);
        const after = await valueOf(ledger.balance({ agreement, on, atLeast: await lastToken(agreement) }));
        expect([preview.sets.find(({ name }) => name === 'version 2')?.earned, previewed(preview, 'version 2')]).toEqual([
          after.earned,
          booked(after),
        ]);
        // What was in force was previewed as it stood, and is still known so.
        expect(preview.sets[0]?.earned).toBe(standing.earned);
        expect(previewed(preview, 'in force')).toEqual(booked(standing));
        expect(await valueOf(ledger.balance({ agreement, on, knownAt: { position: standing.knownAt ?? -1 } }))).toEqual(standing);
      },
    ),
    { numRuns: RUNS },
  );
  expect(states.has('past') && states.has('open')).toBe(true);
});

/** Of the newest event: a command that changes nothing answers with it. */
const lastToken = async (agreement: string): Promise<string> => run({ kind: 'LapseProposals', agreement });

test('a period to come is previewed by a forecast: what it says is what is booked when those sales come', async () => {
  const agreement = 'a-forecast';
  await run({
    kind: 'ProposeAgreement',
    terms: {
      id: agreement,
      supplier: 'acme',
      customer: 'forecast',
      from: '2026-01-01',
      to: '2026-12-31',
      currency: 'EUR',
      programmes: [{ id: 'volume', period: 'quarter', earn: { percent: '1' } }],
    },
    ...SUE,
  });
  for (const by of [SUE, CARL]) await run({ kind: 'SignAgreement', agreement, version: 1, ...by });
  const dayOf = (index: number): string => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10);
  const daily = (document: string, from: number, to: number): LedgerCommand => ({
    kind: 'RecordSales',
    partnership: 'acme~forecast',
    document: documentOf(
      document,
      Array.from({ length: to - from }, (_, index) => ({ on: dayOf(from + index), unitPrice: '100.00', quantity: 1 })),
    ),
  });
  // One sale a day through June, which the run rate takes to go on.
  await run(daily('h-1', 0, 181));
  const atLeast = await run({
    kind: 'ProposeAmendment',
    agreement,
    amendments: [
      {
        effective: '2026-07-01',
        programme: 'volume',
        mode: 'restate',
        change: {
          earn: {
            tiers: 'retrospective',
            steps: [
              { from: '0', percent: '1' },
              { from: '9000', percent: '2.5' },
            ],
          },
        },
      },
    ],
    ...CARL,
  });
  const preview = await valueOf(ledger.compare({ agreement, proposal: true, on: '2026-06-30', atLeast, forecast: { method: 'runRate' } }));
  expect(preview.programmes.flatMap(({ periods }) => periods.map(({ state }) => state))).toEqual(['past', 'past', 'future', 'future']);
  for (const by of [SUE, CARL]) await run({ kind: 'SignAgreement', agreement, version: 2, ...by });
  const token = await run(daily('h-2', 181, 365));
  const after = await valueOf(ledger.balance({ agreement, on: '2026-12-31', atLeast: token }));
  expect([preview.sets[1]?.earned, previewed(preview, 'version 2')]).toEqual([after.earned, booked(after)]);
});
