import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Rational, sum, toDay } from '#kernel';
import { agreementSchema, type AmendmentTerms, Calculation, type SalesDocument } from '#rebates';
import { newCommandId } from './event-ids.ts';
import type { Answer, CommandContext, Executed, Ledger } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

const folders: string[] = [];
let dataDir: string;
let ledger: Ledger;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-'));
  folders.push(dataDir);
  ledger = await openLedger({ dataDir });
});
afterEach(async () => {
  await ledger.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const context = (commandId = newCommandId()): CommandContext => ({ commandId, actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
const given = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new Error(JSON.stringify(answer.rejections));
  return answer.value;
};
const done = (executed: Executed) => {
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed;
};

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
          { from: '3000', percent: '3' },
        ],
      },
    },
  ],
};
const PARTNERSHIP = 'acme~buildco';

const signed = async (terms: Record<string, unknown> = TERMS): Promise<void> => {
  const agreement = String(terms['id']);
  done(await ledger.execute({ kind: 'ProposeAgreement', terms, party: 'supplier', person: 'sue' }, context()));
  done(await ledger.execute({ kind: 'SignAgreement', agreement, version: 1, party: 'supplier', person: 'sue' }, context()));
  done(await ledger.execute({ kind: 'SignAgreement', agreement, version: 1, party: 'customer', person: 'carl' }, context()));
};

const amended = async (version: number, amendments: readonly AmendmentTerms[]): Promise<string> => {
  done(await ledger.execute({ kind: 'ProposeAmendment', agreement: 'a-1', amendments, party: 'customer', person: 'carl' }, context()));
  done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version, party: 'supplier', person: 'sue' }, context()));
  return done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version, party: 'customer', person: 'carl' }, context()))
    .token;
};

const document = (number: number, date: string, quantity: string, more: Partial<SalesDocument['lines'][number]> = {}): SalesDocument => ({
  reporter: 'supplier',
  stage: 'invoiced',
  document: `d-${number}`,
  lines: [
    { date, line: '1', product: 'A', quantity, unitPrice: '10', ...more },
    { category: 'pipes', date, line: '2', product: 'B', quantity, unitPrice: '5', ...more },
  ],
});
const record = async (sales: SalesDocument): Promise<string> =>
  done(await ledger.execute({ kind: 'RecordSales', partnership: PARTNERSHIP, document: sales }, context())).token;

/** Days in a scrambled order, so that some documents come late. */
const dayOfYear = (index: number): string => {
  const day = (index * 37) % 300;
  return `2026-${String(Math.floor(day / 28) + 1).padStart(2, '0')}-${String((day % 28) + 1).padStart(2, '0')}`;
};

