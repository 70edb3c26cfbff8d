import { Command, Option } from 'commander';
import type { DueAnswer, SettlementsAnswer, ShortPaymentsAnswer } from '#ledger';
import { withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure, valueOf } from '../failure.ts';
import { run } from '../negotiation/decision.ts';
import { axes } from '../terminal/figures.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';
import {
  asking,
  type AtOptions,
  atOf,
  byOf,
  collectNamed,
  deciding,
  type Deciding,
  given,
  type NamedAmount,
  parsePeriod,
} from './options.ts';

type Means = 'creditNote' | 'payment' | 'deduction';
type Settle = Deciding & {
  readonly by: Means;
  readonly reference: string;
  readonly programme: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly amount: string;
  readonly claim?: string;
  readonly final?: true;
  readonly invoice?: string;
  readonly payee?: readonly NamedAmount[];
  readonly tax?: readonly string[];
};

/** `V19=100.00+19.00`: code, net amount, tax. */
const taxOf = (text: string): { readonly code?: string; readonly net: string; readonly tax: string } => {
  const [, code, net, tax] = /^(?:([^=]+)=)?(-?[\d.]+)\+(-?[\d.]+)$/.exec(text) ?? [];
  if (net === undefined || tax === undefined)
    throw failure(
      'VALUE_NOT_ALLOWED',
      `${text} is no tax line.`,
      'Give code, net amount and tax, as V19=100.00+19.00.',
      { place: '--tax', value: text },
      EXIT.refused,
    );
  return { ...given('code', code), net, tax };
};

const collectTax = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text];

const record = (io: Io, settlement: string, options: Settle): Promise<void> => {
  const { by, reference, programme, period, amount, claim, final, invoice, payee, tax } = options;
  return run(io, options, {
    kind: 'RecordSettlement',
    settlement,
    means: by,
    reference,
    ...byOf(options),
    ...given('invoice', invoice),
    parts: [{ programme, period, amount, ...given('claim', claim), ...given('final', final) }],
    ...given(
      'payees',
      payee?.map((one) => ({ member: one.name, amount: one.amount })),
    ),
    ...given('tax', tax?.map(taxOf)),
  });
};

const printDue = (io: Io, answer: DueAnswer): void => {
  io.out(axes(answer));
  if (answer.items.length === 0) io.out('Nothing is due.');
  else {
    printTable(
      io,
      [
        { name: 'Programme' },
        { name: 'Period' },
        { name: 'Settled on' },
        { name: 'Due' },
        { name: 'By' },
        { name: 'Planned', align: 'right' },
        { name: 'Open', align: 'right' },
        { name: 'Notes' },
      ],
      answer.items.map((one) => [
        one.programme,
        `${one.period.from} to ${one.period.to}`,
        one.on,
        one.due,
        one.by,
        figure(io, one.planned),
        figure(io, one.open),
        [
          ...(one.afterFinal ? ['after a final settlement'] : []),
          ...(one.final ? ['final'] : []),
          ...one.claims.map((claim) => `claim ${claim.claim} ${figure(io, claim.open)}`),
          ...one.undecided.map((claim) => `claim ${claim.claim} ${figure(io, claim.open)} not decided`),
          ...(one.payees ?? []).map((payee) => `${payee.member} ${figure(io, payee.amount)}`),
          ...one.tax
            .filter(({ code }) => code !== undefined)
            .map((tax) => `${tax.code ?? ''} ${figure(io, tax.net)} + ${figure(io, tax.tax)}`),
        ].join(', '),
      ]),
    );
  }
  for (const { programme, amount } of answer.carried)
    io.out(`${programme}: ${figure(io, amount)} ${answer.currency} settled beyond what is due, carried on`);
};

const partText = (
  io: Io,
  { programme, period, claim, final, amount }: SettlementsAnswer['settlements'][number]['parts'][number],
  isOfSeveral: boolean,
): string =>
  [
    `${programme} ${period.from} to ${period.to}`,
    ...(claim === undefined ? [] : [`claim ${claim}`]),
    ...(final === true ? ['final'] : []),
    ...(isOfSeveral ? [figure(io, amount)] : []),
  ].join(', ');

const printSettlements = (io: Io, answer: SettlementsAnswer): void => {
  io.out(axes(answer));
  const columns = ['Earned', 'Settled', 'Waived', 'Open', 'Claimed', 'Approved', 'Unclaimed'] as const;
  printTable(
    io,
    [{ name: 'Programme' }, ...columns.map((name) => ({ name, align: 'right' as const }))],
    answer.standing.map((row) => [
      row.programme,
      ...[row.earned, row.settled, row.waived, row.open, row.claimed, row.approved, row.unclaimed].map((amount) => figure(io, amount)),
    ]),
  );
  if (answer.settlements.length > 0) {
    io.out('');
    printTable(
      io,
      [
        { name: 'Settlement' },
        { name: 'Kind' },
        { name: 'Reference' },
        { name: 'Day' },
        { name: 'Amount', align: 'right' },
        { name: 'For' },
        { name: 'Reversed' },
      ],
      answer.settlements.map((one) => [
        one.settlement,
        one.kind,
        one.reference,
        one.on,
        figure(io, one.amount),
        one.parts.map((part) => partText(io, part, one.parts.length > 1)).join('; '),
        one.reversedOn ?? '–',
      ]),
    );
  }
  if (answer.waivers.length > 0) {
    io.out('');
    printTable(
      io,
      [{ name: 'Waiver' }, { name: 'Status' }, { name: 'Programme' }, { name: 'Amount', align: 'right' }, { name: 'Reason' }],
      answer.waivers.map((one) => [one.waiver, one.status, one.programme, figure(io, one.amount), one.reason]),
    );
  }
};

