import { openLedger } from '#ledger';
import { StartError, runApi } from './run-api.ts';

/** The process entry: prints one line of JSON on stdout when it listens. */
try {
  const { url } = await runApi(process.argv.slice(2), process.env, openLedger, true);
  process.stdout.write(`${JSON.stringify({ listening: url })}\n`);
  // Started by the CLI: when that is gone, even by kill -9, the server ends too and frees the file.
  if (process.connected) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
} catch (error) {
  process.stderr.write(`${error instanceof StartError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
