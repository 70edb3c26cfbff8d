import { Command } from 'commander';
import type { KnownAt, Party } from '#ledger';
import { newContext } from '../client/context.ts';
import { ledgerCommand, parseKnownAt, type Where, withLedger } from '../client/open.ts';
import { sideOption } from '../client/side.ts';
import { valueOf } from '../failure.ts';
import { readStructured } from '../files/read-structured.ts';
import { doneOf } from '../ledger/agreement.ts';
import { type Io, printJson } from '../terminal/io.ts';

type OfParty = Where & { readonly agreement: string; readonly party: Party };

const ofParty = (name: string, description: string): Command =>
  sideOption(ledgerCommand(name, description).requiredOption('--agreement <id>', 'of which agreement'));

const set = async (io: Io, file: string, options: OfParty): Promise<void> => {
  const policy = await readStructured(file);
  await withLedger(options, async (client) => {
    const { events, token, revision } = doneOf(
      await client.execute({ kind: 'SetPolicy', organisation: options.party, agreement: options.agreement, policy }, newContext()),
    );
    if (options.json === true) printJson(io, { events, token, revision });
    else
      io.out(
        events.length === 0
          ? 'Nothing changed: this policy is set already.'
          : `Recorded: ${events.join(', ')}. Only its own side goes by it.`,
      );
  });
};

const show = async (io: Io, options: OfParty & { readonly knownAt?: KnownAt }): Promise<void> => {
  const { agreement, party, knownAt } = options;
  const found = await withLedger(options, async (client) =>
    valueOf(await client.policy({ agreement, organisation: party, ...(knownAt === undefined ? {} : { knownAt }) })),
  );
  if (options.json === true) {
    printJson(io, found);
    return;
  }
  if (found.policy === null) {
    io.out(`${found.organisation} has set no policy for ${agreement}: it accrues what is earned.`);
    return;
  }
  io.out(`Policy of ${found.organisation} for ${agreement}, version ${found.version}:`);
  io.out(JSON.stringify(found.policy, undefined, 2));
};

const HELP = `
Examples:
  $ rebate policy set policy.yaml --agreement acme-buildco-2026 --party supplier
  $ rebate policy show --agreement acme-buildco-2026 --party supplier
  $ rebate balance --agreement acme-buildco-2026 --as supplier`;

export const policyCommand = (io: Io): Command => {
  const group = new Command('policy').description("one party's own accrual policy, private to it: set, show").addHelpText('after', HELP);
  group.addCommand(
    ofParty('set', 'set the policy of a file, JSON or YAML')
      .argument('<file>')
      .action((file: string, options: OfParty) => set(io, file, options)),
  );
  group.addCommand(
    ofParty('show', 'the policy in force, or as known at a position or time')
      .option('--known-at <position|time>', 'as known at (default: now)', parseKnownAt)
      .action((options: OfParty & { readonly knownAt?: KnownAt }) => show(io, options)),
  );
  return group;
};
