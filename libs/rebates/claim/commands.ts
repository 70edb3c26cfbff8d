import type { ClaimedLine, SettledPart, TaxLine } from './events.ts';
import type { Party } from '../agreement/events.ts';

type Dated = {
  readonly party: Party;
  readonly person: string;
  /** The day that it is about; today where left out. */ readonly on?: string;
};
type Period = { readonly from: string; readonly to: string };
type Of = { readonly agreement: string };

/** Without an amount: the sum of the lines, or all that is left. */
export type AskedPart = {
  readonly programme: string;
  readonly period: Period;
  readonly amount?: string;
  readonly lines?: readonly ClaimedLine[];
};
export type Evidence = { readonly sha256: string; readonly lines: number };
export type Payee = { readonly member: string; readonly amount: string };

export type ClaimCommand =
  | (Of &
      Dated & {
        readonly kind: 'RaiseClaim';
        readonly claim: string;
        readonly parts: readonly AskedPart[];
        readonly reference?: string;
        readonly evidence?: Evidence;
      })
  /** What plans that claim by themselves have open: of each settlement period that is over and has no claim yet. */
  | (Of &
      Dated & {
        readonly kind: 'RaiseDueClaims';
        /** Only settlement periods that end by this day: with a close, those that it closes. */ readonly through?: string;
      })
  /** Without parts: all that is claimed. */
  | (Of &
      Dated & { readonly kind: 'ApproveClaim'; readonly claim: string; readonly parts?: readonly AskedPart[]; readonly reason?: string })
  | (Of & Dated & { readonly kind: 'RefuseClaim'; readonly claim: string; readonly reason: string })
  | (Of & Dated & { readonly kind: 'WithdrawClaim'; readonly claim: string; readonly reason?: string })
  | (Of &
      Dated & {
        readonly kind: 'RecordSettlement';
        readonly settlement: string;
        readonly means: 'creditNote' | 'payment' | 'deduction';
        readonly reference: string;
        readonly parts: readonly SettledPart[];
        readonly payees?: readonly Payee[];
        readonly tax?: readonly TaxLine[];
        readonly invoice?: string;
      })
  | (Of & Dated & { readonly kind: 'ReverseSettlement'; readonly settlement: string; readonly reason: string })
  | (Of &
      Dated & {
        readonly kind: 'RequestWaiver';
        readonly waiver: string;
        readonly programme: string;
        readonly period: Period;
        readonly amount: string;
        readonly reason: string;
      })
  | (Of & Dated & { readonly kind: 'ApproveWaiver'; readonly waiver: string })
  | (Of & Dated & { readonly kind: 'DropWaiver'; readonly waiver: string; readonly reason: string });

export type ClaimCommandOf<Kind extends ClaimCommand['kind']> = Extract<ClaimCommand, { kind: Kind }>;

/** A settlement period of a programme's plan that is over. */
export type PlannedPeriod = {
  readonly from: string;
  readonly to: string;
  readonly claimUntil?: string;
  readonly belowMinimum?: 'carry' | 'forfeit' | 'pay';
};

/** What the rules cannot know themselves of a programme, as known now. */
export type ProgrammeFacts = {
  /** What there was to settle through each day that matters: that of every period claimed, settled or asked for. */
  readonly earned: Readonly<Record<string, string>>;
  /** Undefined where the terms have no plan: any period that is over can be claimed. */
  readonly plan: readonly PlannedPeriod[] | undefined;
  readonly tolerance?: { readonly amount?: string | undefined; readonly percent?: string | undefined } | undefined;
  readonly decideWithinDays?: number | undefined;
  /** Claims are raised by the plan, and by nobody. */
  readonly automatic?: boolean;
  /** What each line had earned through the end of a period asked for, by that day and `document#line`. */
  readonly lines: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export type ClaimFacts = {
  readonly today: string;
  readonly decimals: number;
  readonly programmes: Readonly<Record<string, ProgrammeFacts>>;
  /** Up to which amount the own organisation lets whoever asks approve; any where left out. */
  readonly approvesUpTo?: string;
};
