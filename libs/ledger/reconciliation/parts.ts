import type { EventStore } from '#event-store';
import type { Rejection } from '#kernel';
import type { AccrualQueries, History } from '#projections';
import type { KnownAt } from '../ledger.ts';
import { positionOf, type Resolved } from '../question.ts';
import { partnershipUnknown, tokenInvalid } from '../rejections.ts';
import type { SalesRecorder } from '../sales-recorder.ts';
import type { DocumentReader } from './document-reader.ts';
import type { MatchingBooks } from './matching-books.ts';

/** What reconciling is made of: all but the books belong to the ledger. */
export type ReconcilingParts = {
  readonly store: EventStore;
  readonly history: History;
  readonly accruals: AccrualQueries;
  readonly documents: DocumentReader;
  readonly recorder: SalesRecorder;
  readonly books: MatchingBooks;
  readonly caughtUpTo: (token: string) => Promise<void>;
};

/** Where in a partnership's history something is asked, and the store's own place of it. */
export type Place = { readonly partnership: string; readonly position: number; readonly token: string };

type Asked = { readonly partnership: string; readonly knownAt?: KnownAt; readonly atLeast?: string };

const TOKEN = /^\d{1,20}$/;

/** Waits until the views have one's own write; says why not where the token is none. */
export const readable = async (
  { caughtUpTo }: Pick<ReconcilingParts, 'caughtUpTo'>,
  atLeast: string | undefined,
): Promise<Rejection | undefined> => {
  if (atLeast === undefined) return undefined;
  if (!TOKEN.test(atLeast)) return tokenInvalid(atLeast);
  await caughtUpTo(atLeast);
  return undefined;
};

export const placeIn = async (
  { history, caughtUpTo }: Pick<ReconcilingParts, 'history' | 'caughtUpTo'>,
  { partnership, knownAt, atLeast }: Asked,
): Promise<Resolved<Place>> => {
  const waited = await readable({ caughtUpTo }, atLeast);
  if (waited !== undefined) return { ok: false, rejections: [waited] };
  if (history.lastPosition(partnership) === undefined) return { ok: false, rejections: [partnershipUnknown(partnership)] };
  const position = positionOf(history, partnership, knownAt, new Date());
  if (typeof position !== 'number') return { ok: false, rejections: [position] };
  for (const { token } of history.refs(partnership, position, position)) return { ok: true, value: { partnership, position, token } };
  return { ok: true, value: { partnership, position, token: '0' } };
};
