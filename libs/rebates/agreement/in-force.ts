import { toDay } from '#kernel';
import type { RateRecord } from '../currency/rates.ts';
import { type Agreement, resolveAgreement } from './resolve.ts';
import type { AgreementState } from './state.ts';

/** What is in force once an agreement stands so; undefined before both have signed a version. */
export const agreementInForce = (state: AgreementState, rates: readonly RateRecord[] = []): Agreement | undefined => {
  if (state.status !== 'active' && state.status !== 'terminated') return undefined;
  return resolveAgreement(state.terms, state.amendments, state.terminatedOn === null ? undefined : toDay(state.terminatedOn), rates);
};
