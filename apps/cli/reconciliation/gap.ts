import { type Command, Option } from 'commander';
import { VARIANCE_KINDS, type VarianceKind } from '#reconciliation';
import type { KnownAt } from '#ledger';
import { type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { atCommand } from '../ledger/ask.ts';
import { chartLines } from '../terminal/chart.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';
import { type InPartnership, inPartnership, knownAtOption, placeOf } from './options.ts';
import { comparedText, printSides } from './print.ts';

type Gap = InPartnership & { readonly from: string; readonly to: string; readonly kind?: VarianceKind; readonly net?: true };

/** How the gap between the two records grows, from the first day to the last. */
export const gapCommand = (io: Io): Command =>
  knownAtOption(inPartnership('gap', 'how far the two records are apart about each day, as a chart and by kind'))
    .requiredOption('--from <day>', 'the first day')
    .requiredOption('--to <day>', 'the last day')
    .addOption(new Option('--kind <kind>', 'only this kind').choices(VARIANCE_KINDS))
    .option('--net', "the customer's less the supplier's, in which opposite errors hide each other (default: gross)")
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate gap --partnership acme~buildco --from 2026-01-01 --to 2026-12-31\n  $ rebate gap --partnership acme~buildco --from 2026-01-01 --to 2026-12-31 --json | jq -c "[.day, .total.net]"',
    )
    .action((options: Gap) =>
      withLedger(options, async (client) => {
        const { from, to, kind, net } = options;
        const { days, knownAt, comparedFrom } = valueOf(await client.reconciliation.gap({ ...placeOf(options), from, to }));
        if (options.json === true) {
          printJsonLines(io, days);
          return;
        }
        const which = net === true ? 'net' : 'gross';
        io.out(
          `${options.partnership}, ${which} gap${kind === undefined ? '' : ` of ${kind}`} about each day, as known at position ${knownAt}${comparedText(comparedFrom)}`,
        );
        for (const line of chartLines(
          days.map((one) => ({ label: one.day, value: (kind === undefined ? one.total : one.byKind[kind])[which] })),
          io.columns,
        ))
          io.out(line);
        const last = days.at(-1);
        if (last === undefined) return;
        const rows = VARIANCE_KINDS.filter((one) => last.byKind[one].gross !== '0').map((one) => [
          one,
          figure(io, last.byKind[one].net),
          figure(io, last.byKind[one].gross),
        ]);
        printTable(
          io,
          [{ name: `Kind, about ${last.day}` }, { name: 'Net', align: 'right' }, { name: 'Gross', align: 'right' }],
          [...rows, ['all', figure(io, last.total.net), figure(io, last.total.gross)]],
        );
      }),
    );

type Sides = Where & { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt };

export const sidesCommand = (io: Io): Command =>
  atCommand('sides', "what the agreement would pay counting from each side's own record")
    .option('--on <day>', 'about which day (default: today)')
    .addHelpText('after', '\nExamples:\n  $ rebate sides --agreement acme-buildco-2026 --on 2026-06-30')
    .action((options: Sides) =>
      withLedger(options, async (client) => {
        const { agreement, on, knownAt } = options;
        const value = valueOf(
          await client.reconciliation.sides({
            agreement,
            ...(on === undefined ? {} : { on }),
            ...(knownAt === undefined ? {} : { knownAt }),
          }),
        );
        if (options.json === true) printJson(io, value);
        else printSides(io, value);
      }),
    );
