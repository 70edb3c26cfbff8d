import { Rational, sum } from '#kernel';
import { z } from 'zod';
import { decimal } from '../agreement/fields.ts';
import type { Cell, Kind } from './kind.ts';

const schema = z.strictObject({ percent: decimal });

/** A flat percentage of the value of every line that counts: rate × value (domain.md §6). */
export const percentage: Kind<z.infer<typeof schema>> = {
  name: 'percentage',
  key: 'percent',
  schema,
  check: () => [],
  selections: () => [],
  earn: (terms) => {
    const rate = Rational.percent(terms.percent);
    return ({ cells }) => {
      const onPart = (cell: Cell): Rational => cell.amounts.value.times(rate);
      const perCell = cells.map(onPart);
      return { total: sum(perCell), perCell, step: undefined, nextBound: undefined, atRateReached: undefined, onPart };
    };
  },
  words: (terms) => [`Pays ${terms.percent} % of the value of everything that counts.`],
};
