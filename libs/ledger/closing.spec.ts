import { describe, expect, test } from '@jest/globals';
import { Rational, sum } from '#kernel';
import { closeDue } from './close-due.ts';
import type { CauseAmounts } from '#rebates';
import type { BridgeRequest } from './closing.ts';
import type { LedgerCommand } from './ledger.ts';
import { newCommandId } from './event-ids.ts';
import { AGREEMENT, at, CARL, negotiating, sale, sign, SUE, value } from './negotiating.contract.ts';

const { ledger, done, codes, signedBoth, reopen } = negotiating();

const TERMS = {
  id: AGREEMENT,
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  members: [{ id: 'm-1' }],
  exchange: { table: 'ecb' },
  programmes: [
    {
      id: 'volume',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '100000', percent: '2' },
        ],
      },
      guarantee: { amount: '20', per: 'month' },
    },
  ],
};
const close = (period: string): LedgerCommand => ({ kind: 'ClosePeriod', agreement: AGREEMENT, period });
const usd = (document: string, date: string, amount: string): LedgerCommand => {
  const command = sale(document, date, amount, 'm-1');
  return command.kind === 'RecordSales'
    ? { ...command, document: { ...command.document, lines: command.document.lines.map((line) => ({ ...line, currency: 'USD' })) } }
    : command;
};
const fraction = (text: string): Rational => {
  const [n = '0', d = '1'] = text.split('/');
  return Rational.parse(n).over(Rational.parse(d));
};
const added = (causes: CauseAmounts): string => sum(Object.values(causes).map(fraction)).toExact();

/** A year in which every cause occurs, and the positions after each of its parts. */
const year = async (): Promise<string> => {
  await signedBoth(TERMS);
  await done(sale('d-1', '2026-01-10', '60000', 'm-1'));
  await done(usd('d-2', '2026-01-20', '10000'));
  await done({
    kind: 'RecordRates',
    partnership: 'acme~buildco',
    table: 'ecb',
    to: 'EUR',
    rates: [{ currency: 'USD', from: '2026-01-15', rate: '0.9' }],
  });
  await done(sale('d-3', '2026-02-10', '5000', 'm-2'));
  await done(close('2026-01'), '2026-02-02T00:00:00.000Z');
  await done({ kind: 'ChangeMembers', agreement: AGREEMENT, join: [{ id: 'm-2', from: '2026-02-01' }], leave: [], ...SUE });
  await done(sign(2, SUE));
  await done(sign(2, CARL));
  await done(sale('d-4', '2026-01-25', '40000', 'm-1'));
  await done({
    kind: 'RecordRates',
    partnership: 'acme~buildco',
    table: 'ecb',
    to: 'EUR',
    rates: [{ currency: 'USD', from: '2026-01-15', rate: '0.8' }],
  });
  await done({
    kind: 'ProposeAmendment',
    agreement: AGREEMENT,
    amendments: [{ effective: '2026-01-01', programme: 'volume', mode: 'restate', change: { earn: { percent: '3' } } }],
    ...SUE,
  });
  await done(sign(3, SUE));
  await done(sign(3, CARL));
  const corrected = sale('d-1', '2026-01-10', '50000', 'm-1');
  return (
    await done(corrected.kind === 'RecordSales' ? { ...corrected, document: { ...corrected.document, action: 'correct' } } : corrected)
  ).token;
};

