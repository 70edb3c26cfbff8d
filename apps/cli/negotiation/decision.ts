import type { Command } from 'commander';
import type { Executed, LedgerCommand, Party } from '#ledger';
import { newContext, userName } from '../client/context.ts';
import { ledgerCommand, parseCount, type Where, withLedger } from '../client/open.ts';
import { sideOption } from '../client/side.ts';
import { EXIT } from '../exit-codes.ts';
import { CliFailure, failure, valueOf } from '../failure.ts';
import { type Io, printJson } from '../terminal/io.ts';
import { printWarnings } from './warnings.ts';

/** A command by which somebody decides something for one side. */

/** Signed in at a server, the party can be left out: the server knows it. */
export type By = Where & { readonly party: Party; readonly person: string };
export type Offer = By & { readonly reason?: string; readonly answers?: number; readonly validUntil?: string };

export const personOption = (command: Command): Command =>
  command.option('--person <name>', 'who decides, as the agreement names people', userName());

export const decision = (name: string, description: string): Command => personOption(sideOption(ledgerCommand(name, description)));

export const offerOptions = (command: Command): Command =>
  command
    .option('--reason <text>', 'why: it stays with the version')
    .option('--answers <version>', 'refuse unless this version of the other side is open', parseCount)
    .option('--valid-until <day>', 'the last day on which it can be signed');

/** What was given of an offer: keys that are not there are left out of the command. */
export const offerOf = ({
  reason,
  answers,
  validUntil,
}: Pick<Offer, 'reason' | 'answers' | 'validUntil'>): Pick<Offer, 'reason' | 'answers' | 'validUntil'> => ({
  ...(reason === undefined ? {} : { reason }),
  ...(answers === undefined ? {} : { answers }),
  ...(validUntil === undefined ? {} : { validUntil }),
});

export const doneOf = (executed: Executed): Extract<Executed, { kind: 'done' }> => {
  if (executed.kind === 'rejected') throw new CliFailure(executed.rejections);
  if (executed.kind === 'conflict')
    throw failure('CONFLICT', executed.message, 'Read the agreement again, then decide again.', {}, EXIT.conflict);
  return executed;
};

/** @param nothing what is said where nothing was recorded. */
export const run = async (
  io: Io,
  where: Where,
  command: LedgerCommand,
  nothing = 'Nothing changed: it was recorded before.',
): Promise<void> => {
  await withLedger(where, async (client) => {
    const { events, token, revision, warnings } = doneOf(await client.execute(command, newContext()));
    if (where.json === true) {
      printJson(io, { events, token, revision, ...(warnings === undefined ? {} : { warnings }) });
      return;
    }
    io.out(events.length === 0 ? nothing : `Recorded: ${events.join(', ')}.`);
    printWarnings(io, warnings ?? []);
  });
};

export const openVersion = async (where: Where, agreement: string): Promise<number> =>
  withLedger(where, async (client) => {
    const { openProposal } = valueOf(await client.agreement(agreement));
    if (openProposal !== null) return openProposal.version;
    throw failure(
      'VERSION_NOT_OPEN',
      `No version of ${agreement} is open for signature.`,
      'Propose one first, or name it with --version.',
      { value: agreement },
      EXIT.conflict,
    );
  });
