import type { Day } from '#kernel';
import type { Cell, Signature } from './cell.ts';
import { Sums, type SumsReader } from './sums.ts';

/** The sums without lines whose valid day is later than a day, whatever day is asked about. */
export const withoutLaterThan = (sums: SumsReader, day: Day): SumsReader => ({
  signatures: sums.signatures,
  between: (signature, from, to, asOf) => sums.between(signature, from, to, Math.min(asOf, day)),
});

/** Sums with more cells on top; the sums below stay as they are. */
export class Overlay implements SumsReader {
  private readonly base: SumsReader;
  private readonly added = new Sums();
  private listed: readonly Signature[] = [];

  constructor(base: SumsReader) {
    this.base = base;
  }

  /** A signature of the base may stand here a second time: a rule that sums over signatures does not mind. */
  get signatures(): readonly Signature[] {
    const count = this.base.signatures.length + this.added.signatures.length;
    // Both lists only grow. Ordered kinds have a signature for each line, so the list is not made anew each time it is read.
    if (this.listed.length !== count) this.listed = [...this.base.signatures, ...this.added.signatures];
    return this.listed;
  }

  add(cell: Cell): void {
    this.added.add(cell);
  }

  readonly between = (signature: number, from: Day, to: Day, asOf: Day) => {
    const first = this.base.signatures.length;
    return signature < first ? this.base.between(signature, from, to, asOf) : this.added.between(signature - first, from, to, asOf);
  };
}
