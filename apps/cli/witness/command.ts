import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Command } from 'commander';
import { formatVerifierKey, parseVerifierKey, type Signer } from '#audit';
import { placeOf, type Where } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { accept, failure } from '../failure.ts';
import { withProofs } from '../proofs/proofs-client.ts';
import { parsePort } from '../serve/command.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import type { Looked } from './run.ts';
import { makeWitnessKey, readWitnessKey } from './witness-key.ts';
import type { WitnessStore } from './witness-store.ts';

const DEFAULT_DIR = './.data/witness';
const HOST = '127.0.0.1';
const DEFAULT_PORT = 3900;

type In = { readonly dir?: string; readonly json?: true };

const inFolder = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .option('--dir <dir>', `the witness’s own folder (env REBATE_WITNESS, default ${DEFAULT_DIR})`)
    .option('--json', 'JSON on stdout');

const dirOf = ({ dir }: In): string => {
  const fromEnvironment = process.env['REBATE_WITNESS'] ?? '';
  return dir ?? (fromEnvironment === '' ? DEFAULT_DIR : fromEnvironment);
};

/** What a witness remembers and compares with is loaded where one is opened: no other command needs it. */
const withWitness = async <T>(options: In, use: (store: WitnessStore, signer: Signer, dir: string) => Promise<T> | T): Promise<T> => {
  const dir = dirOf(options);
  const signer = readWitnessKey(join(dir, 'witness-key'));
  const { openWitnessStore } = await import('./witness-store.ts');
  const store = openWitnessStore(join(dir, 'witness.db'));
  try {
    return await use(store, signer, dir);
  } finally {
    store.close();
  }
};

const init = (io: Io): Command =>
  inFolder('init', 'make a witness: a key of its own, and a memory')
    .requiredOption('--name <name>', 'what it is called in cosignatures, best with a domain of yours: acme.example/witness')
    .action((options: In & { readonly name: string }) => {
      const dir = dirOf(options);
      mkdirSync(dir, { recursive: true });
      const key = formatVerifierKey(makeWitnessKey(join(dir, 'witness-key'), options.name).key);
      if (options.json === true) printJson(io, { key, dir });
      else io.out(key);
    });

const show = (io: Io): Command =>
  inFolder('show', 'the witness’s verifier key').action((options: In) =>
    withWitness(options, (_, signer) => {
      if (options.json === true) printJson(io, { key: formatVerifierKey(signer.key) });
      else io.out(formatVerifierKey(signer.key));
    }),
  );

type Adding = In & Where & { readonly partnership: string; readonly key: readonly string[] };

const checkKeys = (published: readonly string[], given: readonly string[]): readonly string[] => {
  for (const key of given) accept(parseVerifierKey(key));
  const strange = given.find((key) => !published.includes(key));
  if (strange === undefined) return given.length === 0 ? published : given;
  throw failure(
    'KEY_NOT_PUBLISHED',
    'The log does not publish this key.',
    'Compare the key with its owner by another way; if it is right, the server is not the one that you mean.',
    { place: '--key', value: strange },
    EXIT.conflict,
  );
};

const add = (io: Io): Command =>
  inFolder('add', 'watch the log of a partnership; again, after a rotation, to trust its new key')
    .requiredOption('--partnership <id>', 'whose log')
    .option('--server <url>', 'where it is (env REBATE_SERVER)')
    .option('--data <dir>', 'or the folder of the ledger')
    .option('--token <token>', 'an access token or key for the server (env REBATE_TOKEN)')
    .option('--key <key...>', 'the log’s verifier key as you have it from its owner; where left out, the published ones are trusted', [])
    .action((options: Adding) =>
      withWitness(options, async (store) => {
        const published = await withProofs(options, (client) => client.keys(options.partnership));
        const keys = checkKeys(
          published.keys.map(({ key }) => key),
          options.key,
        );
        const replaced = store.trust({
          origin: published.origin,
          keys,
          asked: { partnership: options.partnership, place: placeOf(options) },
        });
        if (options.json === true) printJson(io, { origin: published.origin, keys, replaced });
        else if (replaced.length > 0)
          io.out(
            `Watching ${published.origin} from now on, and no longer ${replaced.join(', ')}: the log was begun anew. Ask why: what was seen of the old one is kept.`,
          );
        else
          io.out(
            `Watching ${published.origin}. It is trusted by:\n${keys.map((key) => `  ${key}`).join('\n')}${options.key.length > 0 ? '' : '\nCompare this with its owner by another way: a witness that trusts a wrong key watches a wrong log.'}`,
          );
      }),
    );

