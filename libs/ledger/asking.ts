import type { Rejection } from '#kernel';
import type { Warning } from '#rebates';

/** What every question to a ledger is made of, and what it is answered with; and every command. */

/** T of domain.md §3: a position in the partnership's history, or a recorded time; the newest where left out. */
export type KnownAt = { readonly position: number } | { readonly time: string };
export type At = { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt; readonly atLeast?: string };

export type Page = { readonly cursor?: string; readonly limit?: number };
export type Paged<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** Answers are rejections as data: an unknown agreement, a day that is no day. */
export type Answer<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] };

/** Who asks, and under which id: the same command id with the same content is carried out once. */
export type CommandContext = {
  readonly commandId: string;
  readonly actor: string;
  readonly correlationId?: string;
  /** The event that this follows from, where it is more than the command. */
  readonly causationId?: string;
  /** ISO-8601 UTC; the ledger's rules take no clock. */
  readonly now: string;
  /** `If-Match`: refuse when the stream is not at this revision. */
  readonly expectedRevision?: number;
  /** Up to which amount the actor's own organisation lets them approve; any where left out. */
  readonly approvesUpTo?: { readonly amount: string; readonly currency: string };
};

export type Executed =
  | {
      readonly kind: 'done';
      /** Read your own write: pass as `atLeast`. */ readonly token: string;
      readonly revision: number;
      readonly stream: string;
      /** Types of the events this command recorded; empty when it changed nothing. */ readonly events: readonly string[];
      /** What is allowed in a proposal and probably not meant. */ readonly warnings?: readonly Warning[];
    }
  | { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] }
  | { readonly kind: 'conflict'; readonly message: string };
