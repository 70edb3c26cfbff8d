import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import type { Ledger } from '#ledger';
import type { BalanceAnswer } from '#rebates';
import { openHere } from '../client/embedded.ts';
import { valueOf } from '../failure.ts';
import { checkPort, runApi } from '../serve/api-process.ts';
import { defaultPort, parsePort } from '../serve/command.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { figure } from '../terminal/table.ts';
import { fillDemo } from './fill.ts';
import { DEMO_PASSWORD, DEMO_USERS, fillPeople } from './people.ts';
import { ANNA, BUILDCO, NORDBAU, SUPPLIER, YEAR } from './terms.ts';

type Options = { readonly data: string; readonly port?: number; readonly serve: boolean; readonly json?: true };
type Owed = {
  readonly agreements: readonly { readonly customer: string; readonly balance: BalanceAnswer }[];
  readonly amendedAt: number | undefined;
};

/** Written once the whole year is in: a demonstration broken off before goes on where it was. */
const COMPLETE = 'demo-complete';

const amendmentPosition = async (ledger: Ledger): Promise<number | undefined> => {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = valueOf(
      await ledger.timeline({ agreement: BUILDCO.id, limit: 500, ...(cursor === undefined ? {} : { cursor }) }),
    );
    const found = items.find((entry) => entry.type === 'AgreementAmended');
    if (found !== undefined) return found.position;
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return undefined;
};

const fillAndAsk = async (io: Io, data: string): Promise<Owed> => {
  const ledger = await openHere(data);
  try {
    const marker = join(data, COMPLETE);
    if (!existsSync(marker)) {
      const startedAt = Date.now();
      const onProgress = (done: number, total: number): void => {
        if (io.isErrTerminal) process.stderr.write(`\r\u001b[KRecording a year of two partnerships: ${done} of ${total} documents`);
      };
      await fillDemo(ledger, onProgress);
      if (io.isErrTerminal) process.stderr.write('\r\u001b[K');
      await writeFile(marker, 'The demonstration is whole.\n');
      io.err(`Recorded a year of two partnerships in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
    }
    const agreements: { readonly customer: string; readonly balance: BalanceAnswer }[] = [];
    for (const { id, customer } of [BUILDCO, NORDBAU])
      agreements.push({ customer, balance: valueOf(await ledger.balance({ agreement: id, on: YEAR.to })) });
    return { agreements, amendedAt: await amendmentPosition(ledger) };
  } finally {
    await ledger.close();
  }
};

const printOwed = (io: Io, { agreements }: Owed): void => {
  io.out(`On day 365 (${YEAR.to}), ${SUPPLIER} owes:`);
  for (const { customer, balance } of agreements) {
    const parts = new Map<string, number>();
    for (const one of balance.programmes) parts.set(one.id, (parts.get(one.id) ?? 0) + 1);
    io.out(
      `  ${customer.padEnd(8)}  ${io.paint.bold(`${figure(io, balance.earned)} ${balance.currency}`)}  under ${balance.agreement} (${[...parts.keys()].join(', ')}), as known at position ${balance.knownAt ?? 'now'}`,
    );
  }
};

/** Anybody may know them: they are in the demonstration only. */
const printSignIns = (io: Io, url: string): void => {
  io.out(`Sign in, each with the password ${DEMO_PASSWORD}:`);
  for (const { email, of, roles } of DEMO_USERS)
    io.out(`  ${email.padEnd(22)} ${of === null ? 'operator of the server' : `${of}: ${roles.join(', ')}`}`);
  io.out(
    `  REBATE_PASSWORD=${DEMO_PASSWORD} npx rebate login --server ${url} --email ${DEMO_USERS.find(({ id }) => id === ANNA)?.email ?? ''}`,
  );
};

/** One process owns the file: while the server runs, questions go to the server. */
const printCalls = (io: Io, flag: string, { amendedAt }: Owed): void => {
  io.out('Ask:');
  io.out(`  npx rebate balance ${flag} --agreement ${BUILDCO.id} --on ${YEAR.to}`);
  if (amendedAt !== undefined)
    io.out(
      `  npx rebate balance ${flag} --agreement ${BUILDCO.id} --on 2026-06-30 --known-at ${amendedAt - 1}   # before the renegotiation was signed`,
    );
  io.out(`  npx rebate explain ${flag} --agreement ${BUILDCO.id} --from 2026-04-01 --on 2026-06-30`);
  io.out(`  npx rebate replay ${flag} --agreement ${BUILDCO.id} --from ${YEAR.from} --to ${YEAR.to} --chart`);
};

const demo = async (io: Io, { data, port, serve, json }: Options): Promise<void> => {
  const chosen = port ?? defaultPort();
  if (serve) await checkPort(chosen);
  const owed = await fillAndAsk(io, data);
  if (serve) await fillPeople(data);
  if (json === true) printJson(io, { agreements: owed.agreements.map((one) => one.balance) });
  else printOwed(io, owed);
  if (!serve) {
    if (json !== true) printCalls(io, `--data ${data}`, owed);
    return;
  }
  process.exitCode = await runApi({ data, port: chosen }, ({ listening: url }) => {
    if (json === true) {
      printJson(io, { listening: url });
      return;
    }
    printCalls(io, `--server ${url}`, owed);
    printSignIns(io, url);
    io.out(`Open ${io.paint.bold(`${url}/`)} in a browser; the API is described at ${url}/docs. Stop with Ctrl-C.`);
  });
};

export const demoCommand = (io: Io): Command =>
  new Command('demo')
    .description('a year of two made-up partnerships, in a directory of its own, served over HTTP')
    .option('--data <dir>', 'where the demonstration is kept', './.data/demo')
    .option('--port <port>', 'on which port (env REBATE_PORT, default 3000)', parsePort)
    .option('--no-serve', 'only record it and say what is owed')
    .option('--json', 'JSON on stdout')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate demo\n  $ rebate demo --no-serve --data ./demo-year\n\nIt is the same year each time; a second start opens what the first one recorded.',
    )
    .action((options: Options) => demo(io, options));
