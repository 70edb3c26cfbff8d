import { describe, expect, test } from '@jest/globals';
import { AGREEMENT, value } from '../negotiating.contract.ts';
import { recordResolutionOnly } from './half-done.contract.ts';
import { PARTNERSHIP, reconcilingWorld, resolve, says, short, STEPPED } from './reconciling.contract.ts';

const world = reconcilingWorld();
const reconciliation = () => world.ledger().reconciliation;
const began = async (...commands: readonly Parameters<typeof world.done>[0][]): Promise<void> => {
  await world.signedBoth(STEPPED);
  for (const command of commands) await world.done(command);
};

describe('variances', () => {
  test('are open from the day they show, with their kind, value and what they mean in rebate', async () => {
    await began(
      says('supplier', 'A#1 03-05 P 10 990'),
      says('supplier', 'B#1 03-06 P 1 50'),
      says('customer', 'A#1 03-05 P 11 990'),
      says('customer', 'C#1 03-07 Q 2 100'),
    );
    const open = await world.openOf();
    expect(short(open)).toEqual(['quantity A#1 A#1 990', 'missing on customer B#1 -50', 'missing on supplier C#1 200']);
    expect(open.items.map(({ since, status }) => [since, status])).toEqual([
      [{ day: '2026-03-05', position: 7 }, 'open'],
      [{ day: '2026-03-06', position: 6 }, 'open'],
      [{ day: '2026-03-07', position: 8 }, 'open'],
    ]);
    // 9,950 at 1 %: with one piece more 10,940 at 2 %; without B 9,900; with C 10,150 at 2 %.
    expect(open.items.map(({ rebate }) => rebate)).toEqual(
      [['119.30'], ['-0.50'], ['103.50']].map(([change]) => [
        { agreement: AGREEMENT, currency: 'EUR', counts: 'supplier', on: '2026-12-31', change },
      ]),
    );
    expect([open.total, open.byKind.missing]).toEqual([
      { count: 3, net: '1140', gross: '1240' },
      { count: 2, net: '150', gross: '250' },
    ]);
  });

  test('are filtered, paged, and known then as now', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'B#1 03-06 P 11 9'), says('customer', 'C#1 05-07 Q 2 100'));
    const first = await world.openOf({ limit: 2 });
    expect(short(first)).toEqual(['missing on customer A#1 -90', 'missing on supplier B#1 99']);
    expect(short(await world.openOf({ limit: 2, cursor: first.nextCursor }))).toEqual(['missing on supplier C#1 200']);
    expect(short(await world.openOf({ from: '2026-03-06', to: '2026-04-30' }))).toEqual(['missing on supplier B#1 99']);
    expect(short(await world.openOf({ document: 'C' }))).toEqual(['missing on supplier C#1 200']);
    expect(short(await world.openOf({ kind: 'price' }))).toEqual([]);
    const then = await world.openOf({ knownAt: { position: first.knownAt - 1 } });
    expect([short(then), then.knownAt]).toEqual([['missing on customer A#1 -90', 'missing on supplier B#1 99'], first.knownAt - 1]);
    expect(await reconciliation().variance({ partnership: PARTNERSHIP, variance: 'missing:X;1:' })).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'VARIANCE_UNKNOWN' }],
    });
    expect(await reconciliation().variances({ partnership: 'acme~nobody' })).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'PARTNERSHIP_UNKNOWN' }],
    });
    expect(await reconciliation().variances({ partnership: PARTNERSHIP, from: 'May' })).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'DAY_NOT_VALID' }],
    });
  });

  test('begin where the later of the two records does: a side that says nothing of a line contradicts nobody', async () => {
    await began(says('supplier', 'A#1 01-05 P 10 9'), says('supplier', 'B#1 03-05 P 10 9'));
    const sides = async () => value(reconciliation().sides({ agreement: AGREEMENT, on: '2026-12-31', atLeast: world.atLeast() }));
    const gap = async () =>
      value(reconciliation().gap({ partnership: PARTNERSHIP, atLeast: world.atLeast(), from: '2026-01-05', to: '2026-03-31' }));
    const silent = await world.openOf();
    expect([short(silent), silent.comparedFrom, silent.total.count]).toEqual([[], null, 0]);
    expect([(await gap()).comparedFrom, (await gap()).days.at(-1)?.total.gross, (await sides()).reported]).toEqual([
      null,
      '0',
      { supplier: true, customer: false },
    ]);
    await world.done(says('customer', 'C#1 03-20 P 1 9'));
    const begun = await world.openOf();
    expect([short(begun), begun.comparedFrom]).toEqual([['missing on customer B#1 -90', 'missing on supplier C#1 9'], '2026-03-01']);
    expect([(await gap()).comparedFrom, (await gap()).days.at(-1)?.total.gross, (await sides()).reported]).toEqual([
      '2026-03-01',
      '99',
      { supplier: true, customer: true },
    ]);
    await world.reopen();
    expect(await world.openOf()).toEqual(begun);
    await world.done(says('customer', 'D#1 01-31 P 1 9'));
    expect(short(await world.openOf())).toEqual([
      'missing on customer A#1 -90',
      'missing on supplier D#1 9',
      'missing on customer B#1 -90',
      'missing on supplier C#1 9',
    ]);
    expect(short(await world.openOf({ knownAt: { position: silent.knownAt } }))).toEqual([]);
  });

  test('survive a restart without matching again what stood', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'A#1 03-05 P 11 9'));
    const before = await world.openOf();
    await world.reopen();
    expect(await world.openOf()).toEqual(before);
    await world.done(says('customer', 'A#1 03-05 P 10 9', {}, 'correct'));
    await world.done(says('supplier', 'B#1 03-05 P 1 9'));
    expect(short(await world.openOf())).toEqual(['missing on customer B#1 -9']);
  });
});

