import { type Command, InvalidArgumentError } from 'commander';
import { toDay } from '#kernel';
import type { KnownAt } from '#ledger';
import { type CompareAnswer, compareTerms, type Forecast, parseForecast } from '#rebates';
import { dayGiven, sayWhatWasLeft } from '../calculate/command.ts';
import { ledgerCommand, parseKnownAt, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { accept, failure, valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printCompare } from './print-compare.ts';
import { namesOf, readNamedTerms, readTrial, readTriedFile, type SalesOptions } from './read-trial.ts';

type Options = Where &
  Partial<SalesOptions> & {
    readonly agreement: readonly string[];
    readonly with?: readonly string[];
    readonly proposal?: true;
    readonly on?: string;
    readonly knownAt?: KnownAt;
    readonly forecast?: Forecast;
    readonly chart?: true;
  };

const parseForecastOption = (text: string): Forecast => {
  const growth = /^growth=(.+)$/.exec(text)?.[1];
  const read = parseForecast(growth === undefined ? { method: text } : { growth });
  if (read.ok) return read.value;
  throw new InvalidArgumentError('Give runRate, or growth=5 for 5 % over the year before.');
};

/** Without a ledger: files of terms on files of sales. */
const compareFiles = async (io: Io, options: Options & SalesOptions): Promise<CompareAnswer> => {
  const { agreement, forecast } = options;
  const named = await readNamedTerms(agreement, options.with ?? []);
  const { trial, read } = await readTrial(named, options, forecast !== undefined && 'growth' in forecast);
  const on = options.on === undefined ? toDay(trial.first.lastDay) : dayGiven(options.on, '--on');
  const answer = accept(compareTerms({ sets: trial.sets(), on, forecast }));
  sayWhatWasLeft(io, read, trial.first);
  return answer;
};

const compareInLedger = async (options: Options): Promise<CompareAnswer> => {
  const [agreement, ...more] = options.agreement;
  if (agreement === undefined || more.length > 0)
    throw failure(
      'USAGE',
      'Several agreements are given without sales.',
      'Give --sales for files of terms, or one --agreement of a ledger and --with.',
      { place: '--agreement' },
      EXIT.refused,
    );
  const files = options.with ?? [];
  const names = namesOf(files);
  const tried = await Promise.all(files.map((file, index) => readTriedFile(file, names[index] ?? file)));
  const { on, knownAt, proposal, forecast } = options;
  const request = {
    agreement,
    with: tried,
    ...(on === undefined ? {} : { on }),
    ...(knownAt === undefined ? {} : { knownAt }),
    ...(proposal === undefined ? {} : { proposal }),
    ...(forecast === undefined ? {} : { forecast }),
  };
  return withLedger(options, async (client) => valueOf(await client.compare(request)));
};

const HELP = `
Examples:
  $ rebate compare --agreement acme-buildco-2026 --proposal
  $ rebate compare --agreement acme-buildco-2026 --with amendments.yaml --on 2026-06-30 --forecast runRate
  $ rebate compare --agreement terms-2026.yaml --agreement offer.yaml --sales sales.csv --chart
  $ rebate compare --agreement terms-2027.yaml --agreement offer.yaml --sales sales-2026.csv --on 2026-12-31 --forecast growth=5 --json

With --sales the agreements are files and no ledger is asked. Differences are to the first terms: those in force, or the
first file. Nothing is recorded.`;

const isWithSales = (options: Options): options is Options & SalesOptions => options.sales !== undefined;

export const compareCommand = (io: Io): Command =>
  ledgerCommand('compare', 'the same sales under several sets of terms, before anybody signs')
    .requiredOption('--agreement <id|file...>', 'which agreement of the ledger; with --sales, files of terms (JSON or YAML)')
    .option('--with <file...>', 'compare with these terms or amendments, JSON or YAML')
    .option('--proposal', 'compare with the open proposal')
    .option('--sales <file...>', 'sales, CSV, plain or gzip: compare files, without a ledger')
    .option('--map <mapping>', 'document=InvoiceNo,date=InvoiceDate,… or a file that holds the pairs; with --sales')
    .option('--rates <file>', 'exchange rates, CSV with the columns currency, from and rate; with --sales')
    .option('--on <day>', "about which day (default: today; with --sales, the term's last)")
    .option('--known-at <position|time>', 'as known at (default: now)', parseKnownAt)
    .option('--forecast <method>', 'how sales go on after the day: runRate, or growth=5 for 5 % over the year before', parseForecastOption)
    .option('--chart', 'a small chart of the difference instead of the months')
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const answer = isWithSales(options) ? await compareFiles(io, options) : await compareInLedger(options);
      if (options.json === true) printJson(io, answer);
      else printCompare(io, answer, options.chart === true);
    });
