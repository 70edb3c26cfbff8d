import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { z } from 'zod';
import { agreementOf, calculated, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';
import { resolveAgreement } from '../agreement/resolve.ts';
import { agreementSchema } from '../agreement/terms.ts';
import { checkPolicy } from './check.ts';
import { type PolicyCommand, policyDecider, type PolicyState } from './decider.ts';
import { policyEventData } from './events.ts';
import { byLastYear, forecastOn, parsePolicy, type Policy, policySchema } from './policy.ts';

const steps = (...bounds: readonly string[]) => ({ tiers: 'retrospective', steps: bounds.map((from) => ({ from, percent: '1' })) });
const agreement = resolveAgreement(
  agreementSchema.parse({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [
      { id: 'volume', earn: steps('0', '10') },
      { id: 'flat', earn: { percent: '1' } },
    ],
  }),
  [{ effective: '2026-07-01', programme: 'volume', mode: 'carry', change: { earn: steps('0', '10', '20') } }],
);
const read = (programmes: unknown): Policy => {
  const parsed = parsePolicy({ programmes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejections));
  return parsed.value;
};

describe('a policy and its agreement', () => {
  test.each([
    ['a programme that is not there', { volum: { accrue: 'reached' } }, 'POLICY_PROGRAMME_UNKNOWN', 'programmes.volum', 'volum'],
    [
      'a step beyond the last of any version',
      { volume: { accrue: { step: 4 } } },
      'POLICY_STEP_UNKNOWN',
      'programmes.volume.accrue.step',
      '4',
    ],
    ['a step of a programme without steps', { flat: { accrue: { step: 1 } } }, 'POLICY_STEP_UNKNOWN', 'programmes.flat.accrue.step', '1'],
  ])('%s is refused by name', (_, programmes, code, place, value) => {
    expect(checkPolicy(read(programmes), agreement)).toMatchObject([{ code, place, value }]);
  });

  test('what an amendment brings can be chosen', () => {
    expect(checkPolicy(read({ volume: { accrue: { step: 3 } }, flat: { accrue: { percent: '2' } } }), agreement)).toEqual([]);
  });

  test('it is known which programmes go by last year', () => {
    expect(
      byLastYear(read({ volume: { forecast: [{ method: 'runRate' }, { method: 'lastYear', from: '2026-04-01' }] }, flat: {} })),
    ).toEqual(['volume']);
  });

  test('of several forecasts that with the latest day that has come is in force', () => {
    const forecasts = [
      { method: 'given' as const, value: '2', from: '2026-04-01' },
      { method: 'given' as const, value: '1' },
    ];
    expect(['2026-03-31', '2026-04-01'].map((day) => forecastOn(forecasts, toDay(day))?.value)).toEqual(['1', '2']);
    expect(forecastOn([{ method: 'runRate', from: '2026-04-01' }], toDay('2026-03-31'))).toBeUndefined();
  });
});

describe('what a party accrues', () => {
  const tiers = { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['10000', '2']) };
  const accrued = (
    earn: object,
    sales: readonly Sale[],
    accrue: unknown,
    on: string,
    more: { readonly forecast?: unknown; readonly terms?: object } = {},
  ): string | undefined => {
    const parsed = parsePolicy({ programmes: { p1: { accrue, ...(more.forecast === undefined ? {} : { forecast: more.forecast }) } } });
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejections));
    return calculated(agreementOf([{ earn }, { earn: { percent: '9' } }], { ...more.terms }), sales).balance(toDay(on), parsed.value)
      .programmes[0]?.accrued;
  };
  const half = [sold('2026-03-01', '6000')];

  test.each<[string, unknown, string, string]>([
    ['what is reached', 'reached', '2026-06-30', '60.00'],
    ['the step to be reached', { step: 2 }, '2026-06-30', '120.00'],
    ['the step reached', { step: 1 }, '2026-06-30', '60.00'],
    ['a percentage of the value', { percent: '4' }, '2026-06-30', '240.00'],
    // 6,000 in 181 days are 12,099 in the year: 2 %.
    ['the average rate of the forecast', 'forecast', '2026-06-30', '120.00'],
    // Nothing is ahead any more.
    ['what is earned, once the year is over', 'forecast', '2026-12-31', '60.00'],
  ])('is %s', (_, accrue, on, expected) => {
    expect(accrued(tiers, half, accrue, on)).toBe(expected);
  });

  test('is less than what is earned where a lower step is chosen, and what is earned where there are no steps', () => {
    expect(accrued(tiers, [sold('2026-03-01', '20000')], { step: 1 }, '2026-06-30')).toBe('200.00');
    expect(accrued({ percent: '3' }, half, { step: 1 }, '2026-06-30')).toBe('180.00');
  });

  test('keeps what an amendment froze, and is at the chosen step from then on', () => {
    const change = { earn: { tiers: 'retrospective', steps: stepsFrom(['0', '3'], ['10000', '4']) } };
    const terms = { amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change }] };
    expect(accrued(tiers, [...half, sold('2026-08-01', '1000')], { step: 2 }, '2026-08-31', { terms })).toBe('100.00');
  });

  test('is what is earned where the forecast is of nothing, or nothing is bought yet', () => {
    expect(accrued(tiers, half, 'forecast', '2026-06-30', { forecast: { method: 'given', value: '0' } })).toBe('60.00');
    expect(accrued(tiers, [], 'forecast', '2026-06-30', { forecast: { method: 'given', value: '50000' } })).toBe('0.00');
  });

  test('is read only where a given forecast says one of value and quantity', () => {
    const places = (forecast: unknown): unknown => {
      const parsed = parsePolicy({ programmes: { p1: { forecast } } });
      return parsed.ok ? [] : parsed.rejections.map(({ code }) => code);
    };
    expect(
      [
        { method: 'given' },
        { method: 'given', value: '1', quantity: '1' },
        { method: 'given', value: '1' },
        { method: 'given', quantity: '1' },
        { method: 'runRate' },
        [],
      ].map(places),
    ).toEqual([['VALUE_NOT_ALLOWED'], ['VALUE_NOT_ALLOWED'], [], [], [], ['VALUE_NOT_ALLOWED']]);
  });

  test('of two forecasts from one day goes by the later in the list', () => {
    expect(
      forecastOn(
        [
          { method: 'given', value: '1', from: '2026-04-01' },
          { method: 'given', value: '2', from: '2026-04-01' },
          { method: 'given', value: '3' },
        ],
        toDay('2026-04-01'),
      )?.value,
    ).toBe('2');
    expect([forecastOn(undefined, toDay('2026-04-01')), forecastOn({ method: 'runRate' }, toDay('2026-04-01'))]).toEqual([
      undefined,
      { method: 'runRate' },
    ]);
    expect(byLastYear(read({ volume: {}, flat: { forecast: { method: 'lastYear' } } }))).toEqual(['flat']);
  });
});

