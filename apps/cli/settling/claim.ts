import { Command, Option } from 'commander';
import type { ClaimLine, ClaimLinesAnswer } from '#ledger';
import { claimLinesCsv } from '#rebates';
import type { LedgerClient } from '../client/ledger-client.ts';
import { withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure, valueOf } from '../failure.ts';
import { run } from '../negotiation/decision.ts';
import { axes } from '../terminal/figures.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';
import { evidenceOf, linesOf } from './evidence.ts';
import { asking, type AtOptions, atOf, byOf, deciding, type Deciding, given, parsePeriod } from './options.ts';

type Period = { readonly from: string; readonly to: string };
type Raise = Deciding & {
  readonly programme: string;
  readonly period: Period;
  readonly amount?: string;
  readonly lines?: string;
  readonly evidence?: string;
  readonly reference?: string;
};
type Part = Deciding & {
  readonly amount?: string;
  readonly programme?: string;
  readonly period?: Period;
  readonly lines?: string;
  readonly reason?: string;
};
type Lines = AtOptions & { readonly programme: string; readonly csv?: true };
type List = AtOptions & { readonly status?: 'raised' | 'approved' | 'refused' | 'withdrawn'; readonly overdue?: true };

const PAGE = 500;

/** All lines, as known at one position. */
const allLines = async (client: LedgerClient, { programme, ...options }: Lines): Promise<ClaimLinesAnswer> => {
  const first = valueOf(await client.settling.claimLines({ ...atOf(options), programme, limit: PAGE }));
  const lines: ClaimLine[] = [...first.lines];
  for (let { nextCursor } = first; nextCursor !== null;) {
    const page = valueOf(
      await client.settling.claimLines({
        agreement: options.agreement,
        on: first.on,
        knownAt: { position: first.knownAt },
        programme,
        limit: PAGE,
        cursor: nextCursor,
      }),
    );
    lines.push(...page.lines);
    ({ nextCursor } = page);
  }
  return { ...first, lines, nextCursor: null };
};

const raise = async (
  io: Io,
  claim: string,
  { programme, period, amount, lines, evidence, reference, ...options }: Raise,
): Promise<void> => {
  const named = lines === undefined ? undefined : await linesOf(lines);
  const stands = evidence ?? lines;
  const part = { programme, period, ...given('amount', amount), ...given('lines', named) };
  await run(io, options, {
    kind: 'RaiseClaim',
    claim,
    parts: [part],
    ...byOf(options),
    ...given('reference', reference),
    ...given('evidence', stands === undefined ? undefined : await evidenceOf(stands)),
  });
};

/** A part of one programme and period; all of the claim where nothing is named. */
const approve = async (io: Io, claim: string, { amount, programme, period, lines, reason, ...options }: Part): Promise<void> => {
  if ((programme === undefined || period === undefined) && [programme, period, amount, lines].some((one) => one !== undefined))
    throw failure(
      'USAGE',
      'A part of a claim is of a programme and a period, and one of them is missing.',
      'Give --programme and --period with it, or leave all of them out to approve the whole claim.',
      {},
      EXIT.refused,
    );
  const named = lines === undefined ? undefined : await linesOf(lines);
  const parts =
    programme === undefined || period === undefined
      ? undefined
      : [{ programme, period, ...given('amount', amount), ...given('lines', named) }];
  await run(io, options, { kind: 'ApproveClaim', claim, ...byOf(options), ...given('parts', parts), ...given('reason', reason) });
};

const list = async (io: Io, { status, overdue, ...options }: List): Promise<void> => {
  const answer = await withLedger(options, async (client) =>
    valueOf(await client.settling.claims({ ...atOf(options), ...given('status', status), ...given('overdue', overdue) })),
  );
  if (options.json === true) {
    printJson(io, answer);
    return;
  }
  io.out(axes(answer));
  if (answer.claims.length === 0) io.out('No claims.');
  else {
    printTable(
      io,
      [
        { name: 'Claim' },
        { name: 'Status' },
        { name: 'Raised' },
        { name: 'For' },
        { name: 'Amount', align: 'right' },
        { name: 'Approved', align: 'right' },
        { name: 'Settled', align: 'right' },
        { name: 'Open', align: 'right' },
        { name: 'Decide by' },
        { name: 'Notes' },
      ],
      answer.claims.map((one) => [
        one.claim,
        one.status,
        one.on,
        one.parts.map(({ programme, period }) => `${programme} ${period.from} to ${period.to}`).join('; '),
        figure(io, one.amount),
        one.approved === null ? '–' : figure(io, one.approved),
        figure(io, one.settled),
        figure(io, one.open),
        one.decideBy ?? '–',
        [
          ...(one.overdue ? ['decision late'] : []),
          ...(one.automatic ? ['by the plan'] : []),
          ...(one.asked === null ? [] : [`asked for ${figure(io, one.asked)}`]),
          ...(one.reason === null ? [] : [one.reason]),
        ].join(', '),
      ]),
    );
  }
};

