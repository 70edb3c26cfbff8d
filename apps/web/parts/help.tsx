import type { ReactNode } from 'react';

/** Words that the field uses in a sense of its own (domain.md), explained where they stand. */
const WORDS = {
  earned: 'What the signed terms give for everything counted up to the day. It is the same for both sides.',
  accrued: 'What one side books for itself under its own accrual policy. It is private to that side and need not equal what is earned.',
  settled: 'What was paid out, credited or deducted so far.',
  open: 'Earned, less what was settled and what was waived.',
  projected:
    'Where the open periods will end: likely at the pace so far, low and high at the slowest and the fastest of the last three complete months.',
  booked: 'What the statement said when it was issued. A statement never changes.',
  knownNow: 'What we know today about that day.',
  knownThen: 'What we would have said about that day at the position chosen under “as known at”.',
  knownAt:
    'Every fact has its place in the partnership’s history, the position. “As known at 120” leaves out all that was recorded after it, whatever day it is about.',
  retrospective: 'The rate reached applies to everything from the first unit on. (Marginal: each slice earns its own rate.)',
  trueUp: 'A change to what an already closed period earned.',
  tierCrossed: 'A line that reaches the next step changes the rate of all the others: this is the change on those others.',
  fellDue: 'What time alone brings: a guarantee, a lump sum, the end of a period.',
  rounding: 'Figures are exact to the end and rounded once, as a balance; the difference of two rounded balances is shown here.',
  position: 'The index of an event in the partnership’s history. It is the same on every copy, and the same in the proof.',
} as const;

export type Word = keyof typeof WORDS;

export const Help = ({ of }: { readonly of: Word }): ReactNode => (
  <details className="help not-printed">
    <summary aria-label="What this word means">?</summary>
    <p>{WORDS[of]}</p>
  </details>
);
