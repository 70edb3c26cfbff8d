import { accepted, isDecimal, Rational, refused, type Rejection, type Result } from '#kernel';
import type { LineKey } from './line.ts';
import { matchingRefusal } from './refusals.ts';

export type UnitConversion = { readonly product?: string | undefined; readonly from: string; readonly to: string; readonly factor: string };

/** What two reporters agree to overlook, and how the words of the other side read in ours. */
export type MatchingOptions = {
  readonly tolerances?: {
    readonly days?: number | undefined;
    readonly quantity?: string | undefined;
    /** Of the price of one unit: it agrees when one of the three is kept. */
    readonly price?: string | undefined;
    readonly pricePercent?: string | undefined;
    /** Of the net amount of a line, at our quantity. */
    readonly value?: string | undefined;
  };
  /** Their product code → ours. */
  readonly products?: Readonly<Record<string, string>>;
  /** One `from` is `factor` of `to`; of all products where none is named. Products in our codes. */
  readonly units?: readonly UnitConversion[];
  readonly documents?: {
    /** Put before our document number by them. */
    readonly prefix?: string;
    /** Their document number → ours. */
    readonly numbers?: Readonly<Record<string, string>>;
  };
};

type Conversion = { readonly to: string; readonly factor: Rational };

export type MatchingRules = {
  readonly days: number;
  readonly quantity: Rational;
  readonly price: Rational;
  /** As a factor: 0.01 for one percent. */
  readonly priceShare: Rational;
  readonly value: Rational;
  readonly products: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, string>;
  readonly prefix: string;
  readonly units: ReadonlyMap<string, Conversion>;
};

const MAX_DAYS = 366;

/** Units and products are printable texts, so a line break parts them safely. */
const unitKey = (product: string, unit: string): string => `${product}\n${unit}`;

const conversionOf = (units: MatchingRules['units'], product: string, unit: string): Conversion | undefined =>
  units.get(unitKey(product, unit)) ?? units.get(unitKey('', unit));

/** A unit at the end of its conversions, and how many of that one of it is. */
export const baseUnitOf = (units: MatchingRules['units'], product: string, unit: string): Conversion => {
  let base: Conversion = { to: unit, factor: Rational.one };
  for (let hops = 0; hops <= units.size; hops += 1) {
    const next = conversionOf(units, product, base.to);
    if (next === undefined) return base;
    base = { to: next.to, factor: base.factor.times(next.factor) };
  }
  throw new RangeError(`the conversions of ${unit} run in a circle`);
};

const runsInCircle = (units: MatchingRules['units'], product: string, unit: string): boolean => {
  let at = unit;
  for (let hops = 0; hops <= units.size; hops += 1) {
    const next = conversionOf(units, product, at);
    if (next === undefined) return false;
    at = next.to;
  }
  return true;
};

const unitsOf = (conversions: readonly UnitConversion[], rejections: Rejection[]): MatchingRules['units'] => {
  const units = new Map<string, Conversion>();
  for (const [index, { product = '', from, to, factor }] of conversions.entries()) {
    const place = `units[${index}]`;
    if (!isDecimal(factor) || Rational.parse(factor).sign <= 0)
      rejections.push(matchingRefusal('CONVERSION_FACTOR_NOT_ALLOWED', `${place}.factor`, factor));
    else if (units.has(unitKey(product, from))) rejections.push(matchingRefusal('CONVERSION_TWICE', `${place}.from`, from));
    else units.set(unitKey(product, from), { to, factor: Rational.parse(factor) });
  }
  for (const [index, { product = '', from }] of conversions.entries()) {
    if (runsInCircle(units, product, from)) rejections.push(matchingRefusal('CONVERSION_IN_CIRCLE', `units[${index}]`, from));
  }
  return units;
};

/** Our number of a document of theirs: the one the line names, the one in the list, or theirs without the prefix. */
export const ourDocumentOf = (
  { documents, prefix }: MatchingRules,
  { key: { document }, reference }: { readonly key: Pick<LineKey, 'document'>; readonly reference?: string },
): string => {
  if (reference !== undefined && reference !== '') return reference;
  return documents.get(document) ?? (prefix !== '' && document.startsWith(prefix) ? document.slice(prefix.length) : document);
};

/** The rules of matching from what people wrote; every fault with its place. */
export const matchingRulesOf = (options: MatchingOptions = {}): Result<MatchingRules> => {
  const rejections: Rejection[] = [];
  const { tolerances = {}, documents = {} } = options;
  const amount = (name: 'quantity' | 'price' | 'pricePercent' | 'value'): Rational => {
    const text = tolerances[name] ?? '0';
    if (isDecimal(text) && Rational.parse(text).sign >= 0) return Rational.parse(text);
    rejections.push(matchingRefusal('TOLERANCE_NOT_ALLOWED', `tolerances.${name}`, text));
    return Rational.zero;
  };
  const days = tolerances.days ?? 0;
  if (!Number.isInteger(days) || days < 0 || days > MAX_DAYS)
    rejections.push(matchingRefusal('TOLERANCE_DAYS_NOT_ALLOWED', 'tolerances.days', String(days)));
  const rules: MatchingRules = {
    days,
    quantity: amount('quantity'),
    price: amount('price'),
    priceShare: amount('pricePercent').over(Rational.int(100)),
    value: amount('value'),
    products: new Map(Object.entries(options.products ?? {})),
    documents: new Map(Object.entries(documents.numbers ?? {})),
    prefix: documents.prefix ?? '',
    units: unitsOf(options.units ?? [], rejections),
  };
  return rejections.length > 0 ? refused(...rejections) : accepted(rules);
};
