import type { PeriodAnswer, ScopeAnswer } from '../accrual/answers.ts';

/**
 * What a comparison answers with (docs/decisions/0014-what-if.md). One picture for both parties: what a set earns is what
 * the customer gets and what the supplier pays, and its rate is in percent of the value that counted. A difference is
 * always to the first set. Amounts are decimal texts.
 */
export type ForecastAnswer = { readonly method: 'runRate' } | { readonly growth: string };

export type SetAnswer = {
  readonly name: string;
  readonly earned: string;
  readonly difference: string;
  /** Value of the lines that earn in at least one programme, each once. */
  readonly value: string;
  /** Earned in percent of that value; null where nothing counted. */
  readonly rate: string | null;
  /** The first day about which the printed total differs from the first set's; null where it never does. */
  readonly differsFrom: string | null;
};

export type PeriodFigure = {
  readonly set: string;
  /** Null where the set has no such programme, period or scope. */
  readonly measured: string | null;
  readonly step: number | null;
  readonly units?: string;
  readonly earned: string;
  readonly rate: string | null;
  readonly difference: string;
};

export type PeriodState = 'past' | 'open' | 'future';
export type ComparedPeriod = {
  readonly period: PeriodAnswer;
  readonly scope: ScopeAnswer;
  /** At the day asked about. */ readonly state: PeriodState;
  readonly figures: readonly PeriodFigure[];
};

export type ProgrammeTotal = {
  readonly set: string;
  readonly in: boolean;
  readonly earned: string;
  readonly difference: string;
  readonly differsFrom: string | null;
};

/** Programmes are matched by id; one that only some sets have says so by `in`. */
export type ComparedProgramme = {
  readonly id: string;
  readonly totals: readonly ProgrammeTotal[];
  readonly periods: readonly ComparedPeriod[];
};

/** What each set had earned about the end of a month, in the order of `sets`. */
export type CurvePoint = { readonly on: string; readonly earned: readonly string[]; readonly difference: readonly string[] };

export type CompareAnswer = {
  readonly agreement: string;
  readonly supplier: string;
  readonly customer: string;
  readonly currency: string;
  readonly on: string;
  /** The day that the figures are about: `on`, or with a forecast the last day of the terms. */
  readonly through: string;
  readonly knownAt?: number;
  readonly rules: number;
  readonly forecast: ForecastAnswer | null;
  readonly sets: readonly SetAnswer[];
  readonly programmes: readonly ComparedProgramme[];
  readonly curve: readonly CurvePoint[];
};
