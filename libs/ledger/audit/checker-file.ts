import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const PLACE = join('docs', 'verify', 'verify-proofs.mjs');

/** The published checker, from the folder in which this program is installed: the sources' or the build's. */
export const checkerFile = (): Uint8Array => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, PLACE))) return readFileSync(join(folder, PLACE));
    if (dirname(folder) === folder) throw new Error(`${PLACE} is not there: the program is not installed whole`);
  }
};
