import { fileURLToPath } from 'node:url';
import { openLedger } from '#ledger';
import { runApi } from './run-api.ts';
import { StartError } from './start-options.ts';

/** The process entry: prints one line of JSON on stdout when it listens. */
try {
  const { url, firstAdministrator } = await runApi(
    process.argv.slice(2),
    process.env,
    { openLedger, web: fileURLToPath(new URL('../web', import.meta.url)) },
    true,
  );
  process.stdout.write(
    `${JSON.stringify({ listening: url, ...(firstAdministrator === undefined ? {} : { firstAdministrator: firstAdministrator.secret }) })}\n`,
  );
  // Started by the CLI: when that is gone, even by kill -9, the server ends too and frees the file.
  if (process.connected) process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
} catch (error) {
  process.stderr.write(`${error instanceof StartError ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
}
