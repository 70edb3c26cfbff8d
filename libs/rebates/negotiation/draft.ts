import { canonicalJson, type Decider, type Decision, events, isId, rejected, type Rejection } from '#kernel';
import { z } from 'zod';
import { MOST_PROPOSAL_BYTES, tooLong } from '../agreement/propose.ts';
import { refusal } from '../agreement/refusals.ts';

/**
 * A draft is private to the organisation that writes it (domain.md §10): it has a stream of its own, which belongs to no
 * partnership, and what is proposed from it is a copy that does not say where it came from.
 */
const person = z.string().min(1).max(200);
const name = z.string();

/** Unfinished terms are drafts too, so nothing in them is checked before they are proposed. */
export const draftEventData = {
  DraftSaved: z.strictObject({
    organisation: name,
    draft: name,
    person,
    /** Terms of a new agreement; or amendments of one in force, which `agreement` names. */
    terms: z.looseObject({}).optional(),
    agreement: name.optional(),
    amendments: z.array(z.looseObject({})).optional(),
    /** What its writers tell each other. It is never proposed. */
    note: z.string().optional(),
  }),
  DraftDiscarded: z.strictObject({ organisation: name, draft: name, person }),
} as const;

type Data = typeof draftEventData;
export type DraftEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
type Saved = z.infer<Data['DraftSaved']>;

type OfDraft = { readonly organisation: string; readonly draft: string; readonly person: string };
export type DraftCommand =
  | (OfDraft & {
      readonly kind: 'SaveDraft';
      readonly terms?: unknown;
      readonly agreement?: string;
      readonly amendments?: unknown;
      readonly note?: string;
    })
  | (OfDraft & { readonly kind: 'DiscardDraft' });

export type DraftState = { readonly status: 'none' } | { readonly status: 'saved' | 'discarded'; readonly content: Saved };

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const contentOf = (
  command: Extract<DraftCommand, { kind: 'SaveDraft' }>,
): Pick<Saved, 'terms' | 'agreement' | 'amendments'> | undefined => {
  const { terms, agreement, amendments } = command;
  if (isObject(terms) && amendments === undefined) return { terms };
  if (terms === undefined && agreement !== undefined && Array.isArray(amendments) && amendments.every(isObject))
    return { agreement, amendments };
  return undefined;
};

const checkNames = ({ organisation, draft, person: own }: OfDraft): Rejection[] => [
  ...[organisation, draft].filter((id) => !isId(id)).map((id) => refusal('NAME_NOT_ALLOWED', { id })),
  ...(own.length === 0 || own.length > 200 ? [refusal('PERSON_MISSING')] : []),
];

const save = (command: Extract<DraftCommand, { kind: 'SaveDraft' }>, state: DraftState): Decision<DraftEvent> => {
  const { organisation, draft, person: own, note } = command;
  const content = contentOf(command);
  const wrong = [...checkNames(command), ...(content === undefined ? [refusal('DRAFT_EMPTY')] : []), ...tooLong(note ?? '', 'note')];
  if (wrong.length > 0) return rejected(...wrong);
  // Only what JSON holds, as it will be read back.
  const data = JSON.parse(
    JSON.stringify({ organisation, draft, person: own, ...content, ...(note === undefined ? {} : { note }) }),
  ) as Saved;
  if (state.status === 'saved' && canonicalJson(state.content) === canonicalJson(data)) return events();
  const bytes = new TextEncoder().encode(canonicalJson(data)).length;
  if (bytes > MOST_PROPOSAL_BYTES)
    return rejected(refusal('PROPOSAL_TOO_LARGE', { bytes: String(bytes), limit: String(MOST_PROPOSAL_BYTES) }));
  return events({ type: 'DraftSaved', data });
};

const discard = (command: Extract<DraftCommand, { kind: 'DiscardDraft' }>, state: DraftState): Decision<DraftEvent> => {
  const { organisation, draft, person: own } = command;
  const wrong = checkNames(command);
  if (wrong.length > 0) return rejected(...wrong);
  if (state.status === 'none') return rejected(refusal('DRAFT_UNKNOWN', { draft, organisation }));
  return state.status === 'discarded' ? events() : events({ type: 'DraftDiscarded', data: { organisation, draft, person: own } });
};

export const draftDecider: Decider<DraftCommand, DraftState, DraftEvent> = {
  initial: { status: 'none' },
  evolve: (state, event) => {
    if (event.type === 'DraftSaved') return { status: 'saved', content: event.data };
    if (state.status === 'none') throw new Error('DraftDiscarded before the draft was saved: the history is damaged');
    return { status: 'discarded', content: state.content };
  },
  decide: (command, state) => (command.kind === 'SaveDraft' ? save(command, state) : discard(command, state)),
};
