import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { AmendmentTerms, CompareAnswer, SalesDocument } from '#rebates';
import { newCommandId } from './event-ids.ts';
import type { Answer, CommandContext, CompareRequest, Executed, Ledger } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

let dataDir: string;
let ledger: Ledger;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'what-if-'));
  ledger = await openLedger({ dataDir });
});
afterEach(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const context = (): CommandContext => ({ commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
const given = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new Error(JSON.stringify(answer.rejections));
  return answer.value;
};
const done = (executed: Executed) => {
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed;
};
const codesOf = <T>(answer: Answer<T>): readonly string[] => (answer.kind === 'rejected' ? answer.rejections.map(({ code }) => code) : []);

const TERMS = {
  id: 'a-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  programmes: [
    { id: 'promo', eligible: { include: [{ category: ['pipes'] }] }, period: 'month', earn: { percent: '3' } },
    {
      id: 'volume',
      deducts: ['promo'],
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '100', percent: '1' },
          { from: '1000', percent: '2' },
          { from: '3000', percent: '3.3' },
        ],
      },
    },
  ],
};
const END = '2026-12-31';

const propose = async (terms: object): Promise<string> =>
  done(await ledger.execute({ kind: 'ProposeAgreement', terms, party: 'supplier', person: 'sue' }, context())).token;
const signBoth = async (version: number): Promise<string> => {
  done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version, party: 'supplier', person: 'sue' }, context()));
  return done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version, party: 'customer', person: 'carl' }, context()))
    .token;
};
const amend = async (...amendments: readonly AmendmentTerms[]): Promise<string> =>
  done(await ledger.execute({ kind: 'ProposeAmendment', agreement: 'a-1', amendments, party: 'customer', person: 'carl' }, context()))
    .token;

const documentOf = (number: number, date: string, quantity: string): SalesDocument => ({
  reporter: 'supplier',
  stage: 'invoiced',
  document: `d-${number}`,
  lines: [
    { date, line: '1', product: 'A', quantity, unitPrice: '10.37' },
    { category: 'pipes', date, line: '2', product: 'B', quantity, unitPrice: '5.01' },
  ],
});
const record = async (sales: SalesDocument): Promise<string> =>
  done(await ledger.execute({ kind: 'RecordSales', partnership: 'acme~buildco', document: sales }, context())).token;
/** Days of a year in a scrambled order, so that some documents come late. */
const recordYear = async (year: number, count = 40): Promise<string> => {
  let token = '0';
  for (let index = 0; index < count; index += 1) {
    const day = (index * 37) % 300;
    token = await record(
      documentOf(
        year * 1000 + index,
        `${year}-${String(Math.floor(day / 28) + 1).padStart(2, '0')}-${String((day % 28) + 1).padStart(2, '0')}`,
        String((index % 7) + 1),
      ),
    );
  }
  return token;
};
const compared = async (request: Omit<CompareRequest, 'agreement'>): Promise<CompareAnswer> =>
  given(await ledger.compare({ agreement: 'a-1', on: END, ...request }));
const earnedBy = ({ sets }: CompareAnswer): Record<string, string> => Object.fromEntries(sets.map(({ name, earned }) => [name, earned]));

const BETTER = {
  tiers: 'marginal',
  steps: [
    { from: '0', percent: '1.7' },
    { from: '900', percent: '4.1' },
  ],
};
const OTHER_LINES: AmendmentTerms = {
  effective: '2026-03-01',
  programme: 'promo',
  mode: 'restate',
  change: { eligible: { include: [{ product: ['A'] }] } },
};
const AMENDMENTS: readonly (readonly [string, AmendmentTerms])[] = [
  ['restates rates', { effective: '2026-05-01', programme: 'volume', mode: 'restate', change: { earn: BETTER } }],
  ['carries on at other rates', { effective: '2026-05-17', programme: 'volume', mode: 'carry', change: { earn: BETTER } }],
  ['restarts at other rates', { effective: '2026-05-17', programme: 'volume', mode: 'restart', change: { earn: BETTER } }],
  ['counts other lines', OTHER_LINES],
];

