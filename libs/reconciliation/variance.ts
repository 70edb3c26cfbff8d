import { formatDay, formatScaled, type Rational, scaled } from '#kernel';
import type { Difference } from './comparison.ts';
import type { ComparedLine, Side } from './line.ts';
import { FIRST_DIFFERING, type Matching, NOT_TAKEN } from './matching.ts';

export type VarianceKind = 'missing' | 'duplicate' | Difference;

/** A line on which the two sides' records differ (domain.md §10). Amounts are theirs less ours, in our units. */
export type Variance = {
  /** Of the kind and the lines' identities: it stays the same while the lines do. */
  readonly id: string;
  readonly kind: VarianceKind;
  /** The side on which a line is missing, or stands twice. */
  readonly on?: Side;
  readonly ours?: ComparedLine;
  readonly theirs?: ComparedLine;
  readonly quantity: string;
  /**
   * The variances of a pair add up to its whole difference: quantity is worth our price, the rest is price. A date moves
   * its value for a time and is worth nothing in the end.
   */
  readonly value: string;
  /** The day about which it first shows, and the event of the history that brought it. */
  readonly since: { readonly day: string; readonly position: number };
  /** Of a date: the day from which both sides have the line. */
  readonly until?: string;
};

const nameOf = (line: ComparedLine | undefined): string =>
  line === undefined ? '' : `${encodeURIComponent(line.key.document)};${encodeURIComponent(line.key.line)}`;

const idOf = (kind: string, ours: ComparedLine | undefined, theirs: ComparedLine | undefined): string =>
  `${kind}:${nameOf(ours)}:${nameOf(theirs)}`;

const decimal = (value: Rational): bigint => scaled(value.toDecimal());

const oneSided = ({ lines }: Matching, row: number, kind: 'missing' | 'duplicate'): Variance => {
  const line = lines.read(row);
  const isOurs = lines.isOurs(row);
  const signed = (text: string): string => formatScaled(isOurs ? -scaled(text) : scaled(text));
  const [ours, theirs] = isOurs ? [line, undefined] : [undefined, line];
  return {
    id: idOf(kind, ours, theirs),
    kind,
    on: (kind === 'missing') === isOurs ? 'theirs' : 'ours',
    ...(isOurs ? { ours: line } : { theirs: line }),
    quantity: signed(line.compared.quantity),
    value: signed(line.compared.value),
    since: { day: line.date, position: line.position },
  };
};

/** What each difference of a pair is worth, cut to 18 decimals; together exactly theirs less ours. */
const worthOf = ({ lines }: Matching, ours: number, theirs: number, kinds: readonly Difference[]): Map<Difference, bigint> => {
  // Amounts in two currencies have no difference: only the quantity is worth something, at our price.
  const hasTwoCurrencies = kinds.includes('currency');
  const total = hasTwoCurrencies ? 0n : decimal(lines.value(theirs)) - decimal(lines.value(ours));
  const rest = (['price', 'quantity', 'unit'] as const).find((kind) => kinds.includes(kind)) ?? kinds[0];
  const worth = new Map<Difference, bigint>(kinds.map((kind) => [kind, 0n]));
  let left = total;
  if ((rest === 'price' || hasTwoCurrencies) && kinds.includes('quantity')) {
    const ofQuantity = decimal(lines.quantity(theirs).minus(lines.quantity(ours)).times(lines.price(ours)));
    worth.set('quantity', ofQuantity);
    left -= hasTwoCurrencies ? 0n : ofQuantity;
  }
  if (rest !== undefined && !hasTwoCurrencies) worth.set(rest, left);
  return worth;
};

const ofPair = (matching: Matching, ours: number, theirs: number): Variance[] => {
  const { lines, comparison } = matching;
  const kinds = comparison.differences(ours, theirs);
  const worth = worthOf(matching, ours, theirs, kinds);
  const [earlier, later] = [Math.min(lines.day(ours), lines.day(theirs)), Math.max(lines.day(ours), lines.day(theirs))];
  const hasQuantity = (kind: Difference): boolean => kind === 'quantity' || (kind === 'unit' && comparison.unitsAgree(ours, theirs));
  const [our, their] = [lines.read(ours), lines.read(theirs)];
  return kinds.map((kind) => ({
    id: idOf(kind, our, their),
    kind,
    ours: our,
    theirs: their,
    quantity: hasQuantity(kind) ? formatScaled(scaled(their.compared.quantity) - scaled(our.compared.quantity)) : '0',
    value: formatScaled(worth.get(kind) ?? 0n),
    since: { day: formatDay(kind === 'date' ? earlier : later), position: Math.max(lines.position(ours), lines.position(theirs)) },
    ...(kind === 'date' ? { until: formatDay(later) } : {}),
  }));
};

/** By the day they show, then position, then id. */
const inOrder = (a: Variance, b: Variance): number => {
  if (a.since.day !== b.since.day) return a.since.day < b.since.day ? -1 : 1;
  if (a.since.position !== b.since.position) return a.since.position - b.since.position;
  return a.id < b.id ? -1 : 1;
};

/** All that is open now; the work is that of the open lines, however many are matched. */
export const variancesOf = (matching: Matching): readonly Variance[] => {
  const variances: Variance[] = [];
  for (const row of matching.open()) {
    if (matching.takenByOf(row) === NOT_TAKEN) variances.push(oneSided(matching, row, 'missing'));
    else if (matching.takenByOf(row) >= FIRST_DIFFERING) {
      const [, other] = matching.group(row);
      if (other === undefined) variances.push(oneSided(matching, row, 'duplicate'));
      else if (matching.lines.isOurs(row)) variances.push(...ofPair(matching, row, other));
    }
  }
  return variances.sort(inOrder);
};
