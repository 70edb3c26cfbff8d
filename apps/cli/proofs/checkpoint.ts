import { Command } from 'commander';
import type { Contradiction, LogKeys, SignedCheckpoint, WitnessStanding } from '#ledger';
import { ledgerCommand, type Where } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { type ProofsClient, withProofs } from './proofs-client.ts';
import { push, type Pushing } from './push.ts';

type Of = Where & { readonly partnership: string };

const ofPartnership = (name: string, description: string): Command =>
  ledgerCommand(name, description).requiredOption('--partnership <id>', 'whose log');

/** On stdout the note itself, so that it can be kept as it is. */
const printCheckpoint = (io: Io, json: boolean, checkpoint: SignedCheckpoint): void => {
  if (json) {
    printJson(io, checkpoint);
    return;
  }
  io.err(
    `${checkpoint.size} events of ${checkpoint.partnership}, signed at ${checkpoint.signedAt}; cosigned by ${checkpoint.cosignedBy.length === 0 ? 'nobody yet' : checkpoint.cosignedBy.join(', ')}.`,
  );
  io.out(checkpoint.note.trimEnd());
};

const printKeys = (io: Io, json: boolean, keys: LogKeys): void => {
  if (json) {
    printJson(io, keys);
    return;
  }
  const signing = keys.keys.map(({ key, from, until }) => ['signs', key, from, until ?? '']);
  const cosigning = keys.witnesses.map(({ key, addedAt }) => ['cosigns', key, addedAt, '']);
  printTable(io, [{ name: 'Does' }, { name: 'Key' }, { name: 'From' }, { name: 'Until' }], [...signing, ...cosigning]);
};

/** The lines of c2sp.org/tlog-policy: to be kept by whoever has compared the keys by another way. */
const policyText = ({ keys, witnesses }: LogKeys): string => {
  const names = witnesses.map(({ organisation }, index) => `${organisation.replaceAll(/\s+/g, '-')}-${index + 1}`);
  const quorum = names.length === 0 ? ['quorum none'] : [`group witnesses all ${names.join(' ')}`, 'quorum witnesses'];
  return [
    ...keys.map(({ key }) => `log ${key}`),
    ...witnesses.map(({ key }, index) => `witness ${names[index] ?? ''} ${key}`),
    ...quorum,
  ].join('\n');
};

const asked =
  <Options extends Of>(use: (client: ProofsClient, options: Options) => Promise<void>) =>
  (options: Options): Promise<void> =>
    withProofs(options, (client) => use(client, options));

const standingOf = ({ url, said, dueAt, size, cosignedAt, contradicts }: WitnessStanding): string => {
  if (contradicts) return 'has seen another history: rebate checkpoint contradictions';
  if (url === null) return 'comes by itself';
  if (said !== null) return `${said}${dueAt === null ? '' : ` Again at ${dueAt}.`}`;
  return size === null ? 'not handed anything yet' : `cosigned ${size} events at ${cosignedAt ?? ''}`;
};

const printWitnesses = (io: Io, json: boolean, witnesses: readonly WitnessStanding[]): void => {
  if (json) for (const one of witnesses) printJson(io, one);
  else if (witnesses.length === 0) io.out('No witness is named.');
  else
    printTable(
      io,
      [{ name: 'Key' }, { name: 'Of' }, { name: 'Address' }, { name: 'Last' }],
      witnesses.map((one) => [one.key, one.organisation, one.url ?? '', standingOf(one)]),
    );
};

const witness = (io: Io): Command => {
  const group = new Command('witness').description('whose cosignatures are collected, and where they are handed checkpoints');
  const named = (name: string, description: string): Command =>
    ofPartnership(name, description).requiredOption('--key <key>', 'the line that rebate witness show prints');
  type Named = Of & { readonly key: string; readonly url?: string };
  group.addCommand(
    named('add', 'name a witness of a partnership, or give it another address')
      .option('--url <url>', 'where it answers (rebate witness serve): the server hands it each newer checkpoint')
      .action(
        asked<Named>(async (client, { partnership, key, url, json }) => {
          printKeys(io, json === true, await client.addWitness(partnership, key, url));
        }),
      ),
  );
  group.addCommand(
    ofPartnership('list', 'the witnesses, and what came of handing checkpoints to them').action(
      asked<Of>(async (client, { partnership, json }) => {
        printWitnesses(io, json === true, await client.witnesses(partnership));
      }),
    ),
  );
  group.addCommand(
    named('remove', 'take no more of its cosignatures, and hand it nothing').action(
      asked<Named>(async (client, { partnership, key, json }) => {
        printKeys(io, json === true, await client.removeWitness(partnership, key));
      }),
    ),
  );
  return group;
};

