import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AccrualQueries, History, HistoryRef } from '#projections';
import { RULES_VERSION } from '#rebates';
import {
  agreementClaim,
  type Claims,
  CLAIMS_FORMAT,
  endsMonth,
  formatClaims,
  type Known,
  knownThenClaim,
  type KnownThenClaim,
} from '#verification';
import type { Answer } from '../asking.ts';
import { partnershipUnknown } from '../rejections.ts';
import type { Bundle, BundleRequest } from './bundles.ts';
import { sizeNotReached } from './refusals.ts';

/** What an auditor is given of the ledger's own figures. */
export type Audits = {
  /** Every balance and settlement of a partnership as known with so many events, from the views: the text of claims.json. */
  claims(query: { readonly partnership: string; readonly size: number }): Promise<Answer<string>>;
  /** Events, proofs and claims to be checked elsewhere, at the newest signed checkpoint. */
  bundle(request: BundleRequest): Promise<Answer<Bundle>>;
};

type Parts = { readonly history: History; readonly accruals: AccrualQueries };
type Ref = Pick<HistoryRef, 'position' | 'recordedAt'>;

/** The last event of each month of recording but the last one, which has not ended. */
const monthEnds = (history: History, partnership: string, size: number): readonly Ref[] => {
  const ends: Ref[] = [];
  let before: Ref | undefined;
  for (const ref of history.refs(partnership, 0, size - 1)) {
    if (before !== undefined && endsMonth(before.recordedAt, ref.recordedAt)) ends.push(before);
    before = { position: ref.position, recordedAt: ref.recordedAt };
  }
  return ends;
};

const knownAt = async (accruals: AccrualQueries, agreement: string, position: number): Promise<Known | undefined> => {
  const inForce = accruals.inForceAt(agreement, position);
  if (inForce === undefined || inForce.state.status === 'none') return undefined;
  return { agreement: inForce.agreement, version: inForce.state.version, sums: await accruals.sumsAt(inForce, position) };
};

const claimsOf = async ({ history, accruals }: Parts, partnership: string, size: number): Promise<Claims> => {
  const ends = monthEnds(history, partnership, size);
  const agreements: Claims['agreements'] = [];
  for (const agreement of [...history.agreementsOf(partnership)].sort()) {
    const knownThen: KnownThenClaim[] = [];
    for (const { position, recordedAt } of ends) {
      const known = await knownAt(accruals, agreement, position);
      if (known !== undefined) knownThen.push(knownThenClaim(known, position, recordedAt));
    }
    const known = await knownAt(accruals, agreement, size - 1);
    if (known !== undefined) agreements.push(agreementClaim(known, knownThen));
    // A year of days is some work: others are served between two agreements.
    await nextTurn();
  }
  return { format: CLAIMS_FORMAT, rules: RULES_VERSION, partnership, ...(size === 0 ? {} : { knownAt: String(size - 1) }), agreements };
};

export const auditsOf = (parts: Parts): Pick<Audits, 'claims'> => ({
  claims: async ({ partnership, size }) => {
    const last = parts.history.lastPosition(partnership);
    if (last === undefined) return { kind: 'rejected', rejections: [partnershipUnknown(partnership)] };
    if (!Number.isSafeInteger(size) || size < 1 || size > last + 1)
      return { kind: 'rejected', rejections: [sizeNotReached(size, last + 1)] };
    return { kind: 'answer', value: formatClaims(await claimsOf(parts, partnership, size)) };
  },
});
