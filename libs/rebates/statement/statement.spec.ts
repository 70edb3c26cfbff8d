import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDay, type Period, Rational, sum, toDay } from '#kernel';
import { earnedTotal } from '../accrual/balance.ts';
import { withoutLaterThan } from '../accrual/readers.ts';
import { agreementOf, documentOf, sold, stepsFrom } from '../accrual/testing/build.ts';
import { figuresOf } from '../bridge/figures.ts';
import { type Happening, History } from '../bridge/testing/walked.ts';
import { amendmentSchema } from '../agreement/terms.ts';
import { nextPeriodOf, parseAccountingPeriod } from './accounting-period.ts';
import { refusedToClose, statementDecider } from './decider.ts';
import { type Statement, toStatement } from './events.ts';
import { statementInputs } from './inputs.ts';
import { statementText } from './print.ts';
import { earnedToDateOf, type Standing, statementOf } from './statement.ts';

const period = (from: string, to: string): Period => ({ from: toDay(from), to: toDay(to) });
const CALENDAR = { calendar: 'months', yearStartsOn: '01-01', from: '2026-01-01' } as const;

describe('accounting periods', () => {
  test.each([
    ['2026-03', {}, '2026-03-01', '2026-03-31'],
    ['2026-P03', {}, '2026-03-01', '2026-03-31'],
    ['2026-Q2', {}, '2026-04-01', '2026-06-30'],
    ['2026-H2', {}, '2026-07-01', '2026-12-31'],
    ['2026', {}, '2026-01-01', '2026-12-31'],
    ['2027-01', {}, '2027-01-01', '2027-01-31'],
    ['2026-01-05..2026-02-04', {}, '2026-01-05', '2026-02-04'],
    ['2026-01', { from: '2026-01-15' }, '2026-01-15', '2026-01-31'],
    ['2026-Q1', { yearStartsOn: '04-01' }, '2026-04-01', '2026-06-30'],
    ['2026-03', { yearStartsOn: '04-01' }, '2026-03-01', '2026-03-31'],
    ['2026-P12', { yearStartsOn: '04-01' }, '2027-03-01', '2027-03-31'],
    ['2026-01', { calendar: '4-4-5' }, '2026-01-01', '2026-01-25'],
    ['2026-P03', { calendar: '4-4-5' }, '2026-02-23', '2026-03-29'],
  ] as const)('%s %j is %s to %s', (text, more, from, to) => {
    expect(parseAccountingPeriod(text, { ...CALENDAR, ...more })).toEqual(period(from, to));
  });

  test.each(['2026-13', '2026-00', '2026-Q5', '2026-P13', 'March', '2026-03-05..2026-03-04', '2026-02-30..2026-03-01', ''])(
    '%p is none',
    (text) => {
      expect(parseAccountingPeriod(text, CALENDAR)).toBeUndefined();
    },
  );

  test('the next one follows on what is closed, the first on the term', () => {
    const terms = { ...CALENDAR, from: '2026-01-15' } as const;
    expect([nextPeriodOf(terms, 'month', undefined), nextPeriodOf(terms, 'quarter', toDay('2026-01-31'))]).toEqual([
      period('2026-01-15', '2026-01-31'),
      period('2026-02-01', '2026-03-31'),
    ]);
  });
});

describe('closing', () => {
  const asked = { begins: toDay('2026-01-01'), today: toDay('2026-04-01') };
  const previous = { period: { from: '2026-01-01', to: '2026-01-31' } };
  test.each([
    ['the first that begins with the term', period('2026-01-01', '2026-01-31'), undefined, undefined],
    ['the next', period('2026-02-01', '2026-02-28'), previous, undefined],
    ['a skipped one', period('2026-03-01', '2026-03-31'), previous, 'PERIOD_NOT_NEXT'],
    ['one that is closed', period('2026-01-01', '2026-03-31'), previous, 'PERIOD_CLOSED_OTHERWISE'],
    ['one before the term', period('2025-12-01', '2025-12-31'), undefined, 'PERIOD_NOT_NEXT'],
    ['one that ends today', period('2026-02-01', '2026-04-01'), previous, 'PERIOD_NOT_OVER'],
  ] as const)('%s', (_, asking, last, code) => {
    expect(refusedToClose({ ...asked, period: asking, previous: last })?.code).toBe(code);
  });
});

const NOTHING: Standing = { settled: Rational.zero, waived: Rational.zero, claimed: Rational.zero, approved: Rational.zero };