describe('before a proposal is signed', () => {
  test.each(AMENDMENTS)('one that %s says to the cent, day by day, what is booked once it is', async (_, amendment) => {
    await propose(TERMS);
    await signBoth(1);
    await recordYear(2026);
    const token = await amend(amendment);
    const before = await compared({ proposal: true, atLeast: token });
    expect(before.sets.map(({ name }) => name)).toEqual(['in force', 'version 2']);
    expect(earnedBy(before)['in force']).toBe(given(await ledger.balance({ agreement: 'a-1', on: END })).earned);
    const signed = await signBoth(2);
    for (const { on, earned } of before.curve)
      expect(earned[1]).toBe(given(await ledger.balance({ agreement: 'a-1', on, atLeast: signed })).earned);
    const after = given(await ledger.balance({ agreement: 'a-1', on: END }));
    const own = before.programmes.flatMap(({ id, periods }) =>
      periods.flatMap(({ period, figures }) =>
        figures.flatMap(({ set, measured, earned }) =>
          set === 'version 2' && measured !== null ? [{ id, period, measured, earned }] : [],
        ),
      ),
    );
    expect(own).toEqual(after.programmes.map(({ id, period, measured, earned }) => ({ id, period, measured, earned })));
    const { differsFrom } = before.sets[1] ?? {};
    expect(differsFrom).not.toBeNull();
    const then = given(await ledger.compare({ agreement: 'a-1', on: END, proposal: true, knownAt: { position: before.knownAt ?? 0 } }));
    expect(then).toEqual(before);
  });

  test('the first terms of all can be tried on sales that came before them', async () => {
    await propose({ ...TERMS, programmes: [{ id: 'volume', earn: { percent: '1' } }] });
    await recordYear(2026, 5);
    const token = await propose(TERMS);
    const tried = await compared({ proposal: true, atLeast: token });
    expect(tried.sets.map(({ name }) => name)).toEqual(['version 2']);
    const signed = await signBoth(2);
    expect(tried.sets[0]?.earned).toBe(given(await ledger.balance({ agreement: 'a-1', on: END, atLeast: signed })).earned);
  });
});

describe('terms that nobody has proposed', () => {
  test('are compared as an agreement of their own or as amendments, side by side', async () => {
    await propose(TERMS);
    await signBoth(1);
    const atLeast = await recordYear(2026);
    const [, amendment] = AMENDMENTS[0] ?? [];
    const whole = { ...TERMS, id: 'other', programmes: [TERMS.programmes[0], { ...TERMS.programmes[1], earn: BETTER }] };
    const { sets } = await compared({
      atLeast,
      with: [
        { name: 'amended', amendments: [amendment] },
        { name: 'whole', terms: whole },
      ],
    });
    expect(sets.map(({ name }) => name)).toEqual(['in force', 'amended', 'whole']);
    expect(sets[1]?.earned).toBe(sets[2]?.earned);
  });

  test('go on as the year before did, grown', async () => {
    await propose(TERMS);
    await signBoth(1);
    await recordYear(2025);
    const whole = { ...TERMS, programmes: [{ id: 'volume', earn: { percent: '1' } }] };
    const request = { on: '2025-12-31', with: [{ name: 'flat', terms: whole }], forecast: { growth: '100' } };
    const atLeast = await record(documentOf(1, '2026-02-01', '1'));
    const { sets, through } = await compared({ ...request, atLeast });
    // Twice the value of 2025; the sale of 2026 is dated after the day asked about.
    expect([through, sets[1]?.value, sets[1]?.earned]).toEqual(['2026-12-31', '4767.8', '47.68']);
  });

  test.each([
    ['nothing to compare with', {}, ['COMPARE_NOTHING']],
    ['a proposal that is not there', { proposal: true }, ['COMPARE_NO_PROPOSAL']],
    ['terms that contradict themselves', { with: [{ name: 'x', terms: { ...TERMS, to: '2025-01-01' } }] }, ['TERM_BACKWARDS']],
    [
      'amendments of no programme',
      { with: [{ name: 'x', amendments: [{ effective: '2026-02-01', programme: 'p', mode: 'restate', change: { earn: BETTER } }] }] },
      ['AMENDMENT_PROGRAMME_UNKNOWN'],
    ],
    ['two sets of one name', { with: [{ name: 'in force', terms: TERMS }] }, ['COMPARE_NAME_TWICE']],
    ['terms of others', { with: [{ name: 'x', terms: { ...TERMS, customer: 'else' } }] }, ['COMPARE_PARTIES_DIFFER']],
    ['a forecast that is none', { with: [{ name: 'x', terms: TERMS }], forecast: { growth: 5 } }, ['VALUE_NOT_ALLOWED']],
    ['a day that is none', { with: [{ name: 'x', terms: TERMS }], on: '2026-02-30' }, ['DAY_NOT_VALID']],
  ])('%s is refused', async (_, request, codes) => {
    await propose(TERMS);
    const atLeast = await signBoth(1);
    expect(codesOf(await ledger.compare({ agreement: 'a-1', atLeast, ...request }))).toEqual(codes);
  });

  test('an agreement that nobody knows is refused', async () => {
    expect(codesOf(await ledger.compare({ agreement: 'nope', proposal: true }))).toEqual(['AGREEMENT_UNKNOWN']);
    expect(codesOf(await ledger.design({ agreement: 'nope', goals: {} }))).toEqual(['AGREEMENT_UNKNOWN']);
  });
});

