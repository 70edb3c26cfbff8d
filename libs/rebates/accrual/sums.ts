import { type Day, Rational } from '#kernel';
import type { Amounts } from '../programmes/kind.ts';
import { type Cell, NO_OWN, parseSignature, type Signature } from './cell.ts';

/** Reads sums of lines. Days are inclusive; `asOf` is the day asked about: lines with a later valid day are left out. */
export type SumsReader = {
  readonly signatures: readonly Signature[];
  /** Sums of one signature (by its place in `signatures`) counted in a run of days. */
  readonly between: (signature: number, from: Day, to: Day, asOf: Day) => Amounts;
};

export const NO_AMOUNTS: Amounts = { value: Rational.zero, quantity: Rational.zero, weight: Rational.zero, own: NO_OWN };

export const plus = (a: Amounts, b: Amounts): Amounts =>
  a === NO_AMOUNTS
    ? b
    : b === NO_AMOUNTS
      ? a
      : {
          value: a.value.plus(b.value),
          quantity: a.quantity.plus(b.quantity),
          weight: a.weight.plus(b.weight),
          own: addLists(a.own, b.own, (one, other) => one.plus(other)),
        };

export const times = (a: Amounts, factor: Rational): Amounts => ({
  value: a.value.times(factor),
  quantity: a.quantity.times(factor),
  weight: a.weight.times(factor),
  own: a.own.map((own) => own.times(factor)),
});

/** Adds two lists place by place; what a shorter one lacks is nothing. Most lists are empty. */
const addLists = <T>(a: readonly T[], b: readonly T[], add: (one: T, other: T) => T): readonly T[] => {
  if (b.length === 0) return a;
  if (a.length === 0) return b;
  // One measure of a kind is by far the commonest, and lines are added by the million.
  if (a.length === 1 && b.length === 1) return [add(a[0] as T, b[0] as T)];
  const [long, short] = a.length < b.length ? [b, a] : [a, b];
  return long.map((one, index) => {
    const other = short[index];
    return other === undefined ? one : add(one, other);
  });
};
const add = (one: bigint, other: bigint): bigint => one + other;
export const addOwn = (a: readonly bigint[], b: readonly bigint[]): readonly bigint[] => addLists(a, b, add);

type Totals = { value: bigint; quantity: bigint; weight: bigint; own: readonly bigint[] };
export const amountsOf = ({ value, quantity, weight, own }: Pick<Cell, keyof Totals>): Amounts =>
  value === 0n && quantity === 0n && weight === 0n && own.length === 0
    ? NO_AMOUNTS
    : {
        value: Rational.scaled(value),
        quantity: Rational.scaled(quantity),
        weight: Rational.scaled(weight),
        own: own.length === 0 ? NO_OWN : own.map((one) => Rational.scaled(one)),
      };

/** Running sums of one signature by day: a sum over a run of days is one subtraction. */
class SignatureSums {
  private readonly byDay = new Map<Day, Totals>();
  /** Cells that count on another day than their own (returns in the sale's period): few, so they are scanned. */
  private readonly moved: Cell[] = [];
  private days: Day[] = [];
  private running: Totals[] = [];
  private stale = false;

  add(cell: Cell): void {
    if (cell.countedOn !== cell.on) {
      this.moved.push(cell);
      return;
    }
    const day = this.byDay.get(cell.on);
    if (day === undefined) this.byDay.set(cell.on, { value: cell.value, quantity: cell.quantity, weight: cell.weight, own: cell.own });
    else {
      day.value += cell.value;
      day.quantity += cell.quantity;
      day.weight += cell.weight;
      day.own = addOwn(day.own, cell.own);
    }
    this.stale = true;
  }

  copy(): SignatureSums {
    const copy = new SignatureSums();
    for (const [day, totals] of this.byDay) copy.byDay.set(day, { ...totals });
    copy.moved.push(...this.moved);
    copy.stale = true;
    return copy;
  }

  between(from: Day, to: Day, asOf: Day): Amounts {
    if (this.stale) this.refresh();
    const high = this.through(Math.min(to, asOf));
    const low = this.through(Math.min(from - 1, asOf));
    const total: Totals = {
      value: high.value - low.value,
      quantity: high.quantity - low.quantity,
      weight: high.weight - low.weight,
      own:
        low.own.length === 0
          ? high.own
          : addOwn(
              high.own,
              low.own.map((own) => -own),
            ),
    };
    for (const cell of this.moved) {
      if (cell.on > asOf || cell.countedOn < from || cell.countedOn > to) continue;
      total.value += cell.value;
      total.quantity += cell.quantity;
      total.weight += cell.weight;
      total.own = addOwn(total.own, cell.own);
    }
    return amountsOf(total);
  }

