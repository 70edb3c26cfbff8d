import { Buckets, Column, Triples } from './columns.ts';
import { Comparison } from './comparison.ts';
import type { ReportedLine, Side } from './line.ts';
import { Lines } from './lines.ts';
import { acrossDocuments, withinDocument, withinTolerances } from './passes/agreeing.ts';
import { differingAcrossDocuments, differingInDocument } from './passes/differing.ts';
import { documentFacts } from './passes/document-facts.ts';
import { type Pass, Taking } from './passes/pass.ts';
import { splitDeliveries } from './passes/splits.ts';
import type { MatchingRules } from './rules.ts';

type BucketsOf = 'document' | 'terms' | 'product';

/** The passes in their order. What one takes the next ones do not see, so each works on the leavings of those before. */
const PASSES: readonly { readonly run: Pass; readonly by: BucketsOf }[] = [
  { run: withinDocument, by: 'document' },
  { run: acrossDocuments, by: 'terms' },
  { run: withinTolerances, by: 'product' },
  { run: splitDeliveries, by: 'product' },
  { run: differingInDocument, by: 'document' },
  { run: differingAcrossDocuments, by: 'product' },
];
export const NOT_TAKEN = 0;
export const WITHIN_DOCUMENT = 1;
export const ACROSS_DOCUMENTS = 2;
export const WITHIN_TOLERANCES = 3;
/** From this pass on what is taken does not agree. */
export const FIRST_DIFFERING = 5;

const NO_ROW = -1;

/**
 * Which line is matched with which, kept as lines come. A pass works bucket by bucket, and a bucket's outcome depends
 * only on the rows that are free for it. So a new line makes a few buckets stale, and only these run again: the outcome
 * is that of all lines at once, in whatever order they came.
 */
export class Matching {
  readonly lines: Lines;
  readonly comparison: Comparison;
  private readonly identities = new Triples();
  private readonly rowOf = new Column(NO_ROW);
  private readonly termIds = new Triples();
  /** The pass that has taken a row, and the next row of its group: groups are rings. */
  private readonly takenBy = new Column();
  private readonly ring = new Column();
  private readonly alive = new Column();
  private readonly kept = new Column();
  private readonly heldDocuments = new Column();
  private readonly buckets = { document: new Buckets(), terms: new Buckets(), product: new Buckets() };
  private readonly stale = PASSES.map(() => new Set<number>());
  /** Rows that are not matched, or matched and differing: few, whatever the number of lines. */
  private readonly openRows = new Set<number>();
  private live = 0;

  constructor(rules: MatchingRules) {
    this.lines = new Lines(rules);
    this.comparison = new Comparison(this.lines, rules);
  }

  get size(): number {
    return this.live;
  }

  /** Forgets all lines, and keeps the memory for those that come. */
  clear(): void {
    this.lines.clear();
    for (const part of [
      this.identities,
      this.termIds,
      this.rowOf,
      this.takenBy,
      this.ring,
      this.alive,
      this.kept,
      this.heldDocuments,
      ...Object.values(this.buckets),
      ...this.stale,
      this.openRows,
    ])
      part.clear();
    this.live = 0;
  }

  put(side: Side, line: ReportedLine): void {
    const { lines } = this;
    const identity = this.identities.idOf(lines.textId(line.key.document), lines.textId(line.key.line), side === 'ours' ? 0 : 1);
    const known = this.rowOf.get(identity);
    if (known !== NO_ROW) {
      if (line.position <= lines.position(known)) return;
      this.strike(known);
    }
    const row = lines.add(side, line);
    this.rowOf.set(identity, row);
    this.ring.set(row, row);
    if (line.voided === true) return;
    this.live += 1;
    this.alive.set(row, 1);
    // A new row counts as taken by the first pass: that pass runs over its document, and lets it go if it finds nothing.
    this.takenBy.set(row, WITHIN_DOCUMENT);
    this.buckets.document.add(lines.document(row), row);
    this.stale[0]?.add(lines.document(row));
  }

  /** Takes a row out of everything. */
  private strike(row: number): void {
    if (!this.isLive(row)) return;
    if (this.takenBy.get(row) === NOT_TAKEN) this.markStale(row, ACROSS_DOCUMENTS);
    else this.dissolve(row);
    this.setTaken(row, WITHIN_DOCUMENT);
    this.buckets.document.remove(this.lines.document(row), row);
    this.stale[0]?.add(this.lines.document(row));
    this.alive.set(row, 0);
    this.live -= 1;
  }

  isLive(row: number): boolean {
    return this.alive.get(row) === 1;
  }

  /** Runs what is stale, pass after pass: a pass makes stale only buckets of the passes after it. */
  settle(): void {
    for (const [index, { run, by }] of PASSES.entries()) {
      const stale = this.stale[index] ?? new Set<number>();
      for (const bucket of stale) this.runBucket(index + 1, run, by, bucket);
      stale.clear();
    }
  }

