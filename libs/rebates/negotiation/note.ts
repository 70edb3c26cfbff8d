import { type Decider, events, isId, rejected } from '#kernel';
import { z } from 'zod';
import { tooLong } from '../agreement/propose.ts';
import { refusal } from '../agreement/refusals.ts';

/** What an organisation notes for itself about an agreement: private, in a stream of its own, never in the shared history. */
export const noteEventData = {
  NoteAdded: z.strictObject({
    organisation: z.string(),
    agreement: z.string(),
    version: z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .optional(),
    person: z.string().min(1).max(200),
    text: z.string(),
  }),
} as const;

export type NoteEvent = { readonly type: 'NoteAdded'; readonly data: Readonly<z.infer<(typeof noteEventData)['NoteAdded']>> };
export type NoteCommand = {
  readonly kind: 'AddNote';
  readonly organisation: string;
  readonly agreement: string;
  readonly version?: number;
  readonly person: string;
  readonly text: string;
};

/** Notes decide nothing, so nothing of them is kept. */
export const noteDecider: Decider<NoteCommand, null, NoteEvent> = {
  initial: null,
  evolve: (state) => state,
  decide: ({ organisation, agreement, version, person, text }) => {
    const wrong = [
      ...[organisation, agreement].filter((id) => !isId(id)).map((id) => refusal('NAME_NOT_ALLOWED', { id })),
      ...(person.length === 0 || person.length > 200 ? [refusal('PERSON_MISSING')] : []),
      ...(text.trim() === '' ? [refusal('TEXT_MISSING', {}, { place: 'text' })] : tooLong(text, 'text')),
    ];
    if (wrong.length > 0) return rejected(...wrong);
    return events({
      type: 'NoteAdded',
      data: { organisation, agreement, ...(version === undefined ? {} : { version: String(version) }), person, text },
    });
  },
};