describe('rules of matching', () => {
  const set = (rules: object, party: 'supplier' | 'customer' = 'customer') => ({
    kind: 'SetMatchingRules' as const,
    partnership: PARTNERSHIP,
    rules,
    party,
    person: 'carl',
  });

  test('are set by either side, seen by both, and hold for all lines', async () => {
    await began(says('supplier', 'A#1 03-05 P 24 0.50', { unit: 'piece' }), says('customer', 'GR-A#1 03-07 Q 2 6', { unit: 'box' }));
    expect(short(await world.openOf())).toHaveLength(2);
    const rules = {
      tolerances: { days: 3 },
      prefix: 'GR-',
      products: [{ theirs: 'Q', ours: 'P' }],
      units: [{ product: 'P', from: 'box', to: 'piece', factor: '12' }],
    };
    const { events } = await world.done(set(rules));
    expect(events).toEqual(['MatchingRulesSet', 'MatchingRulesSet']);
    expect(short(await world.openOf())).toEqual([]);
    expect((await world.done(set(rules))).events).toEqual([]);
    expect(await value(reconciliation().rules({ partnership: PARTNERSHIP, atLeast: world.atLeast() }))).toMatchObject({
      version: 2,
      prefix: 'GR-',
      products: [{ theirs: 'Q', ours: 'P' }],
      stages: { supplier: 'invoiced', customer: 'invoiced' },
    });
    await world.done(set({ products: [{ theirs: 'Q', ours: '' }] }, 'supplier'));
    expect(short(await world.openOf())).toEqual(['missing on customer A#1 -12', 'missing on supplier GR-A#1 12']);
  });

  test('that cannot be kept are refused with their place', async () => {
    await began();
    expect(await world.codes(set({ units: [{ from: 'box', to: 'piece', factor: '0' }] }))).toEqual(['CONVERSION_FACTOR_NOT_ALLOWED']);
    expect(await world.codes(set({ products: [{ theirs: '', ours: 'P' }] }))).toEqual(['MATCHING_NOT_ALLOWED']);
    expect(await world.codes({ ...set({}), partnership: 'acme~nobody' })).toEqual(['PARTNERSHIP_UNKNOWN']);
  });

  test('say which stage of each side is held against the other', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'));
    await world.done({
      kind: 'RecordSales',
      partnership: PARTNERSHIP,
      document: {
        reporter: 'customer',
        stage: 'received',
        document: 'A',
        lines: [{ line: '1', date: '2026-03-05', product: 'P', quantity: '10', unitPrice: '9' }],
      },
    });
    const before = await world.openOf();
    expect([short(before), before.comparedFrom]).toEqual([[], null]);
    await world.done(set({ stages: { supplier: 'invoiced', customer: 'received' } }));
    expect(short(await world.openOf())).toEqual([]);
    expect(await world.figures()).toEqual(['0.90', '0.90', '0.00']);
  });
});

