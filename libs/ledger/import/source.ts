import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FileRefused } from './file-refused.ts';

export type SalesSource = string | AsyncIterable<Uint8Array>;

/** Big enough that the cost per block is nothing; texts of more than 128 KiB get memory of their own from the system, each anew. */
const BLOCK_BYTES = 64 * 1024;
/** Asked of the system at once. */
const READ_BYTES = 256 * 1024;
/** Bytes without a line end that we hold: what is longer is no CSV. */
const MAX_UNBROKEN_BYTES = 4 * 1024 * 1024;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Reads until there are two bytes to tell gzip by, then gives everything from the start. */
const opened = async (
  source: AsyncIterable<Uint8Array>,
): Promise<{ readonly gzip: boolean; readonly bytes: AsyncIterable<Uint8Array> }> => {
  const iterator = source[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let length = 0;
  let isDone = false;
  while (length < 2 && !isDone) {
    const next = await iterator.next();
    if (next.done === true) isDone = true;
    else {
      head.push(next.value);
      length += next.value.length;
    }
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* head;
      while (!isDone) {
        const next = await iterator.next();
        if (next.done === true) isDone = true;
        else yield next.value;
      }
    } finally {
      if (!isDone) await iterator.return?.();
    }
  };
  return { gzip: isGzip(Buffer.concat(head)), bytes: all() };
};

const unzipped = async function* (bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: BLOCK_BYTES });
  let sourceError: Error | undefined;
  const source = Readable.from(bytes, { objectMode: false });
  source.once('error', (error) => {
    sourceError = error;
  });
  // An error of either stream ends the reading loop below; the pipeline only has to close both.
  pipeline(source, gunzip, () => undefined);
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    if (sourceError !== undefined) throw sourceError;
    throw new FileRefused({
      code: 'GZIP_BROKEN',
      message: `The compressed file cannot be unpacked (${error instanceof Error ? error.message : 'unknown error'}).`,
      wayOut: 'Compress it again and send it again: lines recorded before count once.',
      place: 'file',
    });
  }
};

/** The file's bytes, unpacked where it is gzip, which its first bytes tell. */
export const bytesOf = async function* (source: SalesSource): AsyncGenerator<Uint8Array> {
  const raw = typeof source === 'string' ? createReadStream(source, { highWaterMark: READ_BYTES }) : source;
  const { gzip, bytes } = await opened(raw as AsyncIterable<Uint8Array>);
  for await (const chunk of gzip ? unzipped(bytes) : bytes) {
    // A caller's chunk can be a whole file.
    for (let at = 0; at < chunk.length; at += BLOCK_BYTES) yield chunk.subarray(at, at + BLOCK_BYTES);
  }
};

/** Bytes of the UTF-8 character that begins here; 0 where none does. */
const characterLength = (block: Uint8Array, at: number): number => {
  const lead = block[at] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  return length > 0 && at + length <= block.length && isUtf8(block.subarray(at, at + length)) ? length : 0;
};

const decode = (block: Uint8Array, offset: number): string => {
  // One byte a character is copied as it is: several times as fast.
  if (isUtf8(block)) return Buffer.from(block.buffer, block.byteOffset, block.length).toString(isAscii(block) ? 'latin1' : 'utf8');
  let at = 0;
  for (let length = characterLength(block, at); length > 0; length = characterLength(block, at)) at += length;
  const hex = (block[at] ?? 0).toString(16).padStart(2, '0');
  throw new FileRefused({
    code: 'ENCODING_NOT_UTF8',
    message: `The byte at offset ${offset + at} (0x${hex}) is not UTF-8.`,
    wayOut: 'Save the file as UTF-8 and send it again: lines recorded before count once.',
    place: `byte ${offset + at}`,
    value: `0x${hex}`,
  });
};

/** The file's text in blocks that end at a line end (but for the last), so that no character is cut. */
export const textBlocks = async function* (source: SalesSource): AsyncGenerator<string> {
  let rest: Uint8Array = new Uint8Array(0);
  let offset = 0;
  for await (const chunk of bytesOf(source)) {
    const end = chunk.lastIndexOf(10) + 1;
    if (end === 0) {
      rest = Buffer.concat([rest, chunk]);
      if (rest.length > MAX_UNBROKEN_BYTES)
        throw new FileRefused({
          code: 'LINE_TOO_LONG',
          message: `No line ends within ${MAX_UNBROKEN_BYTES} bytes.`,
          wayOut: 'Send a CSV file whose lines end with a line feed.',
          place: `byte ${offset}`,
        });
      continue;
    }
    const block = rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)]);
    // A copy, because a stream may use its buffer again.
    rest = Uint8Array.prototype.slice.call(chunk, end);
    const text = decode(block, offset);
    yield offset === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
    offset += block.length;
  }
  if (rest.length > 0) {
    const text = decode(rest, offset);
    yield offset === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
  }
};
