import type { Command } from 'commander';
import type { Tokens } from '#identity';
import { credentialsFile, forget, keep } from '../client/credentials.ts';
import { answerOf, credentialsOf, rejectionsOf, request } from '../client/http-request.ts';
import { type Where, ledgerCommand, placeOf } from '../client/open.ts';
import { whoAmI } from '../client/me.ts';
import { EXIT } from '../exit-codes.ts';
import { CliFailure, failure, valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { hiddenInput, hiddenInputs } from './hidden-input.ts';

type Options = Where & {
  readonly email?: string;
  readonly name?: string;
  readonly key?: true;
  readonly firstAdministrator?: string;
  readonly invitation?: string;
  readonly passwordLink?: string;
};

const serverOf = (where: Where): string => {
  const place = placeOf(where);
  if ('server' in place) return place.server;
  throw failure('USAGE', 'One signs in at a server.', 'Give --server URL, or REBATE_SERVER.', { place: '--server' }, EXIT.refused);
};

const needed = (value: string | undefined, flag: string): string => {
  if (value !== undefined) return value;
  throw failure('USAGE', `${flag} is missing.`, `Give ${flag}.`, { place: flag }, EXIT.refused);
};

const post = async (server: string, path: string, body: object): Promise<Tokens> =>
  valueOf(await answerOf<Tokens>(server, ['auth', path], { method: 'POST', body }));

/** By a link or by e-mail and password; every way ends in tokens. */
const signedIn = async (server: string, options: Options): Promise<Tokens> => {
  const given = process.env['REBATE_PASSWORD'] ?? '';
  const password = given === '' ? await hiddenInput('Password: ') : given;
  const { email, name, firstAdministrator, invitation, passwordLink } = options;
  if (firstAdministrator !== undefined)
    return post(server, 'first-administrator', {
      token: firstAdministrator,
      name: needed(name, '--name'),
      email: needed(email, '--email'),
      password,
    });
  if (invitation !== undefined) return post(server, 'invitation', { token: invitation, name: needed(name, '--name'), password });
  if (passwordLink !== undefined) await post(server, 'password', { token: passwordLink, password });
  return post(server, 'sign-in', { email: needed(email, '--email'), password });
};

const login = async (io: Io, options: Options): Promise<void> => {
  const server = serverOf(options);
  // What was kept before must not sign this in.
  forget(server);
  if (options.key === true) keep(server, { key: (await hiddenInput('Key: ')).trim() });
  else keep(server, credentialsOf(await signedIn(server, options)));
  const received = await request(server, ['auth', 'me']);
  if (received.status >= 300) {
    forget(server);
    throw new CliFailure(rejectionsOf(received));
  }
  const me = received.value as { readonly id: string; readonly name: string | null };
  if (options.json === true) printJson(io, received.value);
  else io.out(`Signed in at ${server} as ${me.name ?? me.id}. Kept in ${credentialsFile()}.`);
};

const HELP = `
Examples:
  $ rebate login --server http://127.0.0.1:3000 --email anna@acme.example
  $ rebate login --server http://127.0.0.1:3000 --first-administrator <token> --name "Anna Berg" --email anna@acme.example
  $ rebate login --server http://127.0.0.1:3000 --invitation <token> --name "Tom Rau"

The password is typed, or comes from a pipe or REBATE_PASSWORD. Commands with this --server are then yours.`;

export const loginCommand = (io: Io): Command =>
  ledgerCommand('login', 'sign in at a server, for the commands that follow')
    .option('--email <email>', 'e-mail address')
    .option('--name <name>', 'name, with a link')
    .option('--first-administrator <token>', 'by the link that a new server printed')
    .option('--invitation <token>', 'by an invitation')
    .option('--password-link <token>', 'set a new password first, by a link for it')
    .option('--key', 'keep a machine’s key instead; it is typed, or comes from a pipe')
    .addHelpText('after', HELP)
    .action((options: Options) => login(io, options));

/** For somebody who has a user already. */
export const joinCommand = (io: Io): Command =>
  ledgerCommand('join', 'accept an invitation as who is signed in')
    .argument('<invitation>')
    .addHelpText('after', '\nExamples:\n  $ rebate join 0123abcd… --server http://127.0.0.1:3000')
    .action(async (token: string, where: Where) => {
      const answer = valueOf(
        await answerOf<{ readonly user: string }>(serverOf(where), ['auth', 'invitation'], { method: 'POST', body: { token } }),
      );
      if (where.json === true) printJson(io, answer);
      else io.out('The invitation is accepted: rebate whoami says what you are now.');
    });

export const passwordCommand = (io: Io): Command =>
  ledgerCommand('password', 'change your own password at a server')
    .addHelpText('after', '\nExamples:\n  $ rebate password --server http://127.0.0.1:3000')
    .action(async (where: Where) => {
      const server = serverOf(where);
      const [old, password] = await hiddenInputs('Password so far: ', 'New password: ');
      keep(
        server,
        credentialsOf(valueOf(await answerOf<Tokens>(server, ['auth', 'new-password'], { method: 'POST', body: { old, password } }))),
      );
      if (where.json === true) printJson(io, { changed: true });
      else io.out('The password is changed; every other sign-in of yours has ended.');
    });

export const logoutCommand = (io: Io): Command =>
  ledgerCommand('logout', 'end the sign-in at a server, and forget it')
    .addHelpText('after', '\nExamples:\n  $ rebate logout --server http://127.0.0.1:3000')
    .action(async (where: Where) => {
      const server = serverOf(where);
      // Also where the server is gone or takes the token no more, it is forgotten here.
      await request(server, ['auth', 'sign-out'], { method: 'POST' }).catch(() => undefined);
      const was = forget(server) !== undefined;
      if (where.json === true) printJson(io, { server, signedOut: was });
      else io.out(was ? `Signed out at ${server}.` : `Nobody was signed in at ${server}.`);
    });

export const whoamiCommand = (io: Io): Command =>
  ledgerCommand('whoami', 'who is signed in at a server, with roles as they are now')
    .addHelpText('after', '\nExamples:\n  $ rebate whoami --server http://127.0.0.1:3000 --json')
    .action(async (where: Where) => {
      const me = await whoAmI(serverOf(where));
      if (where.json === true) {
        printJson(io, me);
        return;
      }
      io.out(`${me.name ?? me.id} (${me.id})${me.operator ? ', operator' : ''}`);
      for (const { organisation, roles } of me.memberships) io.out(`  ${organisation}: ${roles.join(', ')}`);
    });
