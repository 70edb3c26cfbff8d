import type { Awaited, GoalAnswer, KnownAgreement, Reading, SaidBy, Version, Warning } from '#rebates';

/** What one version is to those who read the agreement: what it changed, who agreed, and why. */
export type AgreedVersion = Pick<Version, 'version' | 'kind' | 'proposed' | 'why' | 'approvals' | 'signatures' | 'comments'> & {
  /** When both had signed it. */
  readonly inForceAt: string;
  /** Against the version in force before it; empty for the first. */
  readonly changes: readonly string[];
};

export type OpenVersion = Omit<AgreedVersion, 'inForceAt'> & {
  readonly answers: number | null;
  readonly validUntil: string | null;
  /** Its last day is over: it can only be proposed anew. */
  readonly lapsed: boolean;
  /** What its changes are against; null for a first one. */
  readonly comparedWith: number | null;
  readonly awaits: readonly Awaited[];
  /** What is allowed in it and probably not meant: for those who will sign. */
  readonly warnings: readonly Warning[];
};

export type OverviewGoal = Pick<GoalAnswer, 'id' | 'measure' | 'target' | 'by' | 'owners'> & {
  /** Null before the agreement is in force. */
  readonly standing: null | Pick<GoalAnswer, 'measured' | 'progress' | 'expected' | 'status' | 'rule'>;
};

/** An agreement as both sides see it: the same for whoever may read it. */
export type OverviewAnswer = {
  readonly agreement: string;
  readonly partnership: string;
  readonly supplier: string;
  readonly customer: string;
  readonly status: KnownAgreement['status'];
  /** The one in force; before there is one, the last proposed. */
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly termination: null | (Omit<SaidBy, 'at'> & { readonly on: string; readonly reason: string });
  /** Whom the terms name to decide; an empty list is anybody of a side who may. */
  readonly people: {
    readonly propose: readonly string[];
    readonly approve: readonly { readonly person: string; readonly party: 'supplier' | 'customer' | null; readonly upTo: string | null }[];
    readonly sign: readonly string[];
  };
  readonly goals: readonly OverviewGoal[];
  readonly words: Reading;
  /** Every version that came into force, in order. */
  readonly agreed: readonly AgreedVersion[];
  readonly open: OpenVersion | null;
};
