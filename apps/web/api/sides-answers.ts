/** What the API answers about two sides' records. */
import type { Paged, Period, Scope, Side } from './answers.ts';

type Figures = { readonly supplier: string; readonly customer: string; readonly difference: string };
export type Sides = Figures & {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt: number;
  readonly counts: string;
  readonly reported: Readonly<Record<Side, boolean>>;
  readonly programmes: readonly (Figures & { readonly id: string; readonly scope: Scope; readonly period: Period })[];
};

/** What each side's own statements say, and what the agreement earns in the same days. */
type StatedFigures = { readonly stated: string; readonly ledger: string; readonly difference: string };
export type StatedFigure = StatedFigures & {
  readonly programme: string;
  readonly status: 'agrees' | 'open' | 'resolved';
  readonly resolution: null | {
    readonly accept: 'stated' | 'earned' | 'neither';
    readonly party: Side;
    readonly person: string;
    readonly reason: string | null;
  };
};
export type StatedStatement = StatedFigures & {
  readonly party: Side;
  readonly person: string;
  readonly period: Period;
  readonly reference: string | null;
  readonly position: number;
  readonly statedAt: string;
  readonly programmes: readonly StatedFigure[];
};
export type Stated = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt: number;
  readonly items: readonly StatedStatement[];
};

type Line = {
  readonly position: number;
  readonly document: string;
  readonly line: string;
  readonly date: string;
  readonly product: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly unit?: string | undefined;
  readonly member?: string | undefined;
  readonly currency?: string | undefined;
};
export type Variance = {
  readonly variance: string;
  readonly kind: string;
  readonly side?: Side;
  readonly supplier?: Line;
  readonly customer?: Line;
  readonly quantity: string;
  readonly value: string;
  readonly since: { readonly day: string; readonly position: number };
  readonly status: 'open' | 'proposed' | 'resolved';
  readonly proposed: readonly { readonly accept: string; readonly party: Side; readonly reason?: string | undefined }[];
  readonly resolution: null | { readonly accept: string; readonly party: Side };
  readonly rebate: readonly { readonly agreement: string; readonly currency: string; readonly on: string; readonly change: string }[];
};
export type Variances = Paged<Variance> & {
  readonly byKind: Readonly<Partial<Record<string, { readonly count: number }>>>;
  readonly knownAt: number;
  readonly comparedFrom: string | null;
  readonly total: { readonly count: number; readonly net: string; readonly gross: string };
};

type Gap = { readonly net: string; readonly gross: string };
export type GapAnswer = {
  readonly knownAt: number;
  readonly comparedFrom: string | null;
  readonly days: readonly { readonly day: string; readonly total: Gap }[];
};
