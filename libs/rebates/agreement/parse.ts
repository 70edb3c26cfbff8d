import { accepted, refused, type Rejection, type Result } from '#kernel';
import { z } from 'zod';
import { checkAgreement, checkAmendments } from './check.ts';
import { compileProgramme } from './compile.ts';
import { issuesToRejections } from './issues.ts';
import { agreementSchema, type AgreementTerms, amendmentSchema, type AmendmentTerms } from './terms.ts';

const amendmentList = z.array(amendmentSchema, { error: 'a list of amendments' }).min(1).max(1000);

/** Only what JSON holds: a key that is there without a value is left out, so that terms can be stored as they are. */
const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const uncompiled = (terms: AgreementTerms): Rejection[] =>
  terms.programmes.flatMap((programme, index) => {
    const result = compileProgramme(programme, `programmes[${index}]`);
    return 'rejections' in result ? result.rejections : [];
  });

/** Reads an agreement as a file or a request gave it: its terms with the defaults filled in, or all that is wrong. */
export const parseAgreement = (input: unknown): Result<AgreementTerms> => {
  const parsed = agreementSchema.safeParse(input);
  if (!parsed.success) return refused(...issuesToRejections(parsed.error.issues, '', input));
  const terms = asJson(parsed.data);
  const wrong = [...uncompiled(terms), ...checkAgreement(terms)];
  if (wrong.length > 0) return refused(...wrong);
  // Amendments change terms that hold, so they are read only once the terms do.
  const amendments = checkAmendments(terms, [], terms.amendments ?? []);
  return amendments.length > 0 ? refused(...amendments) : accepted(terms);
};

/** Reads amendments of an agreement in force, after those it `already` has. */
export const parseAmendments = (input: unknown, terms: AgreementTerms, already: readonly AmendmentTerms[]): Result<AmendmentTerms[]> => {
  const parsed = amendmentList.safeParse(input);
  if (!parsed.success) return refused(...issuesToRejections(parsed.error.issues, 'amendments', input));
  const amendments = asJson(parsed.data);
  const wrong = checkAmendments(terms, already, amendments);
  return wrong.length > 0 ? refused(...wrong) : accepted(amendments);
};

/** The terms with a later last day: what was signed before must hold over the longer term as well. */
export const parseExtension = (to: string, terms: AgreementTerms, amendments: readonly AmendmentTerms[]): Result<AgreementTerms> => {
  const extended = { ...terms, to };
  const wrong = checkAgreement(extended);
  if (wrong.length > 0) return refused(...wrong);
  const amended = checkAmendments(extended, [], amendments);
  return amended.length > 0 ? refused(...amended) : accepted(extended);
};
