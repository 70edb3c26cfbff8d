import fc from 'fast-check';
import { type Day, formatDay, toDay } from '#kernel';
import { type AgreementTerms, agreementSchema } from '../../agreement/terms.ts';
import type { RateRecord } from '../../currency/rates.ts';
import type { SaleLine, SalesDocument } from '../../sales/line.ts';
import { kinds, type KindTerms } from './kind-arbitraries.ts';

/** Random agreements and sales, in small round numbers so that bounds, caps and ties are met exactly. */

const PRODUCTS = [
  { product: 'A', brand: 'x', category: 'pipes' },
  { product: 'B', brand: 'x', category: 'tools' },
  { product: 'C', brand: 'y', category: 'pipes' },
  { product: 'D', category: 'tools' },
] as const;
const MEMBERS = ['m-1', 'm-2', 'm|3'];
const FIRST = toDay('2026-01-01');
const LENGTH = 365;

const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined, freq: 2 });
const some = (...texts: string[]) => fc.subarray(texts, { minLength: 1 });
const filter = fc.oneof(
  fc.record({ product: some('A', 'B', 'C', 'D') }),
  fc.record({ brand: some('x', 'y') }),
  fc.record({ category: some('pipes', 'tools') }),
  fc.record({ member: some(...MEMBERS) }),
  fc.record({ category: some('pipes', 'tools'), member: some(...MEMBERS) }),
);
const selection = fc.record(
  { include: fc.array(filter, { minLength: 1, maxLength: 2 }), exclude: fc.array(filter, { minLength: 1, maxLength: 2 }) },
  { requiredKeys: [] },
);

const rate = fc.oneof(
  fc.constantFrom('1', '2.5', '3', '10', '33.3').map((percent) => ({ percent })),
  fc.constantFrom('0.5', '1', '3').map((perUnit) => ({ perUnit })),
);
const steps = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 3 }),
    fc.constantFrom(5, 50, 100),
    fc.array(fc.tuple(rate, fc.boolean()), { minLength: 3, maxLength: 3 }),
  )
  .map(([bounds, size, rates]) =>
    bounds
      .sort((a, b) => a - b)
      .map((bound, index) => {
        const [pays, inclusive] = rates[index] ?? [{ percent: '1' }, true];
        return inclusive ? { from: String(bound * size), ...pays } : { above: String(bound * size), ...pays };
      }),
  );
const earn = fc.oneof(
  { weight: 1, arbitrary: rate },
  { weight: 3, arbitrary: fc.record({ tiers: fc.constantFrom('retrospective', 'marginal'), steps }) },
);
// Weeks are few: they part every other window, and a year of them is slow to fold.
const per = fc.oneof(
  { weight: 1, arbitrary: fc.constant('week') },
  { weight: 12, arbitrary: fc.constantFrom('month', 'quarter', 'half', 'year', 'term', 'period') },
);
const amount = fc.constantFrom('0', '5', '10', '20', '50');
const cap = fc.oneof(fc.record({ amount, per }), fc.record({ percent: fc.constantFrom('1', '2', '5'), per }));

const shortfall = fc.oneof(fc.constant({ amount: '7' }), fc.constant({ forfeit: true }));
const commitment = fc.oneof(
  fc.record({
    measure: fc.constant('value'),
    amount: fc.constantFrom('20', '100', '400'),
    per,
    shortfall: fc.oneof(fc.constant({ percent: '2.5' }), shortfall),
  }),
  fc.record({
    measure: fc.constant('quantity'),
    amount: fc.constantFrom('1', '5', '20'),
    per,
    shortfall: fc.oneof(fc.constant({ perUnit: '1.5' }), shortfall),
  }),
);

