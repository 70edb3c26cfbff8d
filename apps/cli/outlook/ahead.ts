import { type Command, InvalidArgumentError } from 'commander';
import type { At, KnownAt } from '#ledger';
import { ALERT_RULES } from '#rebates';
import { type Where, withLedger } from '../client/open.ts';
import { valueOf } from '../failure.ts';
import { atCommand } from '../ledger/ask.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { printGoals } from './print-goals.ts';

type AtOptions = Where & { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt };
type AlertOptions = AtOptions & { readonly nearPercent: string; readonly nearDays: number; readonly endingDays: number };

const atOf = ({ agreement, on, knownAt }: AtOptions): At => ({
  agreement,
  ...(on === undefined ? {} : { on }),
  ...(knownAt === undefined ? {} : { knownAt }),
});

/** A figure always prints both axes. */
const heading = ({
  agreement,
  on,
  knownAt,
  rules,
}: {
  readonly agreement: string;
  readonly on: string;
  readonly knownAt?: number;
  readonly rules: number;
}): string => `${agreement}, about ${on}, as known at position ${knownAt ?? '–'}, rules ${rules}`;

const aboutDay = (name: string, description: string): Command =>
  atCommand(name, description).option('--on <day>', 'about which day (default: today)');

export const goalsCommand = (io: Io): Command =>
  aboutDay('goals', 'the shared goals of an agreement: progress, pace, at risk or not')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate goals --agreement acme-buildco-2026 --on 2026-06-30\n  $ rebate goals --agreement acme-buildco-2026 --json | jq .goals[].status',
    )
    .action(async (options: AtOptions) => {
      const answer = await withLedger(options, async (client) => valueOf(await client.goals(atOf(options))));
      if (options.json === true) {
        printJson(io, answer);
        return;
      }
      io.out(heading(answer));
      if (answer.goals.length === 0) io.out('The agreement has no goals.');
      else printGoals(io, answer.goals);
    });

const parseDays = (text: string): number => {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('Give a whole number of days.');
  return Number(text);
};

export const alertsCommand = (io: Io): Command =>
  aboutDay('alerts', 'what to look at: a step near, a goal at risk, the agreement ending, lines waiting')
    .option('--near-percent <percent>', 'a step is near when this part of its bound is missing', ALERT_RULES.nearPercent)
    .option('--near-days <days>', 'or when the pace so far reaches it in so many days', parseDays, ALERT_RULES.nearDays)
    .option('--ending-days <days>', 'how long before its end an agreement is said to end', parseDays, ALERT_RULES.endingDays)
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate alerts --agreement acme-buildco-2026 --on 2026-06-30\n  $ rebate alerts --agreement acme-buildco-2026 --near-percent 5 --ending-days 90 --json',
    )
    .action(async (options: AlertOptions) => {
      const { nearPercent, nearDays, endingDays } = options;
      const answer = await withLedger(options, async (client) =>
        valueOf(await client.alerts({ ...atOf(options), nearPercent, nearDays, endingDays })),
      );
      if (options.json === true) {
        printJson(io, answer);
        return;
      }
      io.out(heading(answer));
      if (answer.alerts.length === 0) io.out('Nothing to look at.');
      else
        printTable(
          io,
          [{ name: 'Since' }, { name: 'Alert' }, { name: 'Where' }, { name: 'What' }],
          answer.alerts.map((alert) => [alert.since, alert.code, alert.place, alert.sentence]),
        );
    });