const report = (io: Io, { json }: In, looked: readonly Looked[]): void => {
  if (json === true) printJsonLines(io, looked);
  else
    printTable(
      io,
      [{ name: 'Partnership' }, { name: 'Outcome' }, { name: 'Events', align: 'right' }, { name: '' }],
      looked.map((one) => [
        one.partnership,
        one.outcome,
        String(one.size ?? ''),
        [one.words, ...(one.file === undefined ? [] : [`Evidence: ${one.file}`])].join(' '),
      ]),
    );
  const exits = { caught: EXIT.contradicted, refused: EXIT.refused, failed: EXIT.unavailable, cosigned: EXIT.ok } as const;
  const worst = (['caught', 'refused', 'failed'] as const).find((outcome) => looked.some((one) => one.outcome === outcome));
  process.exitCode = worst === undefined ? EXIT.ok : exits[worst];
};

const run = (io: Io): Command =>
  inFolder('run', 'look at each log once: check that it grew out of what was seen before, cosign it, hand that in')
    .option('--partnership <id>', 'only this one')
    .option('--token <token>', 'an access token or key for the server (env REBATE_TOKEN)')
    .action((options: In & { readonly partnership?: string; readonly token?: string }) =>
      withWitness(options, async (store, signer, dir) => {
        const { look } = await import('./run.ts');
        const looked: Looked[] = [];
        for (const log of store
          .logs()
          .filter(({ asked }) => asked !== null && (options.partnership === undefined || asked.partnership === options.partnership)))
          looked.push(await look(dir, store, signer, log, options.token));
        if (looked.length === 0)
          throw failure(
            'LOG_UNKNOWN',
            'This witness watches no such log.',
            'Add one with rebate witness add.',
            { place: '--partnership' },
            EXIT.notFound,
          );
        report(io, options, looked);
      }),
    );

const status = (io: Io): Command =>
  inFolder('status', 'what was seen last of each log').action((options: In) =>
    withWitness(options, async (store) => {
      const { headOf } = await import('./exchange.ts');
      const rows = store.logs().map((log) => ({
        origin: log.origin,
        partnership: log.asked?.partnership ?? null,
        size: log.note === null ? 0 : (headOf(log.note)?.size ?? 0),
        cosignedAt: log.cosignedAt,
        evidence: store.evidence(log.id),
        note: log.note,
      }));
      if (options.json === true) printJsonLines(io, rows);
      else
        printTable(
          io,
          [
            { name: 'Log' },
            { name: 'Partnership' },
            { name: 'Events', align: 'right' },
            { name: 'Cosigned at' },
            { name: 'Evidence', align: 'right' },
          ],
          rows.map((row) => [row.origin, row.partnership ?? '', String(row.size), row.cosignedAt ?? 'never', String(row.evidence)]),
        );
    }),
  );

const serve = (io: Io): Command =>
  inFolder('serve', 'answer c2sp.org/tlog-witness on this machine (POST /add-checkpoint), until stopped')
    .option('--port <port>', `on which port, 0 for a free one (default ${DEFAULT_PORT})`, parsePort, DEFAULT_PORT)
    .action((options: In & { readonly port: number }) =>
      withWitness(options, async (store, signer, dir) => {
        const { witnessServer } = await import('./serve.ts');
        const server = witnessServer(dir, store, signer, (decision) => {
          if (decision.kind === 'refused') io.err(decision.rejection.message);
        });
        server.listen(options.port, HOST);
        await once(server, 'listening');
        const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
        if (options.json === true) printJson(io, { listening: url });
        else io.out(`Witnessing at ${url} as ${signer.key.name}. Stop with Ctrl-C.`);
        const stop = (): void => {
          server.close();
        };
        process.once('SIGINT', stop).once('SIGTERM', stop);
        await once(server, 'close');
      }),
    );

const HELP = `
A witness is one side's own memory: run it on a machine of yours, daily, best by cron. It keeps the last checkpoint that it
saw, and every hash below it. A history that was changed, rewound, or shown differently to somebody else is caught at the
next look: exit code 7, the first event that is not the same, and both signed checkpoints in a file.

Examples:
  $ rebate witness init --name acme.example/witness
  $ rebate witness add --partnership acme~buildco --server https://rebates.example --key 'ledger-4f1c09aa/5b7c…+…'
  $ rebate checkpoint witness add --partnership acme~buildco --key "$(rebate witness show)"
  $ rebate witness run`;

export const witnessCommand = (io: Io): Command => {
  const group = new Command('witness')
    .description('remember what a log showed, and cosign what grows out of it')
    .addHelpText('after', HELP);
  for (const one of [init(io), show(io), add(io), run(io), status(io), serve(io)]) group.addCommand(one);
  return group;
};
