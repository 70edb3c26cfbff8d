import { Command, Option } from 'commander';
import type { Party, ReconciliationCommand, VariancesAnswer, VarianceSummary } from '#ledger';
import { ACCEPTED, type Accepted } from '#rebates';
import type { LedgerClient } from '../client/ledger-client.ts';
import { parseCount, withLedger } from '../client/open.ts';
import { sideOption } from '../client/side.ts';
import { failure, valueOf } from '../failure.ts';
import { readStructured } from '../files/read-structured.ts';
import { personOption, run } from '../negotiation/decision.ts';
import { type Io, printJson } from '../terminal/io.ts';
import {
  type Filtered,
  filterOf,
  filterOptions,
  type InPartnership,
  inPartnership,
  knownAtOption,
  parsePairs,
  placeOf,
} from './options.ts';
import { printRules, printVariance, printVariances } from './print.ts';
import { resolveStatedCommand, statedCommand, stateCommand } from './stated.ts';

const PAGE = 500;

/** One answer with the variances of as many pages as the limit needs. */
const variancesOf = async (
  client: LedgerClient,
  options: Filtered,
  limit: number,
): Promise<{ readonly answer: VariancesAnswer; readonly items: readonly VarianceSummary[] }> => {
  const asked = { ...placeOf(options), ...filterOf(options), ...(options.on === undefined ? {} : { on: options.on }) };
  const items: VarianceSummary[] = [];
  let cursor: string | null = null;
  for (;;) {
    const answer: VariancesAnswer = valueOf(
      await client.reconciliation.variances({
        ...asked,
        limit: Math.min(PAGE, limit - items.length),
        ...(cursor === null ? {} : { cursor }),
      }),
    );
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null || items.length >= limit) return { answer, items };
  }
};

const list = (io: Io): Command =>
  filterOptions(knownAtOption(inPartnership('list', 'the lines on which the two records differ, and what each means in rebate')))
    .addOption(new Option('--status <status>', 'only these (default: all that is not resolved)').choices(['open', 'proposed', 'resolved']))
    .option('--on <day>', 'say what they mean in rebate about this day (default: the last day of each agreement)')
    .option('--limit <variances>', 'how many at most', parseCount, 100)
    .action((options: Filtered & { readonly limit: number }) =>
      withLedger(options, async (client) => {
        const { answer, items } = await variancesOf(client, options, options.limit);
        if (options.json === true) printJson(io, { ...answer, items });
        else printVariances(io, answer, items);
        if (options.json !== true && items.length < answer.total.count)
          io.err(`… and ${answer.total.count - items.length} more: raise --limit (now ${options.limit}).`);
      }),
    );

const show = (io: Io): Command =>
  knownAtOption(inPartnership('show', 'both lines of a variance, and what was said of it'))
    .argument('<variance>')
    .option('--on <day>', 'say what it means in rebate about this day')
    .action((variance: string, options: InPartnership & { readonly on?: string }) =>
      withLedger(options, async (client) => {
        const value = valueOf(
          await client.reconciliation.variance({ ...placeOf(options), variance, ...(options.on === undefined ? {} : { on: options.on }) }),
        );
        if (options.json === true) printJson(io, value);
        else printVariance(io, value);
      }),
    );

type Resolving = Filtered & {
  readonly party: Party;
  readonly person: string;
  readonly accept: Accepted;
  readonly all?: true;
  readonly agreed?: Readonly<Record<string, string>>;
  readonly reason?: string;
};

const named = async (ids: readonly string[], options: Resolving): Promise<readonly string[]> => {
  if (options.all !== true) {
    if (ids.length > 0) return ids;
    throw failure(
      'USAGE',
      'No variance is named.',
      'Name one or more, or give --all, with --kind, --document, --from or --to where not all are meant.',
    );
  }
  const { items } = await withLedger(options, (client) => variancesOf(client, options, PAGE));
  if (items.length > 0) return items.map(({ variance }) => variance);
  throw failure('VARIANCE_UNKNOWN', 'Nothing that is open fits.', 'Look at what is open with rebate reconcile list.', {
    value: options.partnership,
  });
};

const resolve = (io: Io): Command =>
  filterOptions(
    personOption(
      sideOption(
        inPartnership(
          'resolve',
          "say whose line holds: taking the other side's is in force at once, all else needs the other side's word too",
        ),
      ),
    ),
  )
    .argument('[variances...]')
    .addOption(
      new Option('--accept <whose>', 'whose line holds; neither leaves both records, with a reason')
        .choices(ACCEPTED)
        .makeOptionMandatory(),
    )
    .option('--all', 'every open variance that the filter lets through, at most 500')
    .option('--agreed <values>', 'with --accept agreed: what the line is to say, such as quantity=11,unitPrice=2.50', parsePairs)
    .option('--reason <text>', 'why')
    .action(async (ids: readonly string[], options: Resolving) => {
      const { partnership, accept, agreed, reason, party, person } = options;
      const command: ReconciliationCommand = {
        kind: 'ResolveVariances',
        partnership,
        variances: await named(ids, options),
        accept,
        party,
        person,
        ...(agreed === undefined ? {} : { agreed }),
        ...(reason === undefined ? {} : { reason }),
      };
      await run(io, options, command);
    });

type Setting = InPartnership & { readonly party: Party; readonly person: string };

const rules = (io: Io): Command =>
  sideOption(
    personOption(knownAtOption(inPartnership('rules', 'how lines are matched; with a file, sets it for both sides from now on'))),
    { isNeeded: ({ args }) => args.length > 0 },
  )
    .argument('[file]', 'JSON or YAML: tolerances, stages, prefix, units, products, documents')
    .action(async (file: string | undefined, options: Setting) => {
      if (file === undefined) {
        const value = await withLedger(options, async (client) => valueOf(await client.reconciliation.rules(placeOf(options))));
        if (options.json === true) printJson(io, value);
        else printRules(io, value);
        return;
      }
      const { partnership, party, person } = options;
      await run(io, options, {
        kind: 'SetMatchingRules',
        partnership,
        rules: (await readStructured(file)) as Extract<ReconciliationCommand, { kind: 'SetMatchingRules' }>['rules'],
        party,
        person,
      });
    });

const HELP = `
Examples:
  $ rebate reconcile list --partnership acme~buildco
  $ rebate reconcile resolve --partnership acme~buildco --party supplier --accept customer --all --kind quantity
  $ rebate reconcile rules rules.yaml --partnership acme~buildco --party customer
  $ rebate reconcile state --agreement acme-buildco-2026 --party customer --period 2026-Q1 --figures volume=1350.00
  $ rebate reconcile stated --agreement acme-buildco-2026`;

export const reconcileCommand = (io: Io): Command => {
  const group = new Command('reconcile')
    .description("the two sides' records against each other: list, show, resolve, rules, state, stated")
    .addHelpText('after', HELP);
  for (const one of [list(io), show(io), resolve(io), rules(io), stateCommand(io), statedCommand(io), resolveStatedCommand(io)])
    group.addCommand(one);
  return group;
};
