import type { Day, Period, Rational, Rejection, Scaled } from '#kernel';
import type { z } from 'zod';
import type { Selection } from '../agreement/fields.ts';
import type { Measure, ProgrammeTerms } from '../agreement/terms.ts';
import type { SaleLine } from '../sales/line.ts';

/**
 * Sums of lines. Value is money in the agreement's currency; quantity and weight are in the agreement's units; `own`
 * holds what kinds measure themselves, each at its place in the agreement's list of such measures.
 */
export type Amounts = {
  readonly value: Rational;
  readonly quantity: Rational;
  readonly weight: Rational;
  readonly own: readonly Rational[];
};

/** A line's place in the order of its period: valid date, document, line. `mark` is what the kind asked to know of it. */
export type Place = { readonly date: string; readonly document: string; readonly line: string; readonly mark: string };

/**
 * The lines that one earning is spread over: all lines of one eligibility signature in one stretch of days.
 * `passes` answers the kind's own selections (`selections`), by index. For ordered kinds a cell is one line, with its place.
 */
export type Cell = {
  readonly amounts: Amounts;
  readonly passes: (selectionIndex: number) => boolean;
  readonly place?: Place;
  /** Where each document is measured for itself. */ readonly document?: string;
};

/** What a kind measures of a line itself, in the agreement's money or units; undefined where the line does not count for it. */
export type LineMeasure = {
  /** Canonical text: equal keys measure alike. */
  readonly key: string;
  readonly of: (line: SaleLine, quantity: Scaled) => Scaled | undefined;
  /** Why a line does not count where `of` is undefined. */
  readonly reason: (line: SaleLine) => string;
  /** True where it hangs on the day: a return is then measured as of the day of the sale that it names, so that it takes back what that sale had. */
  readonly byDay: boolean;
};

/** What a kind may look up beyond the sums of its stretch. Nothing is computed that is not asked for. */
export type Look = {
  /** The place of the kind's own measure in `Amounts.own`. */
  readonly measure: number;
  /** The measurement periods before this one, oldest first: the volume of the target set, and the share of a full period. */
  readonly earlier: () => readonly { readonly volume: Amounts; readonly share: Rational }[];
  /** Volume of the same lines one period before, for kinds that say whose (`baseline`). */
  readonly baseline: () => Amounts;
  /** The day from which a goal of the agreement is met and stays so; undefined where it is not. */
  readonly goalMetOn: (goal: string) => Day | undefined;
};

/**
 * What a kind earns from: the volume of the target set through the end of a stretch (`upTo`), that before the stretch
 * (`before`: zero unless an amendment carries), and the cells of the stretch that earn.
 */
export type EarnInput = {
  readonly upTo: Amounts;
  readonly before: Amounts;
  readonly cells: readonly Cell[];
  /** The target set by what its lines pass, for kinds that measure parts of it. Computed only where it is asked for. */
  readonly targetCells: () => TargetCells;
  readonly by: Measure;
  /** The part of a full period that this one is, where the terms count short periods in part; else one. */
  readonly share: Rational;
  /** True where a bound counts as passed once it is touched: what the next step would pay. */
  readonly reaching: boolean;
  /** The day asked about, or the last day that the agreement was in force: what falls due by time alone looks at it. */
  readonly on: Day;
  readonly period: Period;
  readonly look: Look;
  /** The days of the period under these terms: all of it, unless an amendment carries. */
  readonly stretch: Period;
};

/** The target set through the end of the stretch (`upTo`) and before the stretch (`before`: none unless an amendment carries). */
export type TargetCells = { readonly upTo: readonly Cell[]; readonly before: readonly Cell[] };

/** What was earned, unrounded: cell by cell, so that later programmes can deduct it. */
export type Earning = {
  readonly total: Rational;
  readonly perCell: readonly Rational[];
  /** The step reached, 0 before the first; undefined for kinds without steps. */
  readonly step: number | undefined;
  /** The next bound above the volume, in the unit of its measure; undefined on the last step or without steps. */
  readonly nextBound: Rational | undefined;
  /**
   * What a line earns at the rate now reached where that rate holds for all volume; undefined where each line's earning
   * is its own (flat, marginal), so that its effect has no part on other lines.
   */
  readonly atRateReached: ((line: Cell) => Rational) | undefined;
  /** What a part of the cells has of this earning: what is earned lies on lines in proportion to their basis. */
  readonly onPart: (part: Cell) => Rational;
  /** What is earned in goods and not in money, for kinds that pay in units. */
  readonly units?: Rational;
  /** Why nothing could be earned: the code of a refusal that only the figures could show. */
  readonly problem?: 'BASELINE_ZERO';
  /** What is earned at the rate of one step whatever was reached (an accrual policy's), where that is not its rate on all volume. */
  readonly atStep?: (step: number) => Rational;
};

export type Baseline = 'asThen' | 'asNow';

/** One incentive kind: what its terms look like, what it earns, and how it reads aloud. One file each. */
export type Kind<E> = {
  readonly name: string;
  /** The key of `earn` that chooses this kind. */
  readonly key: string;
  readonly schema: z.ZodType<E>;
  /** Contradictions that the shape cannot show. Paths are relative to the programme. */
  readonly check: (programme: ProgrammeTerms, earn: E) => readonly Rejection[];
  /** Selections of the kind's own that each line is tested against, beside the programme's. */
  readonly selections: (earn: E) => readonly Selection[];
  /** A sum of the kind's own, beside value, quantity and weight. */
  readonly measure?: (earn: E) => LineMeasure;
  /** True where what is earned hangs on the order of lines: its cells are single lines, and it costs time with lines. */
  readonly ordered?: (earn: E, programme: ProgrammeTerms) => boolean;
  /** What an ordered kind must know of each line beside its amounts. */
  readonly mark?: (earn: E) => ((line: SaleLine) => string) | undefined;
  /** Whose lines of the period before are the baseline: members as they were then, or as they are now. */
  readonly baseline?: (earn: E) => Baseline | undefined;
  readonly earn: (earn: E, programme: ProgrammeTerms) => (input: EarnInput) => Earning;
  /** Plain sentences, one for each step or rule. */
  readonly words: (earn: E, context: { readonly by: Measure; readonly currency: string }) => readonly string[];
};