describe("a side's own statement", () => {
  const state = (figures: object, more: object = {}) =>
    ({
      kind: 'StateFigures' as const,
      agreement: AGREEMENT,
      period: '2026-Q1',
      figures,
      party: 'customer' as const,
      person: 'carl',
      ...more,
    }) as Parameters<typeof world.done>[0];

  test('is held against what the agreement earns in the same days, as known, and moves no balance', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 990'), says('supplier', 'B#1 04-05 P 10 990'));
    expect(await world.codes(state({ other: '1' }))).toEqual(['PROGRAMME_UNKNOWN']);
    expect(await world.codes(state({ volume: '1' }, { period: 'spring' }))).toEqual(['PERIOD_NOT_VALID']);
    expect(await world.codes(state({ volume: '1' }, { agreement: 'none' }))).toEqual(['AGREEMENT_UNKNOWN']);
    const before = await world.figures();
    expect((await world.done(state({ volume: '105.00' }, { reference: 'RS-1' }))).events).toEqual(['FiguresStated']);
    expect((await world.done(state({ volume: '105.00' }, { reference: 'RS-1' }))).events).toEqual([]);
    expect(await world.codes(state({ volume: '99.00' }))).toEqual(['STATED_OTHERWISE']);
    const stated = async (more: object = {}) =>
      (await value(reconciliation().stated({ agreement: AGREEMENT, atLeast: world.atLeast(), ...more }))).items;
    const [first] = await stated();
    expect(first).toMatchObject({
      party: 'customer',
      period: { from: '2026-01-01', to: '2026-03-31' },
      reference: 'RS-1',
      stated: '105.00',
      ledger: '99.00',
      difference: '6.00',
      programmes: [{ programme: 'volume', difference: '6.00' }],
    });
    await world.done(state({ volume: '99.00' }, { corrects: true }));
    await world.done(state({ volume: '297.00' }, { period: '2026-Q2' }));
    expect((await stated()).map(({ difference }) => difference)).toEqual(['0.00', '0.00']);
    expect((await stated({ knownAt: { position: first?.position ?? 0 } })).map(({ difference }) => difference)).toEqual(['6.00']);
    expect(await world.figures()).toEqual(before);
  });

  test('differs until a side gives way, and again once what is earned changes', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 990'));
    await world.done(state({ volume: '105.00' }));
    const give = (party: 'supplier' | 'customer', accept: 'stated' | 'earned') => ({
      kind: 'ResolveStatedFigure' as const,
      agreement: AGREEMENT,
      of: 'customer' as const,
      period: '2026-Q1',
      programme: 'volume',
      accept,
      party,
      person: party,
    });
    const standing = async () =>
      (await value(reconciliation().stated({ agreement: AGREEMENT, atLeast: world.atLeast() }))).items.flatMap(({ programmes }) =>
        programmes.map(({ status, resolution }) => [status, resolution?.party ?? null]),
      );
    expect(await standing()).toEqual([['open', null]]);
    expect(await world.codes(give('supplier', 'earned'))).toEqual(['STATED_NOT_YOURS']);
    expect((await world.done(give('customer', 'earned'))).events).toEqual(['StatedFigureResolved']);
    expect(await standing()).toEqual([['resolved', 'customer']]);
    await world.done(says('supplier', 'B#1 03-06 P 1 990'));
    expect(await standing()).toEqual([['open', null]]);
  });
});

