import { Command, Option } from 'commander';
import { type Day, parseDay } from '#kernel';
import { type BalanceAnswer, Calculation, type GoalAnswer, warningsOf } from '#rebates';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import { printBalance, printCauses, printEffects } from '../terminal/figures.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';
import { readRates } from '../ledger/rates.ts';
import { type DayAnswer, daysOf } from './days.ts';
import { fittingPolicy, readLastYear } from '../outlook/calculation-ahead.ts';
import { printGoals } from '../outlook/print-goals.ts';
import { mappingText, type Read, readAgreement, readSales } from './read-inputs.ts';

type Options = {
  readonly agreement: string;
  readonly sales: readonly string[];
  readonly lastYear?: readonly string[];
  readonly policy?: string;
  readonly rates?: string;
  readonly map?: string;
  readonly on?: string;
  readonly by?: string;
  readonly explain?: true;
  readonly json?: true;
};

const MAX_LISTED = 20;
/** Lines of an explanation on a terminal; a pipe and --json get all. */
const MAX_EXPLAINED = 50;

export const dayGiven = (text: string, place: string): Day => {
  const day = parseDay(text);
  if (day === undefined)
    throw failure(
      'VALUE_NOT_ALLOWED',
      `${text} is not a day of the calendar.`,
      'Write it as YYYY-MM-DD.',
      { place, value: text },
      EXIT.refused,
    );
  return day;
};

/** Lines that do not count are said on stderr, and in the JSON where there are any: the answer holds without them. */
export const sayWhatWasLeft = (io: Io, read: Read, calculation: Calculation): void => {
  for (const one of read.refusedLines.slice(0, MAX_LISTED)) {
    io.err(
      `refused: ${one.file} line ${one.number}${one.column === '' ? '' : `, column ${one.column}`}, value "${one.value.replaceAll(/\p{Cc}/gu, ' ')}": ${one.reason} ${one.wayOut} (${one.code})`,
    );
  }
  if (read.refusedLines.length > MAX_LISTED) io.err('refused: … and more');
  if (read.refused > 0) io.err(`${read.refused} of ${read.sent} lines are refused; the answer is computed without them.`);
  if (read.notAddressed > 0)
    io.err(`${read.notAddressed} lines are of other customers than ${calculation.agreement.terms.customer}: not addressed.`);
  if (read.otherReporter > 0) io.err(`${read.otherReporter} lines are from a reporter that the agreement does not count from.`);
  for (const { document, line, reason } of calculation.waiting.slice(0, MAX_LISTED)) io.err(`waiting: ${document} line ${line}: ${reason}`);
  for (const { document, line } of calculation.conflicts.slice(0, MAX_LISTED))
    io.err(`conflict: ${document} line ${line} came again with other content; the first one counts.`);
};

const leftKeys = (read: Read, { waiting, conflicts }: Calculation): object => ({
  ...(read.refused > 0 ? { refused: read.refused } : {}),
  ...(read.notAddressed > 0 ? { notAddressed: read.notAddressed } : {}),
  ...(read.otherReporter > 0 ? { otherReporter: read.otherReporter } : {}),
  ...(waiting.length > 0 ? { waiting } : {}),
  ...(conflicts.length > 0 ? { conflicts } : {}),
});

type More = {
  readonly days: readonly DayAnswer[] | undefined;
  readonly explained: ReturnType<Calculation['explain']> | undefined;
  readonly goals: readonly GoalAnswer[];
};

const printText = (io: Io, answer: BalanceAnswer, { days, explained, goals }: More): void => {
  if (days !== undefined) {
    printTable(
      io,
      [{ name: 'Day' }, { name: 'Earned', align: 'right' }, { name: 'Accrued', align: 'right' }, { name: 'Change', align: 'right' }],
      days.map((day) => [day.on, figure(io, day.earned), figure(io, day.accrued), figure(io, day.change)]),
    );
    io.out('');
  }
  if (explained !== undefined) {
    const shown = io.isOutTerminal ? explained.lines.slice(0, MAX_EXPLAINED) : explained.lines;
    printEffects(io, shown);
    if (shown.length < explained.lines.length) io.err(`… and ${explained.lines.length - shown.length} lines more: use --json, or a pipe.`);
    io.out('');
    printCauses(io, explained.causes);
    io.out('');
  }
  printBalance(io, answer);
  if (goals.length === 0) return;
  io.out('');
  printGoals(io, goals);
};

