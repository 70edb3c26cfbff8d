import { accepted, refused, type Rejection, type Result } from '#kernel';
import { z } from 'zod';
import { amount, decimal, id } from '../agreement/fields.ts';
import { issuesToRejections } from '../agreement/issues.ts';
import { factorOf } from './forecast.ts';
import { growthTooLow } from './refusals.ts';

/** The goals file of a design (docs/decisions/0014-what-if.md): what may vary, and what each side wants of it. */

const growth = decimal.default('0');
const either = { amount: amount.optional(), percent: amount.optional() };
const bound = z
  .strictObject(either)
  .refine((given) => (given.amount === undefined) !== (given.percent === undefined), 'either amount or percent');

const goal = z
  .strictObject({ party: z.enum(['customer', 'supplier']), growth, atLeast: bound.optional(), atMost: bound.optional() })
  .refine((given) => (given.atLeast === undefined) !== (given.atMost === undefined), 'either atLeast or atMost');

const variation = z.strictObject({
  programme: id,
  at: z.string().regex(/^[A-Za-z]+(\.[A-Za-z]+|\[\d{1,3}\])*$/, 'a place in the programme, such as earn.steps[0].percent'),
  from: amount,
  to: amount,
  by: amount.refine((text) => /[1-9]/.test(text), 'a decimal above 0'),
});

const MOST_EVALUATIONS = 20_000;
const schema = z.strictObject({
  sales: z.enum(['term', 'yearBefore']).default('term'),
  vary: z.array(variation).min(1).max(12),
  goals: z.array(goal).min(1).max(20),
  scenarios: z.array(decimal).max(10).default([]),
  evaluations: z.int().min(1).max(MOST_EVALUATIONS).default(5000),
});
export type DesignGoals = z.infer<typeof schema>;
export type Goal = DesignGoals['goals'][number];
export type Variation = DesignGoals['vary'][number];

const tooLow = ({ goals, scenarios }: DesignGoals): Rejection[] =>
  [
    ...goals.map((one, index) => [`goals[${index}].growth`, one.growth] as const),
    ...scenarios.map((one, index) => [`scenarios[${index}]`, one] as const),
  ].flatMap(([place, text]) => (factorOf(text).sign < 0 ? [{ ...growthTooLow(text), place }] : []));

export const parseGoals = (input: unknown): Result<DesignGoals> => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return refused(...issuesToRejections(parsed.error.issues, '', input, 'goals'));
  const wrong = tooLow(parsed.data);
  return wrong.length > 0 ? refused(...wrong) : accepted(parsed.data);
};

/** JSON Schema of the goals file, as people write it: defaults may be left out. */
export const goalsJsonSchema = (): object => ({
  ...z.toJSONSchema(schema, { io: 'input' }),
  title: 'Goals of a design',
  description: 'What may vary in the terms, and what each side wants. Amounts and rates are decimal texts in quotes.',
});
