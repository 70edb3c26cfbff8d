import { accepted, refused, type Rejection, type Result } from '#kernel';
import { comesIntoForce } from '../agreement/decider.ts';
import { parseAgreement, parseAmendments } from '../agreement/parse.ts';
import { evolve, type KnownAgreement } from '../agreement/state.ts';
import type { AgreementTerms, AmendmentTerms } from '../agreement/terms.ts';

export type Signed = { readonly terms: AgreementTerms; readonly amendments: readonly AmendmentTerms[] };

/** The agreement as it would stand once both sides have signed what is open; undefined where nothing is. */
export const ifSigned = (state: KnownAgreement): KnownAgreement | undefined => {
  if (state.openProposal === null) return undefined;
  const signed = evolve(state, comesIntoForce(state.agreement, state.openProposal));
  return signed.status === 'none' ? undefined : signed;
};

/** Terms to try that nobody has proposed: an agreement of their own, or amendments of one. Unchecked, as they were sent. */
export type TriedTerms = { readonly name: string } & ({ readonly terms: unknown } | { readonly amendments: unknown });

const named = (name: string, rejections: readonly Rejection[]): readonly Rejection[] =>
  rejections.map((rejection) => ({
    ...rejection,
    place: rejection.place === undefined || rejection.place === '' ? name : `${name}: ${rejection.place}`,
  }));

export const readTried = (tried: TriedTerms, base: Signed): Result<Signed> => {
  if ('terms' in tried) {
    const parsed = parseAgreement(tried.terms);
    if (!parsed.ok) return refused(...named(tried.name, parsed.rejections));
    const { amendments = [], ...terms } = parsed.value;
    return accepted({ terms, amendments });
  }
  const parsed = parseAmendments(tried.amendments, base.terms, base.amendments);
  return parsed.ok
    ? accepted({ terms: base.terms, amendments: [...base.amendments, ...parsed.value] })
    : refused(...named(tried.name, parsed.rejections));
};
