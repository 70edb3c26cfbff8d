import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational, sum, toDay } from '#kernel';
import { agreements, days, histories } from '../accrual/testing/arbitraries.ts';
import { agreementOf, documentOf, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';
import type { CauseAmounts } from '../accrual/answers.ts';
import { earnedTotal } from '../accrual/balance.ts';
import { type AgreementTerms, agreementSchema, amendmentSchema } from '../agreement/terms.ts';
import type { BridgePoint } from './bridge.ts';
import { type Happening, History } from './testing/walked.ts';

const fraction = (text: string): Rational => {
  const [n = '0', d = '1'] = text.split('/');
  return Rational.parse(n).over(Rational.parse(d));
};
const added = (causes: CauseAmounts): Rational => sum(Object.values(causes).map(fraction));
const exact = (causes: CauseAmounts, sign: 1 | -1 = 1): Record<string, string> =>
  Object.fromEntries(
    Object.entries(causes)
      .filter(([cause]) => cause !== 'rounding')
      .map(([cause, amount]) => [cause, (sign === 1 ? fraction(amount) : fraction(amount).negated()).toExact()]),
  );

const sales = (list: readonly Sale[]): Happening[] => list.map((sale, index) => ({ kind: 'sales', document: documentOf(sale, index) }));
const point = (on: string, knownAt: number): BridgePoint => ({ on: toDay(on), knownAt });
const VOLUME = agreementOf([{ earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['100000', '2']) } }]);

describe('the causes', () => {
  test('a late line that crosses a step: its own part at the rate reached, and the step crossed on all other lines', () => {
    const history = new History(VOLUME, sales([sold('2026-02-01', '99000'), sold('2026-03-01', '0'), sold('2026-02-10', '2000')]));
    const bridge = history.bridge(point('2026-03-31', 1), point('2026-03-31', 2), { skip: 0, limit: 10 });
    expect(bridge).toMatchObject({
      change: '1030.00',
      causes: { 'late sale': '40', 'tier crossed': '990' },
      legs: { recorded: { after: 1, through: 2 }, days: null },
    });
    expect(bridge.causedBy).toEqual([
      { cause: 'late sale', amount: '40', events: 1, positions: [2] },
      { cause: 'tier crossed', amount: '990', events: 1, positions: [2] },
    ]);
    expect(bridge.events).toMatchObject([
      {
        leg: 'recorded',
        position: 2,
        lines: [{ document: 'd-2', line: '1' }],
        effects: [
          { cause: 'late sale', amount: '40' },
          { cause: 'tier crossed', amount: '990' },
        ],
      },
    ]);
  });

  test('an amendment, a membership and a rate are each their own event', () => {
    const terms = agreementSchema.parse({
      ...(JSON.parse(JSON.stringify(VOLUME)) as object),
      members: [{ id: 'm-1' }],
      exchange: { table: 'ecb' },
    });
    const member = (sale: Sale, id: string): Sale => ({ ...sale, member: id });
    const history = new History(terms, [
      ...sales([
        member(sold('2026-02-01', '1000'), 'm-1'),
        member(sold('2026-02-02', '1000'), 'm-2'),
        member({ ...sold('2026-02-03', '1000'), currency: 'USD' }, 'm-1'),
      ]),
      { kind: 'rates', rates: [{ table: 'ecb', to: 'EUR', currency: 'USD', from: '2026-02-01', rate: '0.5' }] },
      { kind: 'members', members: [{ id: 'm-1' }, { id: 'm-2', from: '2026-01-01' }] },
      {
        kind: 'amended',
        amendment: amendmentSchema.parse({ effective: '2026-01-01', programme: 'p1', mode: 'restate', change: { earn: { percent: '4' } } }),
      },
    ]);
    const bridge = history.bridge(point('2026-03-31', 2), point('2026-03-31', 5));
    expect(bridge.causes).toEqual({ 'exchange rate': '5', membership: '10', amendment: '75' });
    expect(bridge.causedBy.map(({ cause, positions }) => [cause, ...positions])).toEqual([
      ['exchange rate', 3],
      ['membership', 4],
      ['amendment', 5],
    ]);
  });

  test('time alone: what falls due falls due, and what an amendment known before brings on its day is the amendment', () => {
    const terms = agreementOf([{ earn: { percent: '1' }, guarantee: { amount: '100', per: 'quarter' } }], {
      amendments: [{ effective: '2026-04-01', programme: 'p1', mode: 'restart', change: { guarantee: { amount: '10', per: 'quarter' } } }],
    });
    const bridge = new History(terms, sales([sold('2026-02-01', '1000')])).bridge(point('2026-03-30', 0), point('2026-06-30', 0));
    expect(bridge).toMatchObject({
      change: '100.00',
      causes: { 'fell due': '100' },
      legs: { recorded: null, days: { from: '2026-03-31', to: '2026-06-30' } },
    });
  });

  test('a page shows some events, and the causes are those of all', () => {
    const history = new History(
      VOLUME,
      sales([...Array(30).keys()].map((index) => sold(`2026-03-${String(((index * 7) % 28) + 1).padStart(2, '0')}`, '5000'))),
    );
    const whole = history.bridge(point('2026-03-31', 0), point('2026-03-31', 29), { skip: 0, limit: 100 });
    const page = history.bridge(point('2026-03-31', 0), point('2026-03-31', 29), { skip: 10, limit: 5 });
    expect(exact(page.causes)).toEqual(exact(whole.causes));
    expect([page.events, page.nextCursor, whole.nextCursor]).toEqual([whole.events.slice(10, 15), '15', null]);
  });
});

