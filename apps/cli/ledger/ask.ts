import { type Command, Option } from 'commander';
import type { KnownAt, Party } from '#ledger';
import type { ExplainAnswer } from '#rebates';
import { allOf, ledgerCommand, pages, parseCount, parseKnownAt, type Where, withLedger } from '../client/open.ts';
import type { LedgerClient } from '../client/ledger-client.ts';
import { valueOf } from '../failure.ts';
import { axes, printBalance, printCauses, printEffects } from '../terminal/figures.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { figure, printTable } from '../terminal/table.ts';

type AtOptions = Where & { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt };
type ExplainOptions = AtOptions & { readonly from?: string; readonly programme?: string; readonly limit: number };

const given = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);
const atOf = ({ agreement, on, knownAt }: AtOptions): { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt } => ({
  agreement,
  ...given('on', on),
  ...given('knownAt', knownAt),
});

export const atCommand = (name: string, description: string): Command =>
  ledgerCommand(name, description)
    .requiredOption('--agreement <id>', 'which agreement')
    .option('--known-at <position|time>', 'as known at (default: now)', parseKnownAt);

export const balanceCommand = (io: Io): Command =>
  atCommand('balance', 'what is earned about a day, as known at a position or time')
    .option('--on <day>', 'about which day (default: today)')
    .addOption(
      new Option('--count-from <side>', "count from this side's own record (default: from the one that the agreement counts from)")
        .choices(['supplier', 'customer'])
        .conflicts('as'),
    )
    .addOption(
      new Option('--as <side>', "accrue and project by this side's own policy (default: accrued is earned)").choices([
        'supplier',
        'customer',
      ]),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate balance --agreement acme-buildco-2026 --on 2026-06-30\n  $ rebate balance --agreement acme-buildco-2026 --on 2026-06-30 --known-at 412 --json',
    )
    .action(async (options: AtOptions & { readonly as?: Party; readonly countFrom?: Party }) => {
      const { as, countFrom } = options;
      const answer = await withLedger(options, async (client) =>
        valueOf(
          await (countFrom === undefined
            ? client.balance({ ...atOf(options), ...given('policyOf', as) })
            : client.reconciliation.balanceFrom({ ...atOf(options), countFrom })),
        ),
      );
      if (options.json === true) printJson(io, answer);
      else printBalance(io, answer);
    });

const MAX_PAGE = 500;

/** One answer with its lines gathered from as many pages as the limit needs. */
const explained = async (client: LedgerClient, options: ExplainOptions): Promise<ExplainAnswer> => {
  const ask = async (limit: number, cursor: string | null): Promise<ExplainAnswer> =>
    valueOf(
      await client.explain({
        ...atOf(options),
        ...given('from', options.from),
        ...given('programme', options.programme),
        limit: Math.min(limit, MAX_PAGE),
        ...(cursor === null ? {} : { cursor }),
      }),
    );
  let answer = await ask(options.limit, null);
  const lines = [...answer.lines];
  while (answer.nextCursor !== null && lines.length < options.limit) {
    answer = await ask(options.limit - lines.length, answer.nextCursor);
    lines.push(...answer.lines);
  }
  return { ...answer, lines };
};

export const explainCommand = (io: Io): Command =>
  atCommand('explain', 'trace a figure to its causes and lines')
    .option('--on <day>', 'about which day (default: today)')
    .option('--from <day>', 'explain the change since this day')
    .option('--programme <id>', 'only this programme')
    .option('--limit <lines>', 'how many lines at most', parseCount, 50)
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate explain --agreement acme-buildco-2026 --on 2026-06-30\n  $ rebate explain --agreement acme-buildco-2026 --from 2026-04-01 --on 2026-06-30 --programme volume --limit 500 --json',
    )
    .action(async (options: ExplainOptions) => {
      const answer = await withLedger(options, (client) => explained(client, options));
      if (options.json === true) {
        printJson(io, answer);
        return;
      }
      io.out(axes(answer));
      // A programme stands once for each period; its words are said once.
      for (const sentence of new Set(answer.programmes.flatMap(({ id, words }) => words.map((one) => `  ${id}: ${one}`)))) io.out(sentence);
      io.out('');
      printEffects(io, answer.lines);
      if (answer.nextCursor !== null) io.err(`… and more lines: raise --limit (now ${options.limit}).`);
      io.out('');
      printCauses(io, answer.causes);
      io.out(
        `Opening ${figure(io, answer.opening)} since ${answer.from}, earned ${io.paint.bold(figure(io, answer.earned))} ${answer.currency} about ${answer.on}`,
      );
    });

export const timelineCommand = (io: Io): Command =>
  ledgerCommand('timeline', 'the history of an agreement, event by event')
    .requiredOption('--agreement <id>', 'which agreement')
    .option('--limit <events>', 'how many at most (default: all)', parseCount)
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate timeline --agreement acme-buildco-2026\n  $ rebate timeline --agreement acme-buildco-2026 --json | jq -r .type | sort | uniq -c',
    )
    .action((options: Where & { readonly agreement: string; readonly limit?: number }) =>
      withLedger(options, async (client) => {
        const entries = pages(async (page) => valueOf(await client.timeline({ agreement: options.agreement, ...page })), options.limit);
        if (options.json === true) {
          for await (const page of entries) printJsonLines(io, page);
          return;
        }
        const rows = (await allOf(entries)).map((one) => [
          String(one.position),
          one.recordedAt,
          one.type,
          one.from === null ? '' : one.from === one.to ? one.from : `${one.from} to ${one.to ?? ''}`,
          String(one.lines),
          one.summary,
        ]);
        printTable(
          io,
          [
            { name: 'Position', align: 'right' },
            { name: 'Recorded at' },
            { name: 'Event' },
            { name: 'About' },
            { name: 'Lines', align: 'right' },
            { name: 'Summary' },
          ],
          rows,
        );
      }),
    );

export const partnershipsCommand = (io: Io): Command =>
  ledgerCommand('partnerships', 'list partnerships and their agreements')
    .addHelpText('after', '\nExamples:\n  $ rebate partnerships\n  $ rebate partnerships --json | jq -r .partnership')
    .action((options: Where) =>
      withLedger(options, async (client) => {
        const all = pages(async (page) => valueOf(await client.partnerships(page)));
        if (options.json === true) {
          for await (const page of all) printJsonLines(io, page);
          return;
        }
        printTable(
          io,
          [{ name: 'Partnership' }, { name: 'Position', align: 'right' }, { name: 'Agreements' }],
          (await allOf(all)).map((one) => [one.partnership, String(one.position), one.agreements.join(', ')]),
        );
      }),
    );
