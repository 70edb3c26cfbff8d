import { Command } from 'commander';
import type { BookingAnswer } from '#ledger';
import { journalCsv } from '#rebates';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { organisationOption } from '../client/own-organisation.ts';
import { valueOf } from '../failure.ts';
import { readStructured } from '../files/read-structured.ts';
import { run } from '../negotiation/decision.ts';
import { given, owning, type Owning } from '../settling/options.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

/** What a party keeps to itself: its accrual account, its accounts and its journal. */

const printBookings = (io: Io, bookings: readonly BookingAnswer[]): void => {
  const rows = bookings.flatMap(({ booking, period, rows: own, reversed }) =>
    own.map((row) => [
      booking,
      `${period.from} to ${period.to}`,
      row.programme,
      ...[row.opening, row.charged, row.used, row.released, row.closing].map((amount) => figure(io, amount)),
      reversed === null ? '' : `reversed: ${reversed}`,
    ]),
  );
  if (rows.length === 0) io.out('Nothing is booked.');
  else
    printTable(
      io,
      [
        { name: 'Booking' },
        { name: 'Period' },
        { name: 'Programme' },
        ...['Opening', 'Charged', 'Used', 'Released', 'Closing'].map((name) => ({ name, align: 'right' as const })),
        { name: 'Notes' },
      ],
      rows,
    );
};

const list = async (io: Io, options: Owning): Promise<void> => {
  const { organisation, agreement } = options;
  const answer = await withLedger(options, async (client) => valueOf(await client.books.accruals({ organisation, agreement })));
  if (options.json === true) {
    printJson(io, answer);
    return;
  }
  io.out(`Accruals of ${organisation} for ${agreement}`);
  printBookings(io, answer.bookings);
  for (const one of answer.releases)
    io.out(`Release ${one.release} of ${figure(io, one.amount)} for ${one.programme}: ${one.status} (${one.reason})`);
};

const ACCRUALS_HELP = `
Examples:
  $ rebate accruals book --agreement acme-buildco-2026 --organisation acme --through 2026-03-31
  $ rebate accruals list --agreement acme-buildco-2026 --organisation acme
  $ rebate accruals release R-1 --agreement acme-buildco-2026 --organisation acme --programme volume --amount 200.00 --reason "overestimated"`;

const ofOwn = ({ organisation, agreement, person }: Owning) => ({ organisation, agreement, person });
type Reasoned = Owning & { readonly reason: string };

export const accrualsCommand = (io: Io): Command => {
  const group = new Command('accruals')
    .description("one party's own accrual account, private to it: book, list, reverse, release, approve, drop")
    .addHelpText('after', ACCRUALS_HELP);
  group.addCommand(
    owning('book', 'book a period under the own policy: charged, used, released')
      .requiredOption('--through <day>', 'its last day; it begins the day after the booking before')
      .action((options: Owning & { readonly through: string }) =>
        run(io, options, { kind: 'BookAccruals', through: options.through, ...ofOwn(options) }),
      ),
  );
  group.addCommand(
    owning('list', 'opening + charged − used − released = closing, of each period booked').action((options: Owning) => list(io, options)),
  );
  group.addCommand(
    owning('reverse', 'undo the last booking')
      .argument('<booking>')
      .requiredOption('--reason <text>', 'why')
      .action((booking: string, options: Reasoned) =>
        run(io, options, { kind: 'ReverseBooking', booking, reason: options.reason, ...ofOwn(options) }),
      ),
  );
  group.addCommand(
    owning('release', 'ask to release a part of what is accrued')
      .argument('<release>', 'your number of it')
      .requiredOption('--programme <id>', 'of which programme')
      .requiredOption('--amount <amount>', 'how much')
      .requiredOption('--reason <text>', 'why')
      .action((release: string, options: Reasoned & { readonly programme: string; readonly amount: string }) =>
        run(io, options, {
          kind: 'RequestRelease',
          release,
          programme: options.programme,
          amount: options.amount,
          reason: options.reason,
          ...ofOwn(options),
        }),
      ),
  );
  group.addCommand(
    owning('approve', 'approve a release, as another person')
      .argument('<release>')
      .action((release: string, options: Owning) => run(io, options, { kind: 'ApproveRelease', release, ...ofOwn(options) })),
  );
  group.addCommand(
    owning('drop', 'refuse a release, or take it back')
      .argument('<release>')
      .requiredOption('--reason <text>', 'why')
      .action((release: string, options: Reasoned) =>
        run(io, options, { kind: 'DropRelease', release, reason: options.reason, ...ofOwn(options) }),
      ),
  );
  return group;
};

