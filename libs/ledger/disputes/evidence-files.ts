import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import type { Rejection } from '#kernel';
import { refuseDispute } from '#rebates';
import { v7 } from 'uuid';

const MOST_BYTES = 10 * 1_024 * 1_024;
const HASH = /^[0-9a-f]{64}$/;

export type KeptFile = { readonly sha256: string; readonly bytes: number };

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files of evidence, each under its SHA-256: the same file is kept once, and one that was changed is not given out. */
export class EvidenceFiles {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Never holds more of it than a piece; a file that is refused leaves nothing behind. */
  async keep(source: AsyncIterable<Uint8Array>): Promise<KeptFile | Rejection> {
    mkdirSync(this.folder, { recursive: true });
    const part = join(this.folder, `${v7()}.part`);
    const hash = createHash('sha256');
    const file = createWriteStream(part);
    let bytes = 0;
    try {
      for await (const piece of source) {
        bytes += piece.length;
        if (bytes > MOST_BYTES) return refuseDispute('EVIDENCE_TOO_LARGE', { most: String(MOST_BYTES) });
        hash.update(piece);
        if (!file.write(piece)) await once(file, 'drain');
      }
      file.end();
      await once(file, 'finish');
      if (bytes === 0) return refuseDispute('EVIDENCE_EMPTY');
      const sha256 = hash.digest('hex');
      renameSync(part, join(this.folder, sha256));
      return { sha256, bytes };
    } finally {
      file.destroy();
      rmSync(part, { force: true });
    }
  }

  /** Undefined where it is not here, or is not what it was. */
  read(sha256: string): Uint8Array | undefined {
    const path = join(this.folder, sha256);
    if (!HASH.test(sha256) || !existsSync(path)) return undefined;
    const bytes = readFileSync(path);
    return hashOf(bytes) === sha256 ? bytes : undefined;
  }
}
