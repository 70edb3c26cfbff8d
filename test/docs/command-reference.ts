import type { Command, Option } from 'commander';
import { program } from '../../apps/cli/program.ts';
import { processIo } from '../../apps/cli/terminal/io.ts';

/** The command line as a page: commands, options, examples and exit codes, as the program itself says them. */

export const commandLine = (): Command => program(processIo());

const WIDTH = 110;

const helpOf = (command: Command): string => {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return help;
};

/** What a command adds to its help, from "Examples:" on. */
const exampleLines = (command: Command): string => {
  const help = helpOf(command);
  const at = help.lastIndexOf('\nExamples:\n');
  return at < 0 ? '' : help.slice(at + '\nExamples:\n'.length).trimEnd();
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
const cell = (text: string): string => text.replaceAll('|', '\\|');

const optionRow = (option: Option): string => {
  const notes = [
    option.mandatory ? 'required' : '',
    option.argChoices === undefined ? '' : `one of ${option.argChoices.join(', ')}`,
    // The person's default is the user of the machine; it differs from one to the next.
    option.defaultValue === undefined || option.defaultValue === true
      ? ''
      : option.long === '--person'
        ? 'default: the user of this machine'
        : `default: ${String(option.defaultValue)}`,
  ].filter((note) => note !== '');
  return `| \`${cell(option.flags)}\` | ${cell(option.description)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`} |`;
};

const section = (command: Command, path: string): string[] => {
  const args = command.registeredArguments.map((one) => ` <${one.name()}${one.variadic ? '...' : ''}>`).join('');
  const examples = path.includes(' ') ? '' : exampleLines(command);
  const [lines = '', ...notes] = examples.split('\n\n');
  const own = [
    `${path.includes(' ') ? '###' : '##'} rebate ${path}${args}`,
    '',
    `${sentence(command.description())}.`,
    '',
    ...(command.options.length === 0 ? [] : ['| option | meaning |', '|---|---|', ...command.options.map(optionRow), '']),
    ...(lines === '' ? [] : ['```sh', ...lines.split('\n').map((line) => line.replace(/^ {2}\$ /, '')), '```', '']),
    ...notes.flatMap((note) => [note, '']),
  ];
  return [...own, ...command.commands.flatMap((one) => section(one, `${path} ${one.name()}`))];
};

const exitCodes = (root: Command): string[] => {
  const help = helpOf(root);
  const at = help.lastIndexOf('Exit codes:');
  return help
    .slice(at)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^ +(\d) +(.*)$/, '| $1 | $2 |'));
};

export const commandReference = (): string => {
  const root = commandLine();
  return [
    '# The command line',
    '',
    'Written from the program by `UPDATE_DOCS=1 npm run jest -- test/docs/reference`; do not edit. In a checkout it is',
    '`npx rebate`, once the program is built (`npm start` or `npm run build`).',
    '',
    'A command that asks a ledger goes to `--server`, or else opens `--data` itself. One process at a time opens a folder:',
    'while a server runs on it, give `--server`. Data goes to stdout and words to stderr; in a pipe, tables are lines with',
    'tabs between cells, and `--json` gives JSON, lists as one object a line.',
    '',
    ...root.commands.flatMap((command) => section(command, command.name())),
    '## Exit codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...exitCodes(root),
    '',
  ].join('\n');
};