const lines = async (io: Io, options: Lines): Promise<void> => {
  const answer = await withLedger(options, (client) => allLines(client, options));
  if (options.csv === true) {
    // The program ends each output with a line break of its own.
    io.out(claimLinesCsv(answer.lines).replace(/\n$/, ''));
    return;
  }
  if (options.json === true) {
    printJson(io, answer);
    return;
  }
  io.out(axes(answer));
  printTable(
    io,
    [
      { name: 'Date' },
      { name: 'Document' },
      { name: 'Line' },
      { name: 'Product' },
      { name: 'Earned', align: 'right' },
      { name: 'Claimed', align: 'right' },
      { name: 'Left', align: 'right' },
    ],
    answer.lines.map((line) => [
      line.date,
      line.document,
      line.line,
      line.product,
      figure(io, line.earned),
      figure(io, line.claimed),
      figure(io, line.left),
    ]),
  );
  io.out(`${io.paint.bold('Earned')} ${figure(io, answer.earned)} ${answer.currency} on ${answer.lines.length} lines`);
};

const HELP = `
Examples:
  $ rebate claim lines --agreement acme-buildco-2026 --programme volume --on 2026-03-31 --csv > lines.csv
  $ rebate claim raise C-1 --agreement acme-buildco-2026 --programme volume --period 2026-01-01..2026-03-31 --lines lines.csv
  $ rebate claim list --agreement acme-buildco-2026 --overdue`;

const partOptions = (command: Command): Command =>
  command.option('--amount <amount>', 'the amount').option('--lines <file>', 'a CSV of lines: document, line, and amount or left');

export const claimCommand = (io: Io): Command => {
  const group = new Command('claim')
    .description('what the customer claims of what it earned: lines, raise, due, list, approve, refuse, withdraw')
    .addHelpText('after', HELP);
  group.addCommand(
    asking('lines', 'what each line has earned of a programme, and what of it is claimed: the evidence of a claim')
      .requiredOption('--programme <id>', 'of which programme')
      .option('--csv', 'as CSV, to be sent with the claim')
      .action((options: Lines) => lines(io, options)),
  );
  group.addCommand(
    partOptions(
      deciding('raise', 'raise a claim; without an amount, of all that is left', 'customer')
        .argument('<claim>', 'your number of it')
        .requiredOption('--programme <id>', 'of which programme')
        .requiredOption('--period <from..to>', 'of which settlement period', parsePeriod),
    )
      .option('--evidence <file>', 'a file that it stands on: its hash is kept (default: the file of lines)')
      .option('--reference <text>', 'your reference')
      .action((claim: string, options: Raise) => raise(io, claim, options)),
  );
  group.addCommand(
    deciding('due', 'raise what plans that claim by themselves have open').action((options: Deciding) =>
      run(io, options, { kind: 'RaiseDueClaims', ...byOf(options) }, 'Nothing is due that is not claimed yet.'),
    ),
  );
  group.addCommand(
    asking('list', 'claims, and what became of them')
      .addOption(new Option('--status <status>', 'only of this status').choices(['raised', 'approved', 'refused', 'withdrawn']))
      .option('--overdue', 'only those whose decision is late')
      .action((options: List) => list(io, options)),
  );
  group.addCommand(
    partOptions(
      deciding('approve', 'approve a claim; with a programme, a period and an amount, in part', 'supplier')
        .argument('<claim>')
        .option('--programme <id>', 'a part of it: of which programme')
        .option('--period <from..to>', 'a part of it: of which period', parsePeriod),
    )
      .option('--reason <text>', 'why not all of it')
      .action((claim: string, options: Part) => approve(io, claim, options)),
  );
  group.addCommand(
    deciding('refuse', 'refuse a claim', 'supplier')
      .argument('<claim>')
      .requiredOption('--reason <text>', 'why')
      .action((claim: string, options: Deciding & { readonly reason: string }) =>
        run(io, options, { kind: 'RefuseClaim', claim, reason: options.reason, ...byOf(options) }),
      ),
  );
  group.addCommand(
    deciding('withdraw', 'take a claim back of which nothing is settled', 'customer')
      .argument('<claim>')
      .option('--reason <text>', 'why')
      .action((claim: string, options: Deciding & { readonly reason?: string }) =>
        run(io, options, { kind: 'WithdrawClaim', claim, ...given('reason', options.reason), ...byOf(options) }),
      ),
  );
  return group;
};