type Journal = Owning & { readonly from?: string; readonly to?: string; readonly csv?: true };

export const journalCommand = (io: Io): Command =>
  owning('journal', "one party's journal of the periods booked, private to it; the same bookings give the same bytes")
    .option('--from <day>', 'only periods that end on this day or later')
    .option('--to <day>', 'only periods that end on this day or before')
    .option('--csv', 'as CSV')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate journal --agreement acme-buildco-2026 --organisation acme --from 2026-03-31 --to 2026-03-31 --csv > march.csv\n  $ rebate journal --agreement acme-buildco-2026 --organisation buildco --json',
    )
    .action(async (options: Journal) => {
      const { organisation, agreement, from, to } = options;
      const journal = await withLedger(options, async (client) =>
        valueOf(await client.books.journal({ organisation, agreement, ...given('from', from), ...given('to', to) })),
      );
      // The program ends each output with a line break of its own.
      if (options.csv === true) io.out(journalCsv(journal.entries, journal.currency).replace(/\n$/, ''));
      else if (options.json === true) printJson(io, journal);
      else {
        const rows = journal.entries.flatMap(({ entry, date, text, programme, reference, lines }) =>
          lines.map((line) => [
            entry,
            date,
            `${line.account} ${line.name}`,
            figure(io, line.debit ?? ''),
            figure(io, line.credit ?? ''),
            programme,
            `${text}${reference === null ? '' : ` ${reference}`}`,
          ]),
        );
        printTable(
          io,
          [
            { name: 'Entry' },
            { name: 'Date' },
            { name: 'Account' },
            { name: 'Debit', align: 'right' },
            { name: 'Credit', align: 'right' },
            { name: 'Programme' },
            { name: 'Text' },
          ],
          rows,
        );
        io.out(`${io.paint.bold('Total')} debit ${figure(io, journal.debit)}, credit ${figure(io, journal.credit)} ${journal.currency}`);
      }
    });

type OfOrganisation = Where & { readonly organisation: string };

export const accountsCommand = (io: Io): Command => {
  const group = new Command('accounts')
    .description('the accounts that an organisation posts to, private to it: set, show')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate accounts set accounts.yaml --organisation acme\n  $ rebate accounts show --organisation acme',
    );
  group.addCommand(
    organisationOption(ledgerCommand('set', 'set the accounts of a file, JSON or YAML, for bookings from now on'), 'whose accounts')
      .argument('<file>')
      .action(async (file: string, options: OfOrganisation) =>
        run(io, options, { kind: 'SetAccounts', organisation: options.organisation, accounts: await readStructured(file) }),
      ),
  );
  group.addCommand(
    organisationOption(ledgerCommand('show', 'the accounts as set last'), 'whose accounts').action(async (options: OfOrganisation) => {
      const answer = await withLedger(options, async (client) =>
        valueOf(await client.books.accounts({ organisation: options.organisation })),
      );
      if (options.json === true) printJson(io, answer);
      else {
        io.out(
          answer.version === 0
            ? `${answer.organisation} has set no accounts: the defaults hold.`
            : `Accounts of ${answer.organisation}, version ${answer.version}:`,
        );
        if (answer.version > 0) io.out(JSON.stringify(answer.accounts, undefined, 2));
      }
    }),
  );
  return group;
};
