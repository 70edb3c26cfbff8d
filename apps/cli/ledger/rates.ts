import { Command } from 'commander';
import type { GivenRate } from '#rebates';
import { newContext } from '../client/context.ts';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { readTable } from '../files/read-table.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { doneOf } from './agreement.ts';

type Options = Where & { readonly partnership: string; readonly table: string; readonly to: string };

/** A file of rates: what one unit of a currency is worth, from a day on. */
export const readRates = (file: string): Promise<readonly GivenRate[]> =>
  readTable(file, { required: ['currency', 'from', 'rate'], optional: [] });

const HELP = `
The file has the columns currency, from and rate. A rate holds from its day until the next one of its currency, and no
longer than the agreement trusts it (exchange.maxAgeDays, 10 by default). Rates that stand already change nothing; another
rate for the same day replaces it from now on, and balances known at an earlier time keep the one they had.

Examples:
  $ rebate rates record rates.csv --partnership acme~buildco --table ecb-daily --to EUR
  $ rebate calculate --agreement terms.yaml --sales sales.csv --rates rates.csv`;

export const ratesCommand = (io: Io): Command =>
  new Command('rates').description('exchange rates that agreements convert with').addCommand(
    ledgerCommand('record', 'record rates of a table in a partnership')
      .argument('<file>', 'CSV with the columns currency, from, rate (- for stdin)')
      .requiredOption('--partnership <id>', 'in which partnership')
      .requiredOption('--table <name>', 'the table, as agreements name it')
      .requiredOption('--to <currency>', 'the currency that the rates are in')
      .addHelpText('after', HELP)
      .action(async (file: string, options: Options) => {
        const { partnership, table, to } = options;
        const rates = await readRates(file);
        await withLedger(options, async (client) => {
          const { events, token, revision } = doneOf(
            await client.execute({ kind: 'RecordRates', partnership, table, to, rates }, newContext()),
          );
          if (options.json === true) printJson(io, { events, token, revision });
          else io.out(events.length === 0 ? 'Nothing changed: these rates stand already.' : `Recorded rates of ${table}.`);
        });
      }),
  );
