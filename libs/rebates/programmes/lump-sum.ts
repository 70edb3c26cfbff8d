import { holds, Rational, type Rejection, sum, toDay } from '#kernel';
import { z } from 'zod';
import { day, decimal, id } from '../agreement/fields.ts';
import type { ProgrammeTerms } from '../agreement/terms.ts';
import { partOfAmount } from './earn-by-steps.ts';
import type { Cell, Kind } from './kind.ts';
import { targetNotUsed } from './settings.ts';

/** One amount that falls due on a day, in the period that holds it (domain.md §6). */
const schema = z
  .strictObject({ lumpSum: decimal, on: day.optional(), when: z.strictObject({ goal: id }).optional() })
  .refine(({ on, when }) => (on === undefined) !== (when === undefined), 'a lump sum with its day (on) or its goal (when), one of them');
type LumpSumTerms = z.infer<typeof schema>;

const check = (programme: ProgrammeTerms, { when }: LumpSumTerms): Rejection[] => [
  ...targetNotUsed(programme, 'lumpSum', 'it falls due by its day alone'),
  ...(when === undefined
    ? []
    : [
        {
          code: 'KIND_NOT_BUILT',
          message: 'A lump sum that is earned when a goal is met is not computed by this version.',
          place: 'earn.when',
          value: when.goal,
          wayOut: 'Give the day on which it is earned (on), or use a step that pays an amount.',
        },
      ]),
];

export const lumpSum: Kind<LumpSumTerms> = {
  name: 'lumpSum',
  key: 'lumpSum',
  schema,
  check,
  selections: () => [],
  earn: (terms) => {
    const amount = Rational.parse(terms.lumpSum);
    const due = terms.on === undefined ? undefined : toDay(terms.on);
    return ({ cells, by, share, on, stretch }) => {
      const total = due !== undefined && due <= on && holds(stretch, due) ? amount.times(share) : Rational.zero;
      const measured = sum(cells.map((cell) => cell.amounts[by]));
      const onPart = (part: Cell): Rational => partOfAmount(total, part.amounts[by], measured);
      return {
        total,
        perCell: cells.map(onPart),
        step: undefined,
        nextBound: undefined,
        // No line earns any of it: time alone does.
        atRateReached: () => Rational.zero,
        onPart,
      };
    };
  },
  words: (terms, { currency }) => [`Pays ${currency} ${terms.lumpSum} once, on ${terms.on ?? `the day that goal ${terms.when?.goal ?? ''} is met`}.`],
};
