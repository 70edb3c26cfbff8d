import { Command } from 'commander';
import { type Where, ledgerCommand } from '../client/open.ts';
import { readAgreementFile } from '../files/read-agreement.ts';
import { commentCommand, extendCommand, membersCommand, onVersion } from '../negotiation/change.ts';
import { checkCommand } from '../negotiation/check.ts';
import { type By, decision, type Offer, offerOf, offerOptions, run } from '../negotiation/decision.ts';
import { replicateCommand, trueUpsCommand } from '../negotiation/outcome.ts';
import { overviewCommand } from '../negotiation/overview.ts';
import { diffCommand, showCommand, versionsCommand } from '../negotiation/show.ts';
import type { Io } from '../terminal/io.ts';

export { doneOf } from '../negotiation/decision.ts';

/** A file of amendments is a list, or an agreement file's `amendments` alone. */
const amendmentsIn = (content: unknown): unknown =>
  typeof content === 'object' && content !== null && 'amendments' in content ? content.amendments : content;

const HELP = `
Examples:
  $ rebate agreement check terms.yaml
  $ rebate agreement propose terms.yaml --party supplier --person "Anna Berg" --reason "a new year" --valid-until 2026-01-31
  $ rebate agreement approve acme-buildco-2026 --party supplier --person "Ben Orth"
  $ rebate agreement sign acme-buildco-2026 --party customer --person "Tom Rau"
  $ rebate agreement amend acme-buildco-2026 amendments.yaml --party supplier --reason "better steps from April"
  $ rebate agreement members acme-buildco-2026 --party customer --join branch-2=2026-05-01 --leave branch-1=2026-04-30
  $ rebate agreement overview acme-buildco-2026
  $ rebate agreement show acme-buildco-2026 --words
  $ rebate agreement diff acme-buildco-2026 --from 1 --to 2
  $ rebate agreement replicate acme-buildco-2026 > next-year.json`;

const proposeCommand = (io: Io): Command =>
  offerOptions(decision('propose', 'propose terms (JSON or YAML); opens the partnership where it is new'))
    .argument('<file>')
    .action(async (file: string, by: Offer) => {
      await run(io, by, {
        kind: 'ProposeAgreement',
        terms: await readAgreementFile(file),
        party: by.party,
        person: by.person,
        ...offerOf(by),
      });
    });

const amendCommand = (io: Io): Command =>
  offerOptions(
    decision('amend', 'propose amendments: a file with the list, JSON or YAML').argument('<agreement>').argument('<file>'),
  ).action(async (agreement: string, file: string, by: Offer) => {
    const amendments = amendmentsIn(await readAgreementFile(file));
    await run(io, by, { kind: 'ProposeAmendment', agreement, amendments, party: by.party, person: by.person, ...offerOf(by) });
  });

const terminateCommand = (io: Io): Command =>
  decision('terminate', 'end the agreement on a day')
    .argument('<agreement>')
    .requiredOption('--on <day>', 'its last day')
    .requiredOption('--reason <text>', 'why')
    .action((agreement: string, by: By & { readonly on: string; readonly reason: string }) =>
      run(io, by, { kind: 'TerminateAgreement', agreement, on: by.on, reason: by.reason, party: by.party, person: by.person }),
    );

const lapseCommand = (io: Io): Command =>
  ledgerCommand('lapse', 'record that the open version has lapsed, where its last day has passed')
    .argument('<agreement>')
    .action((agreement: string, where: Where) => run(io, where, { kind: 'LapseProposals', agreement }));

export const agreementCommand = (io: Io): Command => {
  const group = new Command('agreement')
    .description('propose, approve, sign, amend, extend, show, compare versions, terminate, replicate')
    .addHelpText('after', HELP);
  const commands = [
    checkCommand(io),
    proposeCommand(io),
    commentCommand(io),
    onVersion(io, 'approve', 'approve the open version inside one side', 'ApproveProposal'),
    onVersion(io, 'sign', 'sign a version for one side', 'SignAgreement'),
    onVersion(io, 'withdraw', 'withdraw a proposed version', 'WithdrawProposal'),
    lapseCommand(io),
    amendCommand(io),
    extendCommand(io),
    membersCommand(io),
    terminateCommand(io),
    showCommand(io),
    overviewCommand(io),
    versionsCommand(io),
    diffCommand(io),
    trueUpsCommand(io),
    replicateCommand(io),
  ];
  for (const one of commands) group.addCommand(one);
  return group;
};
