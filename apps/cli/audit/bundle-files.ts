import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BundleFiles, bundleInTar } from '#audit';
import { accept } from '../failure.ts';

/** Asked for one after the other and mostly again at once; a tile is at most some 16 MB. */
const KEPT_FILES = 4;

const kept = ({ read }: BundleFiles): BundleFiles => {
  const files = new Map<string, Uint8Array | undefined>();
  return {
    read: (path) => {
      if (files.has(path)) return files.get(path);
      const bytes = read(path);
      if (files.size === KEPT_FILES) files.delete([...files.keys()][0] ?? '');
      files.set(path, bytes);
      return bytes;
    },
  };
};

/** The files of a bundle in a folder. What cannot be read is not there. */
export const filesIn = (folder: string): BundleFiles => kept({ read: (path) => readOrNothing(join(folder, ...path.split('/'))) });

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

const readOrNothing = (file: string): Uint8Array | undefined => {
  try {
    return readFileSync(file);
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
};

/** Uses the files of a bundle in an archive, which is left as it is: each is read from its place. Throws where it is no archive, or not whole. */
export const withArchive = <T>(file: string, use: (files: BundleFiles) => T): T => {
  const opened = openSync(file, 'r');
  try {
    const { size } = fstatSync(opened);
    const files = bundleInTar((offset, length) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)));
      return new Uint8Array(bytes.buffer, bytes.byteOffset, readSync(opened, bytes, 0, bytes.length, offset));
    });
    return use(kept(accept(files, file)));
  } finally {
    closeSync(opened);
  }
};

/** A bundle as it lies there: in a folder, or in an archive. */
export const withBundle = <T>(place: string, use: (files: BundleFiles) => T): T =>
  statSync(place, { throwIfNoEntry: false })?.isFile() === true ? withArchive(place, use) : use(filesIn(place));