describe('a resolution', () => {
  test("that takes the other side's line is in force at once, and corrects one's own record", async () => {
    await began(says('supplier', 'A#1 03-05 P 10 990'), says('customer', 'A#1 03-05 P 11 990'));
    expect(await world.figures()).toEqual(['99.00', '217.80', '118.80']);
    const [id = ''] = await world.ids();
    const { events } = await world.done(resolve([id], 'supplier', 'customer'));
    expect(events).toEqual(['VarianceResolved', 'SalesCorrected']);
    expect(short(await world.openOf())).toEqual([]);
    expect(await world.figures()).toEqual(['217.80', '217.80', '0.00']);
  });

  test("that favours oneself waits for the other side's word", async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'A#1 03-05 P 11 9'));
    const [id = ''] = await world.ids();
    expect((await world.done(resolve([id], 'supplier', 'supplier'))).events).toEqual(['ResolutionProposed']);
    expect((await world.done(resolve([id], 'supplier', 'supplier'))).events).toEqual([]);
    const proposed = (await world.openOf()).items;
    expect(proposed.map(({ status, proposed: [said] }) => [status, said])).toEqual([
      ['proposed', { accept: 'supplier', party: 'supplier', person: 'sue' }],
    ]);
    expect((await world.done(resolve([id], 'customer', 'supplier'))).events).toEqual(['VarianceResolved', 'SalesCorrected']);
    expect([short(await world.openOf()), await world.figures()]).toEqual([[], ['0.90', '0.90', '0.00']]);
  });

  test('on another figure needs both, and corrects both records', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'A#1 03-05 P 12 9'));
    const [id = ''] = await world.ids();
    const agreed = { agreed: { quantity: '11' } };
    expect((await world.done(resolve([id], 'customer', 'agreed', agreed))).events).toEqual(['ResolutionProposed']);
    expect((await world.done(resolve([id], 'supplier', 'agreed', { agreed: { quantity: '12' } }))).events).toEqual(['ResolutionProposed']);
    expect((await world.done(resolve([id], 'supplier', 'agreed', agreed))).events).toEqual([
      'VarianceResolved',
      'SalesCorrected',
      'SalesCorrected',
    ]);
    expect([short(await world.openOf()), await world.figures()]).toEqual([[], ['0.99', '0.99', '0.00']]);
  });

  test('that passes it over needs a reason, and leaves both records; a line said anew opens it again', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'A#1 03-05 P 11 9'));
    const [id = ''] = await world.ids();
    expect(await world.codes(resolve([id], 'customer', 'neither'))).toEqual(['RESOLUTION_REASON_MISSING']);
    await world.done(resolve([id], 'customer', 'neither', { reason: 'not worth a letter' }));
    expect([short(await world.openOf()), short(await world.openOf({ status: 'resolved' }))]).toEqual([[], ['quantity A#1 A#1 9']]);
    expect(await world.codes(resolve([id], 'supplier', 'customer'))).toEqual(['VARIANCE_RESOLVED']);
    const gap = async () =>
      (
        await value(reconciliation().gap({ partnership: PARTNERSHIP, atLeast: world.atLeast(), from: '2026-03-04', to: '2026-03-05' }))
      ).days.map(({ day, total }) => [day, total.net]);
    expect(await gap()).toEqual([
      ['2026-03-04', '0'],
      ['2026-03-05', '0'],
    ]);
    await world.done(says('customer', 'A#1 03-05 P 12 9', {}, 'correct'));
    const [first] = (await world.openOf()).items;
    expect([first?.variance, first?.value, first?.status]).toEqual([id, '18', 'open']);
    expect(await gap()).toEqual([
      ['2026-03-04', '0'],
      ['2026-03-05', '18'],
    ]);
  });

  test('in bulk: all of a pair and many pairs, each record changed once to what the other says', async () => {
    await began(
      says('supplier', 'A#1 03-05 P 10 9', { unit: 'piece' }),
      says('supplier', 'A#2 03-05 R 5 2'),
      says('supplier', 'B#1 03-06 Q 1 50', { category: 'pipes' }),
      says('customer', 'A#1 04-05 P 12 10', { unit: 'piece' }),
      says('customer', 'A#3 03-05 S 7 3'),
      says('customer', 'B#1 03-06 T 1 50'),
    );
    const ids = await world.ids();
    expect(ids.map((id) => id.replace(/:.*/, '')).sort()).toEqual(['date', 'missing', 'missing', 'price', 'product', 'quantity']);
    await world.done(resolve(ids, 'supplier', 'customer'));
    expect([short(await world.openOf()), await world.figures()]).toEqual([[], ['1.91', '1.91', '0.00']]);
    expect(await world.codes(resolve(['missing:none;1:'], 'supplier', 'customer'))).toEqual(['VARIANCE_UNKNOWN']);
    expect((await world.done(resolve(ids, 'supplier', 'customer'))).events).toEqual([]);
  });

  test('speaks the words of the record that it changes', async () => {
    await began();
    await world.done({
      kind: 'SetMatchingRules',
      partnership: PARTNERSHIP,
      rules: { prefix: 'GR-', products: [{ theirs: 'Q', ours: 'P' }], units: [{ product: 'P', from: 'box', to: 'piece', factor: '12' }] },
      party: 'supplier',
      person: 'sue',
    });
    await world.done(says('supplier', 'A#1 03-05 P 24 0.50', { unit: 'piece' }));
    await world.done(says('supplier', 'B#1 03-05 P 12 0.75', { unit: 'piece' }));
    await world.done(says('customer', 'GR-A#1 03-05 Q 3 6', { unit: 'box' }));
    const open = await world.openOf();
    expect(short(open)).toEqual(['missing on customer B#1 -9', 'quantity A#1 GR-A#1 6']);
    await world.done(
      resolve(
        open.items.map(({ variance }) => variance),
        'customer',
        'supplier',
      ),
    );
    expect([short(await world.openOf()), await world.figures()]).toEqual([[], ['0.21', '0.21', '0.00']]);
  });

  test('whose correction was not recorded is finished by resolving it once more', async () => {
    await began(says('supplier', 'A#1 03-05 P 10 9'), says('customer', 'A#1 03-05 P 11 9'));
    const [id = ''] = await world.ids();
    await world.reopen(() => recordResolutionOnly(world.dataDir(), id));
    const [pending] = (await world.openOf({ status: 'resolved' })).items;
    expect(pending?.resolution).toMatchObject({ accept: 'customer', pending: true });
    expect((await world.done(resolve([id], 'supplier', 'customer'))).events).toEqual(['SalesCorrected']);
    expect([short(await world.openOf({ status: 'resolved' })), await world.figures()]).toEqual([[], ['0.99', '0.99', '0.00']]);
  });
});

