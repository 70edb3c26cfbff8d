import { Rational } from '#kernel';
import type { OwnLimit } from './commands.ts';
import type { Party } from './events.ts';
import type { AgreementTerms, AmendmentTerms, ProgrammeTerms } from './terms.ts';
import { timelinesOf } from './timeline.ts';

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

const lumpSumIn = ({ earn }: ProgrammeTerms): readonly string[] => {
  const amount = earn['lumpSum'];
  return typeof amount === 'string' ? [amount] : [];
};

/** A programme's amounts as signed: its cap and guarantee for each of their windows, and its lump sum. */
const amountsIn = (programme: ProgrammeTerms): readonly string[] =>
  [programme.cap?.amount, programme.guarantee?.amount, ...lumpSumIn(programme)].filter((amount) => amount !== undefined);

/**
 * The largest amount that a version names or is projected to pay: of its caps, guarantees, lump sums and limits, and the
 * projection. Undefined where nothing bounds what it pays: some programme has no cap in money, and nothing was projected.
 */
export const amountAtStake = (terms: AgreementTerms, amendments: readonly AmendmentTerms[], projected?: string): Rational | undefined => {
  const programmes = [...timelinesOf(terms, amendments).values()].flatMap((timeline) => timeline.at(-1)?.programme.terms ?? []);
  const limits = (terms.limits ?? []).filter(({ cap }) => cap.amount !== undefined);
  const isBounded = (programme: ProgrammeTerms): boolean =>
    programme.cap?.amount !== undefined || lumpSumIn(programme).length > 0 || limits.some((limit) => limit.programmes.includes(programme.id));
  if (projected === undefined && !programmes.every(isBounded)) return undefined;
  const amounts = [...programmes.flatMap(amountsIn), ...limits.flatMap(({ cap }) => cap.amount ?? []), ...(projected === undefined ? [] : [projected])];
  return amounts.map((amount) => Rational.parse(amount)).reduce((largest, amount) => largest.max(amount));
};

/** One person can stand more than once: the highest of its limits holds. */
export const mayApprove = (approvers: readonly Approver[], person: string, amount: Rational | undefined): boolean =>
  approvers.some((approver) => approver.person === person && (approver.upTo === undefined || (amount !== undefined && !approver.upTo.lt(amount))));

/** The highest of a person's limits, in words. */
export const limitOf = (approvers: readonly Approver[], person: string): string =>
  approvers.flatMap((approver) => (approver.person === person ? (approver.upTo ?? []) : [])).reduce((highest, upTo) => highest.max(upTo), Rational.zero).toExact();

/** What the organisation itself lets the person approve. A limit in another currency compares with nothing, so it does not do. */
export const isWithin = (limit: OwnLimit | undefined, amount: Rational | undefined, currency: string): boolean =>
  limit === undefined || (amount !== undefined && limit.currency === currency && !Rational.parse(limit.amount).lt(amount));

/** In words, for a way out: "ann, ben (up to 10000)". */
export const approverNames = (approvers: readonly Approver[]): string =>
  approvers.map(({ person, upTo }) => (upTo === undefined ? person : `${person} (up to ${upTo.toExact()})`)).join(', ');
