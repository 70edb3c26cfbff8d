import { Command } from 'commander';
import type { User } from '#identity';
import { type Where, ledgerCommand } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { type IdentityClient, type UserChange, withIdentity } from './identity-client.ts';

const inWords = ({ id, name, status, operator }: User): string => `${id}: ${name ?? '(erased)'}, ${status}${operator ? ', operator' : ''}.`;

const print = (io: Io, where: Where, user: User): void => {
  if (where.json === true) printJson(io, user);
  else io.out(inWords(user));
};

const listed = (io: Io): Command =>
  ledgerCommand('list', 'all users of the server').action((where: Where) =>
    withIdentity(where, async (client) => {
      const all = await client.users();
      if (where.json === true) printJsonLines(io, all);
      else
        printTable(
          io,
          [{ name: 'User' }, { name: 'Name' }, { name: 'E-mail' }, { name: 'Status' }, { name: 'Operator' }],
          all.map(({ id, name, email, status, operator }) => [id, name ?? '', email ?? '', status, operator ? 'yes' : '']),
        );
    }),
  );

const add = (io: Io): Command =>
  ledgerCommand('add', 'make a user, who signs in by another provider, or by a link for a password')
    .requiredOption('--name <name>', 'name')
    .requiredOption('--email <email>', 'e-mail address')
    .option('--operator', 'looks after organisations and users of the server')
    .action((options: Where & { readonly name: string; readonly email: string; readonly operator?: true }) =>
      withIdentity(options, async (client) => {
        print(io, options, await client.addUser({ name: options.name, email: options.email, operator: options.operator === true }));
      }),
    );

const changeOf = ({
  name,
  operator,
  disabled,
}: {
  readonly name?: string;
  readonly operator?: string;
  readonly disabled?: string;
}): UserChange => {
  const yes = (flag: string, text: string): boolean => {
    if (text === 'yes' || text === 'no') return text === 'yes';
    throw failure('VALUE_NOT_ALLOWED', `${flag} is ${text}.`, 'Give yes or no.', { place: flag, value: text }, EXIT.refused);
  };
  return {
    ...(name === undefined ? {} : { name }),
    ...(operator === undefined ? {} : { operator: yes('--operator', operator) }),
    ...(disabled === undefined ? {} : { disabled: yes('--disabled', disabled) }),
  };
};

const change = (io: Io): Command =>
  ledgerCommand('change', 'rename, disable, or make an operator; works at once')
    .argument('<user>')
    .option('--name <name>', 'name')
    .option('--operator <yes|no>', 'looks after organisations and users of the server')
    .option('--disabled <yes|no>', 'may not sign in any more')
    .action((user: string, options: Where & { readonly name?: string; readonly operator?: string; readonly disabled?: string }) =>
      withIdentity(options, async (client) => {
        print(io, options, await client.changeUser(user, changeOf(options)));
      }),
    );

const erase = (io: Io): Command =>
  ledgerCommand('erase', 'erase name and e-mail address for good; the opaque id stays in events')
    .argument('<user>')
    .action((user: string, where: Where) =>
      withIdentity(where, async (client) => {
        print(io, where, await client.eraseUser(user));
      }),
    );

const passwordLink = (io: Io): Command =>
  ledgerCommand('password-link', 'the token of a link by which a user sets a password, good once, for a day')
    .argument('<user>')
    .action((user: string, where: Where) =>
      withIdentity(where, async (client: IdentityClient) => {
        const link = await client.passwordLink(user);
        if (where.json === true) printJson(io, link);
        else io.out(`${link.token}\nGive it to the user: rebate login --password-link <token>. It is good once, until ${link.expiresAt}.`);
      }),
    );

const HELP = `
Examples:
  $ rebate users list --server http://127.0.0.1:3000
  $ rebate users add --name "Ines Holm" --email ines@firm.example
  $ rebate users change u-0123456789abcdef01234567 --disabled yes

With --data instead of --server the machine's own user is the operator: the way back in where no operator can sign in.`;

export const usersCommand = (io: Io): Command => {
  const group = new Command('users').description('people who may sign in at a server').addHelpText('after', HELP);
  for (const one of [listed(io), add(io), change(io), passwordLink(io), erase(io)]) group.addCommand(one);
  return group;
};
