import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { accessReference } from './access-reference.ts';
import { commandLine, commandReference } from './command-reference.ts';
import { root, textOf } from './pages.ts';
import { codesInSource, rejectionReference } from './rejection-reference.ts';

/** Pages written from the code: `UPDATE_DOCS=1 npm run jest -- test/docs` writes them, and this holds them equal. */
const published = (page: string, text: string): string => {
  const file = join(root, page);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, text);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};

/** Routes as the controllers declare them. */
const routes = (): { readonly method: string; readonly path: string }[] => {
  const controllers = readdirSync(join(root, 'apps/api'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.controller.ts'),
  );
  return controllers.flatMap((name) => {
    const source = readFileSync(join(root, 'apps/api', name), 'utf8');
    const base = /@Controller\('([^']*)'\)/.exec(source)?.[1] ?? '';
    return [...source.matchAll(/^ {2}@(Get|Post|Put|Delete|Patch|Sse)\((?:'([^']*)')?\)/gm)].map(([, verb = '', own]) => ({
      method: verb === 'Sse' ? 'GET' : verb.toUpperCase(),
      path: `/${[base, own].filter((part) => part !== undefined && part !== '').join('/')}`.replaceAll(/[:*](\w+)/g, '{$1}'),
    }));
  });
};

/** Codes to which the kernel gives an HTTP status and an exit code: a misspelt one would be on no page. */
const kindedCodes = (): string[] =>
  [...readFileSync(join(root, 'libs/kernel/rejection-kind.ts'), 'utf8').matchAll(/^ {4}'([A-Z_]+)',$/gm)].map(([, code = '']) => code);

/** Codes as the types of errors declare them. */
const storeCodes = (): string[] =>
  ['libs/event-store/store-error.ts', 'libs/projections/read-model/projection-error.ts'].flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/'([A-Z]+(?:_[A-Z]+)+)'/g)].map(([, code = '']) => code),
  );

test('docs/reference/rejections.md says what the code refuses; UPDATE_DOCS=1 writes it', () => {
  const text = rejectionReference();
  expect(published('docs/reference/rejections.md', text)).toBe(text);
  const missing = [...storeCodes(), ...kindedCodes(), ...codesInSource()].filter((code) => !text.includes(`| \`${code}\` |`));
  expect([...new Set(missing)]).toEqual([]);
});

test('docs/reference/cli.md says what the program offers; UPDATE_DOCS=1 writes it', () => {
  const text = commandReference();
  expect(published('docs/reference/cli.md', text)).toBe(text);
  for (const command of commandLine().commands) expect(text).toContain(`## rebate ${command.name()}`);
});

test('docs/reference/access.md says who may use which route; UPDATE_DOCS=1 writes it', () => {
  const text = accessReference();
  expect(published('docs/reference/access.md', text)).toBe(text);
});

test('docs/reference/http.md names every route of the server', () => {
  const page = textOf('docs/reference/http.md');
  const missing = routes().filter(({ method, path }) => !page.includes(`| \`${method} ${path}\` |`));
  expect(missing).toEqual([]);
});
