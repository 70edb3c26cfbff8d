import { Command } from 'commander';
import { run } from '../negotiation/decision.ts';
import type { Io } from '../terminal/io.ts';
import { byOf, deciding, type Deciding, parsePeriod } from './options.ts';

type Request = Deciding & {
  readonly programme: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly amount: string;
  readonly reason: string;
};

const HELP = `
Examples:
  $ rebate waive request W-1 --agreement acme-buildco-2026 --programme volume --period 2026-01-01..2026-03-31 --amount 3.10 --reason "not worth a credit note" --person carl
  $ rebate waive approve W-1 --agreement acme-buildco-2026 --person cora`;

export const waiveCommand = (io: Io): Command => {
  const group = new Command('waive')
    .description('give something up: one asks, another of the same side approves')
    .addHelpText('after', HELP);
  group.addCommand(
    deciding('request', 'ask to give up what is earned and open; the supplier, a negative amount that it settled too much', 'customer')
      .argument('<waiver>', 'your number of it')
      .requiredOption('--programme <id>', 'of which programme')
      .requiredOption('--period <from..to>', 'of which settlement period', parsePeriod)
      .requiredOption('--amount <amount>', 'the amount')
      .requiredOption('--reason <text>', 'why')
      .action((waiver: string, options: Request) => {
        const { programme, period, amount, reason } = options;
        return run(io, options, { kind: 'RequestWaiver', waiver, programme, period, amount, reason, ...byOf(options) });
      }),
  );
  group.addCommand(
    deciding('approve', 'approve it, as another person of the side', 'customer')
      .argument('<waiver>')
      .action((waiver: string, options: Deciding) => run(io, options, { kind: 'ApproveWaiver', waiver, ...byOf(options) })),
  );
  group.addCommand(
    deciding('drop', 'refuse it, or take it back', 'customer')
      .argument('<waiver>')
      .requiredOption('--reason <text>', 'why')
      .action((waiver: string, options: Deciding & { readonly reason: string }) =>
        run(io, options, { kind: 'DropWaiver', waiver, reason: options.reason, ...byOf(options) }),
      ),
  );
  return group;
};
