import type { AmendmentTerms, Reading, TermChange, Version, Warning } from '#rebates';

/** What the ledger says of a negotiation: versions, what changed between them, and what a signature changed of the past. */

/** A version without its terms. */
export type VersionSummary = Omit<Version, 'makes' | 'comments'> & { readonly comments: number };

export type VersionAnswer = Omit<Version, 'makes'> & {
  readonly agreement: string;
  /** The agreement as this version would make it. */
  readonly terms: unknown;
  readonly amendments: readonly AmendmentTerms[];
  readonly words: Reading;
  /** Against the version that it answers, else the one in force before it, else the one before; null for the first. */
  readonly comparedWith: number | null;
  readonly changes: readonly TermChange[];
  /** What is allowed in it and probably not meant. */
  readonly warnings: readonly Warning[];
};

export type DiffAnswer = {
  readonly agreement: string;
  readonly from: number;
  readonly to: number;
  readonly changes: readonly TermChange[];
};
export type WordsAnswer = Reading & { readonly agreementId: string; readonly version: number };

/** Terms that nobody has proposed yet, read as a proposal would be. */
export type ReadingAnswer = {
  readonly words: Reading;
  /** What is allowed and probably not meant. */
  readonly warnings: readonly Warning[];
  /** The version that `changes` are against: the one in force, else the last proposed; null for a new agreement. */
  readonly comparedWith: number | null;
  readonly changes: readonly TermChange[];
};

/** One programme, scope and measurement period that a signature changed about a day. */
export type TrueUpRow = {
  readonly id: string;
  readonly scope: null | { readonly member: string } | { readonly product: string };
  readonly period: { readonly from: string; readonly to: string };
  readonly before: string;
  readonly after: string;
  readonly change: string;
};

/** What a change of the terms made of the balance about a day: as known just before it, and with it. */
export type TrueUp = {
  readonly position: number;
  readonly version: number;
  readonly cause: 'amendment' | 'membership';
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly programmes: readonly TrueUpRow[];
};
export type TrueUpsAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt: number;
  readonly trueUps: readonly TrueUp[];
};

export type ReplicaAnswer = { readonly terms: unknown; readonly notes: readonly string[] };

export type DraftSummary = {
  readonly organisation: string;
  readonly draft: string;
  readonly person: string;
  readonly savedAt: string;
  readonly agreement: string | null;
};
export type DraftAnswer = {
  readonly organisation: string;
  readonly draft: string;
  readonly person: string;
  readonly savedAt: string;
  readonly terms?: unknown;
  readonly agreement?: string;
  readonly amendments?: readonly unknown[];
  readonly note?: string;
};
export type NoteAnswer = { readonly person: string; readonly at: string; readonly version?: number; readonly text: string };
