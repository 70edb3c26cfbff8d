import type { Visible } from '#identity';
import type { PartnershipSummary, PartnershipsOf } from '#ledger';

/** Which partnerships a list shows; undefined for all. */
export const partnershipsOf = (visible: Visible | undefined): PartnershipsOf | undefined =>
  visible === undefined ? undefined : { organisations: visible.organisations, partnerships: [...visible.granted.keys()] };

/** An auditor who was granted one agreement does not learn of the others. */
export const narrowed = (one: PartnershipSummary, visible: Visible | undefined): PartnershipSummary => {
  const isOwn = visible === undefined || visible.organisations.includes(one.supplier) || visible.organisations.includes(one.customer);
  const granted = isOwn ? null : (visible.granted.get(one.partnership) ?? []);
  return granted === null ? one : { ...one, agreements: one.agreements.filter((agreement) => granted.includes(agreement)) };
};
