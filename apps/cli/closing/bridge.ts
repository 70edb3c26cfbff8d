import { type Command, Option } from 'commander';
import type { KnownAt } from '#ledger';
import { type BridgeAnswer, BRIDGED, type Bridged } from '#rebates';
import { parseCount, parseKnownAt, type Where, withLedger } from '../client/open.ts';
import type { LedgerClient } from '../client/ledger-client.ts';
import { failure, valueOf } from '../failure.ts';
import { EXIT } from '../exit-codes.ts';
import { atCommand } from '../ledger/ask.ts';
import { printCauses, printEffects, scopeText } from '../terminal/figures.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure as amountOf, printTable, short } from '../terminal/table.ts';

type Options = Where & {
  readonly agreement: string;
  readonly on?: string;
  readonly knownAt?: KnownAt;
  readonly fromOn?: string;
  readonly fromKnownAt?: KnownAt;
  readonly fromStatement?: string;
  readonly statement?: string;
  readonly figure: Bridged;
  readonly limit: number;
};
type Point = { readonly on?: string; readonly knownAt?: KnownAt };

const MAX_PAGE = 500;

/** What a statement booked: the figure of its period's last day, as known at its position. */
const booked = async (client: LedgerClient, agreement: string, period: string): Promise<Point> => {
  const { period: days, position } = valueOf(await client.closing.statement({ agreement, period }));
  return { on: days.to, knownAt: { position: Number(position) } };
};

const pointOf = async (
  client: LedgerClient,
  agreement: string,
  period: string | undefined,
  { on, knownAt }: { readonly on: string | undefined; readonly knownAt: KnownAt | undefined },
): Promise<Point> => {
  if (period === undefined) return { ...(on === undefined ? {} : { on }), ...(knownAt === undefined ? {} : { knownAt }) };
  if (on !== undefined || knownAt !== undefined)
    throw failure(
      'USAGE',
      'A statement names its day and position itself.',
      'Leave the day and position of that side out.',
      {},
      EXIT.refused,
    );
  return booked(client, agreement, period);
};

/** One answer with its events gathered from as many pages as the limit needs. */
const bridged = async (client: LedgerClient, options: Options): Promise<BridgeAnswer> => {
  const { agreement, on, knownAt, fromOn, fromKnownAt, figure, limit } = options;
  const to = await pointOf(client, agreement, options.statement, { on, knownAt });
  const from = await pointOf(client, agreement, options.fromStatement, { on: fromOn, knownAt: fromKnownAt });
  const asked = {
    agreement,
    figure,
    ...to,
    ...(from.on === undefined ? {} : { fromOn: from.on }),
    ...(from.knownAt === undefined ? {} : { fromKnownAt: from.knownAt }),
  };
  const ask = async (left: number, cursor: string | null): Promise<BridgeAnswer> =>
    valueOf(await client.closing.bridge({ ...asked, limit: Math.min(left, MAX_PAGE), ...(cursor === null ? {} : { cursor }) }));
  let answer = await ask(limit, null);
  const events = [...answer.events];
  while (answer.nextCursor !== null && events.length < limit) {
    answer = await ask(limit - events.length, answer.nextCursor);
    events.push(...answer.events);
  }
  return { ...answer, events };
};

const print = (io: Io, answer: BridgeAnswer): void => {
  const end = ({ on, knownAt, amount }: BridgeAnswer['from']): string =>
    `${amountOf(io, amount)} about ${on} as known at position ${knownAt}`;
  io.out(
    `${answer.agreement} in ${answer.currency}, ${answer.figure}: from ${end(answer.from)} to ${end(answer.to)}, rules ${answer.rules}\n`,
  );
  const own = answer.events.filter(({ lines }) => lines.length === 0);
  printEffects(
    io,
    answer.events.flatMap(({ lines }) => lines),
  );
  if (own.length > 0) {
    io.out('');
    printTable(
      io,
      [
        { name: 'Position', align: 'right' },
        { name: 'What' },
        { name: 'Programme' },
        { name: 'Cause' },
        { name: 'Amount', align: 'right' },
      ],
      own.flatMap((event) =>
        event.effects.map((effect) => [
          event.position === undefined ? '–' : String(event.position),
          event.summary ?? 'time passed',
          effect.programme,
          effect.cause,
          amountOf(io, short(io, effect.amount)),
        ]),
      ),
    );
  }
  if (answer.nextCursor !== null) io.err('… and more events: raise --limit.');
  io.out('');
  printTable(
    io,
    [{ name: 'Programme' }, { name: 'From', align: 'right' }, { name: 'To', align: 'right' }, { name: 'Change', align: 'right' }],
    answer.programmes.map((row) => [
      `${row.id}${scopeText(row.scope)}`,
      amountOf(io, row.from),
      amountOf(io, row.to),
      amountOf(io, row.change),
    ]),
  );
  io.out('');
  printCauses(io, answer.causes);
  io.out(`Change ${io.paint.bold(amountOf(io, answer.change))} ${answer.currency}`);
};

const HELP = `
From one figure to another: what is left out of the first is as in the second, so --from-on alone compares two days, and
--from-known-at alone two positions about one day.

Examples:
  $ rebate bridge --agreement acme-buildco-2026 --on 2026-03-31 --from-known-at 120
  $ rebate bridge --agreement acme-buildco-2026 --from-statement 2026-03 --on 2026-03-31
  $ rebate bridge --agreement acme-buildco-2026 --from-statement 2026-03 --statement 2026-04 --json | jq .causes`;

export const bridgeCommand = (io: Io): Command =>
  atCommand('bridge', 'the causes between any two figures, each with its events: they add up')
    .option('--on <day>', 'to the figure about this day (default: today)')
    .option('--from-on <day>', 'from the figure about this day')
    .option('--from-known-at <position|time>', 'from what was known then', parseKnownAt)
    .option('--from-statement <period>', 'from what a statement booked')
    .option('--statement <period>', 'to what a statement booked')
    .addOption(
      new Option('--figure <figure>', 'what was earned, what of it is open, or where running periods are projected to end')
        .choices(BRIDGED)
        .default('earned'),
    )
    .option('--limit <events>', 'how many events at most', parseCount, 50)
    .addHelpText('after', HELP)
    .action(async (options: Options) => {
      const answer = await withLedger(options, (client) => bridged(client, options));
      if (options.json === true) printJson(io, answer);
      else print(io, answer);
    });
