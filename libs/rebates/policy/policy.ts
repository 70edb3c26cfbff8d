import { accepted, type Day, refused, type Result, toDay } from '#kernel';
import { z } from 'zod';
import { amount, day, decimal, id } from '../agreement/fields.ts';
import { issuesToRejections } from '../agreement/issues.ts';

/** One party's own accrual policy, private to it (files.md). */
const forecast = z
  .strictObject({
    method: z.enum(['runRate', 'lastYear', 'given']).default('runRate'),
    value: amount.optional(),
    quantity: amount.optional(),
    from: day.optional(),
  })
  .refine(
    (given) => given.method !== 'given' || (given.value === undefined) !== (given.quantity === undefined),
    'a given forecast with value or quantity',
  );
export type ForecastTerms = z.infer<typeof forecast>;
export type ForecastMethod = ForecastTerms['method'];

const programmePolicy = z.strictObject({
  accrue: z
    .union([z.enum(['reached', 'forecast']), z.strictObject({ percent: decimal }), z.strictObject({ step: z.int().min(1).max(100) })])
    .default('reached'),
  forecast: z.union([forecast, z.array(forecast).min(1)]).optional(),
});

export const policySchema = z.strictObject({ programmes: z.record(id, programmePolicy) });
export type Policy = z.infer<typeof policySchema>;

/** The forecast in force on a day: that with the latest `from` that has come, wherever it stands in the list. */
export const forecastOn = (forecast: ForecastTerms | readonly ForecastTerms[] | undefined, on: Day): ForecastTerms | undefined => {
  const since = (candidate: ForecastTerms): Day => (candidate.from === undefined ? Number.NEGATIVE_INFINITY : toDay(candidate.from));
  const list = (forecast === undefined ? [] : [forecast].flat()).filter((candidate) => since(candidate) <= on);
  return list.reduce<ForecastTerms | undefined>(
    (latest, candidate) => (latest === undefined || since(candidate) >= since(latest) ? candidate : latest),
    undefined,
  );
};

/** The programmes that some forecast takes by last year's shape: whoever computes it must have last year's sales. */
export const byLastYear = (policy: Policy): string[] =>
  Object.entries(policy.programmes).flatMap(([programme, { forecast: given = [] }]) =>
    [given].flat().some(({ method }) => method === 'lastYear') ? [programme] : [],
  );

/** Reads a policy file's content, or says what is wrong with it. */
export const parsePolicy = (input: unknown): Result<Policy> => {
  const parsed = policySchema.safeParse(input);
  if (!parsed.success) return refused(...issuesToRejections(parsed.error.issues, '', input, 'policy'));
  return accepted(parsed.data);
};
