import { Rational, type Rejection } from '#kernel';
import { refusal } from './refusals.ts';
import type { CommitmentTerms, Measure, ProgrammeTerms, WindowKind } from './terms.ts';

/** Conditions of a programme (domain.md §6): each kind of them stands once in the list. */

/** What missing a commitment costs: all that the window earned, or a charge. */
export type Shortfall = { readonly forfeit: true } | { readonly amount: Rational } | { readonly perMissing: Rational };

/** What the customer has committed to buy in each window. */
export type Commitment = {
  readonly measure: Measure;
  readonly amount: Rational;
  readonly per: WindowKind | undefined;
  readonly shortfall: Shortfall;
};

export const paidWithinOf = ({ conditions }: ProgrammeTerms): 'terms' | number | undefined =>
  conditions?.find(({ paidWithin }) => paidWithin !== undefined)?.paidWithin;

const shortfallOf = ({ percent, perUnit, amount }: CommitmentTerms['shortfall']): Shortfall => {
  if (amount !== undefined) return { amount: Rational.parse(amount) };
  if (percent !== undefined) return { perMissing: Rational.percent(percent) };
  return perUnit === undefined ? { forfeit: true } : { perMissing: Rational.parse(perUnit) };
};

export const commitmentOf = ({ conditions }: ProgrammeTerms): Commitment | undefined => {
  const terms = conditions?.find(({ commitment }) => commitment !== undefined)?.commitment;
  return terms === undefined
    ? undefined
    : { measure: terms.measure, amount: Rational.parse(terms.amount), per: terms.per, shortfall: shortfallOf(terms.shortfall) };
};

/** What of a commitment the programme around it leaves without a meaning. */
const unclear = ({ measure, per, shortfall }: CommitmentTerms, { period, scope }: ProgrammeTerms): string | undefined => {
  if (shortfall.percent !== undefined && measure !== 'value')
    return `a percentage of missing ${measure} is no money: give perUnit, amount or forfeit`;
  if (shortfall.perUnit !== undefined && measure === 'value') return 'missing money has no units: give percent, amount or forfeit';
  if (period === 'document' && (per ?? 'period') === 'period')
    return 'with period document it needs its own window: give "per" as month, quarter, year or term';
  if (scope === 'higherOf')
    return "with scope higherOf it is neither the group's nor a member's: put it into a programme of its own with scope group or member";
  return undefined;
};

export const checkConditions = (programme: ProgrammeTerms, path: string): Rejection[] => {
  const conditions = programme.conditions ?? [];
  return conditions.flatMap((condition, index) => {
    const place = `${path}.conditions[${index}]`;
    const kind = condition.commitment === undefined ? 'paidWithin' : 'commitment';
    if (conditions.findIndex((other) => other[kind] !== undefined) !== index)
      return [refusal('CONDITION_TWICE', { kind }, { place: `${place}.${kind}`, value: kind })];
    const why = condition.commitment === undefined ? undefined : unclear(condition.commitment, programme);
    return why === undefined
      ? []
      : [
          refusal(
            'COMMITMENT_UNCLEAR',
            { programme: programme.id, why },
            { place: `${place}.commitment`, value: condition.commitment?.amount ?? '' },
          ),
        ];
  });
};

const shortfallInWords = ({ percent, perUnit, amount }: CommitmentTerms['shortfall'], currency: string): string => {
  if (amount !== undefined) return `${currency} ${amount} are charged`;
  if (percent !== undefined) return `${percent} % of what is missing is charged`;
  return perUnit === undefined ? 'nothing is paid' : `${currency} ${perUnit} are charged for each one that is missing`;
};

const WITHIN = { period: 'each period', term: 'the term' } as const;

export const conditionsInWords = (programme: ProgrammeTerms, currency: string): string[] => {
  const commitment = programme.conditions?.find((condition) => condition.commitment !== undefined)?.commitment;
  const paidWithin = paidWithinOf(programme);
  const per = commitment?.per ?? 'period';
  return [
    ...(paidWithin === undefined
      ? []
      : [`Only what is paid ${paidWithin === 'terms' ? 'by its due day' : `within ${paidWithin} days`} counts.`]),
    ...(commitment === undefined
      ? []
      : [
          `If purchases (${commitment.measure}) stay below ${commitment.amount} in ${per === 'period' || per === 'term' ? WITHIN[per] : `each ${per}`}, ${shortfallInWords(commitment.shortfall, currency)}.`,
        ]),
  ];
};
