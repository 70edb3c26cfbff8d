import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** One file of the built page, read once: as it is, and as small as it gets. */
export type PageFile = {
  readonly type: string;
  readonly tag: string;
  readonly plain: Buffer;
  readonly gzip?: Buffer;
  readonly brotli?: Buffer;
};

/** By path, such as `/assets/main-3f2a.js`; the page itself is `/index.html`. */
export type BuiltPage = ReadonlyMap<string, PageFile>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.txt']);
/** The best qualities take seconds; these a tenth of one, at a few percent more bytes. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } };

const fileAt = (path: string): PageFile | undefined => {
  const extension = extname(path);
  const type = TYPES[extension];
  // Source maps and the like are no part of the page.
  if (type === undefined) return undefined;
  const plain = readFileSync(path);
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`;
  return { type, tag, plain, ...(COMPRESSED.has(extension) ? { gzip: gzipSync(plain), brotli: brotliCompressSync(plain, BROTLI) } : {}) };
};

/** Undefined where the page was not built: the API serves without it. */
export const readBuiltPage = (folder: string): BuiltPage | undefined => {
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const file = fileAt(path);
    if (file !== undefined) files.set(path.slice(folder.length).replaceAll('\\', '/').replace(/^\/?/, '/'), file);
  }
  return files;
};
