import { type MatchingOptions, type MatchingRules, matchingRulesOf } from '#reconciliation';
import type { Rejection } from '#kernel';
import type { MatchingAgreed, Party } from '#rebates';

/** What is matched with what: the supplier's lines are "ours", for every agreement of the partnership alike. */
export const OURS: Party = 'supplier';
export const THEIRS: Party = 'customer';
export const partyOfSide = (side: 'ours' | 'theirs'): Party => (side === 'ours' ? OURS : THEIRS);
export const otherThan = (party: Party): Party => (party === 'supplier' ? 'customer' : 'supplier');

const optionsOf = ({ tolerances, prefix, units, products, documents }: MatchingAgreed): MatchingOptions => ({
  tolerances,
  units: [...units],
  products: Object.fromEntries(products),
  documents: { prefix, numbers: Object.fromEntries(documents) },
});

/** Why rules cannot be kept, with the place of each fault. */
export const faultsOf = (agreed: MatchingAgreed): readonly Rejection[] => {
  const rules = matchingRulesOf(optionsOf(agreed));
  return rules.ok ? [] : rules.rejections;
};

/** Rules that were recorded were checked before. */
export const rulesOf = (agreed: MatchingAgreed): MatchingRules => {
  const rules = matchingRulesOf(optionsOf(agreed));
  if (!rules.ok) throw new Error(`rules of matching were recorded that cannot be kept: ${JSON.stringify(rules.rejections)}`);
  return rules.value;
};

/** Words of theirs by the word of ours that they mean; made once for each list. */
const inverses = new WeakMap<ReadonlyMap<string, string>, ReadonlyMap<string, readonly string[]>>();
const inverseOf = (words: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> => {
  const known = inverses.get(words);
  if (known !== undefined) return known;
  const inverse = new Map<string, string[]>();
  for (const [theirs, ours] of words) inverse.set(ours, [...(inverse.get(ours) ?? []), theirs]);
  inverses.set(words, inverse);
  return inverse;
};

/** Every number under which the other side can have a document of ours. */
export const theirNumbersOf = ({ prefix, documents }: MatchingAgreed, ours: string): string[] => {
  const isSaidOtherwise = (theirs: string): boolean => documents.has(theirs) && documents.get(theirs) !== ours;
  const plain = prefix !== '' && ours.startsWith(prefix) ? [] : [ours];
  return [...new Set([...(inverseOf(documents).get(ours) ?? []), ...(prefix === '' ? [] : [`${prefix}${ours}`]), ...plain])].filter(
    (theirs) => !isSaidOtherwise(theirs),
  );
};

/** A word of ours as the other side says it: of several that read alike the first. */
export const theirProductOf = ({ products }: MatchingAgreed, ours: string): string => inverseOf(products).get(ours)?.[0] ?? ours;
export const theirDocumentOf = (agreed: MatchingAgreed, ours: string): string =>
  inverseOf(agreed.documents).get(ours)?.[0] ?? `${agreed.prefix}${ours}`;
