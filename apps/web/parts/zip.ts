/** Files as one ZIP archive (APPNOTE 6.3.10), stored as they are: what is packed is mostly hashes, which do not get smaller. */
const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1 January 1980, the first day that the format knows: the same files always give the same archive. */
const FIRST_DAY = 0x0021;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit += 1) remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  return remainder >>> 0;
});

const crc32 = (bytes: Uint8Array): number => {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ (CRC_TABLE[(remainder ^ byte) & 0xff] ?? 0);
  return (remainder ^ 0xffffffff) >>> 0;
};

type Field = readonly [bytes: 2 | 4, value: number];
const fields = (all: readonly Field[]): Uint8Array<ArrayBuffer> => {
  const view = new DataView(new ArrayBuffer(all.reduce((sum, [bytes]) => sum + bytes, 0)));
  let offset = 0;
  for (const [bytes, value] of all) {
    if (bytes === 2) view.setUint16(offset, value, true);
    else view.setUint32(offset, value, true);
    offset += bytes;
  }
  return new Uint8Array(view.buffer);
};

/** The pieces of an archive, in order. Names are relative paths with `/` between their parts. */
export const zipOf = (files: Iterable<readonly [name: string, bytes: Uint8Array<ArrayBuffer>]>): Uint8Array<ArrayBuffer>[] => {
  const [pieces, directory]: [Uint8Array<ArrayBuffer>[], Uint8Array<ArrayBuffer>[]] = [[], []];
  let [offset, count] = [0, 0];
  for (const [path, bytes] of files) {
    const name = Uint8Array.from(new TextEncoder().encode(path));
    const entry: readonly Field[] = [[2, VERSION], [2, FLAGS], [2, 0], [2, 0], [2, FIRST_DAY], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, name.length], [2, 0]];
    const local = fields([[4, LOCAL], ...entry]);
    pieces.push(local, name, bytes);
    directory.push(fields([[4, CENTRAL], [2, VERSION], ...entry, [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]]), name);
    offset += local.length + name.length + bytes.length;
    count += 1;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  return [...pieces, ...directory, fields([[4, END], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0]])];
};
