import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Database, type EventReader, compareTokens } from '#event-store';
import { type RowDifference, type TableDigest, digestTables, firstDifference } from '../read-model/digest.ts';
import { type ReadModel, openReadModel } from '../read-model/read-model.ts';
import { checkpoints, dropEverything, prepareOwnTables, prepareViews, tablesOf } from './checkpoints.ts';
import { numberBatch, storedCounts } from './numbering.ts';
import type { View } from './view.ts';
import { type ViewState, giveBatch } from './view-state.ts';
import { stoppedError } from './waiters.ts';

export type RebuildOptions = {
  readonly store: EventReader;
  readonly readModel: ReadModel;
  readonly views: readonly View[];
  readonly batchSize?: number;
  /** After every batch. */
  readonly onProgress?: (events: number) => void;
};

export type Rebuilt = { readonly events: number; readonly sha256: string; readonly tables: readonly TableDigest[] };

const BATCH_SIZE = 2_000;
const COUNTS_TABLE = 'partnership_counts';

/** Drops all tables and folds the whole log. No runner may be at work on this read model. Throws where a view stops. */
export async function rebuild(options: RebuildOptions): Promise<Rebuilt> {
  const { readModel, views } = options;
  dropEverything(readModel.db, views);
  prepareViews(readModel.db, views);
  const events = await foldAll(options);
  return { events, ...digest(readModel.db, views) };
}

/** SHA-256 over all rows of the tables of these views, in the order of their keys, and of the numbering. */
export function digest(db: Database, views: readonly View[]): { readonly sha256: string; readonly tables: readonly TableDigest[] } {
  return digestTables(db, [
    ...tablesOf(
      db,
      views.map(({ name }) => name),
    ),
    COUNTS_TABLE,
  ]);
}

async function foldAll({ store, readModel, views, batchSize = BATCH_SIZE, onProgress }: RebuildOptions, upTo?: string): Promise<number> {
  const { db } = readModel;
  const [checkpoint, counts] = [checkpoints(db), storedCounts(db)];
  const states = views.map((view): ViewState => ({ view, token: undefined, stopped: undefined, behind: false }));
  let [events, recordedAt] = [0, ''];
  for await (const whole of store.readAll({ batchSize })) {
    const batch = upTo === undefined ? whole : whole.filter(({ token }) => compareTokens(token, upTo) <= 0);
    const last = batch.at(-1);
    if (last === undefined) break;
    const numbered = numberBatch(batch, { nextOf: counts.nextOf, recordedAt });
    for (const view of views) await view.prepare?.(numbered.events, db);
    db.transaction(() => {
      for (const state of states) {
        const { stopped, token } = giveBatch(db, checkpoint, state, numbered.events);
        if (stopped !== undefined) throw stoppedError(stopped);
        state.token = token;
      }
      counts.save(numbered.next);
      checkpoint.saveCursor({
        token: last.token,
        stream: last.stream,
        revision: last.revision,
        event: last.id,
        recordedAt: numbered.recordedAt,
      });
    });
    recordedAt = numbered.recordedAt;
    events += batch.length;
    onProgress?.(events);
  }
  return events;
}

export type RebuildCheck =
  | { readonly kind: 'same'; readonly events: number; readonly sha256: string; readonly tables: readonly TableDigest[] }
  /** Tables of a rebuild are not those in use: `left` is in use, `right` is what the log says. */
  | { readonly kind: 'different'; readonly events: number; readonly first: RowDifference; readonly tables: readonly string[] }
  /** Views that are not where the numbering is (stopped, or new) cannot be compared. */
  | { readonly kind: 'not comparable'; readonly views: readonly string[] };

/** Folds the log, as far as the read model has come, into a file of its own, and compares table by table. Changes nothing. */
export async function rebuildCheck(options: RebuildOptions): Promise<RebuildCheck> {
  const { readModel, views } = options;
  prepareOwnTables(readModel.db);
  const cursor = checkpoints(readModel.db).cursor()?.token;
  const stand = new Map(
    readModel.db
      .prepare<{ view: string; version: number; token: string | null }>('SELECT view, version, token FROM checkpoints')
      .all()
      .map((row) => [row.view, row]),
  );
  const apart = views.filter(({ name, version }) => {
    const row = stand.get(name);
    return row?.version !== version || (row.token ?? undefined) !== cursor;
  });
  if (apart.length > 0) return { kind: 'not comparable', views: apart.map(({ name }) => name) };
  // Beside the file in use: a temporary folder in memory could be too small for it.
  const folder = mkdtempSync(join(readModel.file.startsWith('/') ? dirname(readModel.file) : tmpdir(), 'rebuild-check-'));
  const fresh = openReadModel({ file: join(folder, 'read-model.db') });
  try {
    prepareViews(fresh.db, views);
    const events = cursor === undefined ? 0 : await foldAll({ ...options, readModel: fresh }, cursor);
    return compare(readModel.db, fresh.db, views, events);
  } finally {
    fresh.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(inUse: Database, fresh: Database, views: readonly View[], events: number): RebuildCheck {
  const [ours, theirs] = [digest(inUse, views), digest(fresh, views)];
  const differing = theirs.tables.filter(({ sha256 }, index) => ours.tables[index]?.sha256 !== sha256).map(({ table }) => table);
  const [table] = differing;
  const first = table === undefined ? undefined : firstDifference(inUse, fresh, table);
  if (first === undefined) return { kind: 'same', events, ...ours };
  return { kind: 'different', events, first, tables: differing };
}
