import type { Cause, DisputeOutcome, DisputeProposal, DisputeSubject, Evidence, HeldFigures, Party, SalesDocument } from '#rebates';
import type { Answer, CommandContext, Executed, KnownAt, Page, Paged } from '../asking.ts';

/** What the ledger says of disputes, and what it is told of them. */

type By = { readonly partnership: string; readonly dispute: string; readonly party: Party; readonly person: string };
type Ending = {
  readonly outcome: DisputeOutcome;
  readonly reason: string;
  /** What is to be recorded. Where left out and a line is accepted, it follows from the variances in dispute. */
  readonly corrections?: readonly SalesDocument[];
};

export type DisputeRequest =
  | {
      readonly kind: 'OpenDispute';
      readonly partnership: string;
      readonly agreement: string;
      readonly subject: DisputeSubject;
      /** About which day; the last of the agreement where left out. */
      readonly on?: string;
      /** As known then; the newest where left out. */
      readonly knownAt?: KnownAt;
      /** What each side holds; what its own record gave then where left out. */
      readonly figures?: HeldFigures;
      readonly text: string;
      readonly answerBy?: string;
      readonly party: Party;
      readonly person: string;
    }
  | (By & { readonly kind: 'CommentDispute'; readonly text: string; readonly figure?: string })
  | (By & { readonly kind: 'EscalateDispute'; readonly to: string; readonly reason: string; readonly answerBy?: string })
  /** `accept`: whose line is to hold, instead of corrections. */
  | (By & Ending & { readonly kind: 'ProposeOutcome'; readonly accept?: Party; readonly answerBy?: string })
  | (By & Ending & { readonly kind: 'EndDispute' })
  | (By & { readonly kind: 'AcceptOutcome'; readonly proposal: number });

export type DisputeSummary = {
  readonly dispute: string;
  readonly agreement: string;
  readonly status: 'open' | 'ended';
  readonly openedAt: string;
  readonly endedAt: string | null;
  readonly openedBy: Party;
  readonly subject: DisputeSubject;
  readonly about: { readonly on: string; readonly knownAt: number };
  readonly figures: HeldFigures;
  readonly waitsFor: Party;
  readonly answerBy: string | null;
  readonly escalatedTo: string | null;
  readonly outcome: DisputeOutcome | null;
};

/** What an event did to the figure of the record that it is in. */
export type StepEffect = {
  readonly of: Party;
  readonly before: string;
  readonly after: string;
  readonly change: string;
  readonly causes: Partial<Record<Cause, string>>;
};
export type DisputeStep = {
  readonly position: number;
  readonly recordedAt: string;
  readonly actor: string;
  readonly type: string;
  readonly summary: string;
  /** The side that said it; null where it was both, as of terms in force. */
  readonly party: Party | null;
  readonly person: string | null;
  readonly text: string | null;
  readonly effect: StepEffect | null;
};

/**
 * Where the two sides' histories part: a line of one record that the other does not say so, terms that a side did not
 * follow, or what became known after the figure that a side holds.
 */
export type Parting = {
  readonly cause: 'lines' | 'terms' | 'later';
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly summary: string;
  /** Who said it: for terms and what came later, the side that does not follow. */
  readonly side: Party;
  readonly line: null | { readonly document: string; readonly line: string };
  readonly variance: string | null;
  readonly words: string;
};

export type DisputeAnswer = DisputeSummary & {
  readonly partnership: string;
  readonly currency: string;
  readonly text: string;
  readonly openedByPerson: string;
  readonly proposals: readonly DisputeProposal[];
  readonly evidence: readonly Evidence[];
  readonly ended: null | {
    readonly outcome: DisputeOutcome;
    readonly reason: string;
    readonly party: Party;
    readonly person: string;
    readonly corrections: readonly SalesDocument[];
  };
  /** What the agreement pays now about the day, counting from each record. */
  readonly now: { readonly supplier: string; readonly customer: string; readonly difference: string; readonly knownAt: number };
  /** Of a dispute that has ended, as it was until then. */
  readonly parting: Parting | null;
  /** Where each cause of a difference begins, the first first. */
  readonly partings: readonly Parting[];
  readonly timeline: readonly DisputeStep[];
};

export type EvidenceFile = { readonly name: string; readonly sha256: string; readonly bytes: Uint8Array };
type In = { readonly partnership: string; readonly knownAt?: KnownAt; readonly atLeast?: string };

export type Disputing = {
  disputes(query: In & Page & { readonly openOnly?: boolean; readonly agreement?: string }): Promise<Answer<Paged<DisputeSummary>>>;
  dispute(query: In & { readonly dispute: string }): Promise<Answer<DisputeAnswer>>;
  /** The file is kept beside the history, under its hash; the history holds the hash. */
  addEvidence(
    evidence: {
      readonly partnership: string;
      readonly dispute: string;
      readonly name: string;
      readonly text?: string;
      readonly party: Party;
      readonly person: string;
      readonly source: AsyncIterable<Uint8Array>;
    },
    context: CommandContext,
  ): Promise<Executed>;
  evidence(query: { readonly partnership: string; readonly dispute: string; readonly sha256: string }): Promise<Answer<EvidenceFile>>;
};
