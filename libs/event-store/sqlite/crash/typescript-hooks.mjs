import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

/** `node --import` this, and a child process or a worker runs the TypeScript sources as the specs do. */

const HOOKS = '?hooks';
if (!import.meta.url.endsWith(HOOKS)) register(`${import.meta.url}${HOOKS}`);

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(source, { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'es6' } });
  return { format: 'module', source: code, shortCircuit: true };
}
