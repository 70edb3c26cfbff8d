import { Rational } from '#kernel';
import { z } from 'zod';
import { positive } from '../agreement/fields.ts';
import type { Kind } from './kind.ts';
import { settingUnfit, targetNotUsed } from './settings.ts';

/** n free per m bought (domain.md §6): earned in units, so that its money is nothing. */
const schema = z.strictObject({ freeGoods: z.strictObject({ free: positive, per: positive }) });

export const freeGoods: Kind<z.infer<typeof schema>> = {
  name: 'freeGoods',
  key: 'freeGoods',
  schema,
  check: (programme) => [
    ...targetNotUsed(programme, 'freeGoods', 'free goods are counted in what earns'),
    ...(programme.scope === 'higherOf'
      ? [settingUnfit('freeGoods', 'scope', 'higherOf', 'the better of the two is found in money, and free goods have none')]
      : []),
  ],
  selections: () => [],
  earn: (terms) => {
    const [free, per] = [Rational.parse(terms.freeGoods.free), Rational.parse(terms.freeGoods.per)];
    const unitsFor = (quantity: Rational): Rational => Rational.of(quantity.max(Rational.zero).over(per).floor()).times(free);
    const nothing = (): Rational => Rational.zero;
    return ({ upTo, before, cells }) => ({
      total: Rational.zero,
      perCell: cells.map(nothing),
      step: undefined,
      nextBound: undefined,
      atRateReached: undefined,
      onPart: nothing,
      units: unitsFor(upTo.quantity).minus(unitsFor(before.quantity)),
    });
  },
  words: ({ freeGoods: { free, per } }) => [`Gives ${free} free for every full ${per} units bought in the period.`],
};