/** Exit code 7 where there is one, so that a job notices. */
const printContradictions = (io: Io, json: boolean, found: readonly Contradiction[]): void => {
  if (found.length > 0) process.exitCode = EXIT.contradicted;
  if (json) for (const one of found) printJson(io, one);
  else if (found.length === 0) io.out('No witness has seen another history.');
  else
    for (const { witness: by, foundAt, why, own, seen } of found)
      io.out(
        [
          `Found at ${foundAt} by ${by}. ${why}`,
          '',
          '--- what the witness cosigned last ---',
          seen,
          '--- what the log showed then ---',
          own,
        ].join('\n'),
      );
};

const HELP = `
A log that lost events which were signed is not signed any more (LOG_REWOUND). Put the newest copy of the events back; where
it is lost for good, begin a new log with restart: it has another name, and the evidence of the old one is kept.

Examples:
  $ rebate checkpoint sign --partnership acme~buildco > checkpoint.txt
  $ rebate checkpoint keys --partnership acme~buildco --policy > policy.txt
  $ rebate checkpoint witness add --partnership acme~buildco --key acme.example/witness+0c1f…+BA… --url https://witness.acme.example
  $ rebate checkpoint witness list --partnership acme~buildco
  $ rebate checkpoint push --partnership acme~buildco --witness https://witness.acme.example`;

export const checkpointCommand = (io: Io): Command => {
  const group = new Command('checkpoint').description('signed checkpoints of a partnership’s history').addHelpText('after', HELP);
  group.addCommand(
    ofPartnership('show', 'the newest signed checkpoint').action(
      asked<Of>(async (client, { partnership, json }) => {
        printCheckpoint(io, json === true, await client.last(partnership));
      }),
    ),
  );
  group.addCommand(
    ofPartnership('sign', 'sign one now; a log that has not grown is not signed again').action(
      asked<Of>(async (client, { partnership, json }) => {
        printCheckpoint(io, json === true, await client.sign(partnership));
      }),
    ),
  );
  group.addCommand(
    ofPartnership('keys', 'who signs and who cosigns the log')
      .option('--policy', 'as a policy for those who check (c2sp.org/tlog-policy)')
      .action(
        asked<Of & { readonly policy?: true }>(async (client, { partnership, json, policy }) => {
          const keys = await client.keys(partnership);
          if (policy === true) io.out(policyText(keys));
          else printKeys(io, json === true, keys);
        }),
      ),
  );
  group.addCommand(witness(io));
  group.addCommand(
    ofPartnership('contradictions', 'where a witness saw another history: both checkpoints, to be shown to anybody').action(
      asked<Of>(async (client, { partnership, json }) => {
        printContradictions(io, json === true, await client.contradictions(partnership));
      }),
    ),
  );
  group.addCommand(
    ofPartnership('push', 'hand the newest checkpoint to a witness (c2sp.org/tlog-witness), and take over its cosignature')
      .requiredOption('--witness <url>', 'where the witness answers; it must be named with checkpoint witness add')
      .option('--evidence <file>', 'where both checkpoints are kept if the witness saw another history')
      .action(asked<Pushing>((client, options) => push(io, client, options))),
  );
  group.addCommand(
    ofPartnership('restart', 'begin a new log where the old one lost events')
      .requiredOption('--reason <text>', 'why; kept with the new log')
      .action(
        asked<Of & { readonly reason: string }>(async (client, { partnership, reason, json }) => {
          printCheckpoint(io, json === true, await client.restart(partnership, reason));
        }),
      ),
  );
  return group;
};
