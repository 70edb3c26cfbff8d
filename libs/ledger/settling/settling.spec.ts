import { expect, test } from '@jest/globals';
import { AGREEMENT, CARL, negotiating, SUE, value } from '../negotiating.contract.ts';
import type { LedgerCommand } from '../ledger.ts';

/** A year of a percentage, settled by quarter: claimed, approved, settled and given up by two sides on one history. */

const given = negotiating();
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
          { from: '2000', percent: '2' },
        ],
      },
      settle: {
        every: 'quarter',
        graceDays: 5,
        dueDays: 30,
        payTo: [
          { member: 'hq', share: '66.7' },
          { member: 'b-1', share: '33.3' },
        ],
        claims: { tolerance: { amount: '0.50' }, decideWithinDays: 14 },
      },
    },
  ],
};
const NOW = '2026-02-01T09:00:00.000Z';
const q1 = { from: '2025-01-01', to: '2025-03-31' };
const q2 = { from: '2025-04-01', to: '2025-06-30' };
const sell = (
  document: string,
  date: string,
  ...lines: readonly { readonly unitPrice: string; readonly tax?: string; readonly taxCode?: string }[]
): LedgerCommand => ({
  kind: 'RecordSales',
  partnership: 'acme~buildco',
  document: {
    reporter: 'supplier',
    stage: 'invoiced',
    document,
    lines: lines.map((line, index) => ({ line: String(index + 1), date, product: 'P', quantity: '1', ...line })),
  },
});
const raise = (claim: string, part: object, on = '2025-04-08'): LedgerCommand => ({
  kind: 'RaiseClaim',
  agreement: AGREEMENT,
  claim,
  parts: [{ programme: 'volume', period: q1, ...part }],
  ...CARL,
  on,
});
const settle = (settlement: string, amount: string, more: object = {}, on = '2025-04-20'): LedgerCommand => ({
  kind: 'RecordSettlement',
  agreement: AGREEMENT,
  settlement,
  means: 'creditNote',
  reference: `CN-${settlement}`,
  parts: [{ programme: 'volume', period: q1, amount, ...more }],
  ...SUE,
  on,
});
let atLeast: string;
/** What is asked after a write sees it. */
const done = async (command: LedgerCommand): Promise<void> => {
  ({ token: atLeast } = await given.done(command, NOW));
};
const about = (on: string) => ({ agreement: AGREEMENT, on, atLeast });

const begun = async (): Promise<void> => {
  await given.signedBoth(TERMS);
  await done(sell('I-1', '2025-02-01', { unitPrice: '600', tax: '114', taxCode: 'V19' }, { unitPrice: '400', tax: '28', taxCode: 'V7' }));
};

test('claims are judged by what is earned as known now, line by line', async () => {
  await begun();
  expect(await given.codes(raise('c-1', { amount: '10.51' }), NOW)).toEqual(['CLAIM_ABOVE_EARNED']);
  await done(raise('c-1', { lines: [{ document: 'I-1', line: '1', amount: '6.00' }] }));
  expect(await given.codes(raise('c-2', { lines: [{ document: 'I-1', line: '1', amount: '6.00' }] }), NOW)).toEqual([
    'CLAIM_LINE_ABOVE_EARNED',
  ]);
  // A late sale crosses into 2 %: the line has earned 6.00 more, which a catch-up may claim.
  await done(sell('I-2', '2025-03-30', { unitPrice: '1000' }));
  await done(raise('c-2', { lines: [{ document: 'I-1', line: '1', amount: '6.00' }] }));
  expect(await given.codes(raise('c-3', { lines: [{ document: 'I-1', line: '1', amount: '6.00' }] }), NOW)).toEqual([
    'CLAIM_LINE_ABOVE_EARNED',
  ]);
  const lines = await value(given.ledger().settling.claimLines({ ...about('2025-03-31'), programme: 'volume' }));
  expect(lines).toMatchObject({
    earned: '40.00',
    lines: [
      { document: 'I-1', line: '1', earned: '12.00', claimed: '12.00', left: '0.00' },
      { line: '2', earned: '8.00', left: '8.00' },
      { document: 'I-2', earned: '20.00' },
    ],
  });
});

