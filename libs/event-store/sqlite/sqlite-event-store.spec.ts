import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { eventStoreContract } from '../event-store.contract.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-store-'));
let opened = 0;

eventStoreContract('SQLite', () => {
  opened += 1;
  return openSqliteEventStore({ file: join(folder, `${opened}.db`) });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
