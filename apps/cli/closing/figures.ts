import type { Command } from 'commander';
import type { KnownAt } from '#ledger';
import { type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { atCommand } from '../ledger/ask.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

type Options = Where & { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt };

export const figuresCommand = (io: Io): Command =>
  atCommand('figures', 'what is booked about a day, what is known now, and what was known then')
    .option('--on <day>', 'about which day (default: today)')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate figures --agreement acme-buildco-2026 --on 2026-06-30 --known-at 412\n  $ rebate figures --agreement acme-buildco-2026 --on 2026-06-30 --json | jq .booked.earned',
    )
    .action(async ({ agreement, on, knownAt, ...where }: Options) => {
      const answer = await withLedger(where, async (client) =>
        valueOf(
          await client.closing.figures({ agreement, ...(on === undefined ? {} : { on }), ...(knownAt === undefined ? {} : { knownAt }) }),
        ),
      );
      if (where.json === true) {
        printJson(io, answer);
        return;
      }
      const { booked, knownNow, knownThen } = answer;
      const row = (name: string, about: string, known: number, earned: string): string[] => [
        name,
        about,
        String(known),
        figure(io, earned),
      ];
      printTable(
        io,
        [
          { name: `Earned in ${answer.currency}` },
          { name: 'About' },
          { name: 'Known at', align: 'right' },
          { name: 'Amount', align: 'right' },
        ],
        [
          booked === null ? ['booked', 'nothing yet', '', ''] : row('booked', booked.period.to, booked.knownAt, booked.earned),
          row('known now', answer.on, knownNow.knownAt, knownNow.earned),
          row('known then', answer.on, knownThen.knownAt, knownThen.earned),
        ],
      );
    });