const calculate = async (io: Io, options: Options): Promise<void> => {
  const terms = await readAgreement(options.agreement);
  const rates =
    options.rates === undefined
      ? []
      : (await readRates(options.rates)).map((rate) => ({ ...rate, table: terms.exchange?.table ?? '', to: terms.currency }));
  const calculation = new Calculation(terms, { rates });
  const policy =
    options.policy === undefined ? undefined : await fittingPolicy(options.policy, calculation, options.lastYear !== undefined);
  const on = options.on ?? calculation.lastDay;
  const day = dayGiven(on, '--on');
  const map = options.map === undefined ? undefined : await mappingText(options.map);
  const read = await readSales(calculation, options.sales, map);
  const before = options.lastYear === undefined ? undefined : await readLastYear(calculation, options.lastYear, map);
  const answer = calculation.balance(day, policy);
  const days = options.by === undefined ? undefined : daysOf(calculation, on, policy);
  const explained = options.explain === undefined ? undefined : calculation.explain(day);
  const goals = calculation.goals(day);
  for (const { message, place } of warningsOf(terms)) io.err(`warning: ${message} (${place})`);
  sayWhatWasLeft(io, read, calculation);
  if (before !== undefined) sayWhatWasLeft(io, before.read, before.lastYear);
  if (options.json === undefined) {
    printText(io, answer, { days, explained, goals });
    return;
  }
  printJson(io, {
    ...answer,
    ...(goals.length === 0 ? {} : { goals }),
    ...(days === undefined ? {} : { days }),
    ...(explained === undefined ? {} : { causes: explained.causes, effects: explained.lines }),
    ...leftKeys(read, calculation),
  });
};

const HELP = `
Examples:
  $ rebate calculate --agreement agreement.yaml --sales sales.csv
  $ rebate calculate --agreement agreement.yaml --sales jan.csv feb.csv.gz --on 2026-06-30 --json
  $ rebate calculate --agreement agreement.json --sales export.csv --map document=InvoiceNo,date=InvoiceDate,product=SKU,quantity=Qty,unitPrice=Price
  $ rebate calculate --agreement agreement.yaml --sales sales.csv --by day
  $ rebate calculate --agreement agreement.yaml --sales sales.csv --explain --json | jq .causes

Lines that are refused, or of another customer, are listed on stderr and counted in the JSON ("refused",
"notAddressed", "waiting", "conflicts", each only where there are any); the answer is given without them, with exit
code 0. What the terms allow and probably do not mean is said on stderr, too. A file whose lines do not say who reports them is taken to be from the side that the agreement counts from.`;

export const calculateCommand = (io: Io): Command =>
  new Command('calculate')
    .description('compute an agreement on sales files, without a ledger: nothing is kept')
    .requiredOption('--agreement <file>', 'the terms, JSON or YAML (- for stdin)')
    .requiredOption('--sales <file...>', 'sales, CSV, plain or gzip, in the order given (- for stdin)')
    .option('--last-year <file...>', "sales of the year before, for projections by last year's shape")
    .option('--policy <file>', "one party's own accrual policy, JSON or YAML")
    .option('--rates <file>', 'exchange rates, CSV with the columns currency, from and rate, of the table that the terms name')
    .option('--map <mapping>', 'document=InvoiceNo,date=InvoiceDate,… or a file that holds the pairs')
    .option('--on <day>', "about which day (default: the term's last)")
    .addOption(new Option('--by <step>', 'also the balance of each day through --on').choices(['day']))
    .option('--explain', 'also what every line did, and the causes, which add up to the balance')
    .option('--json', 'one JSON document on stdout')
    .addHelpText('after', HELP)
    .action((options: Options) => calculate(io, options));
