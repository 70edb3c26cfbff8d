/** What the API answers when terms are tried on real sales. What a set earns is what the customer gets and the supplier pays. */
import type { Period, Scope, Side } from '../api/answers.ts';
import type { TermsObject } from '../api/negotiation-answers.ts';

type SetFigures = {
  readonly name: string;
  readonly earned: string;
  readonly difference: string;
  readonly value: string;
  readonly rate: string | null;
  readonly differsFrom: string | null;
};
type PeriodFigure = { readonly set: string; readonly measured: string | null; readonly earned: string; readonly difference: string };
export type ComparedPeriod = {
  readonly period: Period;
  readonly scope: Scope;
  readonly state: 'past' | 'open' | 'future';
  readonly figures: readonly PeriodFigure[];
};
type ProgrammeTotal = { readonly set: string; readonly earned: string; readonly difference: string; readonly differsFrom: string | null };
export type ComparedProgramme = {
  readonly id: string;
  readonly totals: readonly ProgrammeTotal[];
  readonly periods: readonly ComparedPeriod[];
};
export type CurvePoint = { readonly on: string; readonly earned: readonly string[]; readonly difference: readonly string[] };

export type Comparison = {
  readonly agreement: string;
  readonly supplier: string;
  readonly customer: string;
  readonly currency: string;
  readonly on: string;
  readonly through: string;
  readonly knownAt?: number;
  readonly sets: readonly SetFigures[];
  readonly programmes: readonly ComparedProgramme[];
  readonly curve: readonly CurvePoint[];
};

export type Patch = { readonly programme: string; readonly at: string; readonly value: string };
export type DesignFigure = { readonly growth: string; readonly earned: string; readonly rate: string | null };
export type Candidate = {
  readonly patch: readonly Patch[];
  readonly changes: readonly { readonly programme: string; readonly change: TermsObject }[];
  readonly figures: readonly DesignFigure[];
  readonly misses: readonly string[];
  readonly alike: number;
};
export type Design = {
  readonly currency: string;
  readonly on: string;
  readonly knownAt?: number;
  readonly goals: readonly { readonly party: Side; readonly growth: string; readonly asks: string }[];
  readonly search: { readonly grid: string; readonly evaluated: number; readonly notValid: number; readonly complete: boolean };
  readonly standing: { readonly figures: readonly DesignFigure[]; readonly misses: readonly string[] };
  readonly meetsAll: boolean;
  readonly candidates: readonly Candidate[];
  readonly leftOut: number;
  readonly note: string;
};