/** Amendments of the random terms are signed at random places of the history instead of at its start. */
const cases = fc
  .record({
    terms: agreements,
    documents: histories,
    at: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
    members: fc.boolean(),
    foreign: fc.boolean(),
    days: fc.tuple(days, days, days),
    positions: fc.tuple(fc.nat(), fc.nat(), fc.nat()),
  })
  .map(({ terms: { amendments = [], ...terms }, documents, at, members, foreign, days: on, positions }) => {
    const happenings: Happening[] = documents.map((document, index) => ({
      kind: 'sales',
      document:
        foreign && index % 3 === 1 ? { ...document, lines: document.lines.map((line) => ({ ...line, currency: 'USD' })) } : document,
    }));
    const insert = (happening: Happening, place: number): void => {
      happenings.splice(1 + (place % happenings.length), 0, happening);
    };
    amendments.forEach((amendment, index) => {
      insert({ kind: 'amended', amendment }, at[index % at.length] ?? 0);
    });
    if (members && terms.members !== undefined)
      insert({ kind: 'members', members: [...terms.members.slice(1), { id: 'm-1', to: '2026-06-30' }] }, at[0] ?? 0);
    if (foreign)
      for (const [index, rate] of ['0.9', '1.1'].entries())
        insert({ kind: 'rates', rates: [{ table: 'ecb', to: 'EUR', currency: 'USD', from: '2025-09-01', rate }] }, at[index + 2] ?? 0);
    const agreement: AgreementTerms = { ...terms, ...(foreign ? { exchange: { table: 'ecb', on: 'date', maxAgeDays: 366 } } : {}) };
    const point = (index: number): BridgePoint => ({ on: on[index] ?? 0, knownAt: (positions[index] ?? 0) % happenings.length });
    return { history: new History(agreement, happenings), a: point(0), b: point(1), c: point(2) };
  });

describe('random agreements, amendments, members, rates and sales', () => {
  test('the causes add up to the difference of the two printed figures; there and back is nothing; two bridges are one; runs come to what lines come to', () => {
    fc.assert(
      fc.property(cases, ({ history, a, b, c }) => {
        const printed = ({ on, knownAt }: BridgePoint): string =>
          earnedTotal(history.at(knownAt).known.agreement, history.at(knownAt).known.sums, on).toExact();
        const there = history.bridge(a, b);
        expect([there.from.amount, there.to.amount].map((text) => Rational.parse(text).toExact())).toEqual([printed(a), printed(b)]);
        expect(Rational.parse(there.change).toExact()).toBe(
          Rational.parse(there.to.amount).minus(Rational.parse(there.from.amount)).toExact(),
        );
        expect(added(there.causes).toExact()).toBe(Rational.parse(there.change).toExact());
        for (const row of there.programmes) expect(added(row.causes).toExact()).toBe(Rational.parse(row.change).toExact());
        // Rounding is at most a minor unit for each programme and scope: it hides nothing.
        const [rounding, most] = [fraction(there.causes.rounding ?? '0'), Rational.of(BigInt(there.programmes.length), 100n)];
        expect([rounding, rounding.negated()].every((amount) => amount.lte(most))).toBe(true);

        const back = history.bridge(b, a, { skip: 0, limit: 1000 });
        expect(exact(back.causes, -1)).toEqual(exact(there.causes));
        expect(
          Rational.parse(there.change)
            .plus(Rational.parse(history.bridge(b, c).change))
            .toExact(),
        ).toBe(Rational.parse(history.bridge(a, c).change).toExact());
      }),
      { numRuns: 8 },
    );
  });

  test('about one day, two bridges are one cause by cause', () => {
    fc.assert(
      fc.property(cases, ({ history, a, b, c }) => {
        const points: readonly BridgePoint[] = [a, b, c]
          .map(({ knownAt }) => ({ on: a.on, knownAt }))
          .sort((one, other) => one.knownAt - other.knownAt);
        const [first = a, second = b, third = c] = points;
        const both = [history.bridge(first, second), history.bridge(second, third)].map(({ causes }) => exact(causes));
        const together: Record<string, string> = {};
        for (const cause of both.flatMap((one) => Object.keys(one)))
          together[cause] = sum(both.map((one) => fraction(one[cause] ?? '0'))).toExact();
        expect(exact(history.bridge(first, third).causes)).toEqual(
          Object.fromEntries(Object.entries(together).filter(([, amount]) => amount !== '0')),
        );
      }),
      { numRuns: 6 },
    );
  });
});
