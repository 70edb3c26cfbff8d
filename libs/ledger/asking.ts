import type { Rejection } from '#kernel';

/** What every question to a ledger is made of, and what it is answered with. */

/** T of domain.md §3: a position in the partnership's history, or a recorded time; the newest where left out. */
export type KnownAt = { readonly position: number } | { readonly time: string };
export type At = { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt; readonly atLeast?: string };

export type Page = { readonly cursor?: string; readonly limit?: number };
export type Paged<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** Answers are rejections as data: an unknown agreement, a day that is no day. */
export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] };
