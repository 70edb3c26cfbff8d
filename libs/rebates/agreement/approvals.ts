import { Rational } from '#kernel';
import type { OwnLimit } from './commands.ts';
import type { Party } from './events.ts';
import type { AgreementTerms } from './terms.ts';

/**
 * Who approves inside one's own organisation before it signs. A name alone approves for either side; an entry with a
 * party for that side only, and with `upTo` only what pays no more.
 */
export type Approver = { readonly person: string; readonly upTo: Rational | undefined };

export const approversOf = (terms: AgreementTerms, party: Party): Approver[] =>
  (terms.people?.approve ?? []).flatMap((entry) => {
    if (typeof entry === 'string') return [{ person: entry, upTo: undefined }];
    if (entry.party !== undefined && entry.party !== party) return [];
    return [{ person: entry.person, upTo: entry.upTo === undefined ? undefined : Rational.parse(entry.upTo) }];
  });

/** One person can stand more than once: the highest of its limits holds. */
export const mayApprove = (approvers: readonly Approver[], person: string, amount: Rational | undefined): boolean =>
  approvers.some(
    (approver) => approver.person === person && (approver.upTo === undefined || (amount !== undefined && !approver.upTo.lt(amount))),
  );

/** The highest of a person's limits, in words. */
export const limitOf = (approvers: readonly Approver[], person: string): string =>
  approvers
    .flatMap((approver) => (approver.person === person ? (approver.upTo ?? []) : []))
    .reduce((highest, upTo) => highest.max(upTo), Rational.zero)
    .toExact();

/** What the organisation itself lets the person approve. A limit in another currency compares with nothing, so it does not do. */
export const isWithin = (limit: OwnLimit | undefined, amount: Rational | undefined, currency: string): boolean =>
  limit === undefined || (amount !== undefined && limit.currency === currency && !Rational.parse(limit.amount).lt(amount));

/** In words, for a way out: "ann, ben (up to 10000)". */
export const approverNames = (approvers: readonly Approver[]): string =>
  approvers.map(({ person, upTo }) => (upTo === undefined ? person : `${person} (up to ${upTo.toExact()})`)).join(', ');
