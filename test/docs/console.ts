import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { failureOf } from '../../apps/cli/failure.ts';
import { program } from '../../apps/cli/program.ts';
import type { Io } from '../../apps/cli/terminal/io.ts';
import { printFailure } from '../../apps/cli/terminal/refusals.ts';
import { wordsOf } from './pages.ts';

/** Runs what the pages show: `$ npx rebate …` and `$ cat FILE`, as on a terminal without colours. */

/** Names of files and folders that the pages make; they are made in a folder that is thrown away. */
const MADE = ['my-ledger', 'refused.csv'];
const COLUMNS = 80;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export const neverExit = (command: Command): void => {
  command.exitOverride();
  for (const one of command.commands) neverExit(one);
};

const ioTo = (lines: string[]): Io => {
  const write = (text: string): void => {
    for (const line of text.split('\n')) lines.push(line.trimEnd());
  };
  return { out: write, err: write, isOutTerminal: true, isErrTerminal: false, columns: COLUMNS, paint: pc.createColors(false) };
};

export type Session = { readonly run: (line: string) => Promise<string[]>; readonly end: () => void };

/** One page's commands run one after the other in a folder of their own. */
export const session = (): Session => {
  const folder = mkdtempSync(join(tmpdir(), 'rebate-docs-'));
  const placed = (word: string): string => (MADE.includes(word) ? join(folder, word) : word);
  const shown = (line: string): string => line.replaceAll(`${folder}/`, '').replaceAll(UUID, '<import>');
  const run = async (line: string): Promise<string[]> => {
    const [name = '', ...words] = wordsOf(line);
    const lines: string[] = [];
    if (name === 'cat')
      lines.push(
        ...readFileSync(placed(words[0] ?? ''), 'utf8')
          .trimEnd()
          .split('\n'),
      );
    else {
      const io = ioTo(lines);
      const root = program(io);
      neverExit(root);
      try {
        await root.parseAsync(words.slice(1).map(placed), { from: 'user' });
      } catch (error) {
        const failed = error instanceof CommanderError ? undefined : failureOf(error);
        if (failed === undefined) throw error;
        printFailure(io, failed, false);
      }
    }
    return lines.map(shown);
  };
  return {
    run,
    end: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** The body of a block with each command followed by what it says. */
export const replayed = async (body: string, { run }: Session): Promise<string> => {
  const commands = body.split('\n').filter((line) => line.startsWith('$ '));
  const parts: string[] = [];
  for (const command of commands) parts.push([command, ...(await run(command.slice(2)))].join('\n').trimEnd());
  return `${parts.join('\n')}\n`;
};
