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

/** Good once, for a day; the next start prints another as long as there is no administrator. */
const printFirstAdministrator = (io: Io, url: string, token: string): void => {
  io.out('Nobody can sign in yet. The first administrator comes by this link, which is good once, for a day:');
  io.out(`  ${url}/#/first-administrator/${token}`);
  io.out(`or: npx rebate login --server ${url} --first-administrator ${token} --name NAME --email EMAIL`);
};

export const serveCommand = (io: Io): Command =>
  new Command('serve')
    .description('serve the ledger in a directory over HTTP, until stopped')
    .option('--data <dir>', `where the ledger is (env REBATE_DATA, default ${DEFAULT_DATA})`)
    .option('--port <port>', `on which port, 0 for a free one (env REBATE_PORT, default ${DEFAULT_PORT})`, parsePort)
    .option('--open', 'without sign-in, for this machine alone: whoever can reach it may do anything')
    .option('--json', 'say where it listens as one JSON line')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate serve --data /var/lib/rebate --port 3000\n  $ rebate serve --open\n  $ REBATE_SERVER=http://127.0.0.1:3000 rebate partnerships',
    )
    .action(async (options: { readonly data?: string; readonly port?: number; readonly open?: true; readonly json?: true }) => {
      const fromEnvironment = process.env['REBATE_DATA'] ?? '';
      const data = options.data ?? (fromEnvironment === '' ? DEFAULT_DATA : fromEnvironment);
      const port = options.port ?? defaultPort();
      await checkPort(port);
      process.exitCode = await runApi({ data, port, open: options.open === true }, (said) => {
        if (options.json === true) {
          printJson(io, said);
          return;
        }
        const { listening: url, firstAdministrator } = said;
        io.out(
          `Serving ${data} at ${url}/${options.open === true ? ', open to this machine' : ''}: screens for a browser, and the API, described at ${url}/docs. Stop with Ctrl-C.`,
        );
        if (firstAdministrator !== undefined) printFirstAdministrator(io, url, firstAdministrator);
      });
    });
