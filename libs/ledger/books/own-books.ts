import type { EventStore } from '#event-store';
import { isId, type Rejection } from '#kernel';
import {
  type AccountsCommand,
  accountsDecider,
  type AccountsEvent,
  type AccountsState,
  agreementDecider,
  type BookingRequest,
  bookingDecider,
  type BookingState,
  type ClaimEvent,
  claimsDecider,
  type ClaimsState,
  type KnownAgreement,
  type Party,
} from '#rebates';
import { foldStream } from '../execute.ts';
import { booksUnknown } from '../rejections.ts';
import { accountsStream, agreementStream, bookingStream, claimsStream } from '../streams.ts';

/** One party of an agreement, as its books see it. */
export type OwnSide = { readonly state: KnownAgreement; readonly organisation: string; readonly party: Party };

/** By its own id, and not by its role. To anybody else an agreement is told as one that is not there: its parties are nobody else's business. */
export const ownSide = async (store: EventStore, agreement: string, organisation: string): Promise<OwnSide | Rejection> => {
  if (!isId(agreement)) return booksUnknown(organisation, agreement);
  const { state } = await foldStream(store, agreementDecider, agreementStream(agreement));
  if (state.status === 'none') return booksUnknown(organisation, agreement);
  const { supplier, customer } = state.terms;
  if (organisation !== supplier && organisation !== customer) return booksUnknown(organisation, agreement);
  return { state, organisation, party: organisation === supplier ? 'supplier' : 'customer' };
};

export const bookingsOf = async (store: EventStore, organisation: string, agreement: string): Promise<BookingState> =>
  (
    await foldStream<BookingRequest, BookingState, Parameters<typeof bookingDecider.evolve>[1]>(
      store,
      bookingDecider,
      bookingStream(organisation, agreement),
    )
  ).state;

export const accountsOf = async (store: EventStore, organisation: string): Promise<AccountsState> =>
  (await foldStream<AccountsCommand, AccountsState, AccountsEvent>(store, accountsDecider, accountsStream(organisation))).state;

/** The newest: books are kept on what is known now. And the claims as they were when each final settlement was recorded, with its token. */
export const claimsOf = async (
  store: EventStore,
  agreement: string,
): Promise<{
  readonly state: ClaimsState;
  readonly finals: ReadonlyMap<string, { readonly token: string; readonly claims: ClaimsState }>;
}> => {
  let state = claimsDecider.initial;
  const finals = new Map<string, { readonly token: string; readonly claims: ClaimsState }>();
  for await (const { type, data, token } of store.readStream(claimsStream(agreement))) {
    const event = { type, data } as unknown as ClaimEvent;
    state = claimsDecider.evolve(state, event);
    if (event.type === 'SettlementRecorded' && event.data.parts.some(({ final }) => final === true))
      finals.set(event.data.settlement, { token, claims: state });
  }
  return { state, finals };
};
