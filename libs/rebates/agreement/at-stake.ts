import { Rational, sum } from '#kernel';
import { type MeasuredPeriod, runPeriods, windowsOf } from './measurement-periods.ts';
import type { AgreementTerms, AmendmentTerms, ProgrammeTerms, WindowKind } from './terms.ts';
import { type Timeline, timelinesOf } from './timeline.ts';

/** What terms can pay over their whole term, at the most and in any case. */

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

type Limit = NonNullable<AgreementTerms['limits']>[number];
/** What a limit over several programmes lets through over the term; undefined where it is no amount of money. */
const limitOverTerm = (terms: AgreementTerms, { cap }: Limit, limited: readonly Programme[]): Rational | undefined => {
  const [first, ...others] = limited.flatMap((programme) => overTerm(terms, cap, programme, 'year') ?? []);
  return first === undefined ? undefined : others.reduce((most, amount) => most.max(amount), first);
};

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
  for (const limited of terms.limits ?? []) {
    const own = rest.filter(({ id }) => limited.programmes.includes(id));
    const limit = limitOverTerm(terms, limited, own);
    if (limit === undefined) continue;
    rest = rest.filter(({ id }) => !limited.programmes.includes(id));
    const together = sumOfAll(own.map(boundOf));
    bounds.push(together?.lt(limit) === true ? together : limit);
  }
  bounds.push(...rest.map(boundOf));
  const bound = sumOfAll(bounds);
  if (projected === undefined && bound === undefined) return undefined;
  return (bound ?? sum(bounds.filter((one) => one !== undefined))).max(guaranteed).max(Rational.parse(projected ?? '0'));
};

/** Limits that let less through over the term than their programmes guarantee together, by their place in the list. */
export const limitsBelowGuarantees = (terms: AgreementTerms) => {
  const programmes = programmesOf(terms, terms.amendments ?? []);
  return (terms.limits ?? []).flatMap((limited, index) => {
    const own = programmes.filter(({ id }) => limited.programmes.includes(id));
    const guaranteed = sum(own.flatMap((programme) => overTerm(terms, programme.terms.guarantee, programme) ?? []));
    const limit = limitOverTerm(terms, limited, own);
    return limit?.lt(guaranteed) === true ? [{ index, limit, guaranteed, programmes: limited.programmes }] : [];
  });
};

/** The more windows a rule has over the term, the shorter they are. */
const countOf = (terms: AgreementTerms, per: WindowKind | undefined, programme: Programme): number =>
  windowsOf(terms, per ?? 'period', programme).length;

/** Caps in money that cut what their own programme guarantees, or what reaches its floor, whatever windows each has. */
export const capsBelow = (terms: AgreementTerms) =>
  programmesOf(terms, terms.amendments ?? []).flatMap((programme, index) => {
    const { id } = programme;
    const { cap, floor, guarantee } = programme.terms;
    const [through, guaranteed] = [overTerm(terms, cap, programme), overTerm(terms, guarantee, programme)];
    if (cap?.amount === undefined || through === undefined) return [];
    const own = Rational.parse(cap.amount);
    const found: { readonly what: 'floor' | 'guarantee'; readonly cap: Rational; readonly other: Rational }[] = [];
    if (guaranteed !== undefined && through.lt(guaranteed)) found.push({ what: 'guarantee', cap: through, other: guaranteed });
    if (floor !== undefined) {
      // Under a cap of shorter windows a floor's window pays at most that many caps; under one of longer windows one cap.
      const shorter = countOf(terms, floor.per, programme) < countOf(terms, cap.per, programme);
      const [most, least] = shorter ? [through, overTerm(terms, floor, programme)] : [own, Rational.parse(floor.amount)];
      if (least !== undefined && most.lt(least)) found.push({ what: 'floor', cap: most, other: least });
    }
    return found.map((one) => ({ index, id, ...one }));
  });
