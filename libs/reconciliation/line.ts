/** The reporter whose lines the balance counts, and the other one, whose lines are evidence (domain.md §3). */
export type Side = 'ours' | 'theirs';

export type LineKey = { readonly document: string; readonly line: string };

/**
 * One line as a reporter recorded it: texts as they were sent. A line said again at a higher position replaces what was
 * said before; `voided` strikes it out. Texts must be well-formed and amounts valid, as every recorded sale is.
 */
export type ReportedLine = {
  readonly key: LineKey;
  readonly date: string;
  readonly product: string;
  readonly quantity: string;
  readonly unitPrice: string;
  /** Where left out, quantity × unitPrice. */
  readonly net?: string;
  readonly unit?: string;
  readonly member?: string;
  /** Where left out, that of the other side. */
  readonly currency?: string;
  /** The number that the other side's document has, where the line names it. Read from their lines only. */
  readonly reference?: string;
  /** Index of the event in the history of the partnership. */
  readonly position: number;
  readonly voided?: true;
};

/** A line as it was said, and the same in our documents, products and units, as it was compared. */
export type ComparedLine = Omit<ReportedLine, 'reference' | 'voided'> & {
  readonly compared: {
    readonly document: string;
    readonly product: string;
    readonly unit?: string;
    readonly quantity: string;
    /** The net amount. */
    readonly value: string;
  };
};
