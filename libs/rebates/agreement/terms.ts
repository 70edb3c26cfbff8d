import { z } from 'zod';
import { amount, day, decimal, filter, id, name, periodKind, positive, selection, texts } from './fields.ts';

/**
 * The agreement file (files.md) as a type. What a programme earns (`earn`) is described by its kind, in `programmes/`,
 * and checked there; here it is any object.
 */

export const STAGES = ['ordered', 'shipped', 'received', 'accepted', 'invoiced', 'paid', 'sellOut'] as const;
export type Stage = (typeof STAGES)[number];

export const MEASURES = ['value', 'quantity', 'weight'] as const;
export type Measure = (typeof MEASURES)[number];

const window = z.enum(['day', 'week', 'month', 'quarter', 'half', 'year', 'term', 'period']);
export type WindowKind = z.infer<typeof window>;

const ownPeriods = z.array(z.strictObject({ from: day, to: day })).min(1);
const measurementPeriod = z.union([z.enum(['document', 'term']), periodKind, ownPeriods], {
  error: 'document, day, week, month, quarter, half, year, term, or a list of { from, to }',
});
export type MeasurementPeriod = z.infer<typeof measurementPeriod>;

const cap = z
  .strictObject({ amount: amount.optional(), percent: amount.optional(), per: window.optional() })
  .refine((value) => (value.amount === undefined) !== (value.percent === undefined), 'either amount or percent');
export type Cap = z.infer<typeof cap>;

export const settle = z.strictObject({
  every: z.union([periodKind, z.literal('term')], { error: 'day, week, month, quarter, half, year or term' }),
  parts: z.enum(['cumulative', 'separate']).default('cumulative'),
  graceDays: z.int().min(0).max(3660).default(0),
  dueDays: z.int().min(0).max(3660).default(0),
  claimWithinDays: z.int().min(0).max(3660).optional(),
  minimum: amount.optional(),
  belowMinimum: z.enum(['carry', 'forfeit', 'pay']).default('carry'),
  by: z.enum(['creditNote', 'payment', 'deduction']).default('creditNote'),
  payTo: z
    .array(z.strictObject({ member: name, share: amount }))
    .min(1)
    .optional(),
  claims: z
    .strictObject({
      raised: z.enum(['customer', 'automatic'], { error: 'customer or automatic' }).default('customer'),
      tolerance: z
        .strictObject({ amount: amount.optional(), percent: amount.optional() })
        .refine((value) => (value.amount === undefined) !== (value.percent === undefined), 'either amount or percent')
        .optional(),
      decideWithinDays: z.int().min(0).max(3660).optional(),
    })
    .optional(),
});
export type Settle = z.infer<typeof settle>;

const shortfall = z
  .strictObject({
    percent: positive.optional(),
    perUnit: positive.optional(),
    amount: positive.optional(),
    forfeit: z.literal(true).optional(),
  })
  .refine(
    (value) => Object.values(value).filter((one) => one !== undefined).length === 1,
    'one of percent, perUnit, amount and forfeit: true',
  );
const commitment = z.strictObject({ measure: z.enum(MEASURES).default('value'), amount: positive, per: window.optional(), shortfall });
export type CommitmentTerms = z.infer<typeof commitment>;

const condition = z
  .strictObject({
    paidWithin: z
      .union([z.literal('terms'), z.int().min(0).max(3660)], { error: '"terms", or a whole number of days from 0 to 3660' })
      .optional(),
    commitment: commitment.optional(),
  })
  .refine((value) => (value.paidWithin === undefined) !== (value.commitment === undefined), 'either paidWithin or commitment');

const programme = z.strictObject({
  id,
  name: name.optional(),
  stage: z.enum(STAGES).default('invoiced'),
  eligible: selection.optional(),
  target: selection.optional(),
  by: z.enum(MEASURES).default('value'),
  period: measurementPeriod.default('year'),
  scope: z.enum(['group', 'member', 'product', 'higherOf']).default('group'),
  memberSteps: z.array(z.looseObject({})).min(1).optional(),
  earn: z.looseObject({}),
  attribute: z.enum(['average', 'inOrder']).default('average'),
  floor: z.strictObject({ amount, per: window.optional() }).optional(),
  guarantee: z.strictObject({ amount, per: window.optional(), carryExcess: z.boolean().default(false) }).optional(),
  cap: cap.optional(),
  deducts: z.array(id).min(1).optional(),
  bestOf: id.optional(),
  settle: settle.optional(),
  conditions: z.array(condition).min(1).max(10).optional(),
  onTermination: z.enum(['earnedToDate', 'forfeit', 'prorate', 'clawback']).default('earnedToDate'),
  shortPeriod: z.enum(['full', 'days', 'months']).default('full'),
});
export type ProgrammeTerms = z.infer<typeof programme>;

