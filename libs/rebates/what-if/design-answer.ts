/** What a design answers with. Nothing in it is chosen: the order is that of the trade-off, not of merit. */
export type Patch = { readonly programme: string; readonly at: string; readonly value: string };

export type DesignFigure = {
  readonly growth: string;
  /** What the customer gets is what the supplier pays. */
  readonly earned: string;
  /** In percent of the value that counts in this scenario. */
  readonly rate: string | null;
};

export type Candidate = {
  readonly patch: readonly Patch[];
  /** The same as keys of the programmes to replace: an amendment's `change`. */
  readonly changes: readonly { readonly programme: string; readonly change: Readonly<Record<string, unknown>> }[];
  readonly figures: readonly DesignFigure[];
  /** By goal, in money: "0.00" where it is met. */
  readonly misses: readonly string[];
  /** Further candidates that do the same for both sides' goals. */
  readonly alike: number;
};

export type AskedGoal = { readonly party: 'customer' | 'supplier'; readonly growth: string; readonly asks: string };

export type DesignAnswer = {
  readonly agreement: string;
  readonly supplier: string;
  readonly customer: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt?: number;
  readonly rules: number;
  readonly sales: 'term' | 'yearBefore';
  readonly goals: readonly AskedGoal[];
  readonly search: {
    /** How many candidates lie within the bounds. */
    readonly grid: string;
    readonly evaluated: number;
    /** Of those: terms that contradict themselves, such as steps that do not rise. */
    readonly notValid: number;
    /** Every candidate was evaluated. */
    readonly complete: boolean;
  };
  /** The terms as they are. */
  readonly standing: Omit<Candidate, 'patch' | 'changes' | 'alike'>;
  /** Whether the candidates meet all goals; otherwise they are the nearest ones. */
  readonly meetsAll: boolean;
  readonly candidates: readonly Candidate[];
  /** Candidates of the trade-off that are left out of the list, evenly along it. */
  readonly leftOut: number;
  readonly note: string;
};
