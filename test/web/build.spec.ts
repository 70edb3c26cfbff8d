import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';

const WEB = join(process.cwd(), 'dist', 'apps', 'web');
const MOST_BYTES = 200_000;
const page = existsSync(join(WEB, 'index.html')) ? readFileSync(join(WEB, 'index.html'), 'utf8') : '';

/** A script and all that it imports before anything is drawn: dynamic imports are other screens. */
const withImports = (path: string, seen: Set<string>): Set<string> => {
  if (seen.has(path)) return seen;
  seen.add(path);
  const text = readFileSync(join(WEB, path), 'utf8');
  for (const [, name = ''] of text.matchAll(/(?:^|[;\s}])(?:import|export)[^"'()]*?from\s*["']\.\/([^"']+)["']/g))
    withImports(`assets/${name}`, seen);
  return seen;
};

test('the page loads at most 200 kB of script, compressed, before its first screen', () => {
  const entries = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  expect(entries.length).toBeGreaterThan(0);
  const loaded = [...entries.reduce((seen, path) => withImports(path, seen), new Set<string>())];
  const bytes = loaded.reduce((sum, path) => sum + gzipSync(readFileSync(join(WEB, path))).length, 0);
  process.stdout.write(`script at first load: ${(bytes / 1000).toFixed(1)} kB gzip in ${loaded.length} files\n`);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});

test('the page has no inline script, no inline style and nothing of another host', () => {
  expect(page).toMatch(/<script type="module" crossorigin src="\/assets\//);
  expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|style=|https?:\/\//);
});
