import type { Stage } from '../agreement/terms.ts';

export const LINE_KINDS = ['goods', 'return', 'price', 'freight'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/**
 * One line of a source document as it is recorded: texts as they were sent (decimals exact, days as YYYY-MM-DD), keys
 * that were not sent left out. `quantity` is negative for a return. `net` is left out where it is quantity × unitPrice.
 */
export type SaleLine = {
  readonly line: string;
  readonly date: string;
  readonly product: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly kind?: LineKind;
  readonly net?: string;
  readonly tax?: string;
  readonly taxCode?: string;
  readonly freight?: string;
  readonly currency?: string;
  readonly unit?: string;
  readonly weight?: string;
  readonly category?: string;
  readonly brand?: string;
  readonly member?: string;
  readonly shipTo?: string;
  readonly endCustomer?: string;
  readonly channel?: string;
  readonly cost?: string;
  readonly listPrice?: string;
  readonly contractRef?: string;
  /** `document#line` of the sale that a return, price credit or correction is about. */
  readonly returns?: string;
  readonly paidOn?: string;
  readonly paidAmount?: string;
  readonly dueOn?: string;
};

/** What a line does: record it, replace one recorded before, strike it out, or say that it was paid. */
export const ACTIONS = ['record', 'correct', 'void', 'pay'] as const;
export type LineAction = (typeof ACTIONS)[number];

/** A document, or a piece of a long one, as one reporter saw it at one stage: what one event records. */
export type SalesDocument = {
  readonly reporter: string;
  readonly stage: Stage;
  readonly document: string;
  /** `record` where left out. */
  readonly action?: LineAction;
  readonly lines: readonly SaleLine[];
};

/** The identity of a line within its partnership. */
export type LineIdentity = { readonly reporter: string; readonly stage: Stage; readonly document: string; readonly line: string };
