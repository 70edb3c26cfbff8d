import { Rational, type Rejection, sum } from '#kernel';
import { z } from 'zod';
import { decimal, name, positive } from '../agreement/fields.ts';
import { refusal } from '../agreement/refusals.ts';
import type { ProgrammeTerms } from '../agreement/terms.ts';
import { partOfAmount } from './earn-by-steps.ts';
import type { Cell, Kind } from './kind.ts';
import { targetNotUsed } from './settings.ts';

/** An amount for each complete bundle: products bought together in a period, each in its quantity (domain.md §6). */
const schema = z.strictObject({
  bundle: z
    .array(z.strictObject({ product: name, quantity: positive }))
    .min(1)
    .max(100),
  amount: decimal,
});
type BundleTerms = z.infer<typeof schema>;

/** Complete bundles in what was bought; returns can take a component below nothing, which completes none. */
const completeIn = (needed: readonly Rational[], cells: readonly Cell[]): Rational => {
  const possible = needed.map((quantity, component) =>
    sum(cells.filter((cell) => cell.passes(component)).map((cell) => cell.amounts.quantity)).over(quantity),
  );
  const [first = Rational.zero, ...others] = possible;
  return Rational.of(
    others
      .reduce((least, own) => least.min(own), first)
      .max(Rational.zero)
      .floor(),
  );
};

const check = (programme: ProgrammeTerms, { bundle: components }: BundleTerms): Rejection[] => [
  ...targetNotUsed(programme, 'bundle', 'bundles are counted in what earns'),
  ...(programme.scope === 'product'
    ? [
        refusal(
          'SETTING_NOT_FOR_KIND',
          { kind: 'bundle', setting: '"scope": product', why: 'a bundle is made of several products' },
          { place: 'scope', value: 'product' },
        ),
      ]
    : []),
  ...components.flatMap(({ product }, index) =>
    components.findIndex((other) => other.product === product) === index
      ? []
      : [
          refusal(
            'DUPLICATE_ID',
            { id: product, what: 'products of the bundle' },
            { place: `earn.bundle[${index}].product`, value: product },
          ),
        ],
  ),
];

export const bundle: Kind<BundleTerms> = {
  name: 'bundle',
  key: 'bundle',
  schema,
  check,
  selections: (earn) => earn.bundle.map(({ product }) => ({ include: [{ product: [product] }] })),
  earn: (earn) => {
    const needed = earn.bundle.map(({ quantity }) => Rational.parse(quantity));
    const each = Rational.parse(earn.amount);
    return ({ cells, targetCells }) => {
      const { upTo, before } = targetCells();
      const total = completeIn(needed, upTo).minus(completeIn(needed, before)).times(each);
      // What a bundle pays lies on its components, in proportion to their value.
      const ofBundle = (cell: Cell): boolean => needed.some((_, component) => cell.passes(component));
      const value = sum(cells.filter(ofBundle).map((cell) => cell.amounts.value));
      const onPart = (part: Cell): Rational => (ofBundle(part) ? partOfAmount(total, part.amounts.value, value) : Rational.zero);
      return {
        total,
        perCell: cells.map(onPart),
        step: undefined,
        nextBound: undefined,
        atRateReached: undefined,
        onPart,
      };
    };
  },
  words: (earn, { currency }) => [
    `Pays ${currency} ${earn.amount} for each complete bundle of ${earn.bundle.map(({ product, quantity }) => `${quantity} ${product}`).join(' and ')} bought in the period.`,
  ],
};
