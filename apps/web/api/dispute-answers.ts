/** What the API answers about disputes, as far as the screens read it. */
import type { Side } from './answers.ts';

export type Outcome = 'correction' | 'credit' | 'acceptance' | 'rejection';
export type Held = { readonly supplier?: string | undefined; readonly customer?: string | undefined };
export type Subject =
  | { readonly kind: 'variances'; readonly variances: readonly string[] }
  | { readonly kind: 'lines'; readonly lines: readonly { readonly side: Side; readonly document: string; readonly line: string }[] }
  | { readonly kind: 'statement'; readonly statement: string }
  | { readonly kind: 'claim'; readonly claim: string }
  | { readonly kind: 'figure' };

export type DisputeSummary = {
  readonly dispute: string;
  readonly agreement: string;
  readonly status: 'open' | 'ended';
  readonly openedAt: string;
  readonly endedAt: string | null;
  readonly openedBy: Side;
  readonly subject: Subject;
  readonly about: { readonly on: string; readonly knownAt: number };
  readonly figures: Held;
  readonly waitsFor: Side;
  readonly answerBy: string | null;
  readonly escalatedTo: string | null;
  readonly outcome: Outcome | null;
};

export type Correction = {
  readonly reporter: string;
  readonly document: string;
  readonly action?: string;
  readonly lines: readonly {
    readonly line: string;
    readonly date: string;
    readonly product: string;
    readonly quantity: string;
    readonly unitPrice: string;
    readonly net?: string | undefined;
  }[];
};
type By = { readonly party: Side; readonly person: string };
export type Proposal = By & {
  readonly proposal: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly corrections: readonly Correction[];
  readonly answerBy?: string | undefined;
};
export type Evidence = By & { readonly sha256: string; readonly bytes: string; readonly name: string; readonly text?: string | undefined };

export type Step = {
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly summary: string;
  readonly party: Side | null;
  readonly person: string | null;
  readonly text: string | null;
  readonly effect: null | {
    readonly of: Side;
    readonly before: string;
    readonly after: string;
    readonly change: string;
    readonly causes: Readonly<Partial<Record<string, string>>>;
  };
};
export type Parting = {
  readonly cause: 'lines' | 'terms' | 'later';
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly summary: string;
  readonly side: Side;
  readonly words: string;
};
export type Dispute = DisputeSummary & {
  readonly partnership: string;
  readonly currency: string;
  readonly text: string;
  readonly openedByPerson: string;
  readonly proposals: readonly Proposal[];
  readonly evidence: readonly Evidence[];
  readonly ended: null | (By & { readonly outcome: Outcome; readonly reason: string; readonly corrections: readonly Correction[] });
  readonly now: { readonly supplier: string; readonly customer: string; readonly difference: string; readonly knownAt: number };
  readonly parting: Parting | null;
  readonly partings: readonly Parting[];
  readonly timeline: readonly Step[];
};