const printShort = (io: Io, answer: ShortPaymentsAnswer): void => {
  io.out(axes(answer));
  if (answer.documents.length === 0) {
    io.out('No invoice was paid short.');
    return;
  }
  printTable(
    io,
    [
      { name: 'Invoice' },
      { name: 'Paid on' },
      { name: 'Due', align: 'right' },
      { name: 'Paid', align: 'right' },
      { name: 'Short', align: 'right' },
      { name: 'Left', align: 'right' },
      { name: 'Notes' },
    ],
    answer.documents.map((one) => [
      one.document,
      one.paidOn,
      ...[one.due, one.paid, one.short, one.left].map((amount) => figure(io, amount)),
      [
        ...(one.currency === answer.currency ? [] : [`in ${one.currency}`]),
        ...one.deductions.map(({ settlement, amount }) => `deduction ${settlement} ${figure(io, amount)}`),
        ...one.claims.map(({ claim, open, approved }) => `comes to claim ${claim} ${figure(io, open)}${approved ? '' : ' not decided'}`),
      ].join(', '),
    ]),
  );
};

const HELP = `
Examples:
  $ rebate settle plan --agreement acme-buildco-2026 --on 2026-04-30
  $ rebate settle record S-1 --agreement acme-buildco-2026 --by creditNote --reference CN-31 --programme volume --period 2026-01-01..2026-03-31 --amount 1150.00 --claim C-1 --tax V19=1150.00+218.50
  $ rebate settle short --agreement acme-buildco-2026 --on 2026-06-30
  $ rebate settle reverse S-1 --agreement acme-buildco-2026 --party supplier --reason "wrong branch"`;

export const settleCommand = (io: Io): Command => {
  const group = new Command('settle')
    .description('what was credited, paid or deducted: plan, record, reverse, list, short')
    .addHelpText('after', HELP);
  group.addCommand(
    asking('plan', 'what to settle now: due by the plan, less what was settled; with claims, payees and tax').action(
      async (options: AtOptions) => {
        const answer = await withLedger(options, async (client) => valueOf(await client.settling.due(atOf(options))));
        if (options.json === true) printJson(io, answer);
        else printDue(io, answer);
      },
    ),
  );
  group.addCommand(
    deciding('record', 'record a credit note, a payment or a deduction', 'supplier')
      .argument('<settlement>', 'your number of it')
      .addOption(new Option('--by <means>', 'how it is settled').choices(['creditNote', 'payment', 'deduction']).makeOptionMandatory())
      .requiredOption('--reference <text>', 'the number of the document')
      .requiredOption('--programme <id>', 'of which programme')
      .requiredOption('--period <from..to>', 'of which settlement period', parsePeriod)
      .requiredOption('--amount <amount>', 'the net amount; negative for what comes back')
      .option('--claim <claim>', 'the claim that it settles (default: those open of the period, the oldest first)')
      .option('--final', 'nothing more is to come for the period')
      .option('--invoice <text>', 'the invoice that was paid short')
      .option('--payee <member=amount>', 'who gets it; once for each', collectNamed)
      .option('--tax <code=net+tax>', 'net amount and tax of a code; once for each', collectTax)
      .action((settlement: string, options: Settle) => record(io, settlement, options)),
  );
  group.addCommand(
    deciding('reverse', 'reverse a settlement that was wrong')
      .argument('<settlement>')
      .requiredOption('--reason <text>', 'why')
      .action((settlement: string, options: Deciding & { readonly reason: string }) =>
        run(io, options, { kind: 'ReverseSettlement', settlement, reason: options.reason, ...byOf(options) }),
      ),
  );
  group.addCommand(
    asking('list', 'settlements and waivers, and what is earned, settled, waived, claimed and open').action(async (options: AtOptions) => {
      const answer = await withLedger(options, async (client) => valueOf(await client.settling.settlements(atOf(options))));
      if (options.json === true) printJson(io, answer);
      else printSettlements(io, answer);
    }),
  );
  group.addCommand(
    asking('short', 'invoices that were paid short, with the deductions that explain it and the claims that it comes to').action(
      async (options: AtOptions) => {
        const answer = await withLedger(options, async (client) => valueOf(await client.settling.shortPayments(atOf(options))));
        if (options.json === true) printJson(io, answer);
        else printShort(io, answer);
      },
    ),
  );
  return group;
};

const AGES = [
  ['Not due', 'notDue'],
  ['1–30 days', 'days1to30'],
  ['31–60', 'days31to60'],
  ['61–90', 'days61to90'],
  ['Over 90', 'over90'],
  ['Total', 'total'],
] as const;

export const ageingCommand = (io: Io): Command =>
  asking('ageing', 'what is due and open, by how long it has been due')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate ageing --agreement acme-buildco-2026 --on 2026-06-30\n  $ rebate ageing --agreement acme-buildco-2026 --json | jq .total',
    )
    .action(async (options: AtOptions) => {
      const answer = await withLedger(options, async (client) => valueOf(await client.settling.ageing(atOf(options))));
      if (options.json === true) {
        printJson(io, answer);
        return;
      }
      io.out(axes(answer));
      const rows = [...answer.programmes, { programme: 'Total', ...answer.total }];
      printTable(
        io,
        [{ name: 'Programme' }, ...AGES.map(([name]) => ({ name, align: 'right' as const }))],
        rows.map((row) => [row.programme, ...AGES.map(([, age]) => figure(io, row[age]))]),
      );
    });