describe("one party's policy", () => {
  const set = (policy: Policy): PolicyCommand => ({ kind: 'SetPolicy', organisation: 'acme', agreement: 'a-1', policy });
  const decided = (state: PolicyState, policy: Policy) => policyDecider.decide(set(policy), state);
  const after = (...policies: readonly Policy[]): PolicyState =>
    policies.reduce<PolicyState>((state, policy) => {
      const decision = decided(state, policy);
      return decision.kind === 'rejected' ? state : decision.events.reduce(policyDecider.evolve, state);
    }, policyDecider.initial);
  const reached = read({ volume: { accrue: 'reached' } });
  const fixed = read({ volume: { accrue: { percent: '4' } } });

  test('the last one set is in force, with its version', () => {
    expect(after(reached, fixed)).toEqual({ version: 2, policy: fixed });
  });

  test('setting what is set records nothing', () => {
    expect(decided(after(fixed), fixed)).toEqual({ kind: 'events', events: [] });
  });

  test('a policy that no event can hold is refused', () => {
    const forecast = Array.from({ length: 2_000 }, (_, day) => ({
      method: 'given',
      value: '1',
      from: `2026-01-${String((day % 28) + 1).padStart(2, '0')}`,
    }));
    expect(decided(policyDecider.initial, read({ volume: { forecast } }))).toMatchObject({
      kind: 'rejected',
      rejections: [{ code: 'POLICY_TOO_LARGE' }],
    });
  });
});

test('docs/reference/policy.schema.json is what the code reads', () => {
  const file = join(import.meta.dirname, '../../../docs/reference/policy.schema.json');
  const schema = JSON.parse(JSON.stringify({ ...z.toJSONSchema(policySchema, { io: 'input' }), title: 'Policy' })) as unknown;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined).toEqual(schema);
});

describe('docs/events: PolicySet', () => {
  const docs = join(import.meta.dirname, '../../../docs/events');
  test('has the schema that the code keeps to', () => {
    const file = join(docs, 'PolicySet.v1.schema.json');
    const schema = JSON.parse(JSON.stringify({ ...z.toJSONSchema(policyEventData.PolicySet), title: 'PolicySet' })) as unknown;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
    expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined).toEqual(schema);
  });

  test('has a golden fixture that is still read as it was written', () => {
    const { type, schema, data } = JSON.parse(readFileSync(join(docs, 'fixtures/PolicySet.v1.json'), 'utf8')) as {
      type: string;
      schema: number;
      data: unknown;
    };
    expect([type, schema]).toEqual(['PolicySet', 1]);
    expect(policyEventData.PolicySet.parse(data)).toEqual(data);
  });
});
