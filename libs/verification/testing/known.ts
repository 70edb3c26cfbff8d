import type { Leaf } from '#audit';
import { toDay } from '#kernel';
import {
  type Agreement,
  type AgreementEvent,
  agreementInForce,
  type AgreementState,
  Bridge,
  type BridgeChange,
  causeOfTerms,
  evolveAgreement,
  isInForce,
  isOtherVersion,
  type MeasuredChange,
  noAgreement,
  planOf,
  type RateRecord,
  type Statement,
  type Sums,
} from '#rebates';
import { MeasuredSums, SalesFold } from '../replay/sales-fold.ts';

/** What is known of an agreement with some events of a history, each time folded from the first one: slow and obvious. */

type KnownWith = {
  readonly state: AgreementState;
  readonly agreement: Agreement;
  readonly sums: Sums;
  readonly changes: readonly MeasuredChange[];
  readonly plan: string;
};

const ratesIn = (leaves: readonly Leaf[]): RateRecord[] =>
  leaves.flatMap(({ type, data }) => {
    if (type !== 'RatesRecorded') return [];
    const { rates, table, to } = data as unknown as {
      readonly rates: readonly Omit<RateRecord, 'table' | 'to'>[];
      readonly table: string;
      readonly to: string;
    };
    return rates.map((rate) => ({ ...rate, table, to }));
  });

/** Undefined where nothing was in force. */
export const knownWith = (leaves: readonly Leaf[], id: string): KnownWith | undefined => {
  const own = leaves
    .filter(({ stream }) => stream === `agreement-${id}`)
    .map(({ type, data }) => ({ type, data }) as unknown as AgreementEvent);
  const state = own.reduce(evolveAgreement, noAgreement);
  const agreement = agreementInForce(state, state.status !== 'none' && state.terms.exchange !== undefined ? ratesIn(leaves) : undefined);
  if (agreement === undefined) return undefined;
  const changes: MeasuredChange[] = [];
  const plan = planOf(agreement);
  const measured = new MeasuredSums(plan, (change) => {
    changes.push(change);
  });
  const sales = new SalesFold((position) => {
    const leaf = leaves[position];
    if (leaf === undefined) throw new Error(`there is no event ${position}`);
    return leaf;
  });
  for (const leaf of leaves) if (leaf.type.startsWith('Sales')) sales.take(leaf, [measured]);
  return { state, agreement, sums: measured.sums, changes, plan: plan.key };
};

/** What was learned about the last day of a statement by all events after it, one after the other. */
export const trueUpsSince = (leaves: readonly Leaf[], { agreement: id, period, position: text }: Statement): readonly BridgeChange[] => {
  const [on, position] = [toDay(period.to), Number(text)];
  let before = knownWith(leaves.slice(0, position + 1), id);
  if (before === undefined) throw new Error(`${id} was not in force at ${position}`);
  const bridge = new Bridge({ on, knownAt: position }, { on, knownAt: leaves.length - 1 }, before, { skip: 0, limit: 0 });
  for (const leaf of leaves.slice(position + 1)) {
    const after = knownWith(leaves.slice(0, leaf.position + 1), id);
    if (after === undefined) throw new Error(`${id} is not in force at ${leaf.position}`);
    if (leaf.type.startsWith('Sales')) bridge.lines(after.changes.filter(({ change }) => change.position === leaf.position));
    else if (leaf.type === 'RatesRecorded') bridge.terms(leaf.position, after.agreement, 'exchange rate');
    else if (isInForce(before.state) && isInForce(after.state) && isOtherVersion(before.state, after.state)) {
      bridge.terms(
        leaf.position,
        after.agreement,
        causeOfTerms({ before: before.state, after: after.state }),
        after.plan === before.plan ? undefined : after.sums,
      );
    }
    before = after;
  }
  return bridge.changes();
};
