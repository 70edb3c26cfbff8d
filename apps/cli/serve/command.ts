import { Command, InvalidArgumentError } from 'commander';
import { DEFAULT_DATA } from '../client/open.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { checkPort, DEFAULT_PORT, runApi } from './api-process.ts';

const MAX_PORT = 65_535;

export const parsePort = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > MAX_PORT) throw new InvalidArgumentError(`Give a whole number from 0 to ${MAX_PORT}.`);
  return port;
};

export const defaultPort = (): number => {
  const given = process.env['REBATE_PORT'] ?? '';
  return given === '' ? DEFAULT_PORT : parsePort(given);
};

export const serveCommand = (io: Io): Command =>
  new Command('serve')
    .description('serve the ledger in a directory over HTTP, until stopped')
    .option('--data <dir>', `where the ledger is (env REBATE_DATA, default ${DEFAULT_DATA})`)
    .option('--port <port>', `on which port, 0 for a free one (env REBATE_PORT, default ${DEFAULT_PORT})`, parsePort)
    .option('--json', 'say where it listens as one JSON line')
    .addHelpText('after', '\nExamples:\n  $ rebate serve --data /var/lib/rebate --port 3000\n  $ REBATE_SERVER=http://127.0.0.1:3000 rebate partnerships')
    .action(async (options: { readonly data?: string; readonly port?: number; readonly json?: true }) => {
      const fromEnvironment = process.env['REBATE_DATA'] ?? '';
      const data = options.data ?? (fromEnvironment === '' ? DEFAULT_DATA : fromEnvironment);
      const port = options.port ?? defaultPort();
      await checkPort(port);
      process.exitCode = await runApi({ data, port }, (url) => {
        if (options.json === true) printJson(io, { listening: url });
        else io.out(`Serving ${data} at ${url}; the API is described at ${url}/docs. Stop with Ctrl-C.`);
      });
    });
