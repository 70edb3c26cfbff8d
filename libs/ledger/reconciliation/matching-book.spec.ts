import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, openSqliteEventStore, type EventStore } from '#event-store';
import {
  documentIndexOf,
  documentsView,
  historyOf,
  historyView,
  openReadModel,
  type ReadModel,
  startRunner,
  type Runner,
} from '#projections';
import { NOTHING_OVERLOOKED, type SaleLine } from '#rebates';
import { type Variance } from '#reconciliation';
import { newCommandId, toAppend } from '../event-ids.ts';
import { salesStream } from '../streams.ts';
import { BookFile } from './book-file.ts';
import { DocumentReader } from './document-reader.ts';
import { type BookSource, MatchingBook } from './matching-book.ts';

/** A log of two sides' sales, long enough for documents to be forgotten again and again. */
const PARTNERSHIP = 'acme~buildco';
const AGREED = { ...NOTHING_OVERLOOKED, version: 1, tolerances: { days: 2 }, prefix: 'GR-' };

let folder: string;
let store: EventStore;
let readModel: ReadModel;
let runner: Runner;
const chance = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};

type Sent = {
  readonly reporter: string;
  readonly type: 'SalesRecorded' | 'SalesCorrected' | 'SalesVoided';
  readonly document: string;
  readonly lines: readonly SaleLine[];
};

