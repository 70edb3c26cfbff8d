import type { CauseAmounts, Cause, LineEffect, ScopeAnswer } from '../accrual/answers.ts';

/** Which figure of an agreement is bridged: what was earned, what of it is open (less settled, less waived), or where the running periods are projected to end. */
export const BRIDGED = ['earned', 'open', 'projected'] as const;
export type Bridged = (typeof BRIDGED)[number];

/** One end of a bridge: a figure about a day, as known at a position. */
export type BridgeEnd = { readonly on: string; readonly knownAt: number; readonly amount: string };

/** A cause with the events behind it: how many, and the first of them by position. */
export type CausedBy = { readonly cause: Cause; readonly amount: string; readonly events: number; readonly positions: readonly number[] };

export type BridgedRow = {
  readonly id: string;
  readonly scope: ScopeAnswer;
  readonly from: string;
  readonly to: string;
  readonly change: string;
  readonly causes: CauseAmounts;
};

/**
 * One step of the way: an event, or time alone, which has no position. `recorded` is what was learned about the earlier
 * day; `days` is what the days from there to the later one brought.
 */
export type BridgeEvent = {
  readonly leg: 'recorded' | 'days';
  readonly position?: number;
  readonly type?: string;
  readonly summary?: string;
  readonly effects: LineEffect['effects'];
  readonly lines: readonly LineEffect[];
};

export type BridgeAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly rules: number;
  readonly figure: Bridged;
  readonly from: BridgeEnd;
  readonly to: BridgeEnd;
  readonly change: string;
  /** to − from, by cause: they add up to it. Amounts are exact. */
  readonly causes: CauseAmounts;
  readonly causedBy: readonly CausedBy[];
  readonly programmes: readonly BridgedRow[];
  /** The way taken (docs/decisions): first what was recorded, about one day; then the days, as known at one position. */
  readonly legs: {
    readonly recorded: null | { readonly on: string; readonly after: number; readonly through: number; readonly causes: CauseAmounts };
    readonly days: null | { readonly from: string; readonly to: string; readonly knownAt: number; readonly causes: CauseAmounts };
  };
  /** A page of the steps, in the order of the way. */
  readonly events: readonly BridgeEvent[];
  readonly nextCursor: string | null;
};
