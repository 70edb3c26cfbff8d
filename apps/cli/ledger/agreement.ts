import { Command, Option } from 'commander';
import type { Executed, LedgerCommand, Party } from '#ledger';
import { newContext, userName } from '../client/context.ts';
import { ledgerCommand, parseCount, type Where, withLedger } from '../client/open.ts';
import { EXIT } from '../exit-codes.ts';
import { CliFailure, failure, valueOf } from '../failure.ts';
import { readStructured } from '../files/read-structured.ts';
import { type Io, printJson } from '../terminal/io.ts';

type By = Where & { readonly party: Party; readonly person: string };

const decision = (name: string, description: string): Command =>
  ledgerCommand(name, description)
    .addOption(new Option('--party <side>', 'for which side').choices(['supplier', 'customer']).makeOptionMandatory())
    .option('--person <name>', 'who decides, as the agreement names people', userName());

export const doneOf = (executed: Executed): Extract<Executed, { kind: 'done' }> => {
  if (executed.kind === 'rejected') throw new CliFailure(executed.rejections);
  if (executed.kind === 'conflict') throw failure('CONFLICT', executed.message, 'Read the agreement again, then decide again.', {}, EXIT.conflict);
  return executed;
};

const run = async (io: Io, where: Where, command: LedgerCommand): Promise<void> => {
  await withLedger(where, async (client) => {
    const { events, token, revision } = doneOf(await client.execute(command, newContext()));
    if (where.json === true) printJson(io, { events, token, revision });
    else io.out(events.length === 0 ? 'Nothing changed: it was recorded before.' : `Recorded: ${events.join(', ')}.`);
  });
};

const openVersion = async (where: Where, agreement: string): Promise<number> =>
  withLedger(where, async (client) => {
    const { openProposal } = valueOf(await client.agreement(agreement));
    if (openProposal !== null) return openProposal.version;
    throw failure('VERSION_NOT_OPEN', `No version of ${agreement} is open for signature.`, 'Propose one first, or name it with --version.', { value: agreement }, EXIT.conflict);
  });

/** A file of amendments is a list, or an agreement file's `amendments` alone. */
const amendmentsIn = (content: unknown): unknown => (typeof content === 'object' && content !== null && 'amendments' in content ? content.amendments : content);

const show = async (io: Io, agreement: string, where: Where): Promise<void> => {
  await withLedger(where, async (client) => {
    const value = valueOf(await client.agreement(agreement));
    if (where.json === true) {
      printJson(io, value);
      return;
    }
    const { status, version, partnership, openProposal, terminatedOn, amendments } = value;
    io.out(`${value.agreement} of ${partnership}: ${status}, version ${version}${terminatedOn === null ? '' : `, terminated on ${terminatedOn}`}`);
    if (openProposal !== null) io.out(`Version ${openProposal.version} is open; signed by ${openProposal.signedBy.join(' and ') || 'nobody yet'}.`);
    io.out(JSON.stringify(value.terms, undefined, 2));
    if (amendments.length > 0) io.out(`Amendments:\n${JSON.stringify(amendments, undefined, 2)}`);
  });
};

const HELP = `
Examples:
  $ rebate agreement propose terms.yaml --party supplier --person "Anna Berg"
  $ rebate agreement sign acme-buildco-2026 --party customer --person "Tom Rau"
  $ rebate agreement amend acme-buildco-2026 amendments.yaml --party supplier --reason "better steps from April"
  $ rebate agreement show acme-buildco-2026 --json`;

export const agreementCommand = (io: Io): Command => {
  const propose = decision('propose', 'propose terms (JSON or YAML); opens the partnership where it is new')
    .argument('<file>')
    .action(async (file: string, by: By) => { await run(io, by, { kind: 'ProposeAgreement', terms: await readStructured(file), party: by.party, person: by.person }); });
  const onVersion = (name: string, description: string, kind: 'SignAgreement' | 'WithdrawProposal'): Command =>
    decision(name, description)
      .argument('<agreement>')
      .option('--version <number>', 'which version (default: the one that is open)', parseCount)
      .action(async (agreement: string, by: By & { readonly version?: number }) => {
        const version = by.version ?? (await openVersion(by, agreement));
        await run(io, by, { kind, agreement, version, party: by.party, person: by.person });
      });
  const amend = decision('amend', 'propose amendments: a file with the list, JSON or YAML')
    .argument('<agreement>')
    .argument('<file>')
    .option('--reason <text>', 'why')
    .action(async (agreement: string, file: string, by: By & { readonly reason?: string }) => {
      const { party, person, reason } = by;
      const amendments = amendmentsIn(await readStructured(file));
      await run(io, by, { kind: 'ProposeAmendment', agreement, amendments, party, person, ...(reason === undefined ? {} : { reason }) });
    });
  const terminate = decision('terminate', 'end the agreement on a day')
    .argument('<agreement>')
    .requiredOption('--on <day>', 'its last day')
    .requiredOption('--reason <text>', 'why')
    .action((agreement: string, by: By & { readonly on: string; readonly reason: string }) => run(io, by, { kind: 'TerminateAgreement', agreement, on: by.on, reason: by.reason, party: by.party, person: by.person }));
  const shown = ledgerCommand('show', 'an agreement as it stands')
    .argument('<agreement>')
    .action((agreement: string, where: Where) => show(io, agreement, where));
  const group = new Command('agreement').description('propose, sign, amend, show, terminate').addHelpText('after', HELP);
  const signing = onVersion('sign', 'sign a version for one side', 'SignAgreement');
  for (const one of [propose, signing, onVersion('withdraw', 'withdraw a proposed version', 'WithdrawProposal'), amend, shown, terminate]) group.addCommand(one);
  return group;
};
