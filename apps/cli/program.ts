import { Command } from 'commander';
import { calculateCommand } from './calculate/command.ts';
import { EXIT_HELP } from './exit-codes.ts';
import type { Io } from './terminal/io.ts';

const EXAMPLES = `
Examples:
  $ rebate calculate --agreement agreement.yaml --sales sales.csv
  $ rebate demo
`;

export const program = (io: Io): Command => {
  const commands = [calculateCommand(io)];
  const root = new Command('rebate')
    .description('One history of a rebate agreement, shared and provable by both sides.')
    .version('0.1.0')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_HELP)
    .showSuggestionAfterError();
  for (const command of commands) root.addCommand(command);
  return root;
};
