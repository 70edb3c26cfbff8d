import type { Rejection } from '#kernel';

/** Every refusal of the recomputation: a stable code, a sentence and what to do. `{name}` is filled in from the details. */
type Documented = { readonly code: string; readonly message: string; readonly wayOut: string };

export const verificationRefusals = [
  {
    code: 'CLAIMS_MALFORMED',
    message: 'What the bundle claims cannot be read: {why}.',
    wayOut: 'The file claims.json was changed or damaged since the export: copy or export the bundle again.',
  },
  {
    code: 'RULES_UNKNOWN',
    message: 'The figures were computed under rules version {rules}; this program knows version {known}.',
    wayOut: 'Verify with a version of the program that knows these rules: figures of other rules cannot be compared.',
  },
  {
    code: 'CLAIMS_OF_OTHER',
    message: 'The figures are claimed of {said}; the history is of {found}.',
    wayOut: 'The files are of two bundles, or one was changed: export the bundle again, and keep this one as evidence.',
  },
  {
    code: 'EVENT_NOT_UNDERSTOOD',
    message: 'The event {type} does not hold what one of its type must: {why}.',
    wayOut: 'The ledger wrote something else than its rules allow: keep the bundle as evidence, and ask which program wrote it.',
  },
  {
    code: 'EVENT_SCHEMA_UNKNOWN',
    message: 'The event {type} is of schema {schema}, which this program does not know.',
    wayOut: 'Verify with the version of the program that wrote the history, or with a later one.',
  },
  {
    code: 'EVENT_IN_WRONG_STREAM',
    message: 'The event {type} stands in {stream}, not in {expected}.',
    wayOut: 'The event was moved or put in: compare with the history that the other side keeps.',
  },
  {
    code: 'NOT_SIGNED_BY_BOTH',
    message: 'Version {version} of {agreement} came into force without the signatures of both sides.',
    wayOut: 'Nobody may be bound by it: ask both sides for what they signed, and keep the bundle as evidence.',
  },
  {
    code: 'TERMS_NOT_SIGNED',
    message: 'What came into force as version {version} of {agreement} is not what was proposed and signed.',
    wayOut: 'The terms were changed after their signature: keep the bundle as evidence.',
  },
  {
    code: 'LINE_STOOD_OTHERWISE',
    message: 'The event says that line {line} of {document} stood otherwise than it did.',
    wayOut: 'A correction or an earlier line was changed: compare both events with the documents, and keep the bundle as evidence.',
  },
  {
    code: 'STATEMENT_DIFFERS',
    message: 'Statement {number} of {agreement}, {what}: it says {said}, and the events give {recomputed}.',
    wayOut: 'Believe the events, which are proved; ask where the figure of the statement comes from, and keep the bundle as evidence.',
  },
  {
    code: 'CLAIM_UNLAWFUL',
    message: 'The event {type} of {agreement} could not be decided from what was known then: {why}',
    wayOut:
      'Something was claimed, approved, settled or waived that the terms and the events before it do not allow: compare with what the other side keeps, and keep the bundle as evidence.',
  },
  {
    code: 'STATEMENT_OUT_OF_ORDER',
    message: 'Statement {number} of {agreement} does not follow from the one before it, or from what was known when it was issued.',
    wayOut: 'A statement was dropped, put in or changed: compare with the statements that the other side keeps.',
  },
  {
    code: 'FIGURE_DIFFERS',
    message: '{what}: claimed is {claimed}, and the events give {recomputed}.',
    wayOut: 'Believe the events, which are proved; ask where the claimed figure comes from.',
  },
] as const satisfies readonly Documented[];

export type VerificationRefusalCode = (typeof verificationRefusals)[number]['code'];

const BY_CODE: ReadonlyMap<string, Documented> = new Map(verificationRefusals.map((entry) => [entry.code, entry]));

type Details = Readonly<Record<string, string | number>>;
const filled = (text: string, details: Details): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? ''));

/** A refusal of the table with its blanks filled in. */
export const verificationRefusal = (code: VerificationRefusalCode, details: Details = {}): Rejection => {
  const entry = BY_CODE.get(code);
  const texts = Object.fromEntries(Object.entries(details).map(([key, value]) => [key, String(value)]));
  return { code, message: filled(entry?.message ?? code, details), wayOut: filled(entry?.wayOut ?? '', details), details: texts };
};
