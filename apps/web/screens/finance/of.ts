import type { Me, Side } from '../../api/answers.ts';
import type { Terms } from '../../api/terms.ts';
import type { Axes } from '../../parts/axes.ts';
import type { Acting, Names } from '../../parts/people.ts';
import type { Shown } from './shown.ts';

/** What every view of this screen is about, and as whom one may act in it. */
export type Of = {
  readonly id: string;
  readonly partnership: string;
  readonly terms: Terms;
  readonly me: Me | undefined;
  /** Of the people in the history, who may be known here. */
  readonly names: Names;
  /** About today where no day is named: a year that is over is still claimed and settled. */
  readonly axes: Axes;
  readonly shown: Shown;
  readonly show: (next: Partial<Record<keyof Shown | keyof Axes, string | undefined>>) => void;
  /** The sides for which this person does what finance does; none where the past is looked at. */
  readonly finance: readonly Acting[];
  readonly approver: readonly Acting[];
  readonly books: readonly Acting[];
};

export const financeOf = ({ finance }: Of, side: Side): Acting | undefined => finance.find(({ party }) => party === side);