describe('a design', () => {
  const goals = {
    vary: [
      { programme: 'volume', at: 'earn.steps[1].from', from: '800', to: '2400', by: '800' },
      { programme: 'volume', at: 'earn.steps[1].percent', from: '1.5', to: '2.5', by: '0.5' },
    ],
    goals: [
      { party: 'customer', atLeast: { amount: '40' } },
      { party: 'supplier', growth: '10', atMost: { percent: '3.5' } },
    ],
  };

  test('says of each candidate what a comparison says of its change', async () => {
    await propose(TERMS);
    await signBoth(1);
    const atLeast = await recordYear(2026, 60);
    const { candidates, standing, search } = given(await ledger.design({ agreement: 'a-1', goals, atLeast }));
    expect([search, standing.figures[0]?.earned]).toEqual([
      { grid: '9', evaluated: 9, notValid: 0, complete: true },
      given(await ledger.balance({ agreement: 'a-1', on: END })).earned,
    ]);
    expect(candidates.length).toBeGreaterThan(0);
    for (const { changes, figures } of candidates) {
      const amendments = changes.map(({ programme, change }) => ({ effective: '2026-01-01', programme, mode: 'restate', change }));
      expect((await compared({ with: [{ name: 'candidate', amendments }] })).sets[1]?.earned).toBe(figures[0]?.earned);
    }
  });

  test('works on the sales of the year before, and on terms as they stand after amendments that count other lines', async () => {
    await propose(TERMS);
    await signBoth(1);
    await recordYear(2025);
    await amend(OTHER_LINES);
    const atLeast = await signBoth(2);
    const design = given(await ledger.design({ agreement: 'a-1', goals: { ...goals, sales: 'yearBefore' }, atLeast }));
    const { sets } = await compared({
      on: '2025-12-31',
      with: [
        {
          name: 'same',
          amendments: [
            { effective: '2026-01-01', programme: 'promo', mode: 'restate', change: { eligible: { include: [{ product: ['A'] }] } } },
          ],
        },
      ],
      forecast: { growth: '0' },
    });
    expect(design.standing.figures[0]?.earned).toBe(sets[1]?.earned);
  });

  test('refuses goals that cannot be asked', async () => {
    await propose(TERMS);
    const atLeast = await signBoth(1);
    expect(codesOf(await ledger.design({ agreement: 'a-1', goals: { ...goals, vary: [] }, atLeast }))).toEqual(['VALUE_NOT_ALLOWED']);
    expect(codesOf(await ledger.design({ agreement: 'a-1', on: 'soon', goals, atLeast }))).toEqual(['DAY_NOT_VALID']);
  });
});
