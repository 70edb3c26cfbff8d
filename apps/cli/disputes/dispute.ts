import { createReadStream, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { DisputeRequest, KnownAt, Party } from '#ledger';
import { type DisputeOutcome, OUTCOMES, type SalesDocument } from '#rebates';
import { newContext } from '../client/context.ts';
import { allOf, pages, parseCount, parseKnownAt, type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { readStructured } from '../files/read-structured.ts';
import { doneOf, run } from '../negotiation/decision.ts';
import { inPartnership, knownAtOption, placeOf, type InPartnership } from '../reconciliation/options.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { acting, type Acting, type Subject, subjectOf, subjectOptions } from './options.ts';
import { printDispute, printDisputes } from './print.ts';

const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);
const by = ({ partnership, party, person }: Acting) => ({ partnership, party, person });

type Opening = Acting &
  Subject & {
    readonly agreement: string;
    readonly on?: string;
    readonly knownAt?: KnownAt;
    readonly supplierFigure?: string;
    readonly customerFigure?: string;
    readonly answerBy?: string;
  };

const open = (io: Io): Command =>
  subjectOptions(acting('open', 'open a dispute on variances, lines, a statement, a claim, or the figure as such'))
    .argument('<text>', 'why')
    .requiredOption('--agreement <id>', 'which agreement')
    .option('--on <day>', 'about which day (default: the last of the agreement, or of the statement)')
    .option('--known-at <position|time>', 'as known then (default: the newest, or that of the statement)', parseKnownAt)
    .option('--supplier-figure <amount>', 'what the supplier holds (default: what its record gives)')
    .option('--customer-figure <amount>', 'what the customer holds (default: what its record gives)')
    .option('--answer-by <day>', 'by when an answer is asked for')
    .action(async (text: string, options: Opening) => {
      const { agreement, on, knownAt, supplierFigure, customerFigure, answerBy } = options;
      const context = newContext();
      const figures = { ...given('supplier', supplierFigure), ...given('customer', customerFigure) };
      const command: DisputeRequest = {
        kind: 'OpenDispute',
        ...by(options),
        agreement,
        subject: subjectOf(options),
        text,
        figures,
        ...given('on', on),
        ...given('knownAt', knownAt),
        ...given('answerBy', answerBy),
      };
      const { events, token } = await withLedger(options, async (client) => doneOf(await client.execute(command, context)));
      if (options.json === true) printJson(io, { events, token, dispute: context.commandId });
      else io.out(`Recorded: ${events.join(', ')}. The dispute is ${context.commandId}.`);
    });

const comment = (io: Io): Command =>
  acting('comment', 'say something, for both sides to read')
    .argument('<dispute>')
    .argument('<text>')
    .option('--figure <amount>', 'what this side holds from now on')
    .action((dispute: string, text: string, options: Acting & { readonly figure?: string }) =>
      run(io, options, { kind: 'CommentDispute', dispute, ...by(options), text, ...given('figure', options.figure) }),
    );

type Evidence = Acting & { readonly text?: string };

const evidence = (io: Io): Command =>
  acting('evidence', 'add a file of at most 10 MiB as evidence: its hash goes into the history')
    .argument('<dispute>')
    .argument('<file>')
    .option('--text <text>', 'what it shows')
    .action((dispute: string, file: string, options: Evidence) =>
      withLedger(options, async (client) => {
        const added = {
          dispute,
          ...by(options),
          name: basename(file),
          ...given('text', options.text),
          source: createReadStream(file) as AsyncIterable<Uint8Array>,
        };
        const { events } = doneOf(await client.disputes.addEvidence(added, newContext()));
        if (options.json === true) printJson(io, { events });
        else io.out(events.length === 0 ? 'Nothing changed: it was recorded before.' : `Recorded: ${events.join(', ')}.`);
      }),
    );

const fetchEvidence = (io: Io): Command =>
  inPartnership('fetch', 'write the file of evidence, checked against its hash')
    .argument('<dispute>')
    .argument('<sha256>')
    .requiredOption('--out <file>', 'where to')
    .action((dispute: string, sha256: string, options: Where & { readonly partnership: string; readonly out: string }) =>
      withLedger(options, async (client) => {
        const file = valueOf(await client.disputes.evidence({ partnership: options.partnership, dispute, sha256 }));
        writeFileSync(options.out, file.bytes);
        if (options.json === true) printJson(io, { name: file.name, sha256, bytes: file.bytes.length });
        else io.out(`${file.name}, ${file.bytes.length} bytes, is in ${options.out}.`);
      }),
    );

type Ending = Acting & {
  readonly outcome: DisputeOutcome;
  readonly reason: string;
  readonly corrections?: string;
  readonly accept?: Party;
  readonly answerBy?: string;
};

const endingOptions = (command: Command): Command =>
  command
    .argument('<dispute>')
    .addOption(new Option('--outcome <outcome>', 'how it ends').choices(OUTCOMES).makeOptionMandatory())
    .requiredOption('--reason <text>', 'why')
    .option('--corrections <file>', 'JSON or YAML: a list of documents of sales to be recorded');

const documentsIn = async (file: string | undefined): Promise<{ readonly corrections?: readonly SalesDocument[] }> =>
  file === undefined ? {} : { corrections: (await readStructured(file)) as readonly SalesDocument[] };

const propose = (io: Io): Command =>
  endingOptions(acting('propose', 'propose how it should end: the other side accepts it, and then it is recorded'))
    .addOption(new Option('--accept <side>', 'instead of corrections: whose lines are to hold').choices(['supplier', 'customer']))
    .option('--answer-by <day>', 'by when an answer is asked for')
    .action(async (dispute: string, options: Ending) => {
      const { outcome, reason, accept, answerBy } = options;
      await run(io, options, {
        kind: 'ProposeOutcome',
        dispute,
        ...by(options),
        outcome,
        reason,
        ...(await documentsIn(options.corrections)),
        ...given('accept', accept),
        ...given('answerBy', answerBy),
      });
    });

const escalate = (io: Io): Command =>
  acting('escalate', 'bring it before somebody else')
    .argument('<dispute>')
    .requiredOption('--to <name>', 'to whom')
    .requiredOption('--reason <text>', 'why')
    .option('--answer-by <day>', 'by when an answer is asked for')
    .action((dispute: string, options: Acting & { readonly to: string; readonly reason: string; readonly answerBy?: string }) =>
      run(io, options, {
        kind: 'EscalateDispute',
        dispute,
        ...by(options),
        to: options.to,
        reason: options.reason,
        ...given('answerBy', options.answerBy),
      }),
    );

const accept = (io: Io): Command =>
  acting('accept', 'accept a proposal of the other side: it ends, and the corrections are recorded')
    .argument('<dispute>')
    .requiredOption('--proposal <number>', 'which proposal', parseCount)
    .action((dispute: string, options: Acting & { readonly proposal: number }) =>
      run(io, options, { kind: 'AcceptOutcome', dispute, ...by(options), proposal: options.proposal }),
    );

const resolve = (io: Io): Command =>
  endingOptions(
    acting('resolve', "end it alone: correct or credit one's own record, accept the other side's view, or leave the record with a reason"),
  ).action(async (dispute: string, options: Ending) => {
    const { outcome, reason } = options;
    await run(io, options, { kind: 'EndDispute', dispute, ...by(options), outcome, reason, ...(await documentsIn(options.corrections)) });
  });

const list = (io: Io): Command =>
  inPartnership('list', 'disputes, in the order in which they were opened')
    .option('--open', 'without those that have ended')
    .option('--agreement <id>', 'only of this agreement')
    .action((options: Where & { readonly partnership: string; readonly open?: true; readonly agreement?: string }) =>
      withLedger(options, async (client) => {
        const { partnership, agreement } = options;
        const all = await allOf(
          pages(async (page) =>
            valueOf(
              await client.disputes.disputes({ partnership, openOnly: options.open === true, ...given('agreement', agreement), ...page }),
            ),
          ),
        );
        if (options.json === true) printJsonLines(io, all);
        else printDisputes(io, all);
      }),
    );

const show = (io: Io): Command =>
  knownAtOption(
    inPartnership('show', 'what both sides recorded, in order, what each event did to the figure, and where the two histories part'),
  )
    .argument('<dispute>')
    .action((dispute: string, options: InPartnership) =>
      withLedger(options, async (client) => {
        const value = valueOf(await client.disputes.dispute({ ...placeOf(options), dispute }));
        if (options.json === true) printJson(io, value);
        else printDispute(io, value);
      }),
    );

const HELP = `
Examples:
  $ rebate dispute open "Five boxes are missing" --partnership acme~buildco --agreement acme-buildco-2026 --party customer --line customer:INV-7#2
  $ rebate dispute list --partnership acme~buildco --open
  $ rebate dispute resolve 0197f3a0-0000-7000-8000-000000000001 --partnership acme~buildco --party supplier --outcome acceptance --reason "They were in the second lorry"`;

export const disputeCommand = (io: Io): Command => {
  const group = new Command('dispute')
    .description('disagreements on lines or figures: open, comment, evidence, fetch, propose, escalate, accept, resolve, list, show')
    .addHelpText('after', HELP);
  for (const one of [
    open(io),
    comment(io),
    evidence(io),
    fetchEvidence(io),
    propose(io),
    escalate(io),
    accept(io),
    resolve(io),
    list(io),
    show(io),
  ])
    group.addCommand(one);
  return group;
};
