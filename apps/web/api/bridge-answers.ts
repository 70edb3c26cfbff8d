/** What the API answers about the way from one figure to another. */
import type { LineEffect, Scope } from './answers.ts';

export type Causes = Readonly<Partial<Record<string, string>>>;
export type BridgeEnd = { readonly on: string; readonly knownAt: number; readonly amount: string };
export type BridgeRow = {
  readonly id: string;
  readonly scope: Scope;
  readonly from: string;
  readonly to: string;
  readonly change: string;
  readonly causes: Causes;
};
export type BridgeEvent = {
  readonly leg: 'recorded' | 'days';
  /** None where time alone passed. */
  readonly position?: number;
  readonly summary?: string;
  readonly effects: LineEffect['effects'];
  readonly lines: readonly LineEffect[];
};
export type Bridge = {
  readonly agreement: string;
  readonly currency: string;
  readonly rules: number;
  readonly figure: 'earned' | 'open' | 'projected';
  readonly from: BridgeEnd;
  readonly to: BridgeEnd;
  readonly change: string;
  readonly causes: Causes;
  readonly causedBy: readonly { readonly cause: string; readonly amount: string; readonly events: number }[];
  readonly programmes: readonly BridgeRow[];
  readonly legs: {
    readonly recorded: null | { readonly on: string; readonly after: number; readonly through: number; readonly causes: Causes };
    readonly days: null | { readonly from: string; readonly to: string; readonly knownAt: number; readonly causes: Causes };
  };
  readonly events: readonly BridgeEvent[];
  readonly nextCursor: string | null;
};