describe('a bridge', () => {
  test('goes between any two figures, adds up whichever they are, and starts and ends at the balances', async () => {
    const atLeast = await year();
    const last = (await value(ledger().balance({ agreement: AGREEMENT, atLeast }))).knownAt ?? 0;
    const ask = (request: Omit<BridgeRequest, 'agreement'>) => value(ledger().closing.bridge({ agreement: AGREEMENT, ...request }));
    const days = ['2025-12-31', '2026-01-24', '2026-02-28', '2026-12-31'];
    for (const [from, to] of [
      [5, last],
      [last, 5],
      [8, 14],
      [last, last],
    ] as const) {
      for (const [fromOn, on] of [
        [days[1], days[2]],
        [days[2], days[2]],
        [days[3], days[0]],
      ] as const) {
        const bridge = await ask({ fromOn: fromOn ?? '', on: on ?? '', fromKnownAt: { position: from }, knownAt: { position: to } });
        const balance = async (day: string, position: number): Promise<string> =>
          (await value(ledger().balance({ agreement: AGREEMENT, on: day, knownAt: { position } }))).earned;
        expect([bridge.from, bridge.to]).toEqual([
          { on: fromOn, knownAt: from, amount: await balance(fromOn ?? '', from) },
          { on, knownAt: to, amount: await balance(on ?? '', to) },
        ]);
        expect(added(bridge.causes)).toBe(Rational.parse(bridge.change).toExact());
      }
    }
    // Of projections the same holds, with one step more.
    const [from, to] = [8, 14];
    for (const [fromOn, on] of [
      [days[1], days[2]],
      [days[3], days[0]],
    ] as const) {
      const projected = await ask({
        figure: 'projected',
        fromOn: fromOn ?? '',
        on: on ?? '',
        fromKnownAt: { position: from },
        knownAt: { position: to },
      });
      const projection = async (day: string, position: number): Promise<string> =>
        sum(
          (await value(ledger().balance({ agreement: AGREEMENT, on: day, knownAt: { position } }))).programmes.map((row) =>
            Rational.parse(row.projected),
          ),
        ).toExact();
      expect([projected.from.amount, projected.to.amount].map((amount) => Rational.parse(amount).toExact())).toEqual([
        await projection(fromOn ?? '', from),
        await projection(on ?? '', to),
      ]);
      expect(added(projected.causes)).toBe(Rational.parse(projected.change).toExact());
    }
    const whole = await ask({ on: '2026-02-28', fromKnownAt: { position: 5 }, knownAt: { position: last } });
    expect(Object.keys(whole.causes).sort()).toEqual([
      'amendment',
      'correction',
      'exchange rate',
      'late sale',
      'membership',
      'tier crossed',
    ]);
    expect(whole.events.map(({ leg, type, summary, effects }) => [leg, type, summary, effects.map(({ cause }) => cause).join()])).toEqual(
      expect.arrayContaining([
        ['recorded', 'RatesRecorded', 'Exchange rates recorded: ecb', 'exchange rate'],
        ['recorded', 'MembersChanged', expect.any(String), 'membership'],
        ['recorded', 'AgreementAmended', expect.any(String), 'amendment'],
      ]),
    );
    expect((await ask({ figure: 'projected', fromOn: '2026-01-24', on: '2026-02-28' })).causes).toHaveProperty('forecast');
    expect(await ask({ on: '2026-02-28', fromOn: '2026-01-24' })).toMatchObject({
      legs: { recorded: null, days: { from: '2026-01-25', to: '2026-02-28', knownAt: last } },
    });
  });

  test('has the dispute for the cause of what its end recorded, and of open figures what was settled and waived', async () => {
    await signedBoth({
      ...TERMS,
      programmes: [
        {
          id: 'volume',
          earn: {
            tiers: 'retrospective',
            steps: [
              { from: '0', percent: '1' },
              { from: '10000', percent: '2' },
            ],
          },
          settle: { every: 'quarter' },
        },
      ],
    });
    await done(sale('d-1', '2026-01-10', '9000', 'm-1'));
    const { knownAt = 0 } = await value(
      ledger().balance({ agreement: AGREEMENT, on: '2026-03-31', atLeast: (await done(sale('d-2', '2026-01-12', '500', 'm-1'))).token }),
    );
    const ended = sale('d-2', '2026-01-12', '1500', 'm-1');
    const corrected: LedgerCommand =
      ended.kind === 'RecordSales' ? { ...ended, document: { ...ended.document, action: 'correct' } } : ended;
    expect(await ledger().execute(corrected, { ...at(), causationId: newCommandId() })).toMatchObject({
      kind: 'done',
      events: ['SalesCorrected'],
    });
    const parts = [{ programme: 'volume', period: { from: '2026-01-01', to: '2026-03-31' }, amount: '50.00' }];
    const { token: atLeast } = await done(
      {
        kind: 'RecordSettlement',
        agreement: AGREEMENT,
        settlement: 's-1',
        means: 'creditNote',
        reference: 'CN-1',
        parts,
        on: '2026-04-05',
        ...SUE,
      },
      '2026-04-06T00:00:00.000Z',
    );
    const ask = (request: Omit<BridgeRequest, 'agreement'>) =>
      value(ledger().closing.bridge({ agreement: AGREEMENT, atLeast, ...request }));
    expect(await ask({ on: '2026-03-31', fromKnownAt: { position: knownAt } })).toMatchObject({
      figure: 'earned',
      change: '115.00',
      causes: { dispute: '20', 'tier crossed': '95' },
    });
    expect(await ask({ figure: 'open', fromOn: '2026-03-31', on: '2026-04-30', fromKnownAt: { position: knownAt } })).toMatchObject({
      from: { amount: '95.00' },
      to: { amount: '160.00' },
      causes: { dispute: '20', 'tier crossed': '95', settlement: '-50' },
      legs: { days: { causes: { settlement: '-50' } } },
    });
    expect(await ask({ figure: 'open', fromOn: '2026-04-30', on: '2026-03-31' })).toMatchObject({
      change: '50.00',
      causes: { settlement: '50' },
    });
  });

  test('says the same of days as an explanation, and is refused with a way out', async () => {
    await year();
    const bridge = await value(ledger().closing.bridge({ agreement: AGREEMENT, fromOn: '2026-01-24', on: '2026-03-31' }));
    const explained = await value(ledger().explain({ agreement: AGREEMENT, from: '2026-01-25', on: '2026-03-31' }));
    expect([bridge.causes, bridge.events.flatMap(({ lines }) => lines)]).toEqual([explained.causes, explained.lines]);
    const refused = async (request: Omit<BridgeRequest, 'agreement'>) => {
      const answer = await ledger().closing.bridge({ agreement: AGREEMENT, ...request });
      return answer.kind === 'rejected' ? answer.rejections[0]?.code : undefined;
    };
    expect([
      await refused({ fromKnownAt: { position: 1 } }),
      await refused({ fromOn: 'x' }),
      await refused({ cursor: 'x' }),
      await refused({ knownAt: { position: 99 } }),
    ]).toEqual(['AGREEMENT_NOT_IN_FORCE', 'DAY_NOT_VALID', 'CURSOR_INVALID', 'POSITION_AHEAD']);
  });
});