const log = (seed: number): Sent[] => {
  const random = chance(seed);
  const sent: Sent[] = [];
  const late: Sent[] = [];
  for (let number = 0; number < 90; number += 1) {
    const document = `INV-${number}`;
    const lines = Array.from({ length: 1 + random(3) }, (_, index): SaleLine => ({
      line: String(index + 1),
      date: `2026-03-${String(1 + random(28)).padStart(2, '0')}`,
      product: `P-${random(6)}`,
      quantity: String(1 + random(9)),
      unitPrice: String(1 + random(4)),
    }));
    const [first] = lines;
    if (first === undefined) continue;
    sent.push({ reporter: 'acme', type: 'SalesRecorded', document, lines });
    const theirs = lines
      .map((line) => (random(8) === 0 ? { ...line, quantity: String(Number(line.quantity) + 1) } : line))
      .slice(random(9) === 0 ? 1 : 0);
    if (theirs.length > 0)
      (random(4) === 0 ? late : sent).push({
        reporter: 'buildco',
        type: 'SalesRecorded',
        document: random(10) === 0 ? `OTHER-${number}` : `GR-${document}`,
        lines: theirs,
      });
    // Long after a document was settled and forgotten it is spoken of again.
    if (random(5) === 0) late.push({ reporter: 'acme', type: 'SalesCorrected', document, lines: [{ ...first, unitPrice: '7' }] });
    if (random(7) === 0) late.push({ reporter: 'acme', type: 'SalesVoided', document, lines: [first] });
    if (random(6) === 0) late.push({ reporter: 'acme', type: 'SalesRecorded', document, lines: [{ ...first, line: '9' }] });
  }
  return [...sent, ...late];
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'books-'));
  store = openSqliteEventStore({ file: join(folder, 'events.db') });
  readModel = openReadModel({ file: join(folder, 'views.db') });
  const heads = new Map<string, number>();
  for (const { type, ...sale } of log(7)) {
    const stream = salesStream(PARTNERSHIP, sale.reporter);
    const head = heads.get(stream) ?? -1;
    const data = { ...sale, partnership: PARTNERSHIP, stage: 'invoiced' };
    await store.append(
      stream,
      head < 0 ? 'noStream' : head,
      toAppend([{ type, data }], stream, PARTNERSHIP, { commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' }, ''),
    );
    heads.set(stream, head + 1);
  }
  runner = await startRunner({ store, readModel, views: [historyView, documentsView] });
  await runner.caughtUpTo((await store.lastToken()) ?? '0', 10_000);
});
afterAll(async () => {
  await runner.stop();
  readModel.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const source = (linesBeforeForgetting?: number): BookSource => ({
  store,
  history: historyOf(readModel.db),
  documents: new DocumentReader(store, documentIndexOf(readModel.db)),
  ...(linesBeforeForgetting === undefined ? {} : { linesBeforeForgetting }),
});
const last = (): number => historyOf(readModel.db).lastPosition(PARTNERSHIP) ?? -1;
const whole = async (to: number): Promise<readonly Variance[]> => {
  const book = new MatchingBook(source(), PARTNERSHIP, AGREED);
  await book.advance(to);
  return book.variances();
};

test('a book that forgets what is settled says the same as one that keeps all, at every step of the way', async () => {
  const book = new MatchingBook(source(1), PARTNERSHIP, AGREED);
  for (let position = 0; position <= last(); position += 31) {
    await book.advance(position);
    expect(book.variances()).toEqual(await whole(position));
  }
  await book.advance(last());
  const all = await whole(last());
  expect(book.variances()).toEqual(all);
  expect(all.length).toBeGreaterThan(25);
  expect(new Set(all.map(({ kind }) => kind)).size).toBeGreaterThan(3);
});

test('nothing is read while one side has reported nothing, and all of it once the other one has', async () => {
  const unreadable = {
    readStream: () => {
      throw new Error('a line was read that nothing can be matched with');
    },
  } as unknown as EventStore;
  const alone = new MatchingBook({ ...source(), store: unreadable }, PARTNERSHIP, AGREED);
  const firstOfTheirs =
    [...historyOf(readModel.db).refs(PARTNERSHIP, 0, last())].find(({ stream }) => stream === salesStream(PARTNERSHIP, 'buildco'))
      ?.position ?? 0;
  expect(firstOfTheirs).toBeGreaterThan(0);
  await alone.advance(firstOfTheirs - 1);
  expect([alone.through, alone.headOf('supplier'), alone.headOf('customer'), alone.comparedFrom, alone.variances()]).toEqual([
    firstOfTheirs - 1,
    firstOfTheirs - 1,
    -1,
    undefined,
    [],
  ]);
  const book = new MatchingBook(source(), PARTNERSHIP, AGREED);
  await book.advance(firstOfTheirs - 1);
  await book.advance(firstOfTheirs + 5);
  expect(book.variances()).toEqual(await whole(firstOfTheirs + 5));
});

test('a book goes on from its file as if it had never been closed, and holds only what is open', async () => {
  const middle = Math.floor(last() / 2);
  const book = new MatchingBook(source(), PARTNERSHIP, AGREED);
  await book.advance(middle);
  const file = new BookFile(join(folder, 'matching.db'));
  const [ref] = historyOf(readModel.db).refs(PARTNERSHIP, middle, middle);
  if (ref === undefined) throw new Error('there is an event in the middle');
  file.save(PARTNERSHIP, 1, book.state(), ref);
  file.close();
  const reopened = new BookFile(join(folder, 'matching.db'));
  const refAt = (position: number) => [...historyOf(readModel.db).refs(PARTNERSHIP, position, position)][0];
  expect(reopened.load(PARTNERSHIP, 2, refAt)).toBeUndefined();
  expect(reopened.load(PARTNERSHIP, 1, (position) => refAt(position - 1))).toBeUndefined();
  const state = reopened.load(PARTNERSHIP, 1, refAt);
  reopened.close();
  const next = new MatchingBook(source(), PARTNERSHIP, AGREED, state);
  expect([next.through, next.variances()]).toEqual([middle, await whole(middle)]);
  expect(next.size).toBeLessThan(book.size);
  await next.advance(last());
  expect(next.variances()).toEqual(await whole(last()));
});

test('a file that is no database is made anew', () => {
  const name = join(folder, 'broken.db');
  const db = openDatabase(name, { synchronous: 'NORMAL' });
  db.exec('CREATE TABLE books (partnership TEXT)');
  db.close();
  const file = new BookFile(name);
  expect(file.load(PARTNERSHIP, 1, () => undefined)).toBeUndefined();
  file.close();
});
