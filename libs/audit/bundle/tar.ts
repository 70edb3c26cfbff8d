import { accepted, type Result, refused } from '#kernel';
import { textOf, utf8 } from '../encoding/bytes.ts';
import { auditRefusal } from '../refusals.ts';
import type { BundleFile, BundleFiles } from './files.ts';
import { BUNDLE_FILES } from './layout.ts';

/** A bundle as one file: the ustar form of POSIX.1-1988, which every tar reads. The same files give the same bytes. */

const BLOCK = 512;
const MOST_NAME = 100;
const MOST_PREFIX = 155;
/** 1 January 1980: a day that is no news of any machine, and that no tar warns of. */
const MODIFIED = 315_532_800;

/** Of what is kept in a header: from where, how long. */
const NAME = [0, MOST_NAME] as const;
const SIZE = [124, 12] as const;
const CHECKSUM = [148, 8] as const;
const TYPE = 156;
const MAGIC = [257, 6] as const;
const PREFIX = [345, MOST_PREFIX] as const;
const FILE_TYPES: ReadonlySet<string> = new Set(['0', '\0']);

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

/** The sum of a header's bytes, its own place counted as blanks. */
const checksumOf = (header: Uint8Array): number => {
  const [from, length] = CHECKSUM;
  return header.reduce((sum, byte, index) => sum + (index >= from && index < from + length ? 0x20 : byte), 0);
};

/** Requires ASCII: a folder of up to 155 and a path of up to 100 characters. */
const headerOf = (folder: string, path: string, size: number): Uint8Array => {
  if (folder.length > MOST_PREFIX || path.length > MOST_NAME) throw new RangeError(`${folder}/${path} is too long for an archive`);
  const header = new Uint8Array(BLOCK);
  const put = (text: string, at: number): void => {
    header.set(utf8(text), at);
  };
  put(path, NAME[0]);
  put(['0000644', '0000000', '0000000', ''].join('\0'), MOST_NAME);
  put(`${octal(size, 11)}\0${octal(MODIFIED, 11)}\0`, SIZE[0]);
  put('0', TYPE);
  put(['ustar', '00'].join('\0'), MAGIC[0]);
  put(folder, PREFIX[0]);
  put(`${octal(checksumOf(header), 6)}\0 `, CHECKSUM[0]);
  return header;
};

/** The pieces of an archive in which the files lie in one folder. */
export const tarOf = async function* (folder: string, files: AsyncIterable<BundleFile>): AsyncGenerator<Uint8Array> {
  for await (const { path, bytes } of files) {
    yield headerOf(folder, path, bytes.length);
    yield bytes;
    if (bytes.length % BLOCK > 0) yield new Uint8Array(BLOCK - (bytes.length % BLOCK));
  }
  yield new Uint8Array(2 * BLOCK);
};

type Entry = { readonly offset: number; readonly size: number };
/** Bytes of an archive from an offset, as many as there are up to a length. */
type TarReader = (offset: number, length: number) => Uint8Array;

const isEmpty = (block: Uint8Array): boolean => block.every((byte) => byte === 0);

const fieldOf = (header: Uint8Array, [from, length]: readonly [number, number]): string | undefined => {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return textOf(end === -1 ? field : field.subarray(0, end));
};

const octalOf = (header: Uint8Array, field: readonly [number, number]): number | undefined => {
  const text = fieldOf(header, field)?.trim() ?? '';
  return /^[0-7]{1,12}$/.test(text) ? Number.parseInt(text, 8) : undefined;
};

const pathOf = (header: Uint8Array): string | undefined => {
  const name = fieldOf(header, NAME);
  const prefix = fieldOf(header, MAGIC) === 'ustar' ? fieldOf(header, PREFIX) : '';
  return name === undefined || prefix === undefined ? undefined : `${prefix === '' ? '' : `${prefix}/`}${name}`.replace(/^(?:\.\/)+/, '');
};

const malformed = (why: string): Result<never> => refused(auditRefusal('ARCHIVE_MALFORMED', { why }));

/** The files of an archive by their paths, without reading them. Folders, and what other tars write of owners and times, are passed over. */
const entriesOf = (read: TarReader): Result<ReadonlyMap<string, Entry>> => {
  const entries = new Map<string, Entry>();
  for (let at = 0; ;) {
    const header = read(at, BLOCK);
    if (header.length < BLOCK) return malformed(`it ends at byte ${at + header.length}, before its end mark: it was not received whole`);
    if (isEmpty(header)) return accepted(entries);
    const [size, path] = [octalOf(header, SIZE), pathOf(header)];
    if (size === undefined || path === undefined || octalOf(header, CHECKSUM) !== checksumOf(header))
      return malformed(`the header at byte ${at} is not one`);
    if (FILE_TYPES.has(String.fromCharCode(header[TYPE] ?? 0))) {
      if (entries.has(path)) return malformed(`${path} is in it twice`);
      entries.set(path, { offset: at + BLOCK, size });
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
};

/** The bundle in an archive, whatever the folder that it lies in; no file is read before it is asked for. */
export const bundleInTar = (read: TarReader): Result<BundleFiles> => {
  const entries = entriesOf(read);
  if (!entries.ok) return entries;
  const { manifest } = BUNDLE_FILES;
  const [found, ...more] = [...entries.value.keys()].filter((path) => path === manifest || path.endsWith(`/${manifest}`));
  if (found === undefined || more.length > 0)
    return malformed(found === undefined ? `no ${manifest} is in it` : `${found} and ${more.join(', ')} are in it`);
  const folder = found.slice(0, -manifest.length);
  return accepted({
    read: (path) => {
      const entry = entries.value.get(folder + path);
      return entry === undefined ? undefined : read(entry.offset, entry.size);
    },
  });
};
