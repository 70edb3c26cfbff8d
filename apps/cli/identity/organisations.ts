import { Command } from 'commander';
import type { OrganisationKind, Role } from '#identity';
import { type Where, ledgerCommand } from '../client/open.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { type Standing, withIdentity } from './identity-client.ts';
import { parseKinds, parseLimit, parseRoles } from './options.ts';

type Named = Where & { readonly name: string; readonly kinds: readonly OrganisationKind[] };
type Standings = Where & { readonly roles: readonly Role[]; readonly upTo?: { readonly amount: string; readonly currency: string } };

const standingOf = ({ roles, upTo }: Standings): Standing => ({ roles, approvesUpTo: upTo ?? null });

const withStanding = (command: Command): Command =>
  command
    .requiredOption('--roles <roles>', 'administrator, commercial, approver, finance, viewer; with commas', parseRoles)
    .option('--up-to <amount>', 'the most that this person may approve, such as "50000.00 EUR" (default: any amount)', parseLimit);

const listed = (io: Io): Command =>
  ledgerCommand('list', 'list organisations').action((where: Where) =>
    withIdentity(where, async (client) => {
      const all = await client.organisations();
      if (where.json === true) printJsonLines(io, all);
      else
        printTable(
          io,
          [{ name: 'Organisation' }, { name: 'Name' }, { name: 'Kinds' }],
          all.map(({ id, name, kinds }) => [id, name, kinds.join(', ')]),
        );
    }),
  );

const kept = (io: Io, name: 'add' | 'change', description: string): Command =>
  ledgerCommand(name, description)
    .argument('<organisation>')
    .requiredOption('--name <name>', 'its name')
    .requiredOption('--kinds <kinds>', 'supplier, customer, auditor; with commas', parseKinds)
    .action((id: string, options: Named) =>
      withIdentity(options, async (client) => {
        const organisation = { id, name: options.name, kinds: options.kinds };
        const answer = await (name === 'add' ? client.addOrganisation(organisation) : client.changeOrganisation(organisation));
        if (options.json === true) printJson(io, answer);
        else io.out(`${answer.id}: ${answer.name} (${answer.kinds.join(', ')}).`);
      }),
    );

const members = (io: Io): Command =>
  ledgerCommand('members', 'who belongs to it, in which roles')
    .argument('<organisation>')
    .action((organisation: string, where: Where) =>
      withIdentity(where, async (client) => {
        const all = await client.members(organisation);
        if (where.json === true) printJsonLines(io, all);
        else
          printTable(
            io,
            [{ name: 'User' }, { name: 'Name' }, { name: 'E-mail' }, { name: 'Roles' }, { name: 'Approves up to' }],
            all.map(({ user, roles, approvesUpTo }) => [
              user.id,
              user.name ?? '',
              user.email ?? '',
              roles.join(', '),
              approvesUpTo === null ? 'any amount' : `${approvesUpTo.amount} ${approvesUpTo.currency}`,
            ]),
          );
      }),
    );

const invite = (io: Io): Command =>
  withStanding(ledgerCommand('invite', 'invite somebody by e-mail: prints the token of a link that is good once, for a week'))
    .argument('<organisation>')
    .argument('<email>')
    .action((organisation: string, email: string, options: Standings) =>
      withIdentity(options, async (client) => {
        const link = await client.invite(organisation, email, standingOf(options));
        if (options.json === true) printJson(io, link);
        else io.out(`${link.token}\nGive it to ${email}: rebate login --invitation <token>. It is good once, until ${link.expiresAt}.`);
      }),
    );

const setMember = (io: Io): Command =>
  withStanding(ledgerCommand('set-member', 'set what a member is; works at once'))
    .argument('<organisation>')
    .argument('<user>')
    .action((organisation: string, user: string, options: Standings) =>
      withIdentity(options, async (client) => {
        const answer = await client.setMember(organisation, user, standingOf(options));
        if (options.json === true) printJson(io, answer);
        else io.out(`${user} is ${options.roles.join(', ')} of ${organisation}.`);
      }),
    );

const removeMember = (io: Io): Command =>
  ledgerCommand('remove-member', 'take a member away, at once')
    .argument('<organisation>')
    .argument('<user>')
    .action((organisation: string, user: string, options: Where) =>
      withIdentity(options, async (client) => {
        await client.removeMember(organisation, user);
        if (options.json === true) printJson(io, { organisation, user, removed: true });
        else io.out(`${user} is no member of ${organisation} any more.`);
      }),
    );

const HELP = `
Examples:
  $ rebate organisations add acme --name "Acme Ltd" --kinds supplier
  $ rebate organisations invite acme anna@acme.example --roles commercial,approver --up-to "50000.00 EUR"
  $ rebate organisations members acme --json`;

export const organisationsCommand = (io: Io): Command => {
  const group = new Command('organisations').description('organisations and their members').addHelpText('after', HELP);
  for (const one of [
    listed(io),
    kept(io, 'add', 'create one; its id is the party’s id in agreements'),
    kept(io, 'change', 'change its name and kinds'),
    members(io),
    invite(io),
    setMember(io),
    removeMember(io),
  ])
    group.addCommand(one);
  return group;
};
