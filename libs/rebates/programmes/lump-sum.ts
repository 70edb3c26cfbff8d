import { holds, Rational, type Rejection, sum, toDay } from '#kernel';
import { z } from 'zod';
import { day, decimal, id } from '../agreement/fields.ts';
import type { ProgrammeTerms } from '../agreement/terms.ts';
import { partOfAmount } from './earn-by-steps.ts';
import type { Cell, Kind } from './kind.ts';
import { targetNotUsed } from './settings.ts';

/** One amount that falls due on a day, or from the day on which a shared goal is met, in the period that holds it (domain.md §6). */
const schema = z
  .strictObject({ lumpSum: decimal, on: day.optional(), when: z.strictObject({ goal: id }).optional() })
  .refine(({ on, when }) => (on === undefined) !== (when === undefined), 'a lump sum with its day (on) or its goal (when), one of them');
type LumpSumTerms = z.infer<typeof schema>;

const check = (programme: ProgrammeTerms): Rejection[] =>
  targetNotUsed(programme, 'lumpSum', 'it falls due by its day, or by a goal, alone');

export const lumpSum: Kind<LumpSumTerms> = {
  name: 'lumpSum',
  key: 'lumpSum',
  schema,
  check,
  selections: () => [],
  earn: (terms) => {
    const amount = Rational.parse(terms.lumpSum);
    return ({ cells, by, share, on, stretch, look }) => {
      const due = terms.on === undefined ? look.goalMetOn(terms.when?.goal ?? '') : toDay(terms.on);
      const total = due !== undefined && due <= on && holds(stretch, due) ? amount.times(share) : Rational.zero;
      const measured = sum(cells.map((cell) => cell.amounts[by]));
      const onPart = (part: Cell): Rational => partOfAmount(total, part.amounts[by], measured);
      return {
        total,
        perCell: cells.map(onPart),
        step: undefined,
        nextBound: undefined,
        // No line earns any of it: time does, or the goal that all of them met.
        atRateReached: () => Rational.zero,
        onPart,
      };
    };
  },
  words: (terms, { currency }) => [
    `Pays ${currency} ${terms.lumpSum} once, on ${terms.on ?? `the day that goal ${terms.when?.goal ?? ''} is met`}.`,
  ],
};