/** What an amendment may change of a programme: everything but its identity. */
export const programmeChange = z
  .looseObject({})
  .refine((change) => Object.keys(change).length > 0, 'at least one key of the programme')
  .refine((change) => !('id' in change), 'a change that leaves the id of the programme');

const amendment = z.strictObject({
  effective: day,
  programme: id,
  mode: z.enum(['restate', 'carry', 'restart']),
  change: programmeChange,
  knownFrom: day.optional(),
});
export type AmendmentTerms = z.infer<typeof amendment>;
export const amendmentSchema = amendment;

/** Who approves a version before their side signs it: a name for either side, or one side's, up to an amount. */
const approver = z.union(
  [name, z.strictObject({ person: name, party: z.enum(['supplier', 'customer']).optional(), upTo: amount.optional() })],
  {
    error: 'a name, or { person, party, upTo }',
  },
);
const approvers = z.array(approver).min(1).max(5000);

const roundingMode = z.enum(['half-up', 'half-even', 'down']);
const decimals = z.int().min(0).max(12);

export const agreementSchema = z.strictObject({
  id,
  name: name.optional(),
  supplier: id,
  customer: id,
  members: z
    .array(z.strictObject({ id: name, from: day.optional(), to: day.optional() }))
    .min(1)
    .optional(),
  from: day,
  to: day,
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency code of ISO 4217, such as EUR'),
  timeZone: name.default('UTC'),
  yearStartsOn: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a month and a day as MM-DD')
    .default('01-01'),
  calendar: z.enum(['months', '4-4-5', '4-5-4', '5-4-4']).default('months'),
  countsFrom: id.default('supplier'),
  rounding: z
    .union([roundingMode, z.strictObject({ mode: roundingMode.default('half-up'), decimals: decimals.optional() })], {
      error: 'half-up, half-even, down, or { mode, decimals }',
    })
    .default('half-up'),
  decimals: decimals.optional(),
  value: z
    .strictObject({
      of: z.enum(['net', 'gross', 'list']).default('net'),
      tax: z.enum(['include', 'exclude']).default('exclude'),
      freight: z.enum(['include', 'exclude']).default('exclude'),
    })
    .default({ of: 'net', tax: 'exclude', freight: 'exclude' }),
  returns: z.enum(['returnPeriod', 'salePeriod']).default('returnPeriod'),
  units: z
    .array(z.strictObject({ product: name.optional(), from: name, to: name, factor: positive }))
    .min(1)
    .optional(),
  exchange: z
    .strictObject({ table: name, on: z.literal('date').default('date'), maxAgeDays: z.int().min(0).max(366).default(10) })
    .optional(),
  people: z.strictObject({ propose: texts.optional(), approve: approvers.optional(), sign: texts.optional() }).optional(),
  goals: z
    .array(
      z.strictObject({
        id,
        measure: z.enum(MEASURES),
        target: positive,
        by: day,
        owners: texts.optional(),
        eligible: selection.optional(),
      }),
    )
    .min(1)
    .optional(),
  programmes: z.array(programme).min(1).max(100),
  limits: z
    .array(z.strictObject({ programmes: z.array(id).min(1), cap }))
    .min(1)
    .optional(),
  amendments: z.array(amendment).max(1000).optional(),
});
export type AgreementTerms = z.infer<typeof agreementSchema>;
export const programmeSchema = programme;
/** The terms that a version is signed with: amendments of the file are kept beside them. */
export const signedTermsSchema = agreementSchema.omit({ amendments: true });

/** A party named by its role, or any other reporter by its own id. */
export const reporterOf = (terms: Pick<AgreementTerms, 'supplier' | 'customer'>, reporter: string): string => {
  if (reporter === 'supplier') return terms.supplier;
  return reporter === 'customer' ? terms.customer : reporter;
};

export { decimal, filter };
