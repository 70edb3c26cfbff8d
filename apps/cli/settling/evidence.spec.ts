import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { claimLinesCsv } from '#rebates';
import { evidenceOf, linesOf } from './evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'evidence-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const file = (content: string): string => {
  const path = join(folder, 'lines.csv');
  writeFileSync(path, content);
  return path;
};
const line = (document: string, left: string) => ({
  document,
  line: '1',
  date: '2026-01-31',
  product: 'P',
  quantity: '1',
  taxCode: null,
  earned: left,
  claimed: '0.00',
  left,
});

test('what is exported is claimed as it is: documents with commas, quotes and signs come back whole, lines without a rest are left out', async () => {
  const documents = ['I-1', 'I,2', 'I"3"', '=I-4', '-I-5', '5', ''];
  const exported = claimLinesCsv([...documents.map((document) => line(document, '1.50')), line('I-9', '0.00'), line('C-1', '-2.00')]);
  const path = file(exported);
  expect(await linesOf(path)).toEqual([
    ...documents.map((document) => ({ document, line: '1', amount: '1.50' })),
    { document: 'C-1', line: '1', amount: '-2.00' },
  ]);
  expect(await evidenceOf(path)).toEqual({ sha256: createHash('sha256').update(exported).digest('hex'), lines: 9 });
});

test('an amount of one’s own goes before what is left', async () => {
  expect(await linesOf(file('document,line,left,amount\nI-1,1,9.00,4.00\n'))).toEqual([{ document: 'I-1', line: '1', amount: '4.00' }]);
});

test('a file that names no lines is refused by what it lacks', async () => {
  await expect(linesOf(file('invoice,line\nI-1,1\n'))).rejects.toMatchObject({ rejections: [{ code: 'HEADER_MISSING' }] });
  await expect(evidenceOf(join(folder, 'none.csv'))).rejects.toMatchObject({ rejections: [{ code: 'FILE_UNREADABLE' }] });
});
