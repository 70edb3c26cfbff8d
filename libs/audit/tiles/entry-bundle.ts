import { accepted, type Result, refused } from '#kernel';
import { auditRefusal } from '../refusals.ts';

/** An entry's length is written in two bytes. */
export const MAX_ENTRY_BYTES = 65_535;
const PREFIX_BYTES = 2;

/** Entries one after the other, each behind its length. Requires entries of at most 65,535 bytes. */
export const writeEntryBundle = (entries: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(entries.reduce((length, entry) => length + PREFIX_BYTES + entry.length, 0));
  let offset = 0;
  for (const entry of entries) {
    if (entry.length > MAX_ENTRY_BYTES) throw new RangeError(`an entry of ${entry.length} bytes does not fit a bundle`);
    bytes[offset] = entry.length >> 8;
    bytes[offset + 1] = entry.length & 0xff;
    bytes.set(entry, offset + PREFIX_BYTES);
    offset += PREFIX_BYTES + entry.length;
  }
  return bytes;
};

/** The entries that can be read, one after the other, and as the last value how many bytes were left over. They share the memory of `bytes`. */
export const entriesIn = function* (bytes: Uint8Array): Generator<Uint8Array, number> {
  let offset = 0;
  while (offset + PREFIX_BYTES <= bytes.length) {
    const end = offset + PREFIX_BYTES + (((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0));
    if (end > bytes.length) break;
    yield bytes.subarray(offset + PREFIX_BYTES, end);
    offset = end;
  }
  return bytes.length - offset;
};

/** The entries of a bundle, which must be exactly as many as its tile is wide. They share the memory of `bytes`. */
export const readEntryBundle = (bytes: Uint8Array, width: number): Result<readonly Uint8Array[]> => {
  const entries: Uint8Array[] = [];
  const reading = entriesIn(bytes);
  let next = reading.next();
  while (next.done !== true) {
    entries.push(next.value);
    next = reading.next();
  }
  if (next.value === 0 && entries.length === width) return accepted(entries);
  return refused(auditRefusal('ENTRY_BUNDLE_MALFORMED', { count: entries.length, expected: width }));
};