const BORDERS = [
  '2026-01-01',
  '2026-02-01',
  '2026-02-15',
  '2026-04-01',
  '2026-05-23',
  '2026-07-01',
  '2026-09-11',
  '2026-10-01',
  '2027-01-01',
];
/** Periods with their own dates: of whole months and not, with and without days between them. */
const ownPeriods = fc
  .tuple(fc.subarray(BORDERS, { minLength: 2, maxLength: 5 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([borders, isLeftOut]) =>
    borders
      .slice(1)
      .flatMap((next, index) => (index > 0 && isLeftOut[index] === true ? [] : [{ from: borders[index], to: formatDay(toDay(next) - 1) }])),
  );

const programme = fc.record({
  earn,
  eligible: sometimes(selection),
  target: sometimes(selection),
  by: fc.constantFrom('value', 'quantity'),
  period: fc.oneof({ weight: 6, arbitrary: fc.constantFrom('month', 'quarter', 'year') }, { weight: 1, arbitrary: ownPeriods }),
  scope: fc.constantFrom('group', 'group', 'member', 'product'),
  floor: sometimes(fc.record({ amount, per })),
  guarantee: sometimes(fc.record({ amount, per, carryExcess: fc.boolean() })),
  cap: sometimes(cap),
  conditions: sometimes(fc.tuple(fc.record({ commitment }))),
  bestOf: sometimes(fc.constantFrom('g')),
  shortPeriod: fc.constantFrom('full', 'full', 'days', 'months'),
  onTermination: fc.constantFrom('earnedToDate', 'forfeit', 'prorate', 'clawback'),
});
const dayOfYear = fc.integer({ min: 0, max: LENGTH - 1 }).map((offset) => formatDay(FIRST + offset));
/** Some sales are older than the term: they count toward baselines. */
const saleDay = fc.oneof(
  { weight: 9, arbitrary: dayOfYear },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 100 }).map((before) => formatDay(FIRST - before)) },
);
const amendment = fc.record({
  effective: dayOfYear,
  mode: fc.constantFrom('restate', 'carry', 'restart'),
  change: fc.oneof(fc.record({ earn }), fc.record({ earn, eligible: selection })),
});

/** A programme with the terms of a kind in place of its own. */
const ofKind = (terms: Readonly<Record<string, unknown>>, own: KindTerms | undefined): Record<string, unknown> => {
  if (own === undefined) return { ...terms };
  const changed: Record<string, unknown> = { ...terms, earn: own.earn, ...own.settings };
  for (const key of own.without) Reflect.deleteProperty(changed, key);
  // A document needs a window of its own for its cap.
  if (changed['period'] === 'document' && changed['cap'] !== undefined) changed['cap'] = { ...changed['cap'], per: 'quarter' };
  return changed;
};

const withoutUndefined = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const agreements: fc.Arbitrary<AgreementTerms> = fc
  .record({
    programmes: fc.array(
      fc.record({ terms: programme, kind: sometimes(kinds), deducts: fc.boolean(), amended: fc.array(amendment, { maxLength: 2 }) }),
      { minLength: 1, maxLength: 3 },
    ),
    yearStartsOn: fc.constantFrom('01-01', '04-01', '07-15', '11-28'),
    calendar: fc.constantFrom('months', 'months', 'months', '4-4-5', '4-5-4', '5-4-4'),
    returns: fc.constantFrom('returnPeriod', 'salePeriod'),
    members: sometimes(fc.tuple(dayOfYear, dayOfYear, fc.integer({ min: 2, max: 90 }))),
    limit: sometimes(cap),
    rounding: fc.constantFrom('half-up', 'half-even', 'down'),
  })
  .map(({ programmes, yearStartsOn, calendar, returns, members, limit, rounding }) => {
    const ids = programmes.map((_, index) => `p${index + 1}`);
    return agreementSchema.parse(
      withoutUndefined({
        id: 'a-1',
        supplier: 'acme',
        customer: 'buildco',
        from: '2026-01-01',
        to: '2026-12-31',
        currency: 'EUR',
        yearStartsOn,
        calendar,
        returns,
        rounding,
        members:
          members === undefined
            ? undefined
            : [
                { id: 'm-1' },
                { id: 'm-2', from: members[0] },
                { id: 'm|3', to: members[1] },
                { id: 'm|3', from: formatDay(toDay(members[1]) + members[2]) },
              ],
        goals: JSON.stringify(programmes).includes('"goal"')
          ? [{ id: 'grow', measure: 'value', target: '150', by: '2026-10-31' }]
          : undefined,
        programmes: programmes.map(({ terms, kind, deducts }, index) =>
          ofKind({ ...terms, id: ids[index], deducts: deducts && index > 0 ? ids.slice(0, index) : undefined }, kind),
        ),
        limits: limit === undefined ? undefined : [{ programmes: ids.slice(-2), cap: limit }],
        amendments: programmes.flatMap(({ amended, kind }, index) =>
          amended.map((own, place) => ({
            ...own,
            programme: ids[index],
            ...(kind === undefined ? {} : { change: { earn: place === 0 ? kind.changed : kind.earn } }),
          })),
        ),
      }),
    );
  });

