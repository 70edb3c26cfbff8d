import { type Rejection, type Result, accepted, refused } from '#kernel';
import { z } from 'zod';
import { amount, day, decimal, id } from '../agreement/fields.ts';
import { issuesToRejections } from '../agreement/issues.ts';

/** One party's own accrual policy, private to it (files.md). */
const forecast = z.strictObject({
  method: z.enum(['runRate', 'lastYear', 'given']).default('runRate'),
  value: amount.optional(),
  quantity: amount.optional(),
  from: day.optional(),
}).refine((given) => given.method !== 'given' || (given.value === undefined) !== (given.quantity === undefined), 'a given forecast with value or quantity');
export type ForecastTerms = z.infer<typeof forecast>;

const programmePolicy = z.strictObject({
  accrue: z.union([z.enum(['reached', 'forecast']), z.strictObject({ percent: decimal }), z.strictObject({ step: z.int().min(1).max(100) })]).default('reached'),
  forecast: z.union([forecast, z.array(forecast).min(1)]).optional(),
});

const schema = z.strictObject({ programmes: z.record(id, programmePolicy) });
export type Policy = z.infer<typeof schema>;

const notBuilt = (policy: Policy): Rejection[] =>
  Object.entries(policy.programmes).flatMap(([programme, own]) =>
    [own.forecast ?? []].flat().some((given) => given.method === 'lastYear')
      ? [{ code: 'KIND_NOT_BUILT', message: 'The forecast by last year\'s shape is not computed by this version.', place: `programmes.${programme}.forecast.method`, value: 'lastYear', wayOut: 'Use runRate or given.' }]
      : [],
  );

/** Reads a policy file's content, or says what is wrong with it. */
export const parsePolicy = (input: unknown): Result<Policy> => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused(...issuesToRejections(parsed.error.issues, '', input));
  const rejections = notBuilt(parsed.data);
  return rejections.length > 0 ? refused(...rejections) : accepted(parsed.data);
};
