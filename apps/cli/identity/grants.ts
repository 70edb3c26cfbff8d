import { Command } from 'commander';
import { type Where, ledgerCommand, parseCount } from '../client/open.ts';
import { type Io, printJson, printJsonLines } from '../terminal/io.ts';
import { printTable } from '../terminal/table.ts';
import { type NewGrant, withIdentity } from './identity-client.ts';

type Of = Where & { readonly partnership: string };
type Given = Of & { readonly auditor: string; readonly agreement?: string; readonly from: string; readonly to: string };

const grantCommand = (name: string, description: string): Command =>
  ledgerCommand(name, description).requiredOption('--partnership <id>', 'of which partnership: supplier~customer');

const listed = (io: Io): Command =>
  grantCommand('list', 'who may read it, and who granted it').action((options: Of) =>
    withIdentity(options, async (client) => {
      const all = await client.grants(options.partnership);
      if (options.json === true) printJsonLines(io, all);
      else
        printTable(
          io,
          [
            { name: 'Grant' },
            { name: 'Auditor' },
            { name: 'What' },
            { name: 'From' },
            { name: 'To' },
            { name: 'Granted by' },
            { name: 'Revoked' },
          ],
          all.map((one) => [
            one.id,
            one.auditor,
            one.agreement ?? 'all',
            one.from,
            one.to,
            `${one.grantedBy} for ${one.grantedFor}`,
            one.revokedAt ?? '',
          ]),
        );
    }),
  );

const add = (io: Io): Command =>
  grantCommand('add', 'let an auditing organisation read, on the days from the first to the last')
    .requiredOption('--auditor <organisation>', 'to whom')
    .option('--agreement <id>', 'only this agreement (default: all of the partnership)')
    .requiredOption('--from <day>', 'the first day')
    .requiredOption('--to <day>', 'the last day')
    .action((options: Given) =>
      withIdentity(options, async (client) => {
        const { auditor, agreement, from, to } = options;
        const wanted: NewGrant = { auditor, from, to, ...(agreement === undefined ? {} : { onlyAgreement: agreement }) };
        const grant = await client.addGrant(options.partnership, wanted);
        if (options.json === true) printJson(io, grant);
        else io.out(`${grant.id}: ${grant.auditor} may read ${grant.agreement ?? grant.partnership} from ${grant.from} to ${grant.to}.`);
      }),
    );

const revoke = (io: Io): Command =>
  grantCommand('revoke', 'revoke a grant, at once')
    .argument('<grant>')
    .action((id: string, options: Of) =>
      withIdentity(options, async (client) => {
        const grant = await client.revokeGrant(options.partnership, id);
        if (options.json === true) printJson(io, grant);
        else io.out(`${grant.id} is revoked.`);
      }),
    );

const MOST_LOOKS = 500;

const looks = (io: Io): Command =>
  grantCommand('looks', 'what auditors have looked at, the newest first')
    .option('--limit <looks>', `how many at most, up to ${MOST_LOOKS}`, parseCount, 100)
    .action((options: Of & { readonly limit: number }) =>
      withIdentity(options, async (client) => {
        const all = await client.looks(options.partnership, Math.min(options.limit, MOST_LOOKS));
        if (options.json === true) printJsonLines(io, all);
        else
          printTable(
            io,
            [{ name: 'At' }, { name: 'Auditor' }, { name: 'Who' }, { name: 'Asked for' }],
            all.map((one) => [one.lookedAt, one.auditor, one.user, one.path]),
          );
      }),
    );

export const grantsCommand = (io: Io): Command => {
  const group = new Command('grants')
    .description('what auditors may read')
    .addHelpText(
      'after',
      '\nExamples:\n  $ rebate grants add --partnership acme~buildco --auditor firm --from 2026-01-01 --to 2026-12-31\n  $ rebate grants list --partnership acme~buildco\n  $ rebate grants revoke g-0123456789abcdef01234567 --partnership acme~buildco',
    );
  for (const one of [listed(io), add(io), revoke(io), looks(io)]) group.addCommand(one);
  return group;
};
