import { Rational, sum } from '#kernel';
import { z } from 'zod';
import { decimal } from '../agreement/fields.ts';
import type { Cell, Kind } from './kind.ts';

const schema = z.strictObject({ perUnit: decimal });

/** A flat amount for each unit (by weight: each unit of weight) that counts: rate × measure (domain.md §6). */
export const perUnit: Kind<z.infer<typeof schema>> = {
  name: 'perUnit',
  key: 'perUnit',
  schema,
  check: () => [],
  selections: () => [],
  earn: (terms) => {
    const rate = Rational.parse(terms.perUnit);
    return ({ cells, by }) => {
      const units = by === 'weight' ? 'weight' : 'quantity';
      const onPart = (cell: Cell): Rational => cell.amounts[units].times(rate);
      const perCell = cells.map(onPart);
      return { total: sum(perCell), perCell, step: undefined, nextBound: undefined, atRateReached: undefined, onPart };
    };
  },
  words: (terms, { by, currency }) => [
    `Pays ${currency} ${terms.perUnit} for every unit${by === 'weight' ? ' of weight' : ''} that counts.`,
  ],
};
