import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { KnownAt } from '#ledger';
import type { ReplayDay } from '#rebates';
import { type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { chartLines } from '../terminal/chart.ts';
import type { Io } from '../terminal/io.ts';
import { figure, short } from '../terminal/table.ts';
import { atCommand } from './ask.ts';

type Options = Where & {
  readonly agreement: string;
  readonly from: string;
  readonly to: string;
  readonly knownAt?: KnownAt;
  readonly speed?: number;
  readonly chart?: true;
};

const parseSpeed = (text: string): number => {
  const speed = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || speed <= 0) throw new InvalidArgumentError('Give days a second, such as 5.');
  return speed;
};

const isZero = (amount: string): boolean => /^-?0(\.0+)?$/.test(amount);
const isQuiet = (day: ReplayDay): boolean => day.events.length === 0 && isZero(day.change);
const signed = (amount: string): string => (amount.startsWith('-') || isZero(amount) ? amount : `+${amount}`);
const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');

const dayText = (io: Io, day: ReplayDay): string => {
  const causes = Object.entries(day.causes).map(([cause, amount]) => `${cause} ${signed(short(io, amount))}`);
  const head = `${io.paint.bold(day.on)}  earned ${figure(io, day.earned)}  (${signed(day.change)})${causes.length === 0 ? '' : `  ${causes.join(', ')}`}`;
  const events = day.events.map(
    (event) => `    ${event.position}  ${event.type}: ${plain(event.summary)}${event.lines === undefined ? '' : ` (${event.lines} lines)`}`,
  );
  return [head, ...events].join('\n');
};

const replay = async (io: Io, options: Options): Promise<void> => {
  const { agreement, from, to, knownAt, speed } = options;
  const days = await withLedger(options, async (client) =>
    valueOf(await client.replay({ agreement, from, to, ...(knownAt === undefined ? {} : { knownAt }) })),
  );
  if (options.chart === true && options.json !== true) {
    io.out(`${agreement}, earned day by day`);
    for (const line of chartLines(
      days.map((day) => ({ label: day.on, value: day.earned })),
      io.columns,
    ))
      io.out(line);
    return;
  }
  let quiet = 0;
  for (const day of days) {
    if (options.json === true) io.out(JSON.stringify(day));
    else if (isQuiet(day)) quiet += 1;
    else io.out(dayText(io, day));
    if (speed !== undefined) await sleep(1000 / speed);
  }
  if (options.json !== true && quiet > 0) io.err(`${quiet} days of ${days.length} without event or change are left out.`);
};

export const replayCommand = (io: Io): Command =>
  atCommand('replay', 'day by day: what happened and what it did to the balance')
    .requiredOption('--from <day>', 'first day')
    .requiredOption('--to <day>', 'last day')
    .option('--speed <days>', 'days a second (default: at once)', parseSpeed)
    .option('--chart', 'a small chart of the balance instead of text')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate replay --agreement acme-buildco-2026 --from 2026-01-01 --to 2026-12-31 --chart\n  $ rebate replay --agreement acme-buildco-2026 --from 2026-06-01 --to 2026-06-30 --speed 4\n  $ rebate replay --agreement acme-buildco-2026 --from 2026-01-01 --to 2026-12-31 --json | jq -c "{on, change, causes}"',
    )
    .action((options: Options) => replay(io, options));
