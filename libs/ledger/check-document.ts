import { isId, type Rejection } from '#kernel';
import { checkLine, type SaleLine, type SalesDocument } from '#rebates';

export type CheckedDocument =
  | { readonly ok: true; readonly document: SalesDocument }
  | { readonly ok: false; readonly rejections: readonly Rejection[] };

export const reporterNotAllowed = (reporter: string): Rejection => ({
  code: 'REPORTER_ID_NOT_ALLOWED',
  message: `"${reporter}" cannot be the id of a reporter.`,
  place: 'reporter',
  value: reporter,
  wayOut: 'Give supplier, customer, or an id of 1 to 64 letters, digits, "-" or "_" that begins with a letter or digit.',
});

/** Checks a document sent to the API as the lines of a file are checked, and gives it in the one form that is recorded. */
export const checkDocument = (document: SalesDocument): CheckedDocument => {
  if (!isId(document.reporter)) return { ok: false, rejections: [reporterNotAllowed(document.reporter)] };
  const rejections: Rejection[] = [];
  const lines: SaleLine[] = [];
  for (const [index, line] of document.lines.entries()) {
    const checked = checkLine({ ...line, document: document.document, stage: document.stage, action: document.action ?? 'record' });
    if (checked.ok) lines.push(checked.line);
    else
      for (const { column, value, code, reason, wayOut } of checked.refusals)
        rejections.push({ code, message: reason, place: `lines[${index}].${column}`, value, wayOut });
  }
  return rejections.length > 0 ? { ok: false, rejections } : { ok: true, document: { ...document, lines } };
};