describe('both times', () => {
  const RATES: AmendmentTerms = {
    effective: '2026-04-01',
    programme: 'volume',
    mode: 'carry',
    change: {
      earn: {
        tiers: 'marginal',
        steps: [
          { from: '0', percent: '2' },
          { from: '2000', percent: '4' },
        ],
      },
    },
  };
  const SET: AmendmentTerms = {
    effective: '2026-06-01',
    programme: 'promo',
    mode: 'restate',
    change: { eligible: { include: [{ product: ['A'] }] } },
  };

  test('any day, known at any position, is what a fold of every line known by then gives', async () => {
    await signed();
    const known: { position: number; documents: SalesDocument[]; amendments: AmendmentTerms[] }[] = [];
    const documents: SalesDocument[] = [];
    const amendments: AmendmentTerms[] = [];
    let token = '0';
    const note = async (): Promise<void> => {
      const position = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', atLeast: token })).knownAt ?? -1;
      known.push({ position, documents: [...documents], amendments: [...amendments] });
    };
    const add = async (sales: SalesDocument): Promise<void> => {
      documents.push(sales);
      token = await record(sales);
    };
    for (let index = 0; index < 90; index += 1) {
      await add(document(index, dayOfYear(index), String((index % 7) + 1)));
      if (index % 11 === 0) await note();
      if (index === 30) await add({ ...document(3, dayOfYear(3), '50'), action: 'correct' });
      if (index === 50) await add({ ...document(5, dayOfYear(5), '6'), action: 'void' });
      if (index === 60) await add(document(1000, '2026-05-05', '-3'));
      for (const [at, version, amendment] of [
        [40, 2, RATES],
        [70, 3, SET],
      ] as const) {
        if (index !== at) continue;
        token = await amended(version, [amendment]);
        amendments.push(amendment);
        await note();
      }
    }
    await note();
    for (const { position, documents: then, amendments: signedThen } of known) {
      const reference = new Calculation({ ...agreementSchema.parse(TERMS), amendments: signedThen });
      for (const sales of then) reference.add(sales);
      for (const on of ['2026-01-15', '2026-04-01', '2026-07-31', '2026-12-31']) {
        const { knownAt, ...balance } = given(await ledger.balance({ agreement: 'a-1', on, knownAt: { position } }));
        expect({ knownAt, balance }).toEqual({ knownAt: position, balance: reference.balance(toDay(on)) });
      }
    }
    expect(await ledger.rebuild({ check: true })).toMatchObject({ identical: true, difference: null });
  });

  test('a replay adds up: each day is the day before and its causes, and the last is the balance', async () => {
    await signed();
    for (let index = 0; index < 60; index += 1) await record(document(index, dayOfYear(index), String((index % 9) + 1)));
    const token = await amended(2, [RATES]);
    const balance = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', atLeast: token }));
    const days = given(await ledger.replay({ agreement: 'a-1', from: '2026-01-01', to: '2026-12-31' }));
    expect(days).toHaveLength(365);
    let before = Rational.zero;
    for (const day of days) {
      const causes = sum(Object.values(day.causes).map(fraction));
      expect(before.plus(causes).toExact()).toBe(Rational.parse(day.earned).toExact());
      before = Rational.parse(day.earned);
    }
    expect(days.at(-1)?.earned).toBe(balance.earned);
    const series = given(await ledger.balances({ agreement: 'a-1', from: '2026-01-01', to: '2026-12-31' }));
    expect(series.map((day) => day.earned)).toEqual(days.map((day) => day.earned));
    const explained = given(await ledger.explain({ agreement: 'a-1', on: '2026-12-31', limit: 1000 }));
    expect(sum(Object.values(explained.causes).map(fraction)).toExact()).toBe(Rational.parse(balance.earned).toExact());
    expect(explained.lines).toHaveLength(120);
  });
});