describe('statements', () => {
  test('close in order, once, and never before their period is over', async () => {
    await signedBoth(TERMS);
    const march = '2026-03-01T00:00:00.000Z';
    expect([
      await codes(close('2026-02'), march),
      await codes(close('March'), march),
      await codes(close('2026-01'), '2026-01-31T20:00:00.000Z'),
    ]).toEqual([['PERIOD_NOT_NEXT'], ['PERIOD_NOT_VALID'], ['PERIOD_NOT_OVER']]);
    expect((await done(close('2026-01'), march)).events).toEqual(['StatementIssued']);
    expect((await done(close('2026-01'), march)).events).toEqual([]);
    expect([
      await codes(close('2026-Q1'), march),
      await codes({ ...close('2026-01'), agreement: 'nobody' } as LedgerCommand, march),
    ]).toEqual([['PERIOD_CLOSED_OTHERWISE'], ['AGREEMENT_UNKNOWN']]);
    expect((await done(close('2026-02-01..2026-02-28'), march)).events).toEqual(['StatementIssued']);
  });

  test('can be seen before they are issued, just as they will be, and recorded by nothing', async () => {
    await signedBoth({ ...TERMS, from: '2025-01-01', to: '2025-12-31' });
    const { token: atLeast } = await done(sale('d-1', '2025-01-10', '60000', 'm-1'));
    const preview = async (period: string) => ledger().closing.preview({ agreement: AGREEMENT, period, atLeast });
    const would = await preview('2025-01');
    expect(await preview('2025-01')).toEqual(would);
    expect([await preview('2025-02'), await preview('May')]).toMatchObject([
      { rejections: [{ code: 'PERIOD_NOT_NEXT' }] },
      { rejections: [{ code: 'PERIOD_NOT_VALID' }] },
    ]);
    const { token } = await done(close('2025-01'), '2025-02-01T00:00:00.000Z');
    expect(would).toEqual(await ledger().closing.statement({ agreement: AGREEMENT, period: '2025-01', atLeast: token }));
    expect(await preview('2025-01')).toMatchObject({ rejections: [{ code: 'PERIOD_CLOSED_OTHERWISE' }] });
  });

  test('make a list of periods: closed ones as they were closed, then those to come by the calendar', async () => {
    await signedBoth({ ...TERMS, from: '2025-01-01', to: '2025-12-31' });
    await done(sale('d-1', '2025-01-10', '60000', 'm-1'));
    const { token: atLeast } = await done(close('2025-01'), '2025-02-01T00:00:00.000Z');
    const listed = async (every: 'month' | 'quarter' | 'year'): Promise<string[]> =>
      (await value(ledger().closing.periods({ agreement: AGREEMENT, every, atLeast }))).periods.map(
        ({ period, state, statement }) => `${period.from} ${period.to} ${state} ${statement?.open ?? '-'}`,
      );
    expect(await listed('quarter')).toEqual([
      '2025-01-01 2025-01-31 closed 600.00',
      '2025-02-01 2025-03-31 over -',
      '2025-04-01 2025-06-30 over -',
      '2025-07-01 2025-09-30 over -',
      '2025-10-01 2025-12-31 over -',
    ]);
    expect(await listed('month')).toHaveLength(12);
    // After the term a period more, as long as something is open.
    const { token } = await done(close('2025-02-01..2025-12-31'), '2026-02-01T00:00:00.000Z');
    expect(
      (await value(ledger().closing.periods({ agreement: AGREEMENT, atLeast: token }))).periods.map(
        ({ period, state }) => `${period.from} ${state}`,
      ),
    ).toEqual(['2025-01-01 closed', '2025-02-01 closed', '2026-01-01 over']);
  });

  test('are the same bytes at any later time, and come out again from their position', async () => {
    const atLeast = await year();
    const before = await value(ledger().closing.statement({ agreement: AGREEMENT, period: '2026-01', atLeast }));
    const issued = await done(close('2026-02'), '2026-03-02T00:00:00.000Z');
    const february = await value(ledger().closing.statement({ agreement: AGREEMENT, period: '2026-02', atLeast: issued.token }));
    // 50,000 and 40,000 and 8,000 of January at 3 %, 5,000 of February; before, 69,000 at 1 %.
    expect(february.programmes).toMatchObject([
      { opening: '690.00', earned: '150.00', trueUps: '2250.00', closing: '3090.00', toDate: { earned: '3090.00' } },
    ]);
    expect(added(february.programmes[0]?.causes ?? {})).toBe('2250');
    const late = await done(sale('d-9', '2026-01-05', '70000', 'm-1'));
    await reopen();
    expect(JSON.stringify(await value(ledger().closing.statement({ agreement: AGREEMENT, period: '2026-01', atLeast: late.token })))).toBe(
      JSON.stringify(before),
    );
    for (const period of ['2026-01', '2026-02'])
      expect(await value(ledger().closing.check({ agreement: AGREEMENT, period }))).toMatchObject({ same: true, difference: null });
    expect(await ledger().rebuild({ check: true })).toMatchObject({ identical: true });
    expect(await value(ledger().closing.statements({ agreement: AGREEMENT }))).toMatchObject({
      nextFrom: '2026-03-01',
      statements: [
        { number: 1, open: '690.00' },
        { number: 2, period: { from: '2026-02-01', to: '2026-02-28' }, earned: '3090.00' },
      ],
    });
    expect(
      (await value(ledger().timeline({ agreement: AGREEMENT }))).items
        .filter(({ type }) => type === 'StatementIssued')
        .map(({ summary, from }) => [summary, from]),
    ).toEqual([
      [`Statement of ${AGREEMENT} issued through 2026-01-31`, '2026-01-31'],
      [`Statement of ${AGREEMENT} issued through 2026-02-28`, '2026-02-28'],
    ]);
  });

  test('close by themselves some days after their period, oldest first, and after the term as long as something is open', async () => {
    await signedBoth({ ...TERMS, programmes: [{ id: 'volume', earn: { percent: '1' } }] });
    await done(sale('d-1', '2026-01-10', '60000', 'm-1'));
    await done(close('2026-01'), '2026-02-01T00:00:00.000Z');
    const closed = async (now: string): Promise<string[]> =>
      (await closeDue(ledger(), { every: 'month', afterDays: 5 }, new Date(now))).map(
        ({ period, refused }) => `${period} ${refused?.code ?? 'closed'}`,
      );
    expect(await closed('2026-04-05T23:00:00.000Z')).toEqual(['2026-02-01..2026-02-28 closed']);
    expect([await closed('2026-04-06T00:00:00.000Z'), await closed('2026-04-06T01:00:00.000Z')]).toEqual([
      ['2026-03-01..2026-03-31 closed'],
      [],
    ]);
    expect((await closed('2027-02-06T00:00:00.000Z')).slice(-2)).toEqual([
      '2026-12-01..2026-12-31 closed',
      '2027-01-01..2027-01-31 closed',
    ]);
    const given = sale('d-1', '2026-01-10', '60000', 'm-1');
    await done(given.kind === 'RecordSales' ? { ...given, document: { ...given.document, action: 'void' } } : given);
    expect([await closed('2027-03-10T00:00:00.000Z'), await closed('2027-09-01T00:00:00.000Z')]).toEqual([
      ['2027-02-01..2027-02-28 closed'],
      [],
    ]);
  });

  test('book a figure that stands beside what is known now and what was known then', async () => {
    const atLeast = await year();
    const figures = await value(ledger().closing.figures({ agreement: AGREEMENT, on: '2026-02-15', knownAt: { position: 5 }, atLeast }));
    expect(figures).toMatchObject({
      on: '2026-02-15',
      booked: { number: 1, earned: '690.00', open: '690.00' },
      knownThen: { knownAt: 5, earned: '600.00' },
      knownNow: { earned: '3090.00' },
    });
    expect((await value(ledger().closing.figures({ agreement: AGREEMENT, on: '2026-01-30' }))).booked).toBeNull();
    const unknown = await ledger().closing.statement({ agreement: AGREEMENT, period: '2026-02' });
    expect(unknown).toMatchObject({ kind: 'rejected', rejections: [{ code: 'STATEMENT_UNKNOWN' }] });
  });
});
