import { expect, test } from '@jest/globals';
import { zipOf } from './zip.ts';

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

test('an archive holds each file under its name, with its sum, and the same files give the same bytes', () => {
  const files = [['a/one.txt', bytes('123456789')], ['a/ünd.txt', bytes('')]] as const;
  const zip = Buffer.concat(zipOf(files));
  expect(Buffer.concat(zipOf(files)).equals(zip)).toBe(true);
  // The check value of CRC-32 for these nine digits.
  expect(zip.readUInt32LE(14).toString(16)).toBe('cbf43926');
  const end = zip.length - 22;
  expect([zip.readUInt32LE(0), zip.readUInt32LE(end), zip.readUInt16LE(end + 10)]).toEqual([0x04034b50, 0x06054b50, 2]);
  // Through the directory, as a reader goes.
  const names: string[] = [];
  for (let at = zip.readUInt32LE(end + 16); at < end;) {
    const [length, nameLength, local] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString('utf8');
    const start = local + 30 + zip.readUInt16LE(local + 26);
    names.push(`${name}=${zip.subarray(start, start + length).toString('utf8')}`);
    at += 46 + nameLength;
  }
  expect(names).toEqual(['a/one.txt=123456789', 'a/ünd.txt=']);
});
