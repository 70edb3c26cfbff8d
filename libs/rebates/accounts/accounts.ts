import { accepted, refused, type Result } from '#kernel';
import { z } from 'zod';
import { amount, day, id, name } from '../agreement/fields.ts';
import { issuesToRejections } from '../agreement/issues.ts';
import type { Party } from '../agreement/events.ts';

/** The accounts that one organisation posts to, private to it: what is left out is the default. */

export const SUPPLIER_ROLES = ['revenue', 'liability', 'receivables', 'bank', 'tax', 'upfront'] as const;
export const CUSTOMER_ROLES = ['receivable', 'inventory', 'costOfSales', 'payables', 'bank', 'tax', 'upfront'] as const;
export type AccountRole = (typeof SUPPLIER_ROLES | typeof CUSTOMER_ROLES)[number];

const account = z.strictObject({ number: z.string().min(1).max(40), name: name.optional() });
export type Account = { readonly number: string; readonly name?: string | undefined };

const supplier = z.strictObject(
  Object.fromEntries(SUPPLIER_ROLES.map((role) => [role, account.optional()])) as Record<
    (typeof SUPPLIER_ROLES)[number],
    z.ZodOptional<typeof account>
  >,
);
const customer = z.strictObject(
  Object.fromEntries(CUSTOMER_ROLES.map((role) => [role, account.optional()])) as Record<
    (typeof CUSTOMER_ROLES)[number],
    z.ZodOptional<typeof account>
  >,
);

const share = z.strictObject({ from: day, percent: amount.refine((text) => Number(text) <= 100, 'a percentage from 0 to 100') });

/** What a programme has of its own; the first entry that names it holds. */
const ofProgramme = z.strictObject({
  agreement: id.optional(),
  programme: id,
  supplier: supplier.optional(),
  customer: customer.optional(),
  /** Paid at once for the whole term, and spread over it. A lump sum is, unless this says otherwise. */
  upfront: z.boolean().optional(),
  /** The share of the goods bought that is still in stock at the end of periods from these days on. */
  inStock: z.array(share).min(1).optional(),
});

export const accountsSchema = z.strictObject({
  supplier: supplier.optional(),
  customer: customer.optional(),
  /** Accounts of single tax codes; the role `tax` for all others. */
  taxCodes: z.record(z.string().min(1).max(40), account).optional(),
  inStock: z.array(share).min(1).optional(),
  programmes: z.array(ofProgramme).min(1).max(1000).optional(),
});
export type Accounts = z.infer<typeof accountsSchema>;

/** Reads an accounts file's content, or says what is wrong with it. */
export const parseAccounts = (input: unknown): Result<Accounts> => {
  const parsed = accountsSchema.safeParse(input);
  return parsed.success ? accepted(parsed.data) : refused(...issuesToRejections(parsed.error.issues, '', input, 'accounts'));
};

const DEFAULTS: Readonly<Record<Party, Partial<Record<AccountRole, Account>>>> = {
  supplier: {
    revenue: { number: '4000', name: 'Sales revenue' },
    liability: { number: '2300', name: 'Refund liabilities' },
    receivables: { number: '1200', name: 'Trade receivables' },
    bank: { number: '1000', name: 'Bank' },
    tax: { number: '2200', name: 'Output tax' },
    upfront: { number: '1850', name: 'Payments to customers, deferred' },
  },
  customer: {
    receivable: { number: '1350', name: 'Rebates receivable' },
    inventory: { number: '1400', name: 'Inventory' },
    costOfSales: { number: '5000', name: 'Cost of sales' },
    payables: { number: '2000', name: 'Trade payables' },
    bank: { number: '1000', name: 'Bank' },
    tax: { number: '1450', name: 'Input tax' },
    upfront: { number: '2400', name: 'Payments from suppliers, deferred' },
  },
};

type Asked = { readonly agreement: string; readonly programme: string };
const ownOf = ({ programmes = [] }: Accounts, { agreement, programme }: Asked) =>
  programmes.find((one) => one.programme === programme && (one.agreement === undefined || one.agreement === agreement));

/** The account of a role: the programme's own, else the organisation's, else the default. */
export const accountOf = (accounts: Accounts, party: Party, role: AccountRole, asked: Asked): Account => {
  const of = (given: Accounts['supplier'] | Accounts['customer']): Account | undefined =>
    (given as Partial<Record<AccountRole, Account>> | undefined)?.[role];
  return of(ownOf(accounts, asked)?.[party]) ?? of(accounts[party]) ?? DEFAULTS[party][role] ?? { number: role };
};

export const taxAccountOf = (accounts: Accounts, party: Party, code: string | undefined, asked: Asked): Account =>
  (code === undefined ? undefined : accounts.taxCodes?.[code]) ?? accountOf(accounts, party, 'tax', asked);

export const isUpfront = (accounts: Accounts, asked: Asked, isLumpSum: boolean): boolean => ownOf(accounts, asked)?.upfront ?? isLumpSum;

/** The declared share in stock at the end of a period: that with the latest day that has come; undefined where none is declared. */
export const inStockOn = (accounts: Accounts, asked: Asked, on: string): string | undefined =>
  (ownOf(accounts, asked)?.inStock ?? accounts.inStock ?? [])
    .filter(({ from }) => from <= on)
    .reduce<{ from: string; percent: string } | undefined>(
      (latest, one) => (latest === undefined || one.from >= latest.from ? one : latest),
      undefined,
    )?.percent;