  private runBucket(pass: number, run: Pass, by: BucketsOf, bucket: number): void {
    const all = this.buckets[by].rows(bucket);
    const free = all.filter((row) => this.isFreeFor(row, pass));
    const taking = new Taking();
    if (free.length > 0) {
      run(
        {
          comparison: this.comparison,
          free,
          all,
          isHeld: (row) => this.heldDocuments.get(this.lines.document(row)) === 1,
          isKept: (row) => this.kept.get(row) === 1,
          isMatched: (row) => this.takenBy.get(row) !== NOT_TAKEN && this.takenBy.get(row) < FIRST_DIFFERING,
        },
        taking,
      );
    }
    this.apply(pass, free, taking);
    if (pass === WITHIN_DOCUMENT) this.noteDocument(bucket, all);
  }

  private isFreeFor(row: number, pass: number): boolean {
    const takenBy = this.takenBy.get(row);
    return takenBy === NOT_TAKEN || takenBy >= pass;
  }

  private apply(pass: number, free: readonly number[], taking: Taking): void {
    const before = free.filter((row) => this.takenBy.get(row) === pass);
    const wasTaken = new Set(before);
    for (const row of before) {
      this.ring.set(row, row);
      if (!taking.has(row)) {
        this.setTaken(row, NOT_TAKEN);
        this.markStale(row, pass + 1);
      }
    }
    for (const group of taking.groups) {
      for (const [index, row] of group.entries()) {
        if (this.takenBy.get(row) > pass) this.dissolve(row);
        this.setTaken(row, pass);
        this.ring.set(row, group[(index + 1) % group.length] ?? row);
        if (!wasTaken.has(row)) this.markStale(row, pass + 1);
      }
    }
  }

  /** Frees the whole group of a row; the group's pass and those after it look at all of them again. */
  private dissolve(row: number): void {
    const pass = this.takenBy.get(row);
    for (const member of this.group(row)) {
      this.ring.set(member, member);
      this.setTaken(member, NOT_TAKEN);
      this.markStale(member, pass);
    }
  }

  private bucketOf(row: number, by: BucketsOf): number {
    const { lines } = this;
    if (by === 'document') return lines.document(row);
    if (by === 'product') return lines.product(row);
    return this.termIds.idOf(lines.product(row), lines.quantityId(row), lines.priceId(row));
  }

  private markStale(row: number, fromPass: number): void {
    for (let index = fromPass - 1; index < PASSES.length; index += 1) {
      const by = PASSES[index]?.by ?? 'document';
      this.stale[index]?.add(this.bucketOf(row, by));
    }
  }

  /** The later buckets hold only what the passes before have left: they stay small where documents agree. */
  private setTaken(row: number, pass: number): void {
    const before = this.takenBy.get(row);
    if (before === pass) return;
    const move = (by: 'terms' | 'product', was: boolean, is: boolean): void => {
      if (was && !is) this.buckets[by].remove(this.bucketOf(row, by), row);
      if (!was && is) this.buckets[by].add(this.bucketOf(row, by), row);
    };
    const inTerms = (taken: number): boolean => taken !== WITHIN_DOCUMENT;
    const inProduct = (taken: number): boolean => taken !== WITHIN_DOCUMENT && taken !== ACROSS_DOCUMENTS;
    move('terms', inTerms(before), inTerms(pass));
    move('product', inProduct(before), inProduct(pass));
    if (pass === NOT_TAKEN || pass >= FIRST_DIFFERING) this.openRows.add(row);
    else this.openRows.delete(row);
    this.takenBy.set(row, pass);
  }

  /** What the later passes ask about a document and its rows that are left. */
  private noteDocument(document: number, all: readonly number[]): void {
    const left = all.filter((row) => this.takenBy.get(row) !== WITHIN_DOCUMENT);
    const facts = documentFacts(this.lines, all, left);
    const isChanged = (this.heldDocuments.get(document) === 1) !== facts.isHeld;
    this.heldDocuments.set(document, facts.isHeld ? 1 : 0);
    if (left.length > 0) this.stale[FIRST_DIFFERING - 1]?.add(document);
    for (const row of left) {
      const isKept = facts.isKept(row);
      if (isChanged || (this.kept.get(row) === 1) !== isKept) this.markStale(row, ACROSS_DOCUMENTS);
      this.kept.set(row, isKept ? 1 : 0);
    }
  }

  takenByOf(row: number): number {
    return this.takenBy.get(row);
  }

  /** The row and all that it is matched with. */
  group(row: number): number[] {
    const rows = [row];
    for (let member = this.ring.get(row); member !== row; member = this.ring.get(member)) rows.push(member);
    return rows;
  }

  open(): Iterable<number> {
    return this.openRows;
  }
}
