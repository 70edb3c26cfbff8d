import { accepted, type Result } from '#kernel';
import {
  type AgreementState,
  type AgreementTerms,
  diffTerms,
  parseAgreement,
  parseAmendments,
  readAloud,
  type SignedTerms,
  type Version,
  warningsOf,
  warningsOfAmended,
} from '#rebates';
import type { ReadingRequest } from './ledger.ts';
import type { ReadingAnswer } from './negotiation-answers.ts';

type Read = { readonly versions: readonly Version[]; readonly state: AgreementState };

/** What is in force, else what was proposed last: a new proposal is read against it. */
const standing = ({ versions, state }: Read): Version | undefined =>
  versions.find(({ version, status }) => status === 'signed' && state.status !== 'none' && version === state.version) ?? versions.at(-1);

const signedOf = ({ amendments = [], ...terms }: AgreementTerms): SignedTerms => ({ terms, amendments });

const makesOf = (
  request: ReadingRequest,
  before: Version | undefined,
): Result<{ readonly makes: SignedTerms; readonly warnings: ReadingAnswer['warnings'] }> => {
  if ('terms' in request) {
    const parsed = parseAgreement(request.terms);
    return parsed.ok ? accepted({ makes: signedOf(parsed.value), warnings: warningsOf(parsed.value) }) : parsed;
  }
  if (before === undefined) throw new Error('amendments without an agreement');
  const { terms, amendments } = before.makes;
  const parsed = parseAmendments(request.amendments, terms, amendments);
  if (!parsed.ok) return parsed;
  const makes = { terms, amendments: [...amendments, ...parsed.value] };
  return accepted({ makes, warnings: warningsOfAmended(makes) });
};

/** Reads terms as a proposal would, and says them as both sides would read them. */
export const reading = (request: ReadingRequest, read: Read | undefined): Result<ReadingAnswer> => {
  const before = read === undefined ? undefined : standing(read);
  const result = makesOf(request, before);
  if (!result.ok) return result;
  const { makes, warnings } = result.value;
  return accepted({
    words: readAloud(makes),
    warnings,
    comparedWith: before?.version ?? null,
    changes: before === undefined ? [] : diffTerms(before.makes, makes),
  });
};