test('returns in the period of their sale, also when they are recorded before it: the ledger and a fold agree', async () => {
  const terms = {
    ...TERMS,
    id: 'a-1',
    returns: 'salePeriod',
    programmes: [
      {
        id: 'monthly',
        period: 'month',
        earn: {
          tiers: 'retrospective',
          steps: [
            { from: '100', percent: '1' },
            { from: '500', percent: '5' },
          ],
        },
      },
    ],
  };
  await signed(terms);
  const reference = new Calculation(agreementSchema.parse(terms));
  const positions: number[] = [];
  const steps: SalesDocument[] = [
    document(1, '2026-01-10', '20'),
    document(9, '2026-03-05', '-15', { returns: 'd-2#1' }),
    document(2, '2026-02-10', '40'),
    document(8, '2026-03-06', '-3', { returns: 'd-1#1' }),
    { ...document(2, '2026-01-20', '40'), action: 'correct' },
    { ...document(8, '2026-03-06', '-3', { returns: 'd-1#1' }), action: 'void' },
  ];
  const expected: string[] = [];
  for (const sales of steps) {
    const token = await record(sales);
    reference.add(sales);
    const balance = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', atLeast: token }));
    expected.push(reference.balance(toDay('2026-12-31')).earned);
    expect(balance.earned).toBe(expected.at(-1));
    positions.push(balance.knownAt ?? -1);
  }
  for (const [index, position] of positions.entries()) {
    expect(given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', knownAt: { position } })).earned).toBe(expected[index]);
  }
  expect(await ledger.rebuild({ check: true })).toMatchObject({ identical: true });
});

test('special prices with days and limits, documents and payments: the ledger and a fold agree at every position', async () => {
  const prices = [
    { product: 'A', downTo: '2', to: '2026-03-31', limit: '50' },
    { product: 'A', downBy: '0.5', from: '2026-04-01' },
  ];
  const terms = {
    ...TERMS,
    id: 'a-1',
    programmes: [
      { id: 'special', earn: { shipAndDebit: { prices } } },
      { id: 'size', period: 'document', earn: { tiers: 'retrospective', steps: [{ from: '100', percent: '1' }] } },
      { id: 'paid', stage: 'paid', earn: { percent: '2' } },
      {
        id: 'growth',
        period: 'quarter',
        earn: { growth: 'all', baseline: { previousPeriod: 'full' }, steps: [{ from: '50', percent: '1' }] },
      },
    ],
  };
  await signed(terms);
  const reference = new Calculation(agreementSchema.parse(terms));
  const known: { position: number; balance: ReturnType<typeof reference.balance> }[] = [];
  const steps: SalesDocument[] = [
    document(1, '2026-03-10', '40'),
    document(7, '2026-05-02', '-10', { returns: 'd-2#1' }),
    document(2, '2026-02-10', '30'),
    document(3, '2026-04-10', '25'),
    document(4, '2025-11-10', '60'),
    { ...document(1, '2026-03-10', '40', { paidOn: '2026-05-01', paidAmount: '40' }), action: 'pay' },
    { ...document(2, '2026-04-20', '30'), action: 'correct' },
    { ...document(1, '2026-03-10', '40', { paidOn: '2026-06-01' }), action: 'pay' },
    { ...document(7, '2026-05-02', '-10', { returns: 'd-2#1' }), action: 'void' },
  ];
  for (const sales of steps) {
    const token = await record(sales);
    reference.add(sales);
    const { knownAt, ...balance } = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', atLeast: token }));
    expect(balance).toEqual(reference.balance(toDay('2026-12-31')));
    known.push({ position: knownAt ?? -1, balance: reference.balance(toDay('2026-12-31')) });
  }
  for (const { position, balance } of known)
    expect(given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', knownAt: { position } }))).toEqual({
      ...balance,
      knownAt: position,
    });
  expect(await ledger.rebuild({ check: true })).toMatchObject({ identical: true });
});

/** `n/d` or a decimal. */
const fraction = (text: string): Rational => {
  const [n = '0', d = '1'] = text.split('/');
  return Rational.parse(n).over(Rational.parse(d));
};

