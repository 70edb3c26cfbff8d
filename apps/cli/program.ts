import { Command } from 'commander';
import { calculateCommand } from './calculate/command.ts';
import { demoCommand } from './demo/command.ts';
import { EXIT_HELP } from './exit-codes.ts';
import { agreementCommand } from './ledger/agreement.ts';
import { balanceCommand, explainCommand, partnershipsCommand, timelineCommand } from './ledger/ask.ts';
import { importCommand, importsCommand } from './ledger/import.ts';
import { rebuildCommand } from './ledger/rebuild.ts';
import { replayCommand } from './ledger/replay.ts';
import { serveCommand } from './serve/command.ts';
import type { Io } from './terminal/io.ts';

const EXAMPLES = `
Examples:
  $ rebate calculate --agreement agreement.yaml --sales sales.csv
  $ rebate demo
  $ rebate import sales.csv --partnership acme~buildco
  $ rebate balance --agreement acme-buildco-2026 --on 2026-06-30 --json
`;

export const program = (io: Io): Command => {
  const commands = [
    calculateCommand(io), demoCommand(io), serveCommand(io), importCommand(io), importsCommand(io), agreementCommand(io), partnershipsCommand(io),
    balanceCommand(io), explainCommand(io), replayCommand(io), timelineCommand(io), rebuildCommand(io),
  ];
  const root = new Command('rebate')
    .description('One history of a rebate agreement, shared and provable by both sides.')
    .version('0.1.0')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_HELP)
    .showSuggestionAfterError()
    .enablePositionalOptions();
  for (const command of commands) root.addCommand(command);
  return root;
};
