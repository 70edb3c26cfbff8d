import type { Command } from 'commander';
import { toDay } from '#kernel';
import type { KnownAt } from '#ledger';
import { asOneVersion, Calculation, type DesignAnswer, designTerms, parseGoals } from '#rebates';
import { dayGiven, sayWhatWasLeft } from '../calculate/command.ts';
import { readAgreement } from '../calculate/read-inputs.ts';
import { ledgerCommand, parseKnownAt, type Where, withLedger } from '../client/open.ts';
import { accept, valueOf } from '../failure.ts';
import { readStructured } from '../files/read-structured.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printDesign } from './print-design.ts';
import { readTrial, type SalesOptions } from './read-trial.ts';

type Options = Where &
  Partial<SalesOptions> & { readonly agreement: string; readonly goals: string; readonly on?: string; readonly knownAt?: KnownAt };

const designFiles = async (io: Io, options: Options & SalesOptions): Promise<DesignAnswer> => {
  const goals = accept(parseGoals(await readStructured(options.goals)), options.goals);
  const terms = asOneVersion(new Calculation(await readAgreement(options.agreement)).agreement);
  const { trial, read } = await readTrial([{ name: 'design', terms }], options, goals.sales === 'yearBefore');
  const [set] = trial.sets();
  if (set === undefined) throw new Error('one set of terms gives one set');
  const on = options.on === undefined ? toDay(terms.to) : dayGiven(options.on, '--on');
  const answer = accept(designTerms({ set, goals, on }), options.goals);
  sayWhatWasLeft(io, read, trial.first);
  return answer;
};

const designInLedger = async (options: Options): Promise<DesignAnswer> => {
  const { agreement, on, knownAt } = options;
  const goals = await readStructured(options.goals);
  const request = { agreement, goals, ...(on === undefined ? {} : { on }), ...(knownAt === undefined ? {} : { knownAt }) };
  return withLedger(options, async (client) => valueOf(await client.design(request)));
};

const HELP = `
Examples:
  $ rebate design --agreement agreement.yaml --sales sales.csv --goals goals.yaml
  $ rebate design --agreement acme-buildco-2026 --goals goals.yaml --json | jq ".candidates[].patch"

The goals file says what may vary, within which bounds and by which increment, and what each side wants: see
docs/reference/goals.schema.json. With --sales the agreement is a file and no ledger is asked. Nothing is recorded, and
nothing is chosen: the answer is the trade-off between the two sides.`;

const isWithSales = (options: Options): options is Options & SalesOptions => options.sales !== undefined;

export const designCommand = (io: Io): Command =>
  ledgerCommand('design', "search terms that meet both sides' goals on real sales, and show the trade-off")
    .requiredOption('--agreement <id|file>', 'which agreement of the ledger; with --sales, a file of terms (JSON or YAML)')
    .requiredOption('--goals <file>', 'what may vary and what each side wants, JSON or YAML')
    .option('--sales <file...>', 'sales, CSV, plain or gzip: search on files, without a ledger')
    .option('--map <mapping>', 'document=InvoiceNo,date=InvoiceDate,… or a file that holds the pairs; with --sales')
    .option('--rates <file>', 'exchange rates, CSV with the columns currency, from and rate; with --sales')
    .option('--on <day>', "sales through which day (default: the term's last)")
    .option('--known-at <position|time>', 'as known at (default: now)', parseKnownAt)
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const answer = isWithSales(options) ? await designFiles(io, options) : await designInLedger(options);
      if (options.json === true) printJson(io, answer);
      else printDesign(io, answer);
    });
