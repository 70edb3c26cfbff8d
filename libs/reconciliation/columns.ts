/** A column of whole numbers that grows by doubling: some bytes a line, whatever the number of lines. */
export class Column {
  private cells: Int32Array;
  private readonly empty: number;

  constructor(empty = 0) {
    this.empty = empty;
    this.cells = new Int32Array(1024).fill(empty);
  }

  get(row: number): number {
    return this.cells[row] ?? this.empty;
  }

  set(row: number, value: number): void {
    if (row >= this.cells.length) {
      const wider = new Int32Array(Math.max(row + 1, this.cells.length * 2)).fill(this.empty, this.cells.length);
      wider.set(this.cells);
      this.cells = wider;
    }
    this.cells[row] = value;
  }

  /** As new, in the memory that it has. */
  clear(): void {
    this.cells.fill(this.empty);
  }
}

const EMPTY = -1;

/** Numbers each different triple of whole numbers from 0 up, in an open hash table without objects. */
export class Triples {
  private readonly first = new Column();
  private readonly second = new Column();
  private readonly third = new Column();
  private slots = new Int32Array(4096).fill(EMPTY);
  private count = 0;

  idOf(a: number, b: number, c: number): number {
    if (this.count * 2 >= this.slots.length) this.widen();
    const slot = this.slotOf(a, b, c);
    const known = this.slots[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    const id = this.count;
    this.count += 1;
    this.first.set(id, a);
    this.second.set(id, b);
    this.third.set(id, c);
    this.slots[slot] = id;
    return id;
  }

  clear(): void {
    this.slots.fill(EMPTY);
    this.count = 0;
  }

  private slotOf(a: number, b: number, c: number): number {
    const mask = this.slots.length - 1;
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const id = this.slots[slot] ?? EMPTY;
      if (id === EMPTY || (this.first.get(id) === a && this.second.get(id) === b && this.third.get(id) === c)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private widen(): void {
    this.slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
    for (let id = 0; id < this.count; id += 1) this.slots[this.slotOf(this.first.get(id), this.second.get(id), this.third.get(id))] = id;
  }
}

/** Rows by bucket as linked lists in columns: to add and to take out costs the same for any size. */
export class Buckets {
  private readonly head = new Column(EMPTY);
  private readonly next = new Column(EMPTY);
  private readonly previous = new Column(EMPTY);

  add(bucket: number, row: number): void {
    const head = this.head.get(bucket);
    this.next.set(row, head);
    this.previous.set(row, EMPTY);
    if (head !== EMPTY) this.previous.set(head, row);
    this.head.set(bucket, row);
  }

  remove(bucket: number, row: number): void {
    const [next, previous] = [this.next.get(row), this.previous.get(row)];
    if (previous === EMPTY) this.head.set(bucket, next);
    else this.next.set(previous, next);
    if (next !== EMPTY) this.previous.set(next, previous);
  }

  clear(): void {
    for (const column of [this.head, this.next, this.previous]) column.clear();
  }

  /** In no order that means anything. */
  rows(bucket: number): number[] {
    const rows: number[] = [];
    for (let row = this.head.get(bucket); row !== EMPTY; row = this.next.get(row)) rows.push(row);
    return rows;
  }
}
