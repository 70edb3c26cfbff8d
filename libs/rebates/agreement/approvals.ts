import { Rational, sum } from '#kernel';
import type { OwnLimit } from './commands.ts';
import type { Party } from './events.ts';
import { type MeasuredPeriod, runPeriods, windowsOf } from './measurement-periods.ts';
import type { AgreementTerms, AmendmentTerms, ProgrammeTerms, WindowKind } from './terms.ts';
import { type Timeline, timelinesOf } from './timeline.ts';

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

/** A programme as it stands at the end, with its measurement periods. */
type Programme = {
  readonly id: string;
  readonly terms: ProgrammeTerms;
  readonly timeline: Timeline;
  readonly periods: readonly MeasuredPeriod[];
};

const programmesOf = (terms: AgreementTerms, amendments: readonly AmendmentTerms[]): Programme[] =>
  [...timelinesOf(terms, amendments)].flatMap(([id, timeline]) => {
    const last = timeline.at(-1)?.programme.terms;
    return last === undefined ? [] : [{ id, terms: last, timeline, periods: runPeriods(terms, timeline) }];
  });

/** An amount for each of its windows, over the whole term. */
const overTerm = (
  terms: AgreementTerms,
  rule: { readonly amount?: string | undefined; readonly per?: WindowKind | undefined } | undefined,
  programme: Programme,
  per: WindowKind = 'period',
): Rational | undefined =>
  rule?.amount === undefined
    ? undefined
    : sum(windowsOf(terms, rule.per ?? per, programme).map(({ share }) => share)).times(Rational.parse(rule.amount));

const lumpSumOf = ({ earn }: ProgrammeTerms): Rational | undefined => {
  const amount = earn['lumpSum'];
  return typeof amount === 'string' ? Rational.parse(amount) : undefined;
};

/** Undefined where one of them is. */
const sumOfAll = (amounts: readonly (Rational | undefined)[]): Rational | undefined => {
  const known = amounts.filter((amount) => amount !== undefined);
  return known.length === amounts.length ? sum(known) : undefined;
};

/**
 * The most that a version can pay over its term: what the caps, lump sums and limits of its programmes let through together,
 * or what is projected where that is more. Undefined where nothing bounds it: some programme has no cap in money, and nothing
 * was projected. What is guaranteed counts in any case.
 */
export const amountAtStake = (terms: AgreementTerms, amendments: readonly AmendmentTerms[], projected?: string): Rational | undefined => {
  let rest = programmesOf(terms, amendments);
  const bounds: (Rational | undefined)[] = [];
  const boundOf = (programme: Programme): Rational | undefined =>
    overTerm(terms, programme.terms.cap, programme) ?? lumpSumOf(programme.terms);
  const guaranteed = sum(rest.flatMap((programme) => overTerm(terms, programme.terms.guarantee, programme) ?? []));
  for (const { programmes, cap } of terms.limits ?? []) {
    const own = rest.filter(({ id }) => programmes.includes(id));
    const limits = own.flatMap((programme) => overTerm(terms, cap, programme, 'year') ?? []);
    if (limits.length === 0) continue;
    rest = rest.filter(({ id }) => !programmes.includes(id));
    const [limit, together] = [limits.reduce((most, amount) => most.max(amount)), sumOfAll(own.map(boundOf))];
    bounds.push(together?.lt(limit) === true ? together : limit);
  }
  bounds.push(...rest.map(boundOf));
  const bound = sumOfAll(bounds);
  if (projected === undefined && bound === undefined) return undefined;
  return (bound ?? sum(bounds.filter((one) => one !== undefined))).max(guaranteed).max(Rational.parse(projected ?? '0'));
};

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