test('from a claim to its settlement: what stands about each day, and what is due', async () => {
  await begun();
  await done(raise('c-1', { amount: '10.30' }));
  const claims = await value(given.ledger().settling.claims({ ...about('2025-05-01'), overdue: true }));
  expect(claims.claims).toMatchObject([
    { claim: 'c-1', amount: '10.00', asked: '10.30', status: 'raised', decideBy: '2025-04-22', overdue: true, open: '10.00' },
  ]);
  await done({ kind: 'ApproveClaim', agreement: AGREEMENT, claim: 'c-1', ...SUE, on: '2025-04-10' });
  const due = await value(given.ledger().settling.due(about('2025-04-30')));
  expect(due.items).toMatchObject([
    {
      programme: 'volume',
      period: q1,
      on: '2025-04-05',
      due: '2025-05-05',
      planned: '10.00',
      open: '10.00',
      claims: [{ claim: 'c-1', open: '10.00' }],
      payees: [
        { member: 'hq', amount: '6.67' },
        { member: 'b-1', amount: '3.33' },
      ],
    },
  ]);
  expect(due.items[0]?.tax).toEqual([
    { code: 'V19', net: '6.00', tax: '1.14' },
    { code: 'V7', net: '4.00', tax: '0.28' },
  ]);
  await done(settle('s-1', '4.00', { claim: 'c-1' }));
  const standing = (await value(given.ledger().settling.settlements(about('2025-04-30')))).standing;
  expect(standing).toEqual([
    {
      programme: 'volume',
      earned: '10.00',
      settled: '4.00',
      waived: '0.00',
      open: '6.00',
      claimed: '0.00',
      approved: '6.00',
      unclaimed: '0.00',
    },
  ]);
  const before = (await value(given.ledger().settling.settlements(about('2025-04-09')))).standing;
  expect(before).toMatchObject([{ settled: '0.00', claimed: '10.00', approved: '0.00' }]);
});

test('what was settled too much is carried: the next quarter is due for less', async () => {
  await begun();
  await done(settle('s-1', '14.00'));
  await done(sell('I-3', '2025-05-02', { unitPrice: '500' }));
  const due = await value(given.ledger().settling.due(about('2025-07-31')));
  expect(due.items.map(({ period, planned, open }) => [period.to, planned, open])).toEqual([[q2.to, '5.00', '1.00']]);
  const earlier = await value(given.ledger().settling.due(about('2025-04-30')));
  expect([earlier.items, earlier.carried]).toEqual([[], [{ programme: 'volume', amount: '4.00' }]]);
});

test('a quarter has the tax of what it added: a step reached adds to lines of the quarter before', async () => {
  await begun();
  await done(sell('I-3', '2025-05-02', { unitPrice: '1000', tax: '190', taxCode: 'V19' }));
  const due = await value(given.ledger().settling.due(about('2025-07-31')));
  expect(due.items.map(({ open, tax }) => [open, tax])).toEqual([
    [
      '10.00',
      [
        { code: 'V19', net: '6.00', tax: '1.14' },
        { code: 'V7', net: '4.00', tax: '0.28' },
      ],
    ],
    [
      '30.00',
      [
        { code: 'V19', net: '26.00', tax: '4.94' },
        { code: 'V7', net: '4.00', tax: '0.28' },
      ],
    ],
  ]);
});

test('a difference after a final settlement is said to be one, and a claim that waits stands beside what is due', async () => {
  await begun();
  await done(settle('s-1', '10.00', { final: true }));
  await done(sell('I-2', '2025-03-30', { unitPrice: '500' }));
  await done(raise('c-1', { amount: '5.00' }));
  expect((await value(given.ledger().settling.due(about('2025-04-30')))).items).toMatchObject([
    { planned: '15.00', open: '5.00', afterFinal: true, claims: [], undecided: [{ claim: 'c-1', open: '5.00' }] },
  ]);
});

test('without a day, claims and settlements are about today, also after the term', async () => {
  await begun();
  const today = new Date().toISOString().slice(0, 10);
  const { on } = await value(given.ledger().settling.settlements({ agreement: AGREEMENT, atLeast }));
  expect(on >= today).toBe(true);
  expect((await value(given.ledger().balance({ agreement: AGREEMENT, atLeast }))).on).toBe('2025-12-31');
});

test('ageing counts from the due day', async () => {
  await begun();
  const buckets = async (on: string) => {
    const { total, programmes } = await value(given.ledger().settling.ageing(about(on)));
    expect(programmes).toMatchObject([{ programme: 'volume', ...total }]);
    return total;
  };
  expect(await buckets('2025-05-05')).toMatchObject({ notDue: '10.00', total: '10.00' });
  expect(await buckets('2025-05-06')).toMatchObject({ notDue: '0.00', days1to30: '10.00' });
  expect(await buckets('2025-08-04')).toMatchObject({ over90: '10.00', days61to90: '0.00' });
});

