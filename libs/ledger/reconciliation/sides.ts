import { formatFixed, Rational, roundUnits } from '#kernel';
import { type BalanceAnswer, balanceOf, type Party } from '#rebates';
import type { Question } from '../question.ts';
import { salesStream } from '../streams.ts';
import type { SidesAnswer } from './answers.ts';
import type { ReconcilingParts } from './parts.ts';
import { customerReadAs } from './words-of-sides.ts';

type Row = BalanceAnswer['programmes'][number];
const keyOf = ({ id, scope, period }: Row): string => JSON.stringify([id, scope, period.from]);

/** The supplier's words are the agreement's. */
const AS_SAID = { key: 'as said', read: <T>(data: T): T => data };

/** The balance about a day, counting from one side's own record: for matching and for that side's own figure. */
export const balanceFrom = async (
  { accruals, books }: Pick<ReconcilingParts, 'accruals' | 'books'>,
  { inForce, position, on }: Question,
  party: Party,
): Promise<BalanceAnswer> => {
  const { agreement, partnership, plan } = inForce;
  const reporter = agreement.terms[party];
  if (plan.reporter === reporter) return balanceOf({ agreement, sums: await accruals.sumsAt(inForce, position), on, knownAt: position });
  const readAs = party === 'customer' ? customerReadAs(await books.agreedAt(partnership, position)) : AS_SAID;
  const other = await accruals.sumsCountingFrom(inForce, reporter, position, readAs);
  return balanceOf({ ...other, on, knownAt: position });
};

/** Whether a side has reported anything by a position. */
const hasReported = async (
  { store, history }: Pick<ReconcilingParts, 'store' | 'history'>,
  { inForce, position }: Question,
  party: Party,
): Promise<boolean> => {
  const { partnership, agreement } = inForce;
  for await (const { token } of store.readStream(salesStream(partnership, agreement.terms[party]), { max: 1 }))
    return (history.positionOfToken(partnership, token) ?? Number.POSITIVE_INFINITY) <= position;
  return false;
};

export const sidesOf = async (
  parts: Pick<ReconcilingParts, 'accruals' | 'books' | 'store' | 'history'>,
  question: Question,
): Promise<SidesAnswer> => {
  const supplier = await balanceFrom(parts, question, 'supplier');
  const customer = await balanceFrom(parts, question, 'customer');
  const { agreement, plan } = question.inForce;
  const { rounding, terms } = agreement;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, rounding), rounding.decimals);
  const figures = (own: string, other: string) => ({
    supplier: own,
    customer: other,
    difference: text(Rational.parse(other).minus(Rational.parse(own))),
  });
  const theirs = new Map(customer.programmes.map((row) => [keyOf(row), row]));
  const ours = new Map(supplier.programmes.map((row) => [keyOf(row), row]));
  const rows = [...supplier.programmes, ...customer.programmes.filter((row) => !ours.has(keyOf(row)))];
  return {
    agreement: terms.id,
    currency: terms.currency,
    on: supplier.on,
    knownAt: question.position,
    rules: supplier.rules,
    counts: plan.reporter === terms.supplier ? 'supplier' : plan.reporter === terms.customer ? 'customer' : plan.reporter,
    reported: { supplier: await hasReported(parts, question, 'supplier'), customer: await hasReported(parts, question, 'customer') },
    ...figures(supplier.earned, customer.earned),
    programmes: rows.map((row) => {
      const key = keyOf(row);
      return {
        id: row.id,
        scope: row.scope,
        period: row.period,
        ...figures(ours.get(key)?.earned ?? text(Rational.zero), theirs.get(key)?.earned ?? text(Rational.zero)),
      };
    }),
  };
};