/** Closes a period as known at a position, in the slow and obvious way. */
const closed = (
  history: History,
  days: Period,
  position: number,
  previous: Statement | undefined,
  standings: ReadonlyMap<string, Standing>,
): Statement => {
  const { known } = history.at(position);
  const bridge = (last: Statement) => {
    const [then, now] = [
      { on: days.from - 1, knownAt: Number(last.position) },
      { on: days.from - 1, knownAt: position },
    ];
    return history.walked(then, now).changes();
  };
  return statementOf({
    agreement: known.agreement,
    partnership: 'acme~buildco',
    period: days,
    position,
    previous,
    standings,
    end: figuresOf(known, days.to),
    before: figuresOf({ agreement: known.agreement, sums: withoutLaterThan(known.sums, days.from - 1) }, days.from - 1),
    trueUps: previous === undefined ? [] : bridge(previous),
    inputs: '0'.repeat(64),
  });
};

const VOLUME = agreementOf([
  { earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['100000', '2']) } },
  { id: 'each', scope: 'product', earn: { percent: '0.333' } },
]);

describe('a statement', () => {
  const sales = (...list: Parameters<typeof documentOf>[0][]): Happening[] =>
    list.map((sale, index) => ({ kind: 'sales', document: documentOf(sale, index) }));
  const amended: Happening = {
    kind: 'amended',
    amendment: amendmentSchema.parse({ effective: '2026-01-01', programme: 'p1', mode: 'restate', change: { earn: { percent: '3' } } }),
  };
  const history = new History(VOLUME, [
    ...sales(sold('2026-01-10', '99000'), sold('2026-02-10', '100'), sold('2026-01-20', '2000')),
    amended,
  ]);
  const january = closed(history, period('2026-01-01', '2026-01-31'), 0, undefined, new Map());

  test('takes what is learned of closed days into the open period, by cause', () => {
    const standings = new Map([['p1', { ...NOTHING, settled: Rational.int(500), claimed: Rational.int(100), approved: Rational.int(40) }]]);
    const february = closed(history, period('2026-02-01', '2026-02-28'), 3, january, standings);
    expect(january.programmes[0]).toMatchObject({
      opening: '0.00',
      earned: '990.00',
      trueUps: '0.00',
      causes: {},
      closing: '990.00',
      unclaimed: '990.00',
    });
    expect(february.programmes[0]).toMatchObject({
      opening: '990.00',
      earned: '3.00',
      trueUps: '2040.00',
      causes: { 'late sale': '40.00', 'tier crossed': '990.00', amendment: '1010.00' },
      settled: '500.00',
      waived: '0.00',
      closing: '2533.00',
      unclaimed: '2393.00',
      claimed: '100.00',
      approved: '40.00',
      toDate: { earned: '3033.00', settled: '500.00', waived: '0.00' },
    });
    expect(february.programmes[1]?.scopes).toEqual([{ scope: { product: 'A' }, earned: '0.33', trueUps: '6.66', toDate: '336.66' }]);
    expect(february).toMatchObject({
      number: '2',
      previous: { number: '1', to: '2026-01-31', position: '0' },
      position: '3',
      total: { opening: '1319.67', closing: '2869.66' },
    });
    expect(toStatement(JSON.parse(JSON.stringify(february)))).toEqual(february);
  });

  test('is issued once: again is nothing, and another length for the same first day is refused', () => {
    expect(statementDecider.decide({ kind: 'IssueStatement', statement: january }, undefined)).toEqual({
      kind: 'events',
      events: [{ type: 'StatementIssued', data: january }],
    });
    expect(statementDecider.decide({ kind: 'IssueStatement', statement: january }, january)).toEqual({ kind: 'events', events: [] });
    expect(
      statementDecider.decide(
        { kind: 'IssueStatement', statement: { ...january, period: { from: '2026-01-01', to: '2026-03-31' } } },
        january,
      ),
    ).toMatchObject({ kind: 'rejected', rejections: [{ code: 'PERIOD_CLOSED_OTHERWISE' }] });
  });

  test('fits into an event: members or products that are too many are counted, and a statement that is too large is refused', () => {
    const many = new History(
      VOLUME,
      sales(...[...Array(900).keys()].map((index) => ({ ...sold('2026-01-10', '10'), product: `product-${index}` }))),
    );
    const { programmes } = closed(many, period('2026-01-01', '2026-01-31'), 899, undefined, new Map());
    expect([programmes[1]?.scopes, programmes[1]?.scopesLeftOut, programmes[1]?.earned]).toEqual([undefined, '900', '27.00']);
    const programme = january.programmes[0];
    const large = { ...january, programmes: programme === undefined ? [] : Array<typeof programme>(400).fill(programme) };
    expect(statementDecider.decide({ kind: 'IssueStatement', statement: large }, undefined)).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'STATEMENT_TOO_LARGE' }],
    });
  });

  test('names all that it is computed from: one line more is another text, one later than the period is none', () => {
    const inputs = (position: number, to: string): string => {
      const { agreement, sums } = history.at(position).known;
      return statementInputs({ agreement, sums, period: period('2026-01-01', to), position: 0, previous: undefined, standings: new Map() });
    };
    expect(
      [inputs(1, '2026-01-31'), inputs(2, '2026-01-31'), inputs(1, '2026-02-28')].map((text) => text === inputs(0, '2026-01-31')),
    ).toEqual([true, false, false]);
  });

  test('names each thing that a figure rests on: terms, position, the rate, what was settled, the statement before', () => {
    const { agreement, sums } = history.at(1).known;
    const given = { agreement, sums, period: period('2026-01-01', '2026-01-31'), position: 1, previous: undefined, standings: new Map() };
    const settled = (programme: string, amount: number) =>
      new Map([
        [programme, { ...NOTHING, settled: Rational.int(amount) }],
        ['each', NOTHING],
      ]);
    const all = [
      statementInputs(given),
      statementInputs({ ...given, position: 2 }),
      statementInputs({ ...given, agreement: history.at(3).known.agreement }),
      statementInputs({ ...given, previous: january }),
      statementInputs({ ...given, standings: settled('p1', 500) }),
      statementInputs({ ...given, standings: settled('p1', 501) }),
      statementInputs({ ...given, standings: settled('p2', 500) }),
    ];
    expect(new Set(all).size).toBe(all.length);
    const turned = new Map([...settled('p1', 500)].reverse());
    expect(statementInputs({ ...given, standings: turned })).toBe(all[4]);
    expect(JSON.parse(all[4] ?? '')).toMatchObject({
      standings: [
        ['each', '0', '0', '0', '0'],
        ['p1', '500', '0', '0', '0'],
      ],
      rates: [],
    });
  });

  test('names the rates of the days that it counts, each as long as it may be used, and of no other day', () => {
    const rate = (from: string, text: string) => ({ table: 'ecb', to: 'EUR', currency: 'USD', from, rate: text });
    const foreign = new History(agreementOf([{ earn: { percent: '1' } }], { exchange: { table: 'ecb' } }), [
      { kind: 'rates', rates: [rate('2026-01-01', '0.9'), rate('2026-01-15', '0.8'), rate('2026-03-01', '0.7')] },
      ...sales({ ...sold('2026-01-20', '100'), currency: 'USD' }),
    ]);
    const { agreement, sums } = foreign.at(1).known;
    const days = period('2026-01-01', '2026-01-31');
    const inputs = statementInputs({ agreement, sums, period: days, position: 1, previous: undefined, standings: new Map() });
    expect((JSON.parse(inputs) as { rates: unknown }).rates).toEqual([
      {
        currency: 'USD',
        runs: [
          { from: '2026-01-01', to: '2026-01-11', rate: '0.9' },
          { from: '2026-01-15', to: '2026-01-25', rate: '0.8' },
        ],
      },
    ]);
  });

  test('is printed with what each product earned, and says how many were too many', () => {
    const text = statementText(january).split('\n');
    expect(text).toContain('Statement 1 of a-1, 2026-01-01 to 2026-01-31, in EUR');
    expect(text).toContain('  Earned in the period, true-ups, earned to date');
    expect(text.filter((line) => line.startsWith('    product A'))).toHaveLength(1);
    // Only the programme whose scope is the product has them.
    const [first] = january.programmes;
    if (first === undefined) throw new Error('no programme');
    expect(statementText({ ...january, programmes: [first] })).not.toContain('Earned in the period,');
    expect(statementText({ ...january, programmes: [{ ...first, scopesLeftOut: '900' }] })).toContain(
      '  900 members or products, too many for a statement',
    );
  });

  test('says what was earned to date over all programmes', () => {
    expect(earnedToDateOf(january)).toBe('1319.67');
    expect(earnedToDateOf({ ...january, programmes: [] })).toBe('0.00');
  });
});

