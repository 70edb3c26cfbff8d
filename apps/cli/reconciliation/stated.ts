import { type Command, Option } from 'commander';
import type { KnownAt, Party, ResolveStatedFigure, StatedAnswer, StateFigures } from '#ledger';
import { STATED_ACCEPTED } from '#rebates';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { sideOption } from '../client/side.ts';
import { failure, valueOf } from '../failure.ts';
import { readStructured } from '../files/read-structured.ts';
import { personOption, run } from '../negotiation/decision.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';
import { knownAtOption, parsePairs } from './options.ts';

/** A side's own rebate statement: what it says, and how far it is from what the agreement earns. */

type Stating = Where & {
  readonly agreement: string;
  readonly party: Party;
  readonly person: string;
  readonly period?: string;
  readonly figures?: Readonly<Record<string, string>>;
  readonly reference?: string;
  readonly corrects?: true;
};
type Written = Partial<Pick<StateFigures, 'period' | 'figures' | 'reference' | 'corrects'>>;

export const stateCommand = (io: Io): Command =>
  personOption(
    sideOption(ledgerCommand('state', "records what a side's own rebate statement says of a period; the balance does not follow it")),
  )
    .argument('[file]', 'JSON or YAML: period, figures by programme, reference, corrects')
    .requiredOption('--agreement <id>', 'which agreement')
    .option('--period <period>', 'instead of a file: 2026-03, 2026-Q1, or 2026-03-01..2026-03-31')
    .option('--figures <amounts>', 'instead of a file: what each programme earned in it, such as volume=1350.00,promo=80.00', parsePairs)
    .option('--reference <number>', "the number of the side's own paper")
    .option('--corrects', 'in place of what was stated of the period before')
    .action(async (file: string | undefined, options: Stating) => {
      const { agreement, party, person } = options;
      const written = { ...(file === undefined ? {} : ((await readStructured(file)) as Written)), ...given(options) };
      const { period, figures, reference, corrects } = written;
      if (period === undefined || figures === undefined)
        throw failure('USAGE', 'The period or its figures are missing.', 'Give a file with period and figures, or --period and --figures.');
      await run(io, options, {
        kind: 'StateFigures',
        agreement,
        period,
        figures,
        ...(reference === undefined ? {} : { reference }),
        ...(corrects === undefined ? {} : { corrects }),
        party,
        person,
      });
    });

/** What is said on the command line goes before the file. */
const given = ({ period, figures, reference, corrects }: Stating): Written => ({
  ...(period === undefined ? {} : { period }),
  ...(figures === undefined ? {} : { figures }),
  ...(reference === undefined ? {} : { reference }),
  ...(corrects === undefined ? {} : { corrects }),
});

const statusText = ({ status, resolution }: StatedAnswer['items'][number]['programmes'][number]): string =>
  resolution === null
    ? status
    : `${status}: ${resolution.accept}, by ${resolution.person} for the ${resolution.party}${resolution.reason === null ? '' : `: ${resolution.reason}`}`;

type Resolving = Where & Omit<ResolveStatedFigure, 'kind'>;

export const resolveStatedCommand = (io: Io): Command =>
  personOption(
    sideOption(ledgerCommand('resolve-stated', 'says which figure holds where a side’s own statement and what is earned differ')),
  )
    .requiredOption('--agreement <id>', 'which agreement')
    .addOption(new Option('--of <side>', 'whose statement it is').choices(['supplier', 'customer']).makeOptionMandatory())
    .requiredOption('--period <period>', 'the period that was stated: 2026-03, 2026-Q1, or 2026-03-01..2026-03-31')
    .requiredOption('--programme <id>', 'which of its figures')
    .addOption(
      new Option('--accept <figure>', 'which holds: the side whose figure gives way says so; neither needs a reason')
        .choices(STATED_ACCEPTED)
        .makeOptionMandatory(),
    )
    .option('--reason <text>', 'why')
    .action((options: Resolving) => {
      const { agreement, of, period, programme, accept, reason, party, person } = options;
      return run(io, options, {
        kind: 'ResolveStatedFigure',
        agreement,
        of,
        period,
        programme,
        accept,
        ...(reason === undefined ? {} : { reason }),
        party,
        person,
      });
    });

const print = (io: Io, { agreement, currency, knownAt, items }: StatedAnswer): void => {
  io.out(
    `${agreement} in ${currency}, as known at position ${knownAt}: each side's own statements against what the agreement earns in the same days`,
  );
  printTable(
    io,
    [
      { name: 'Side' },
      { name: 'Period' },
      { name: 'Programme' },
      { name: 'Stated', align: 'right' },
      { name: 'Earned', align: 'right' },
      { name: 'Difference', align: 'right' },
      { name: 'Status' },
      { name: 'Paper' },
      { name: 'Position', align: 'right' },
    ],
    items.flatMap(({ party, period, programmes, reference, position }) =>
      programmes.map((row) => [
        party,
        `${period.from} to ${period.to}`,
        row.programme,
        figure(io, row.stated),
        figure(io, row.ledger),
        figure(io, row.difference),
        statusText(row),
        reference ?? '',
        String(position),
      ]),
    ),
  );
};

export const statedCommand = (io: Io): Command =>
  knownAtOption(ledgerCommand('stated', "each side's own statements, what the agreement earns in the same days, and the difference"))
    .requiredOption('--agreement <id>', 'which agreement')
    .action((options: Where & { readonly agreement: string; readonly knownAt?: KnownAt }) =>
      withLedger(options, async (client) => {
        const { agreement, knownAt } = options;
        const value = valueOf(await client.reconciliation.stated({ agreement, ...(knownAt === undefined ? {} : { knownAt }) }));
        if (options.json === true) printJson(io, value);
        else print(io, value);
      }),
    );
