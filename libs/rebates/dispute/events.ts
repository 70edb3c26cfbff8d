import { z } from 'zod';
import { PARTIES } from '../agreement/events.ts';
import { correction } from '../variance/lines.ts';

const text = z.string();
const party = z.enum(PARTIES);
const by = { party, person: z.string().min(1).max(200) };
const of = { dispute: text, partnership: text };

/** What is disagreed on. Lines are named as their reporter recorded them. */
export const disputeSubject = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('variances'), variances: z.array(text).min(1).max(200) }),
  z.strictObject({
    kind: z.literal('lines'),
    lines: z
      .array(z.strictObject({ side: party, document: text, line: text }))
      .min(1)
      .max(200),
  }),
  z.strictObject({ kind: z.literal('statement'), statement: text }),
  z.strictObject({ kind: z.literal('claim'), claim: text }),
  z.strictObject({ kind: z.literal('figure') }),
]);
export type DisputeSubject = Readonly<z.infer<typeof disputeSubject>>;

/** The figure that each side holds, in the agreement's currency. */
const figures = z.strictObject({ supplier: text.optional(), customer: text.optional() });
export type HeldFigures = Readonly<z.infer<typeof figures>>;

/** How it ends: the record is corrected, or credited; a side accepts the other's view; or it is left as it is, with a reason. */
export const OUTCOMES = ['correction', 'credit', 'acceptance', 'rejection'] as const;
export type DisputeOutcome = (typeof OUTCOMES)[number];
const ending = { outcome: z.enum(OUTCOMES), reason: text, corrections: z.array(correction) };

/** The data of each type, at schema 1. */
export const disputeEventData = {
  DisputeOpened: z.strictObject({
    ...of,
    agreement: text,
    subject: disputeSubject,
    about: z.strictObject({ on: text, knownAt: text }),
    figures,
    text,
    answerBy: text.optional(),
    ...by,
  }),
  /** Something said for both to read; with a figure, what the side holds from now on. */
  DisputeCommented: z.strictObject({ ...of, text, figure: text.optional(), ...by }),
  /** The file is kept beside the history, under its hash. */
  EvidenceAdded: z.strictObject({ ...of, sha256: text, bytes: text, name: text, text: text.optional(), ...by }),
  OutcomeProposed: z.strictObject({ ...of, proposal: text, ...ending, answerBy: text.optional(), ...by }),
  DisputeEscalated: z.strictObject({ ...of, to: text, reason: text, answerBy: text.optional(), ...by }),
  /** The end. `corrections` are then recorded as sales of the reporters that they name; `proposal` is the one that was accepted. */
  DisputeEnded: z.strictObject({ ...of, ...ending, proposal: text.optional(), ...by }),
} as const;

type Data = typeof disputeEventData;
export type DisputeEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
export type DisputeEventOf<Type extends DisputeEvent['type']> = Extract<DisputeEvent, { type: Type }>;