/** A random year: one line in five comes late, some terms are amended, months close as they pass, some of it is settled and waived. */
const years = fc.record({
  lines: fc.array(
    fc.record({
      day: fc.integer({ min: 0, max: 364 }),
      late: fc.integer({ min: 0, max: 4 }),
      by: fc.integer({ min: 20, max: 90 }),
      value: fc.integer({ min: -200, max: 999 }),
      product: fc.constantFrom('A', 'B'),
    }),
    { minLength: 10, maxLength: 40 },
  ),
  amended: fc.array(
    fc.record({
      after: fc.nat({ max: 39 }),
      effective: fc.integer({ min: 0, max: 364 }),
      mode: fc.constantFrom('restate', 'carry', 'restart'),
      percent: fc.constantFrom('1', '2.5', '3.333'),
    }),
    { maxLength: 2 },
  ),
  settled: fc.array(
    fc.record({
      month: fc.nat({ max: 13 }),
      late: fc.nat({ max: 1 }),
      cents: fc.integer({ min: -500, max: 5000 }),
      kind: fc.constantFrom('settled', 'waived'),
    }),
    { maxLength: 8 },
  ),
});

test('over an agreement’s life earned = settled + waived + open, and each closing is the next opening', () => {
  fc.assert(
    fc.property(years, ({ lines, amended, settled }) => {
      const first = toDay('2026-01-01');
      const dated = lines
        .map((one) => ({ ...one, recorded: one.day + (one.late === 0 ? one.by : 0) }))
        .sort((a, b) => a.recorded - b.recorded);
      const happenings: { readonly recorded: number; readonly what: Happening }[] = dated.map(
        ({ day, value, product, recorded }, index) => ({
          recorded,
          what: {
            kind: 'sales',
            document: documentOf(
              { date: formatDay(first + day), product, quantity: value < 0 ? '-1' : '1', unitPrice: String(Math.abs(value) || 1) },
              index,
            ),
          },
        }),
      );
      for (const { after, effective, mode, percent } of amended) {
        const place = Math.min(after, happenings.length - 1);
        happenings.splice(place + 1, 0, {
          recorded: happenings[place]?.recorded ?? 0,
          what: {
            kind: 'amended',
            amendment: amendmentSchema.parse({
              effective: formatDay(first + effective),
              programme: 'p1',
              mode,
              change: { earn: { percent } },
            }),
          },
        });
      }
      const history = new History(
        VOLUME,
        happenings.map(({ what }) => what),
      );
      let previous: Statement | undefined;
      const statements: Statement[] = [];
      for (let month = 0; month < 14; month += 1) {
        const days = nextPeriodOf({ ...CALENDAR }, 'month', previous === undefined ? undefined : toDay(previous.period.to));
        const position = happenings.filter(({ recorded }) => first + recorded <= days.to + 10).length - 1;
        const at = (kind: string): Rational =>
          sum(
            settled
              .filter((one) => one.kind === kind && one.month + one.late <= month)
              .map(({ cents }) => Rational.of(BigInt(cents), 100n)),
          );
        previous = closed(
          history,
          days,
          Math.max(0, position),
          previous,
          new Map([['p1', { ...NOTHING, settled: at('settled'), waived: at('waived') }]]),
        );
        statements.push(previous);
      }
      const money = (text: string): Rational => Rational.parse(text);
      for (const [index, { programmes, total }] of statements.entries()) {
        expect(total.opening).toBe(statements[index - 1]?.total.closing ?? '0.00');
        for (const row of programmes) {
          expect(sum([row.opening, row.earned, row.trueUps].map(money)).minus(money(row.settled)).minus(money(row.waived)).toExact()).toBe(
            money(row.closing).toExact(),
          );
          expect(sum(Object.values(row.causes).map(money)).toExact()).toBe(money(row.trueUps).toExact());
          expect(sum([row.unclaimed, row.claimed, row.approved].map(money)).toExact()).toBe(money(row.closing).toExact());
        }
      }
      const last = statements.at(-1);
      const over = (key: 'earned' | 'trueUps' | 'settled' | 'waived'): Rational => sum(statements.map(({ total }) => money(total[key])));
      const { agreement, sums } = history.at(Number(last?.position ?? 0)).known;
      expect(over('earned').plus(over('trueUps')).toExact()).toBe(earnedTotal(agreement, sums, toDay('2027-02-28')).toExact());
      expect(over('earned').plus(over('trueUps')).minus(over('settled')).minus(over('waived')).toExact()).toBe(
        money(last?.total.closing ?? '').toExact(),
      );
    }),
    { numRuns: 12 },
  );
});