test("each side's own figure is what the agreement would pay counting from its lines", async () => {
  await began(says('supplier', 'A#1 03-05 P 10 900'), says('customer', 'A#1 03-05 P 10 900'), says('customer', 'B#1 06-01 P 1 1000'));
  const at = { agreement: AGREEMENT, on: '2026-12-31' };
  expect(await value(reconciliation().sides({ ...at, atLeast: world.atLeast() }))).toMatchObject({
    supplier: '90.00',
    customer: '200.00',
    difference: '110.00',
    counts: 'supplier',
    programmes: [{ id: 'volume', supplier: '90.00', customer: '200.00' }],
  });
  expect(await value(reconciliation().sides({ ...at, on: '2026-05-31' }))).toMatchObject({
    supplier: '90.00',
    customer: '90.00',
    difference: '0.00',
  });
  const { knownAt } = await value(reconciliation().sides({ ...at, atLeast: world.atLeast() }));
  await world.done(says('customer', 'B#1 06-01 P 2 1000', {}, 'correct'));
  expect(await world.figures()).toEqual(['90.00', '220.00', '130.00']);
  expect(await value(reconciliation().sides({ ...at, knownAt: { position: knownAt } }))).toMatchObject({
    supplier: '90.00',
    customer: '200.00',
  });
  expect(await value(reconciliation().balanceFrom({ ...at, countFrom: 'customer' }))).toMatchObject({
    earned: '220.00',
    programmes: [{ measured: '11000' }],
  });
  expect(await value(world.ledger().balance(at))).toMatchObject({ earned: '90.00' });
});
