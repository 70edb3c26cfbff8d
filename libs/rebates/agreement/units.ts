import { Rational, type Rejection } from '#kernel';
import { refusal } from './refusals.ts';
import type { AgreementTerms } from './terms.ts';

/** Declared conversions of units: a product's own before those of every product, one after the other until none goes on. */

type Conversion = NonNullable<AgreementTerms['units']>[number];

const keyOf = (product: string, unit: string): string => `${product}\n${unit}`;
const EVERY_PRODUCT = '';

/**
 * Finds by how much a unit of a product is multiplied: 1 for what is a unit to count in already, and for products for
 * which nothing is declared; undefined where no conversion leads on, or they run in a circle.
 */
export const unitFactors = (units: readonly Conversion[]): ((product: string, unit: string) => Rational | undefined) => {
  const conversions = new Map(
    units.map((own) => [keyOf(own.product ?? EVERY_PRODUCT, own.from), { to: own.to, factor: Rational.parse(own.factor) }]),
  );
  const bases = new Set(units.map((own) => keyOf(own.product ?? EVERY_PRODUCT, own.to)));
  const declared = new Set(units.map((own) => own.product ?? EVERY_PRODUCT));
  const next = (product: string, unit: string) => {
    const own = conversions.get(keyOf(product, unit));
    return own !== undefined || bases.has(keyOf(product, unit)) ? own : conversions.get(keyOf(EVERY_PRODUCT, unit));
  };
  return (product, unit) => {
    if (!declared.has(product) && !declared.has(EVERY_PRODUCT)) return Rational.one;
    let step = next(product, unit);
    if (step === undefined) return bases.has(keyOf(product, unit)) || bases.has(keyOf(EVERY_PRODUCT, unit)) ? Rational.one : undefined;
    let factor = Rational.one;
    for (let steps = 0; step !== undefined; steps += 1) {
      if (steps === units.length) return undefined;
      factor = factor.times(step.factor);
      step = next(product, step.to);
    }
    return factor;
  };
};

/** The units that follow one, up to the first that comes again. */
const chainFrom = (units: readonly Conversion[], { product, from }: Conversion): string[] => {
  const chain = [from];
  for (;;) {
    const last = chain.at(-1);
    const own = units.find((other) => other.product === product && other.from === last);
    const step = own ?? units.find((other) => other.product === undefined && other.from === last);
    if (step === undefined) return chain;
    chain.push(step.to);
    if (chain.indexOf(step.to) < chain.length - 1) return chain;
  }
};

/** One conversion of a unit for a product, and none that leads back to where it began. */
export const checkUnits = (units: readonly Conversion[]): Rejection[] =>
  units.flatMap((own, index) => {
    const { product, from } = own;
    const place = `units[${index}].from`;
    const what = product === undefined ? from : `${from} of ${product}`;
    if (units.findIndex((other) => other.product === product && other.from === from) !== index)
      return [refusal('UNIT_TWICE', { what }, { place, value: from })];
    const chain = chainFrom(units, own);
    return chain.indexOf(chain.at(-1) ?? from) === 0 && chain.length > 1
      ? [refusal('UNITS_IN_A_CIRCLE', { what, chain: chain.join(' → ') }, { place, value: from })]
      : [];
  });
