import { Command } from 'commander';
import type { KeyRole } from '#identity';
import { type Where, ledgerCommand } from '../client/open.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { withIdentity } from './identity-client.ts';
import { parseKeyRoles } from './options.ts';

type Of = Where & { readonly organisation?: string };

const keyCommand = (name: string, description: string): Command =>
  ledgerCommand(name, description).option('--organisation <id>', 'whose machine (default: the operator’s)');

const listed = (io: Io): Command =>
  keyCommand('list', 'keys, without their secrets').action((options: Of) =>
    withIdentity(options, async (client) => {
      const all = await client.keys(options.organisation);
      if (options.json === true) printJsonLines(io, all);
      else
        printTable(
          io,
          [{ name: 'Key' }, { name: 'Name' }, { name: 'Roles' }, { name: 'Begins' }, { name: 'Expires' }, { name: 'Revoked' }],
          all.map((key) => [key.id, key.name, key.roles.join(', '), key.prefix, key.expiresAt, key.revokedAt ?? '']),
        );
    }),
  );

const add = (io: Io): Command =>
  keyCommand('add', 'make a key for a machine; its secret is shown this once')
    .requiredOption('--name <name>', 'what it is for')
    .requiredOption('--expires <time>', 'until when, as an ISO time within a year')
    .option('--roles <roles>', 'commercial, approver, finance, viewer; with commas', parseKeyRoles, [])
    .action((options: Of & { readonly name: string; readonly expires: string; readonly roles: readonly KeyRole[] }) =>
      withIdentity(options, async (client) => {
        const { organisation, name, expires: expiresAt, roles } = options;
        const key = await client.addKey(organisation, { name, roles, expiresAt });
        if (options.json === true) printJson(io, key);
        else
          io.out(
            `${key.secret}\nIt is not shown again. Use it as REBATE_TOKEN, or keep it with rebate login --key. It expires at ${key.expiresAt}.`,
          );
      }),
    );

const revoke = (io: Io): Command =>
  keyCommand('revoke', 'revoke a key, at once')
    .argument('<key>')
    .action((id: string, options: Of) =>
      withIdentity(options, async (client) => {
        const key = await client.revokeKey(options.organisation, id);
        if (options.json === true) printJson(io, key);
        else io.out(`${key.id} is revoked.`);
      }),
    );

export const keysCommand = (io: Io): Command => {
  const group = new Command('keys')
    .description('keys of machines')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate keys add --organisation acme --name erp --roles finance --expires 2026-12-31T00:00:00Z\n  $ rebate keys list --organisation acme\n  $ rebate keys revoke k-0123456789abcdef01234567 --organisation acme',
    );
  for (const one of [listed(io), add(io), revoke(io)]) group.addCommand(one);
  return group;
};
