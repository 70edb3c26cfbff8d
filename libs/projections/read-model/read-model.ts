import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Database, StoreError, isStoreError, openDatabase } from '#event-store';

/**
 * The tables of all views in one SQLite file that holds nothing of its own: a damaged one is moved aside, and the runner
 * folds the log into a new one.
 */
export type ReadModel = {
  readonly file: string;
  readonly db: Database;
  /** What a person should be told about how it was opened. */
  readonly notices: readonly string[];
  /** Damage was met while reading or writing: the next `openReadModel` moves the file aside. */
  markDamaged(reason: string): void;
  close(): void;
};

export type ReadModelOptions = { readonly file: string; readonly cacheKib?: number };

/** Up to this size the whole file is looked through when it is opened (some 0.1 s); larger ones when they are read. */
const MAX_BYTES_CHECKED = 64 * 1_024 * 1_024;
const CACHE_KIB = 65_536;

export function openReadModel(options: ReadModelOptions): ReadModel {
  const { file } = options;
  const notices: string[] = [];
  const open = (): Database => openDatabase(file, { synchronous: 'NORMAL', cacheKib: options.cacheKib ?? CACHE_KIB });
  if (existsSync(markerOf(file))) notices.push(moveAside(file, 'it was found damaged while it was used'));
  let db: Database;
  try {
    db = checked(open());
  } catch (error) {
    if (!isStoreError(error) || error.code !== 'STORE_DAMAGED') throw error;
    notices.push(moveAside(file, error.message));
    db = open();
  }
  return {
    file,
    db,
    notices,
    markDamaged: (reason) => {
      writeFileSync(markerOf(file), `${reason}\n`);
    },
    close: () => {
      db.close();
    },
  };
}

const markerOf = (file: string): string => `${file}.damaged`;

function checked(db: Database): Database {
  try {
    if (statSync(db.file).size > MAX_BYTES_CHECKED) return db;
    const first = db.prepare<{ quick_check: string }>('PRAGMA quick_check(1)').get()?.quick_check;
    if (first !== 'ok') throw damagedError(first ?? 'no answer');
    return db;
  } catch (error) {
    db.close();
    // What SQLite fails with here is damage: the file was opened and nobody else writes it.
    throw isStoreError(error) ? error : damagedError(error instanceof Error ? error.message : String(error));
  }
}

const damagedError = (reason: string): StoreError =>
  new StoreError('STORE_DAMAGED', `The read model is damaged (${reason}).`, 'Start again: it is moved aside and folded anew from the log.');

/** The journal belongs to its file and goes with it. */
function moveAside(file: string, reason: string): string {
  let number = 1;
  while (existsSync(`${file}.aside-${number}`)) number += 1;
  const aside = `${file}.aside-${number}`;
  if (existsSync(file)) renameSync(file, aside);
  if (existsSync(`${file}-wal`)) renameSync(`${file}-wal`, `${aside}-wal`);
  rmSync(`${file}-shm`, { force: true });
  rmSync(markerOf(file), { force: true });
  return `The read model ${file} could not be used (${reason}). It was moved to ${aside}, which you may delete; all figures are folded anew from the log.`;
}
