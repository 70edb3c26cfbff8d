import { describe, expect, it } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { amendment, expectFilled, file, promo, termsOf, volume } from './given.contract.ts';
import { parseAgreement, parseAmendments } from './parse.ts';
import { rejectionsTable } from './refusals.ts';

const KNOWN_CODES = new Set<string>(rejectionsTable.map((entry) => entry.code));

/** `code place`, one for each refusal; each must be complete and documented. */
const refusalsOf = (result: ReturnType<typeof parseAgreement> | ReturnType<typeof parseAmendments>): string[] => {
  if (result.ok) return [];
  for (const rejection of result.rejections) {
    const { code, message, wayOut } = rejection;
    expectFilled(rejection);
    expect(KNOWN_CODES).toContain(code);
    expect(`${message} ${wayOut}`).not.toMatch(/undefined|Invalid input|\{\w+\}|\[object/);
  }
  return result.rejections.map((rejection) => `${rejection.code} ${rejection.place ?? ''}`);
};
const refused = (input: unknown): string[] => refusalsOf(parseAgreement(input));
const withVolume = (change: object): object => ({ ...file, programmes: [promo, { ...volume, ...change }] });
const steps = (...list: object[]): object => withVolume({ earn: { tiers: 'marginal', steps: list } });

describe('reading an agreement', () => {
  it('fills in the defaults, and reads its own answer as the same', () => {
    const terms = termsOf(file);
    expect(terms).toMatchObject({
      timeZone: 'UTC',
      yearStartsOn: '01-01',
      calendar: 'months',
      countsFrom: 'supplier',
      rounding: 'half-up',
      returns: 'returnPeriod',
    });
    expect(terms.programmes[1]).toMatchObject({
      stage: 'invoiced',
      by: 'value',
      period: 'year',
      scope: 'group',
      shortPeriod: 'full',
      deducts: ['promo'],
    });
    expect(termsOf(terms)).toEqual(terms);
  });

  it('leaves out keys that have no value', () => {
    expect(JSON.stringify(termsOf({ ...file, name: undefined }))).toBe(JSON.stringify(termsOf(file)));
    expect('name' in termsOf({ ...file, name: undefined })).toBe(false);
  });

  it.each<[string, unknown, string[]]>([
    ['nothing', undefined, ['VALUE_MISSING ']],
    ['a list', [], ['VALUE_NOT_ALLOWED ']],
    ['a text', 'id: x', ['VALUE_NOT_ALLOWED ']],
    ['an unknown key', { ...file, curency: 'EUR' }, ['UNKNOWN_KEY curency']],
    ['an unknown key deep inside', steps({ from: '1', percent: '1', cap: '1' }), ['UNKNOWN_KEY programmes[1].earn.steps[0].cap']],
    ['two missing keys', { ...file, supplier: undefined, to: undefined }, ['VALUE_MISSING supplier', 'VALUE_MISSING to']],
    ['an id with a dot', { ...file, id: 'a.b' }, ['VALUE_NOT_ALLOWED id']],
    ['no programme', { ...file, programmes: [] }, ['VALUE_NOT_ALLOWED programmes']],
    ['a day that is none', { ...file, to: '2026-02-30' }, ['VALUE_NOT_ALLOWED to']],
    ['a currency that is none', { ...file, currency: 'euro' }, ['VALUE_NOT_ALLOWED currency']],
    ['a calendar that is none', { ...file, calendar: '5-5-3' }, ['VALUE_NOT_ALLOWED calendar']],
    ['a rounding that is none', { ...file, rounding: 'up' }, ['VALUE_NOT_ALLOWED rounding']],
    ['a rounding mode that is none', { ...file, rounding: { mode: 'up' } }, ['VALUE_NOT_ALLOWED rounding.mode']],
    ['decimals that are not whole', { ...file, decimals: 1.5 }, ['VALUE_NOT_ALLOWED decimals']],
    ['a period that is none', withVolume({ period: 'fortnight' }), ['VALUE_NOT_ALLOWED programmes[1].period']],
    ['a negative cap', withVolume({ cap: { amount: '-1' } }), ['VALUE_NOT_ALLOWED programmes[1].cap.amount']],
    ['a cap of two kinds', withVolume({ cap: { amount: '1', percent: '1' } }), ['VALUE_NOT_ALLOWED programmes[1].cap']],
    ['an empty filter', withVolume({ eligible: { include: [{}] } }), ['VALUE_NOT_ALLOWED programmes[1].eligible.include[0]']],
    ['a settlement that is none', withVolume({ settle: { every: 'decade' } }), ['VALUE_NOT_ALLOWED programmes[1].settle.every']],
    [
      'a condition that is none',
      withVolume({ conditions: [{ paidWithin: 'soon' }] }),
      ['VALUE_NOT_ALLOWED programmes[1].conditions[0].paidWithin'],
    ],
    ['a number for a bound', steps({ from: 100000, percent: '1' }), ['VALUE_NOT_ALLOWED programmes[1].earn.steps[0].from']],
    ['a thousands separator', steps({ from: '100,000', percent: '1' }), ['VALUE_NOT_ALLOWED programmes[1].earn.steps[0].from']],
    ['a step that pays twice', steps({ from: '1', percent: '1', perUnit: '1' }), ['VALUE_NOT_ALLOWED programmes[1].earn.steps[0]']],
    [
      'steps that fall',
      steps({ from: '10', percent: '1' }, { above: '5', percent: '2' }),
      ['STEPS_OVERLAP programmes[1].earn.steps[1].above'],
    ],
    ['a kind that is none', withVolume({ earn: { luck: '1' } }), ['KIND_UNKNOWN programmes[1].earn']],
  ])('refuses %s', (_, input, expected) => {
    expect(refused(input)).toEqual(expected);
  });

  it.each<[string, unknown, string]>([
    ['a bound', steps({ from: 100000, percent: '1' }), 'Write it in quotes, as a text: "100000".'],
    ['a rate', withVolume({ earn: { percent: 2.5 } }), 'Write it in quotes, as a text: "2.5".'],
    ['an id', { ...file, id: 2026 }, 'Write it in quotes, as a text: "2026".'],
    ['a product', withVolume({ eligible: { include: [{ product: [4711] }] } }), 'Write it in quotes, as a text: "4711".'],
    ['a person', { ...file, people: { sign: [true] } }, 'Write it in quotes, as a text: "true".'],
  ])('tells to quote %s that YAML read as no text', (_, input, wayOut) => {
    const result = parseAgreement(input);
    expect(result.ok ? [] : result.rejections.map((rejection) => rejection.wayOut)).toEqual([wayOut]);
  });

  it.each<[unknown, string]>([
    [undefined, 'The file is missing.'],
    [[], 'The file is []; allowed is an object of keys and values.'],
    [{ ...file, supplier: undefined }, 'supplier is missing.'],
    [{ ...file, programmes: {} }, 'programmes is {}; allowed is a list.'],
    [{ ...file, programmes: [] }, 'programmes is []; allowed is a list of at least 1 entries.'],
    [{ ...file, name: 'x'.repeat(201) }, `name is ${'x'.repeat(117)}...; allowed is a text of at most 200 characters.`],
    [withVolume({ settle: { every: 'year', dueDays: -1 } }), 'programmes[1].settle.dueDays is -1; allowed is at least 0.'],
    [withVolume({ settle: { every: 'year', dueDays: 4000 } }), 'programmes[1].settle.dueDays is 4000; allowed is at most 3660.'],
    [withVolume({ settle: { every: 'year', dueDays: 1.5 } }), 'programmes[1].settle.dueDays is 1.5; allowed is a whole number.'],
    [
      withVolume({ guarantee: { amount: '1', carryExcess: 'yes' } }),
      'programmes[1].guarantee.carryExcess is yes; allowed is true or false.',
    ],
    [
      withVolume({ cap: { amount: null } }),
      'programmes[1].cap.amount is null; allowed is a decimal of 0 or more, written as a text in quotes ("1.5").',
    ],
  ])('says of %j: %s', (input, message) => {
    const result = parseAgreement(input);
    expect(result.ok ? [] : result.rejections.map((rejection) => rejection.message)).toEqual([message]);
  });

  it('says from when to when a member is one already', () => {
    const said = (...members: object[]) => {
      const result = parseAgreement({ ...file, members });
      return result.ok ? [] : result.rejections.map(({ message }) => message);
    };
    expect(said({ id: 'm' }, { id: 'm', from: '2026-05-01' })).toEqual([
      'Member m is one already from the start to the end: two of its stays overlap.',
    ]);
    expect(said({ id: 'm', from: '2026-02-01', to: '2026-05-01' }, { id: 'm', from: '2026-05-01' })).toEqual([
      'Member m is one already from 2026-02-01 to 2026-05-01: two of its stays overlap.',
    ]);
  });

  it('names the value and what is allowed', () => {
    const result = parseAgreement({ ...file, calendar: '5-5-3' });
    expect(result.ok ? [] : result.rejections).toMatchObject([
      { place: 'calendar', value: '5-5-3', message: 'calendar is 5-5-3; allowed is one of months, 4-4-5, 4-5-4, 5-4-4.' },
    ]);
  });
});

describe('contradictions in an agreement', () => {
  const goal = { id: 'grow', measure: 'value', target: '700000', by: '2026-12-31' };
  const own = (...period: object[]): object => withVolume({ period });

  it.each<[string, unknown, string[]]>([
    ['a term that runs backwards', { ...file, from: '2027-01-01' }, ['TERM_BACKWARDS to']],
    ['a term without end', { ...file, to: '2076-01-01' }, ['TERM_TOO_LONG to']],
    ['a party with itself', { ...file, customer: 'acme' }, ['SAME_PARTY customer']],
    ['an unknown zone', { ...file, timeZone: 'Europe/Atlantis' }, ['TIME_ZONE_UNKNOWN timeZone']],
    ['an offset for a zone', { ...file, timeZone: '+01:00' }, ['TIME_ZONE_UNKNOWN timeZone']],
    ['a year that begins on no day', { ...file, yearStartsOn: '02-30' }, ['YEAR_START_UNKNOWN yearStartsOn']],
    ['decimals said twice', { ...file, rounding: { mode: 'down', decimals: 3 }, decimals: 2 }, ['DECIMALS_TWICE decimals']],
    ['a programme twice', { ...file, programmes: [promo, promo] }, ['DUPLICATE_ID programmes[1].id']],
    ['a member twice', { ...file, members: [{ id: 'm' }, { id: 'n' }, { id: 'm' }] }, ['MEMBER_STAYS_OVERLAP members[2].id']],
    [
      'a member that joins again before it left',
      {
        ...file,
        members: [
          { id: 'm', to: '2026-06-30' },
          { id: 'm', from: '2026-06-30' },
        ],
      },
      ['MEMBER_STAYS_OVERLAP members[1].id'],
    ],
    [
      'a member that leaves before it joins',
      { ...file, members: [{ id: 'm', from: '2026-05-02', to: '2026-05-01' }] },
      ['TERM_BACKWARDS members[0].to'],
    ],
    [
      'a unit converted twice',
      {
        ...file,
        units: [
          { from: 'box', to: 'piece', factor: '12' },
          { product: 'A', from: 'box', to: 'piece', factor: '10' },
          { from: 'box', to: 'kg', factor: '3' },
        ],
      },
      ['UNIT_TWICE units[2].from'],
    ],
    [
      'units in a circle',
      {
        ...file,
        units: [
          { from: 'pallet', to: 'box', factor: '40' },
          { product: 'A', from: 'box', to: 'pallet', factor: '0.025' },
        ],
      },
      ['UNITS_IN_A_CIRCLE units[1].from'],
    ],
    ['a unit of itself', { ...file, units: [{ from: 'box', to: 'box', factor: '2' }] }, ['UNITS_IN_A_CIRCLE units[0].from']],
    ['a goal twice', { ...file, goals: [goal, goal] }, ['DUPLICATE_ID goals[1].id']],
    ['a goal after the term', { ...file, goals: [{ ...goal, by: '2027-01-01' }] }, ['GOAL_OUTSIDE_TERM goals[0].by']],
    ['a deduction of nothing known', withVolume({ deducts: ['promo', 'x'] }), ['DEDUCTS_UNKNOWN programmes[1].deducts[1]']],
    ['a deduction of a later programme', { ...file, programmes: [volume, promo] }, ['DEDUCTS_NOT_EARLIER programmes[0].deducts[0]']],
    [
      'a limit of nothing known',
      { ...file, limits: [{ programmes: ['promo', 'x'], cap: { percent: '5' } }] },
      ['LIMIT_PROGRAMME_UNKNOWN limits[0].programmes[1]'],
    ],
    [
      'a limit that names one twice',
      { ...file, limits: [{ programmes: ['promo', 'promo'], cap: { percent: '5' } }] },
      ['DUPLICATE_ID limits[0].programmes[1]'],
    ],
    [
      'own periods that overlap',
      own({ from: '2026-01-01', to: '2026-06-30' }, { from: '2026-06-30', to: '2026-12-31' }),
      ['PERIODS_OVERLAP programmes[1].period[1].from'],
    ],
    ['own periods outside the term', own({ from: '2025-12-31', to: '2026-06-30' }), ['PERIOD_OUTSIDE_TERM programmes[1].period[0]']],
    ['own periods that run backwards', own({ from: '2026-03-01', to: '2026-02-01' }), ['TERM_BACKWARDS programmes[1].period[0].to']],
    ['a cap of nothing', withVolume({ cap: { per: 'year' } }), ['VALUE_NOT_ALLOWED programmes[1].cap']],
    [
      'a commitment below 0',
      withVolume({ conditions: [{ commitment: { amount: '-5', shortfall: { forfeit: true } } }] }),
      ['VALUE_NOT_ALLOWED programmes[1].conditions[0].commitment.amount'],
    ],
    [
      'a commitment of 0',
      withVolume({ conditions: [{ commitment: { amount: '0', shortfall: { forfeit: true } } }] }),
      ['VALUE_NOT_ALLOWED programmes[1].conditions[0].commitment.amount'],
    ],
    ['a cap in money and in percent', withVolume({ cap: { amount: '1', percent: '1' } }), ['VALUE_NOT_ALLOWED programmes[1].cap']],
    [
      'a tolerance in money and in percent',
      withVolume({ settle: { every: 'year', claims: { tolerance: { amount: '1', percent: '1' } } } }),
      ['VALUE_NOT_ALLOWED programmes[1].settle.claims.tolerance'],
    ],
    [
      'a tolerance of nothing',
      withVolume({ settle: { every: 'year', claims: { tolerance: {} } } }),
      ['VALUE_NOT_ALLOWED programmes[1].settle.claims.tolerance'],
    ],
    [
      'two conditions in one',
      withVolume({ conditions: [{ paidWithin: 30, commitment: { amount: '5', shortfall: { forfeit: true } } }] }),
      ['VALUE_NOT_ALLOWED programmes[1].conditions[0]'],
    ],
    [
      'a shortfall of two kinds',
      withVolume({ conditions: [{ commitment: { amount: '5', shortfall: { forfeit: true, amount: '5' } } }] }),
      ['VALUE_NOT_ALLOWED programmes[1].conditions[0].commitment.shortfall'],
    ],
    [
      'a cap below the floor',
      withVolume({ cap: { amount: '99', per: 'year' }, floor: { amount: '100', per: 'year' } }),
      ['CAP_BELOW_FLOOR programmes[1].cap.amount'],
    ],
    [
      'a cap of the period below the floor of the calendar year that the period is',
      withVolume({ period: 'year', cap: { amount: '99' }, floor: { amount: '100', per: 'year' } }),
      ['CAP_BELOW_FLOOR programmes[1].cap.amount'],
    ],
    [
      'a cap below the guarantee',
      withVolume({ cap: { amount: '99' }, guarantee: { amount: '100' } }),
      ['CAP_BELOW_GUARANTEE programmes[1].cap.amount'],
    ],
    [
      'shares that are not all',
      withVolume({
        settle: {
          every: 'year',
          payTo: [
            { member: 'a', share: '50' },
            { member: 'b', share: '49.9' },
          ],
        },
      }),
      ['SHARES_NOT_WHOLE programmes[1].settle.payTo'],
    ],
  ])('refuses %s', (_, input, expected) => {
    expect(refused(input)).toEqual(expected);
  });

  it('names the cycle that deductions make', () => {
    const cycle = {
      ...file,
      programmes: [
        { id: 'a', deducts: ['c'], earn: { percent: '1' } },
        { id: 'b', deducts: ['a'], earn: { percent: '1' } },
        { id: 'c', deducts: ['b'], earn: { percent: '1' } },
      ],
    };
    const result = parseAgreement(cycle);
    expect(result.ok ? [] : result.rejections.map(({ message }) => message)).toEqual([
      'Programme a deducts c, which does not come before it: a cycle, a → c → b → a.',
    ]);
    expect(refused(withVolume({ deducts: ['volume'] }))).toEqual(['DEDUCTS_NOT_EARLIER programmes[1].deducts[0]']);
  });

  it.each<[string, unknown]>([
    ['a cap and a floor of different windows', withVolume({ cap: { amount: '99', per: 'month' }, floor: { amount: '100', per: 'year' } })],
    ['a cap equal to the guarantee', withVolume({ cap: { amount: '100' }, guarantee: { amount: '100.00' } })],
    [
      'a lump sum in one of its own periods',
      withVolume({
        earn: { lumpSum: '5', on: '2026-08-01' },
        period: [
          { from: '2026-01-01', to: '2026-03-31' },
          { from: '2026-07-01', to: '2026-12-31' },
        ],
      }),
    ],
    ['own periods with a gap, in any order', own({ from: '2026-07-01', to: '2026-12-31' }, { from: '2026-01-01', to: '2026-05-31' })],
    [
      'conversions that follow each other',
      {
        ...file,
        units: [
          { from: 'pallet', to: 'box', factor: '40' },
          { from: 'box', to: 'piece', factor: '12' },
        ],
      },
    ],
    ['a goal on the last day', { ...file, goals: [goal] }],
    ['a year from the last of February', { ...file, yearStartsOn: '02-29' }],
    ['a term of one day', { ...file, to: '2026-01-01' }],
    ['the same decimals twice', { ...file, rounding: { mode: 'down', decimals: 7 }, decimals: 7 }],
    ['rounding and decimals apart', { ...file, rounding: 'down', decimals: 7 }],
  ])('takes %s', (_, input) => {
    expect(refused(input)).toEqual([]);
  });
});

describe('amendments', () => {
  const amending = (...amendments: object[]): object => ({ ...file, amendments });
  const carry = { ...amendment, programme: 'volume', mode: 'carry' };

  it.each<[string, unknown, string[]]>([
    ['of no programme', amending({ ...amendment, programme: 'x' }), ['AMENDMENT_PROGRAMME_UNKNOWN amendments[0].programme']],
    ['after the term', amending({ ...amendment, effective: '2027-01-01' }), ['AMENDMENT_OUTSIDE_TERM amendments[0].effective']],
    ['of an unknown mode', amending({ ...amendment, mode: 'redo' }), ['VALUE_NOT_ALLOWED amendments[0].mode']],
    ['of nothing', amending({ ...amendment, change: {} }), ['VALUE_NOT_ALLOWED amendments[0].change']],
    ['of an id', amending({ ...amendment, change: { id: 'x' } }), ['VALUE_NOT_ALLOWED amendments[0].change']],
    ['of an unknown key', amending({ ...amendment, change: { earnings: {} } }), ['UNKNOWN_KEY amendments[0].change.earnings']],
    ['that takes a required key away', amending({ ...amendment, change: { earn: null } }), ['VALUE_NOT_ALLOWED amendments[0].change.earn']],
    [
      'whose earnings do not hold',
      amending({ ...amendment, change: { earn: { percent: 3 } } }),
      ['VALUE_NOT_ALLOWED amendments[0].change.earn.percent'],
    ],
    [
      'that deduct a later programme',
      amending({ ...amendment, change: { deducts: ['volume'] } }),
      ['DEDUCTS_NOT_EARLIER amendments[0].change.deducts[0]'],
    ],
    [
      'that carry another period',
      amending({ ...carry, change: { period: 'quarter' } }),
      ['CARRY_CHANGES_MEASURE amendments[0].change.period'],
    ],
    [
      'that carry another scope and measure',
      amending({ ...carry, change: { scope: 'member', by: 'quantity' } }),
      ['CARRY_CHANGES_MEASURE amendments[0].change.scope', 'CARRY_CHANGES_MEASURE amendments[0].change.by'],
    ],
    [
      'that hold alone and not after the one before',
      amending(
        { ...amendment, change: { cap: { amount: '100' } } },
        { ...amendment, effective: '2026-05-01', change: { guarantee: { amount: '200' } } },
      ),
      ['CAP_BELOW_GUARANTEE amendments[1].change.cap.amount'],
    ],
    [
      'that a later stretch of an earlier one contradicts',
      amending(
        { ...amendment, mode: 'restart', effective: '2026-09-01', change: { guarantee: { amount: '200' } } },
        { ...amendment, mode: 'restart', change: { cap: { amount: '100' } } },
      ),
      ['CAP_BELOW_GUARANTEE amendments[1].change.cap.amount'],
    ],
  ])('are refused %s', (_, input, expected) => {
    expect(refused(input)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['the same period carried', amending({ ...carry, change: { period: 'year', earn: { percent: '1' } } })],
    ['another period restarted', amending({ ...carry, mode: 'restart', change: { period: 'quarter' } })],
    ['another measure restated', amending({ ...carry, mode: 'restate', change: { by: 'quantity', earn: { perUnit: '1' } } })],
    [
      'what contradicts only a stretch before its day',
      amending(
        { ...amendment, mode: 'restart', effective: '2026-02-01', change: { guarantee: { amount: '200' } } },
        { ...amendment, mode: 'restart', effective: '2026-06-01', change: { guarantee: null } },
        { ...amendment, mode: 'restart', effective: '2026-09-01', change: { cap: { amount: '100' } } },
      ),
    ],
    [
      'a carry that sets a later stretch, restarted, back to its own period',
      amending(
        { ...carry, mode: 'restart', effective: '2026-09-01', change: { period: 'quarter' } },
        { ...carry, change: { period: 'year' } },
      ),
    ],
    ['a key taken away', amending({ ...carry, change: { deducts: null } })],
    [
      'many, not in the order of their days',
      amending(
        { ...amendment, effective: '2026-09-01' },
        amendment,
        { ...amendment, mode: 'restart', effective: '2026-06-01' },
        { ...amendment, mode: 'carry', effective: '2026-03-03' },
      ),
    ],
  ])('are taken: %s', (_, input) => {
    expect(refused(input)).toEqual([]);
  });

  it('proposed later are read against the terms as already amended', () => {
    const { amendments: already = [], ...terms } = termsOf(amending({ ...amendment, change: { cap: { amount: '100' } } }));
    const guarantee = [{ ...amendment, change: { guarantee: { amount: '200' } } }];
    expect(refusalsOf(parseAmendments(guarantee, terms, already))).toEqual(['CAP_BELOW_GUARANTEE amendments[0].change.cap.amount']);
    expect(parseAmendments(guarantee, terms, [])).toEqual({ ok: true, value: guarantee });
    expect(refusalsOf(parseAmendments([], terms, []))).toEqual(['VALUE_NOT_ALLOWED amendments']);
    expect(refusalsOf(parseAmendments(undefined, terms, []))).toEqual(['VALUE_MISSING amendments']);
    expect(refusalsOf(parseAmendments(amendment, terms, []))).toEqual(['VALUE_NOT_ALLOWED amendments']);
    expect(refusalsOf(parseAmendments([{ ...amendment, effective: 'soon' }], terms, []))).toEqual([
      'VALUE_NOT_ALLOWED amendments[0].effective',
    ]);
    const many = Array.from({ length: 1000 }, () => already[0] ?? termsOf(file)) as typeof already;
    expect(refusalsOf(parseAmendments(guarantee, terms, many))).toEqual(['TOO_MANY_AMENDMENTS amendments']);
  });
});

describe('the example of files.md', () => {
  const text = `
id: acme-buildco-2026
supplier: acme
customer: buildco
members: [{ id: branch-1, from: 2026-01-01, to: 2026-06-30 }]
from: 2026-01-01
to: 2026-12-31
currency: EUR
timeZone: Europe/Berlin
yearStartsOn: 01-01
calendar: months
countsFrom: supplier
rounding: half-up
decimals: 7
value: { of: net, tax: exclude, freight: exclude }
returns: returnPeriod
units: [{ product: P-1, from: box, to: piece, factor: "12" }]
exchange: { table: ecb-daily, on: date }
people: { propose: [sue], sign: [sue, carl] }
goals: [{ id: grow, measure: value, target: "700000", by: 2026-12-31, owners: [sue] }]
programmes:
  - id: promo
    earn: { perUnit: "1.50" }
  - id: volume
    name: Annual volume
    stage: invoiced
    eligible:
      include: [{ category: [pipes, boards] }, { product: [P-1] }]
      exclude: [{ product: [P-9] }]
    target: { include: [{ category: [pipes, boards, tools] }] }
    by: value
    period: year
    scope: group
    earn:
      tiers: retrospective
      steps:
        - { from: "100000", percent: "1" }
        - { above: "500000", rates: [{ category: [pipes], percent: "2" }, { brand: [B], perUnit: "1" }] }
    floor: { amount: "100", per: year }
    guarantee: { amount: "10000", per: quarter, carryExcess: true }
    cap: { amount: "50000", per: year }
    deducts: [promo]
    bestOf: group-a
    settle: { every: quarter, parts: cumulative, graceDays: 5, dueDays: 60, claimWithinDays: 90, minimum: "100", belowMinimum: carry, by: creditNote, payTo: [{ member: hq, share: "100" }] }
    conditions: [{ paidWithin: terms }]
    onTermination: earnedToDate
    shortPeriod: full
limits: [{ programmes: [volume, promo], cap: { percent: "5", per: year } }]
amendments: [{ effective: 2026-04-01, programme: volume, mode: restate, change: { earn: { percent: "1" } }, knownFrom: 2026-03-20 }]
`;

  it('is read from YAML as it stands', () => {
    expect(refused(parseYaml(text))).toEqual([]);
  });

  it('reports at once a rate without quotes and a day that is none', () => {
    const wrong = text.replace('percent: "1" }\n', 'percent: 1.50 }\n').replace('by: 2026-12-31', 'by: 31.12.2026');
    expect(refused(parseYaml(wrong))).toEqual(['VALUE_NOT_ALLOWED goals[0].by']);
    expect(refused(parseYaml(wrong.replace('31.12.2026', '2026-12-31')))).toEqual([
      'VALUE_NOT_ALLOWED programmes[1].earn.steps[0].percent',
    ]);
  });
});

describe('the time it takes', () => {
  it('stays short for days over the longest term, restarted and restated', () => {
    const days = { ...promo, period: 'day' };
    const amendments = [amendment, { ...amendment, mode: 'restart', effective: '2040-02-10' }, { ...amendment, effective: '2041-05-05' }];
    expect(refused({ ...file, to: '2075-12-31', programmes: [days], amendments })).toEqual([]);
  }, 5000);
});