test('as known at an earlier position the claim is not there yet', async () => {
  await begun();
  const { knownAt } = await value(given.ledger().balance(about('2025-04-30')));
  await done(raise('c-1', { amount: '10.00' }));
  const asked = { ...about('2025-04-30'), knownAt: { position: knownAt ?? 0 } };
  expect((await value(given.ledger().settling.claims(asked))).claims).toEqual([]);
  expect((await value(given.ledger().settling.claims(about('2025-04-30')))).claims).toHaveLength(1);
});

test('what a line has earned is the same as known at a position, whatever was asked and recorded since', async () => {
  await begun();
  const lines = async (knownAt?: number) => {
    const answer = await value(
      given.ledger().settling.claimLines({
        ...about('2025-12-31'),
        programme: 'volume',
        ...(knownAt === undefined ? {} : { knownAt: { position: knownAt } }),
      }),
    );
    return { at: answer.knownAt, lines: answer.lines.map(({ document, line, earned }) => `${document}#${line} ${earned}`) };
  };
  const first = await lines();
  expect(first.lines).toEqual(['I-1#1 6.00', 'I-1#2 4.00']);
  await done(sell('I-2', '2025-03-30', { unitPrice: '1000' }));
  await done({
    kind: 'RecordSales',
    partnership: 'acme~buildco',
    document: {
      reporter: 'supplier',
      stage: 'invoiced',
      action: 'correct',
      document: 'I-1',
      lines: [{ line: '2', date: '2025-02-01', product: 'P', quantity: '1', unitPrice: '500' }],
    },
  });
  expect((await lines()).lines).toEqual(['I-1#1 12.00', 'I-1#2 10.00', 'I-2#1 20.00']);
  expect(await lines(first.at)).toEqual(first);
});

test('a retry is told by its command, whatever was earned meanwhile; an unknown programme is refused', async () => {
  await begun();
  expect(await given.codes(raise('c-1', { programme: 'none', amount: '1' }), NOW)).toEqual(['PROGRAMME_UNKNOWN']);
  expect(await given.codes({ kind: 'RefuseClaim', agreement: 'nobodys', claim: 'c-1', reason: 'x', ...SUE }, NOW)).toEqual([
    'AGREEMENT_UNKNOWN',
  ]);
});

test('a plan that claims by itself does so when a period is closed', async () => {
  const [volume] = TERMS.programmes;
  await given.signedBoth({ ...TERMS, programmes: [{ ...volume, settle: { every: 'quarter', claims: { raised: 'automatic' } } }] });
  await done(sell('I-1', '2025-02-01', { unitPrice: '1000' }));
  const close = (period: string) => given.done({ kind: 'ClosePeriod', agreement: AGREEMENT, period }, '2025-04-10T09:00:00.000Z');
  // Closed on the day after the quarter: what the quarter earned is claimed, once.
  const closed = await close('2025-Q1');
  expect(closed.events).toEqual(['StatementIssued', 'ClaimRaised']);
  expect((await close('2025-Q1')).events).toEqual([]);
  const { claims } = await value(given.ledger().settling.claims({ ...about('2025-04-30'), atLeast: closed.token }));
  expect(claims).toMatchObject([{ claim: 'volume.2025-03-31', amount: '10.00', automatic: true, on: '2025-04-10', status: 'raised' }]);
});

test('closing a period that is long over claims nothing of what came after it', async () => {
  const [volume] = TERMS.programmes;
  await given.signedBoth({ ...TERMS, programmes: [{ ...volume, settle: { every: 'quarter', claims: { raised: 'automatic' } } }] });
  await done(sell('I-1', '2025-02-01', { unitPrice: '1000' }));
  const close = (period: string) => given.done({ kind: 'ClosePeriod', agreement: AGREEMENT, period }, NOW);
  expect((await close('2025-01')).events).toEqual(['StatementIssued']);
  // Of a quarter whose sales are not all there yet, a claim would be too small, and the only one.
  await done(sell('I-2', '2025-03-31', { unitPrice: '500' }));
  expect((await close('2025-02')).events).toEqual(['StatementIssued']);
  const closed = await close('2025-03');
  expect(closed.events).toEqual(['StatementIssued', 'ClaimRaised']);
  const { claims } = await value(given.ledger().settling.claims({ ...about('2026-02-01'), atLeast: closed.token }));
  expect(claims.map(({ claim, amount }) => [claim, amount])).toEqual([['volume.2025-03-31', '15.00']]);
});
