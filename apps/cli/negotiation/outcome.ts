import type { Command } from 'commander';
import type { KnownAt } from '#ledger';
import { ledgerCommand, parseKnownAt, type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

/** What a signature changed of the past, and what comes after the term. */

type Asking = Where & { readonly on?: string; readonly knownAt?: KnownAt };

export const trueUpsCommand = (io: Io): Command =>
  ledgerCommand('true-ups', 'what each change of the terms made of the balance about a day, with its cause')
    .argument('<agreement>')
    .option('--on <day>', 'about which day (default: today)')
    .option('--known-at <position|time>', 'as known at (default: now)', parseKnownAt)
    .action(async (agreement: string, { on, knownAt, ...where }: Asking) => {
      const answer = await withLedger(where, async (client) =>
        valueOf(await client.trueUps({ agreement, ...(on === undefined ? {} : { on }), ...(knownAt === undefined ? {} : { knownAt }) })),
      );
      if (where.json === true) {
        printJson(io, answer);
        return;
      }
      io.out(`${agreement} in ${answer.currency}, about ${answer.on}, as known at position ${answer.knownAt}`);
      const rows = answer.trueUps.map((one) => [
        String(one.position),
        String(one.version),
        one.cause,
        figure(io, one.before),
        figure(io, one.after),
        figure(io, one.change),
      ]);
      if (rows.length === 0) io.out('The terms have not changed since they came into force.');
      else
        printTable(
          io,
          [
            { name: 'Position', align: 'right' },
            { name: 'Version', align: 'right' },
            { name: 'Cause' },
            { name: 'Before', align: 'right' },
            { name: 'After', align: 'right' },
            { name: 'True-up', align: 'right' },
          ],
          rows,
        );
    });

type Next = Where & { readonly from?: string; readonly id?: string; readonly measuredBaselines?: true };

export const replicateCommand = (io: Io): Command =>
  ledgerCommand('replicate', 'terms for the next term, as JSON: read them over, then propose the file')
    .argument('<agreement>')
    .option('--from <day>', 'first day of the new term (default: the day after the old one)')
    .option('--id <id>', 'id of the new agreement (default: the old one with the new year)')
    .option('--measured-baselines', 'fill fixed baselines of growth with what was measured')
    .action(async (agreement: string, { from, id, measuredBaselines, ...where }: Next) => {
      const asked = {
        agreement,
        ...(from === undefined ? {} : { from }),
        ...(id === undefined ? {} : { id }),
        baselines: measuredBaselines === true,
      };
      const { terms, notes } = await withLedger(where, async (client) => valueOf(await client.replica(asked)));
      if (where.json === true) printJson(io, { terms, notes });
      else io.out(JSON.stringify(terms, undefined, 2));
      if (where.json !== true) for (const note of notes) io.err(note);
    });
