import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openDatabase } from '#event-store';
import { openProofStore } from './proof-store.ts';

it('takes over the file of the version before, with what was signed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proof-store-'));
  const file = join(folder, 'proofs.db');
  const first = openProofStore(file);
  first.addWitness('acme~shop', { key: 'w+1', organisation: 'acme', addedAt: '2026-01-05T09:00:00.000Z' });
  first.close();
  const older = openDatabase(file, { synchronous: 'FULL' });
  for (const statement of ['DROP TABLE pushes', 'DROP TABLE contradictions', 'PRAGMA user_version = 1']) older.exec(statement);
  older.close();
  const store = openProofStore(file);
  store.pushes.put('acme~shop', 'w+1', 'https://witness.example', '2026-01-05T09:00:00.000Z');
  expect(store.pushes.due('2026-01-05T09:00:00.000Z')).toMatchObject([{ key: 'w+1', attempts: 0, size: null }]);
  expect(store.removeWitness('acme~shop', 'w+1')).toBe(true);
  expect(store.pushes.ofPartnership('acme~shop')).toEqual([]);
  store.close();
  rmSync(folder, { recursive: true });
});
