import { type Decision, type Rejection } from '#kernel';
import type { SalesEvent, SalesEventType } from './events.ts';
import type { KnownDocument } from './fold.ts';
import type { LineAction, SaleLine, SalesDocument } from './line.ts';
import { describeLine, differencesOf, isSameLine, withKnownPayment, withPayment } from './same-line.ts';
import { splitDocument } from './split-document.ts';

export type SalesCommand = { readonly partnership: string; readonly document: SalesDocument };

/** A line of a command that was refused; `index` is its place among the lines that were sent. */
export type RejectedLine = { readonly index: number; readonly line: string; readonly rejection: Rejection };
export type DecidedLines = {
  readonly events: readonly SalesEvent[];
  readonly rejections: readonly RejectedLine[];
  /** Lines sent again that change nothing. */ readonly repeated: number;
};

type Verdict =
  | { readonly kind: 'new'; readonly line: SaleLine }
  | { readonly kind: 'same' }
  | { readonly kind: 'no'; readonly rejection: Rejection };
const SAME: Verdict = { kind: 'same' };

const EVENT_OF: Readonly<Record<LineAction, SalesEventType>> = {
  record: 'SalesRecorded',
  correct: 'SalesCorrected',
  void: 'SalesVoided',
  pay: 'SalesPaid',
};

const placeOf = (document: SalesDocument, line: string): string => `document ${document.document}, line ${line}`;

const refuse = (
  document: SalesDocument,
  line: string,
  code: string,
  message: string,
  wayOut: string,
  more: Pick<Rejection, 'details'> = {},
): Verdict => ({
  kind: 'no',
  rejection: { code, message, wayOut, place: placeOf(document, line), value: line, ...more },
});

const conflict = (document: SalesDocument, known: SaleLine, sent: SaleLine): Verdict =>
  refuse(
    document,
    sent.line,
    'LINE_CONFLICT',
    `Line ${sent.line} of ${document.document} is recorded with other content (${differencesOf(known, sent).join(', ')}): recorded as ${describeLine(known)}; sent as ${describeLine(sent)}.`,
    'If the new content is right, send the line with action correct; if it is another line, give it its own number.',
    { details: { recorded: JSON.stringify(known), sent: JSON.stringify(sent) } },
  );

const notFound = (document: SalesDocument, line: string): Verdict =>
  refuse(
    document,
    line,
    'LINE_NOT_FOUND',
    `Line ${line} of ${document.document} was never recorded by ${document.reporter} as ${document.stage}.`,
    'Check reporter, stage, document and line, or send the line with action record first.',
  );

const isVoid = (document: SalesDocument, line: string): Verdict =>
  refuse(
    document,
    line,
    'LINE_VOIDED',
    `Line ${line} of ${document.document} was struck out.`,
    'To bring it back, send it with action correct.',
  );

/** Whether a line changes what is known of it: new content, the same again, or refused. */
export const judgeLine = (document: SalesDocument, sent: SaleLine, known: SaleLine | 'void' | undefined): Verdict => {
  const action = document.action ?? 'record';
  if (action === 'record') {
    if (known === undefined) return { kind: 'new', line: sent };
    if (known === 'void') return isVoid(document, sent.line);
    return isSameLine(withKnownPayment(sent, known), known) ? SAME : conflict(document, known, sent);
  }
  if (known === undefined) return notFound(document, sent.line);
  switch (action) {
    case 'correct': {
      if (known === 'void') return { kind: 'new', line: sent };
      const line = withKnownPayment(sent, known);
      return isSameLine(line, known) ? SAME : { kind: 'new', line };
    }
    case 'void':
      return known === 'void' ? SAME : { kind: 'new', line: known };
    case 'pay': {
      if (known === 'void') return isVoid(document, sent.line);
      if (sent.paidOn === undefined) return refuse(document, sent.line, 'VALUE_MISSING', 'A payment needs its day.', 'Send paidOn.');
      const line = withPayment(known, sent);
      return isSameLine(line, known) ? SAME : { kind: 'new', line };
    }
    default:
      return action satisfies never;
  }
};

const standing = (line: SaleLine | 'void' | undefined): SaleLine[] => (line === undefined || line === 'void' ? [] : [line]);

/** An event that replaces lines holds them twice: its piece is halved, so that the leaf keeps its bound. */
const halves = (piece: SalesDocument): SalesDocument[] => {
  if (piece.lines.length < 2) return [piece];
  const middle = piece.lines.length >> 1;
  return [
    { ...piece, lines: piece.lines.slice(0, middle) },
    { ...piece, lines: piece.lines.slice(middle) },
  ];
};

/** Lines that one event can replace: each stands in it once, with how it stood before. */
type Replaced = { readonly lines: SaleLine[]; readonly was: Map<string, SaleLine | 'void' | undefined> };

/** What a command changes, in order. A line that stands in it twice begins another event, whose `was` is what the one before left. */
class Changes {
  readonly runs: Replaced[] = [];
  private readonly changed = new Map<string, SaleLine | 'void'>();
  private readonly known: KnownDocument;

  constructor(known: KnownDocument) {
    this.known = known;
  }

  standing(line: string): SaleLine | 'void' | undefined {
    return this.changed.get(line) ?? this.known.get(line);
  }

  add(line: SaleLine, left: SaleLine | 'void'): void {
    let run = this.runs.at(-1);
    if (run?.was.has(line.line) !== false) {
      run = { lines: [], was: new Map() };
      this.runs.push(run);
    }
    run.lines.push(line);
    run.was.set(line.line, this.standing(line.line));
    this.changed.set(line.line, left);
  }
}

/** Decides line by line: good lines yield events though others are refused. An import keeps them. */
export const decideSalesLines = (command: SalesCommand, known: KnownDocument): DecidedLines => {
  const { document, partnership } = command;
  const action = document.action ?? 'record';
  const changes = new Changes(known);
  const rejections: RejectedLine[] = [];
  let repeated = 0;
  for (const [index, sent] of document.lines.entries()) {
    const verdict = judgeLine(document, sent, changes.standing(sent.line));
    if (verdict.kind === 'no') rejections.push({ index, line: sent.line, rejection: verdict.rejection });
    else if (verdict.kind === 'same') repeated += 1;
    else changes.add(verdict.line, action === 'void' ? 'void' : verdict.line);
  }
  const type = EVENT_OF[action];
  const replaces = action === 'correct' || action === 'pay';
  const events = changes.runs.flatMap(({ lines, was }) =>
    splitDocument(partnership, { ...document, lines })
      .flatMap((piece) => (replaces ? halves(piece) : [piece]))
      .map((piece): SalesEvent => ({
        type,
        data: {
          document: piece.document,
          lines: piece.lines,
          partnership,
          reporter: piece.reporter,
          stage: piece.stage,
          ...(replaces ? { was: piece.lines.flatMap(({ line }) => standing(was.get(line))) } : {}),
        },
      })),
  );
  return { events, rejections, repeated };
};

/** Decides on the whole document: one refused line refuses it all. */
export const decideSales = (command: SalesCommand, known: KnownDocument): Decision<SalesEvent> => {
  const { events, rejections } = decideSalesLines(command, known);
  return rejections.length === 0 ? { kind: 'events', events } : { kind: 'rejected', rejections: rejections.map((one) => one.rejection) };
};