describe('commands', () => {
  test('the same command id with the same content is carried out once; with other content it is refused', async () => {
    await signed();
    const again = context();
    const command = { kind: 'RecordSales', partnership: PARTNERSHIP, document: document(1, '2026-02-01', '4') } as const;
    const first = done(await ledger.execute(command, again));
    const second = done(await ledger.execute(command, again));
    expect(second.revision).toBe(first.revision);
    const other = await ledger.execute({ ...command, document: document(2, '2026-02-01', '4') }, again);
    expect(other).toMatchObject({ kind: 'rejected', rejections: [{ code: 'COMMAND_REUSED' }] });
  });

  test('a document sent twice changes nothing; the same line with other content is a conflict that names both', async () => {
    await signed();
    await record(document(1, '2026-02-01', '4'));
    expect(
      done(await ledger.execute({ kind: 'RecordSales', partnership: PARTNERSHIP, document: document(1, '2026-02-01', '4') }, context()))
        .events,
    ).toEqual([]);
    const conflict = await ledger.execute(
      { kind: 'RecordSales', partnership: PARTNERSHIP, document: document(1, '2026-02-01', '5') },
      context(),
    );
    expect(conflict).toMatchObject({ kind: 'rejected', rejections: [{ code: 'LINE_CONFLICT' }, { code: 'LINE_CONFLICT' }] });
  });

  test('a revision that is not the newest is refused, and nothing is recorded', async () => {
    await signed();
    const stale = await ledger.execute(
      { kind: 'TerminateAgreement', agreement: 'a-1', on: '2026-06-30', reason: 'r', party: 'supplier', person: 'sue' },
      { ...context(), expectedRevision: 0 },
    );
    expect(stale.kind).toBe('conflict');
    expect(given(await ledger.agreement('a-1')).status).toBe('active');
  });

  test('many at once on one agreement end in one defined state', async () => {
    await signed();
    const proposals = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        ledger.execute(
          {
            kind: 'TerminateAgreement',
            agreement: 'a-1',
            on: `2026-06-${String(index + 10)}`,
            reason: 'r',
            party: 'supplier',
            person: 'sue',
          },
          context(),
        ),
      ),
    );
    expect(proposals.filter((one) => one.kind === 'done')).toHaveLength(1);
  });

  test.each([
    [{ quantity: '1,000' }, 'NUMBER_NOT_EXACT', 'lines[0].quantity'],
    [{ date: '2026-02-30' }, 'DATE_NOT_A_DAY', 'lines[0].date'],
  ])('a line with %j is refused at its place, and nothing of its document is recorded', async (wrong, code, place) => {
    await signed();
    const sent = document(1, '2026-02-01', '4');
    const [first, ...others] = sent.lines;
    const command = {
      kind: 'RecordSales',
      partnership: PARTNERSHIP,
      document: { ...sent, lines: first === undefined ? [] : [{ ...first, ...wrong }, ...others] },
    } as const;
    expect(await ledger.execute(command, context())).toMatchObject({ kind: 'rejected', rejections: [{ code, place }] });
  });

  test('documents sent side by side are all recorded', async () => {
    await signed();
    const sent = await Promise.all(
      Array.from({ length: 64 }, (_, index) =>
        ledger.execute({ kind: 'RecordSales', partnership: PARTNERSHIP, document: document(index, '2026-02-01', '1') }, context()),
      ),
    );
    expect(sent.filter((one) => one.kind === 'done')).toHaveLength(64);
  });

  test('what was recorded is there after it is opened again', async () => {
    await signed();
    const token = await record(document(1, '2026-02-01', '40'));
    const before = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', atLeast: token }));
    await ledger.close();
    ledger = await openLedger({ dataDir });
    expect(given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31' }))).toEqual(before);
  });
});

describe('questions that cannot be answered', () => {
  test.each([
    [{ agreement: 'nobody' }, 'AGREEMENT_UNKNOWN'],
    [{ agreement: 'a-1', on: '2026-02-30' }, 'DAY_NOT_VALID'],
    [{ agreement: 'a-1', knownAt: { position: 1 } }, 'AGREEMENT_NOT_IN_FORCE'],
    [{ agreement: 'a-1', knownAt: { time: 'yesterday' } }, 'TIME_NOT_VALID'],
    [{ agreement: 'a-1', knownAt: { time: '2026-02-30T00:00:00Z' } }, 'TIME_NOT_VALID'],
    [{ agreement: 'a-1', knownAt: { time: '2999-01-01T00:00:00Z' } }, 'TIME_AHEAD'],
    [{ agreement: 'a-1', knownAt: { position: 99_999 } }, 'POSITION_AHEAD'],
    [{ agreement: 'a-1', atLeast: 'junk' }, 'TOKEN_NOT_VALID'],
  ])('%j is refused with %s', async (at, code) => {
    await signed();
    await record(document(1, '2026-02-01', '4'));
    expect(await ledger.balance(at)).toMatchObject({ kind: 'rejected', rejections: [{ code }] });
  });
});