  /** What was added, by the day that it counts on and its own. */
  *entries(): Generator<Omit<Cell, 'signature' | 'cause' | 'lines'>> {
    for (const [day, totals] of this.byDay) yield { countedOn: day, on: day, ...totals };
    yield* this.moved;
  }

  private through(day: Day): Totals {
    let [low, high] = [0, this.days.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.days[middle] ?? 0) <= day) low = middle + 1;
      else high = middle;
    }
    return this.running[low - 1] ?? NOTHING;
  }

  private refresh(): void {
    this.days = [...this.byDay.keys()].sort((a, b) => a - b);
    let total = NOTHING;
    this.running = this.days.map((day) => {
      const own = this.byDay.get(day) ?? NOTHING;
      total = {
        value: total.value + own.value,
        quantity: total.quantity + own.quantity,
        weight: total.weight + own.weight,
        own: addOwn(total.own, own.own),
      };
      return total;
    });
    this.stale = false;
  }
}
const NOTHING: Totals = { value: 0n, quantity: 0n, weight: 0n, own: NO_OWN };

/** What lines of one signature and day came to, whatever they were. */
export type SummedCell = Omit<Cell, 'cause' | 'lines'>;

/** Sums held in memory: cells in, sums of runs of days out, in time that does not grow with lines. */
export class Sums implements SumsReader {
  readonly signatures: Signature[];
  private readonly numbers: Map<string, number>;
  private readonly sums: (SignatureSums | undefined)[] = [];
  private readonly below: Sums | undefined;

  /** @param below counted too; it takes no more cells from then on. */
  constructor(below?: Sums) {
    this.below = below;
    this.signatures = below === undefined ? [] : [...below.signatures];
    this.numbers = new Map(below?.numbers);
  }

  add(cell: Cell): void {
    let number = this.numbers.get(cell.signature);
    if (number === undefined) {
      number = this.signatures.length;
      this.numbers.set(cell.signature, number);
      this.signatures.push(parseSignature(cell.signature));
    }
    const own = (this.sums[number] ??= new SignatureSums());
    own.add(cell);
  }

  /** Sums of their own that begin with these; the cost is that of their days, not of the cells added so far. */
  copy(): Sums {
    const copy = new Sums();
    copy.signatures.push(...this.signatures);
    for (const [text, number] of this.numbers) copy.numbers.set(text, number);
    this.sums.forEach((own, number) => {
      copy.sums[number] = own?.copy();
    });
    return copy;
  }

  private layers(): Sums[] {
    return [this, ...(this.below?.layers() ?? [])];
  }

  /** Everything added with a valid day up to one, by signature and days, in a fixed order: the same sums give the same list. */
  contents(through: Day): SummedCell[] {
    const cells = new Map<string, SummedCell>();
    for (const layer of this.layers()) {
      for (const [signature, number] of layer.numbers) {
        for (const { on, countedOn, value, quantity, weight, own } of layer.sums[number]?.entries() ?? []) {
          if (on > through) continue;
          const key = `${signature}\n${on}\n${countedOn}`;
          const sum = cells.get(key);
          cells.set(key, {
            signature,
            on,
            countedOn,
            value: (sum?.value ?? 0n) + value,
            quantity: (sum?.quantity ?? 0n) + quantity,
            weight: (sum?.weight ?? 0n) + weight,
            own: addOwn(sum?.own ?? NO_OWN, own),
          });
        }
      }
    }
    const holds = ({ value, quantity, weight, own }: SummedCell): boolean =>
      value !== 0n || quantity !== 0n || weight !== 0n || own.some((one) => one !== 0n);
    return [...cells]
      .filter(([, cell]) => holds(cell))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, cell]) => cell);
  }

  readonly between = (signature: number, from: Day, to: Day, asOf: Day): Amounts =>
    plus(this.below?.between(signature, from, to, asOf) ?? NO_AMOUNTS, this.sums[signature]?.between(from, to, asOf) ?? NO_AMOUNTS);
}
