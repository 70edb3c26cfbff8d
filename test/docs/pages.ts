import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The pages of this repository, and the blocks of code in them. Paths are from its root. */

export const root = join(import.meta.dirname, '../..');

const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
    .sort();

export const pages: readonly string[] = ['README.md', ...markdownIn('docs')];

export const textOf = (page: string): string => readFileSync(join(root, page), 'utf8');

export type Block = {
  readonly language: string;
  readonly body: string;
  /** Where the body stands in the page. */ readonly from: number;
  readonly to: number;
};

const FENCED = /^```([a-z]*)\n([\s\S]*?)^```$/gm;

export const blocksOf = (text: string): Block[] =>
  [...text.matchAll(FENCED)].map((match) => {
    const [whole, language = '', body = ''] = match;
    const from = match.index + whole.indexOf('\n') + 1;
    return { language, body, from, to: from + body.length };
  });

/** The text without its blocks of code: what a person reads as prose. */
export const proseOf = (text: string): string => text.replaceAll(FENCED, '');

/** Cuts a command line as a shell would: quotes, a comment, the first command of a pipe, variables set before it. */
export const wordsOf = (line: string): string[] => {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => double ?? single ?? plain ?? '');
  const end = words.findIndex((word) => word === '|' || word.startsWith('#'));
  const own = end < 0 ? words : words.slice(0, end);
  return own.slice(own.findIndex((word) => !/^[A-Z_]+=/.test(word)));
};
