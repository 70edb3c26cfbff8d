import { type Command, CommanderError } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { failure, failureOf } from './failure.ts';
import { program } from './program.ts';
import { type Io, processIo } from './terminal/io.ts';
import { printFailure } from './terminal/refusals.ts';

/** Commander ends the process itself unless each command is told not to; what it says goes to stderr either way. */
const neverExit = (command: Command): void => {
  command.exitOverride();
  for (const one of command.commands) neverExit(one);
};

const ended = (io: Io, error: unknown, json: boolean): ExitCode => {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok;
    // Commander has written its sentence to stderr already.
    if (json)
      printFailure(
        { ...io, err: () => undefined },
        failure('USAGE', error.message.replace(/^error: /, ''), 'See --help.', {}, EXIT.refused),
        true,
      );
    return EXIT.refused;
  }
  const failed = failureOf(error);
  if (failed !== undefined) {
    printFailure(io, failed, json);
    return failed.exitCode;
  }
  io.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (json)
    printFailure(
      { ...io, err: () => undefined },
      failure('FAILED', error instanceof Error ? error.message : String(error), 'Tell the operator: this is a defect.', {}, EXIT.failure),
      true,
    );
  return EXIT.failure;
};

export const main = async (argv: readonly string[]): Promise<void> => {
  const io = processIo();
  // `rebate … | head` closes the pipe: that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? EXIT.ok : EXIT.failure);
  });
  const root = program(io);
  neverExit(root);
  try {
    await root.parseAsync(argv);
  } catch (error) {
    process.exitCode = ended(io, error, argv.includes('--json'));
  }
};
