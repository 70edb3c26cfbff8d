import { mkdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StoreError } from '../store-error.ts';
import { type DriverDatabase, openWithDriver } from './driver.ts';
import { isBusy, storeErrorFromSqlite } from './sqlite-errors.ts';

/**
 * One process writes a file. The lock is a second, empty database held in an exclusive transaction: the operating system
 * frees it however the process ends, no stale lock can stay behind, and readers may still open the event file itself.
 */
export type FileLock = { release(): void };

export function lockFile(file: string): FileLock {
  const lockPath = `${canonicalPath(file)}.lock`;
  let held: DriverDatabase;
  try {
    held = openWithDriver(lockPath, { readOnly: false, timeout: 0, enableForeignKeyConstraints: false });
  } catch (error) {
    throw storeErrorFromSqlite(error, lockPath);
  }
  try {
    held.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    held.close();
    if (!isBusy(error)) throw storeErrorFromSqlite(error, lockPath);
    throw new StoreError(
      'STORE_LOCKED',
      `Another process has ${file} open, and only one at a time may write it.`,
      'Use the running server over HTTP, or stop it first.',
      error,
    );
  }
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
}

/** Two paths to one file must meet in one lock. */
function canonicalPath(file: string): string {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return realpathSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storeErrorFromSqlite(error, file);
    return join(realpathSync(dirname(file)), basename(file));
  }
}
