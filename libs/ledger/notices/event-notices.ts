import type { EventReader, JsonObject } from '#event-store';
import type { HistoryRef } from '#projections';
import { type About, NAMED_KINDS, type NamedKind, type NoticeSource } from './notice.ts';

/** Kinds that are events as they stand. */
const KINDS: Readonly<Record<string, NamedKind>> = {
  AgreementProposed: 'proposed',
  AmendmentProposed: 'proposed',
  ExtensionProposed: 'proposed',
  MembershipProposed: 'proposed',
  ProposalWithdrawn: 'withdrawn',
  ProposalLapsed: 'withdrawn',
  AgreementSigned: 'signed',
  AgreementActivated: 'signed',
  AgreementAmended: 'amended',
  AgreementExtended: 'amended',
  MembersChanged: 'amended',
  AgreementTerminated: 'terminated',
};

/** Keys of events that name something both sides know. Anything else stays in the ledger, to be asked for by who may. */
const IDS = [
  'agreement',
  'version',
  'party',
  'document',
  'reporter',
  'stage',
  'table',
  'dispute',
  'statement',
  'claim',
  'settlement',
  'period',
  'programme',
] as const;

const idsIn = (data: JsonObject): About =>
  Object.fromEntries(
    IDS.flatMap((key) => {
      const value = data[key];
      return typeof value === 'string' || typeof value === 'number' ? [[key, String(value)] as const] : [];
    }),
  );

export const kindOfEvent = (type: string): string => KINDS[type] ?? type;

export const isNamedKind = (kind: string): kind is NamedKind => (NAMED_KINDS as readonly string[]).includes(kind);
const EVENT_TYPE = /^[A-Z][A-Za-z0-9]{1,63}$/;
export const isEventType = (kind: string): boolean => EVENT_TYPE.test(kind);

const dataAt = async (store: EventReader, { stream, revision }: HistoryRef): Promise<JsonObject> => {
  for await (const event of store.readStream(stream, { from: revision, max: 1 })) return event.data;
  throw new Error(`${stream} has no event ${revision}: the views are of another log`);
};

/** The events themselves, under their kind. */
export const eventNotices = (store: EventReader, isWanted: (kind: string, event: string) => boolean): NoticeSource => ({
  tells: () => true,
  at: async ({ ref }) => {
    const kind = kindOfEvent(ref.type);
    return isWanted(kind, ref.type) ? [{ kind, about: idsIn(await dataAt(store, ref)) }] : [];
  },
});
