import type { Command } from 'commander';
import { ledgerCommand, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../terminal/io.ts';

export const rebuildCommand = (io: Io): Command =>
  ledgerCommand('rebuild', 'fold all views again from the log')
    .option('--check', 'beside the standing ones, and name the first difference (exit code 1)')
    .addHelpText('after', '\nExamples:\n  $ rebate rebuild --check\n  $ rebate rebuild --data /var/lib/rebate --json')
    .action((options: Where & { readonly check?: true }) =>
      withLedger(options, async (client) => {
        const onProgress = ({ events }: { readonly events: number }): void => {
          process.stderr.write(`\r\u001b[K${events} events`);
        };
        const result = await client.rebuild({ check: options.check === true, ...(io.isErrTerminal ? { onProgress } : {}) });
        if (io.isErrTerminal) process.stderr.write('\r\u001b[K');
        if (options.json === true) printJson(io, result);
        else
          io.out(
            `${result.events} events folded; ${result.identical ? 'the views are identical' : `the views differ: ${result.difference ?? 'unknown place'}`}; digest ${result.digest}`,
          );
        if (!result.identical) process.exitCode = EXIT.failure;
      }),
    );
