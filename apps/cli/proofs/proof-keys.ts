import { Command } from 'commander';
import type { LedgerKeys } from '#ledger';
import { ledgerCommand, type Where } from '../client/open.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { withProofs } from './proofs-client.ts';

const print = (io: Io, { json }: Where, keys: LedgerKeys): void => {
  if (json === true) printJson(io, keys);
  else
    printTable(
      io,
      [{ name: 'Key' }, { name: 'From' }, { name: 'Until' }],
      keys.keys.map(({ key, from, until }) => [key, from, until ?? '']),
    );
};

export const proofKeysCommand = (io: Io): Command => {
  const group = new Command('proof-keys')
    .description('the keys that sign checkpoints')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate proof-keys show --server http://127.0.0.1:3000\n  $ rebate proof-keys rotate --data /var/lib/rebate',
    );
  group.addCommand(
    ledgerCommand('show', 'the ledger’s public keys, now and before').action((options: Where) =>
      withProofs(options, async (client) => {
        print(io, options, await client.ledgerKeys());
      }),
    ),
  );
  group.addCommand(
    ledgerCommand('rotate', 'sign with a new key from now on; the old one stays published').action((options: Where) =>
      withProofs(options, async (client) => {
        print(io, options, await client.rotateKeys());
      }),
    ),
  );
  return group;
};