const line: fc.Arbitrary<SaleLine> = fc
  .record({
    article: fc.constantFrom(...PRODUCTS),
    date: saleDay,
    quantity: fc.integer({ min: 1, max: 8 }),
    unitPrice: fc.constantFrom('25', '12.5', '50', '7.77'),
    member: fc.constantFrom(...MEMBERS),
  })
  .map(({ article, quantity, ...more }) => ({ line: '1', ...article, ...more, quantity: String(quantity) }));

/** Each draws on the documents before it: sales in any order of days, returns, price credits, corrections, voids, repeats. */
const act = fc.record({
  what: fc.constantFrom('sale', 'sale', 'sale', 'return', 'price', 'correct', 'void', 'repeat'),
  of: fc.nat(),
  line,
});

export const histories: fc.Arbitrary<SalesDocument[]> = fc.array(act, { minLength: 1, maxLength: 12 }).map((acts) => {
  const documents: SalesDocument[] = [];
  acts.forEach(({ what, of, line: own }, index) => {
    const record = (lines: readonly SaleLine[], more: Partial<SalesDocument> = {}): unknown =>
      documents.push({ reporter: 'acme', stage: 'invoiced', document: `d-${index}`, lines, ...more });
    const earlier = documents.filter((candidate) => candidate.action === undefined)[
      of % Math.max(1, documents.filter((candidate) => candidate.action === undefined).length)
    ];
    const sale = earlier?.lines[0];
    if (earlier === undefined || sale === undefined || what === 'sale') record([own]);
    else if (what === 'return') record([{ ...sale, date: own.date, quantity: `-${own.quantity}`, returns: `${earlier.document}#1` }]);
    else if (what === 'price') record([{ ...sale, date: own.date, kind: 'price', unitPrice: '-1.25', quantity: '1' }]);
    else if (what === 'repeat') documents.push(earlier);
    else record([what === 'void' ? sale : own], { document: earlier.document, action: what === 'void' ? 'void' : 'correct' });
  });
  return documents;
});

export const days: fc.Arbitrary<number> = fc.oneof(fc.integer({ min: FIRST, max: FIRST + LENGTH - 1 }), fc.constant(FIRST + LENGTH - 1));

/** Terms and documents with what is known beside them: other money with the rates of some days, and a termination. */
export type Situation = {
  readonly terms: AgreementTerms;
  readonly documents: readonly SalesDocument[];
  readonly beside: { readonly terminatedOn?: Day; readonly rates: readonly RateRecord[] };
};

const rates = fc
  .array(fc.record({ from: fc.oneof(saleDay, fc.constant('2026-01-01')), rate: fc.constantFrom('0.5', '0.8', '1.25', '2') }), {
    maxLength: 4,
  })
  .map((list) => list.map((own): RateRecord => ({ table: 'ecb', to: 'EUR', currency: 'USD', ...own })));

export const situations: fc.Arbitrary<Situation> = fc
  .record({
    terms: agreements,
    documents: histories,
    foreign: sometimes(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })),
    maxAgeDays: sometimes(fc.constantFrom(30, 100, 366)),
    rates,
    terminatedOn: sometimes(dayOfYear),
  })
  .map(({ terms, documents, foreign, maxAgeDays, terminatedOn, rates: known }) => ({
    terms: maxAgeDays === undefined ? terms : { ...terms, exchange: { table: 'ecb', on: 'date', maxAgeDays } },
    // A document sent again is the same document.
    documents: documents.map((document) =>
      foreign?.[Number(document.document.slice(2))] === true
        ? { ...document, lines: document.lines.map((own) => ({ ...own, currency: 'USD' })) }
        : document,
    ),
    beside: { rates: known, ...(terminatedOn === undefined ? {} : { terminatedOn: toDay(terminatedOn) }) },
  }));
