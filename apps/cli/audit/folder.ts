import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BundleFiles } from '#audit';

/** Asked for one after the other and mostly again at once; a tile is at most some 16 MB. */
const KEPT_FILES = 4;

/** The files of a bundle in a folder. What cannot be read is not there. */
export const filesIn = (folder: string): BundleFiles => {
  const kept = new Map<string, Uint8Array | undefined>();
  return {
    read: (path) => {
      if (kept.has(path)) return kept.get(path);
      const bytes = readOrNothing(join(folder, ...path.split('/')));
      if (kept.size === KEPT_FILES) kept.delete([...kept.keys()][0] ?? '');
      kept.set(path, bytes);
      return bytes;
    },
  };
};

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

const readOrNothing = (file: string): Uint8Array | undefined => {
  try {
    return readFileSync(file);
  } catch (error) {
    if (ABSENT.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
};
