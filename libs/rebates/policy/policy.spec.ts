import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { z } from 'zod';
import { resolveAgreement } from '../agreement/resolve.ts';
import { agreementSchema } from '../agreement/terms.ts';
import { checkPolicy } from './check.ts';
import { type PolicyCommand, policyDecider, type PolicyState } from './decider.ts';
import { policyEventData } from './events.ts';
import { byLastYear, forecastOn, parsePolicy, type Policy, policySchema } from './policy.ts';

const steps = (...bounds: readonly string[]) => ({ tiers: 'retrospective', steps: bounds.map((from) => ({ from, percent: '1' })) });
const agreement = resolveAgreement(
  agreementSchema.parse({
    id: 'a-1', supplier: 'acme', customer: 'buildco', from: '2026-01-01', to: '2026-12-31', currency: 'EUR',
    programmes: [{ id: 'volume', earn: steps('0', '10') }, { id: 'flat', earn: { percent: '1' } }],
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
    ['a step beyond the last of any version', { volume: { accrue: { step: 4 } } }, 'POLICY_STEP_UNKNOWN', 'programmes.volume.accrue.step', '4'],
    ['a step of a programme without steps', { flat: { accrue: { step: 1 } } }, 'POLICY_STEP_UNKNOWN', 'programmes.flat.accrue.step', '1'],
  ])('%s is refused by name', (_, programmes, code, place, value) => {
    expect(checkPolicy(read(programmes), agreement)).toMatchObject([{ code, place, value }]);
  });

  test('what an amendment brings can be chosen', () => {
    expect(checkPolicy(read({ volume: { accrue: { step: 3 } }, flat: { accrue: { percent: '2' } } }), agreement)).toEqual([]);
  });

  test('it is known which programmes go by last year', () => {
    expect(byLastYear(read({ volume: { forecast: [{ method: 'runRate' }, { method: 'lastYear', from: '2026-04-01' }] }, flat: {} }))).toEqual(['volume']);
  });

  test('of several forecasts that with the latest day that has come is in force', () => {
    const forecasts = [{ method: 'given' as const, value: '2', from: '2026-04-01' }, { method: 'given' as const, value: '1' }];
    expect(['2026-03-31', '2026-04-01'].map((day) => forecastOn(forecasts, toDay(day))?.value)).toEqual(['1', '2']);
    expect(forecastOn([{ method: 'runRate', from: '2026-04-01' }], toDay('2026-03-31'))).toBeUndefined();
  });
});

describe('one party\'s policy', () => {
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
    const forecast = Array.from({ length: 2_000 }, (_, day) => ({ method: 'given', value: '1', from: `2026-01-${String((day % 28) + 1).padStart(2, '0')}` }));
    expect(decided(policyDecider.initial, read({ volume: { forecast } }))).toMatchObject({ kind: 'rejected', rejections: [{ code: 'POLICY_TOO_LARGE' }] });
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
    const { type, schema, data } = JSON.parse(readFileSync(join(docs, 'fixtures/PolicySet.v1.json'), 'utf8')) as { type: string; schema: number; data: unknown };
    expect([type, schema]).toEqual(['PolicySet', 1]);
    expect(policyEventData.PolicySet.parse(data)).toEqual(data);
  });
});
