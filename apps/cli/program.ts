import { Command } from 'commander';
import { evidenceCommand } from './audit/evidence.ts';
import { exportCommand } from './audit/export.ts';
import { proofCommand } from './audit/proof.ts';
import { verifyCommand } from './audit/verify.ts';
import { accountsCommand, accrualsCommand, journalCommand } from './books/books.ts';
import { auditCommand } from './audit/audit.ts';
import { calculateCommand } from './calculate/command.ts';
import { bridgeCommand } from './closing/bridge.ts';
import { figuresCommand } from './closing/figures.ts';
import { closeCommand, statementCommand } from './closing/close.ts';
import { demoCommand } from './demo/command.ts';
import { disputeCommand } from './disputes/dispute.ts';
import { EXIT_HELP } from './exit-codes.ts';
import { grantsCommand } from './identity/grants.ts';
import { keysCommand } from './identity/keys.ts';
import { joinCommand, loginCommand, logoutCommand, passwordCommand, whoamiCommand } from './identity/login.ts';
import { organisationsCommand } from './identity/organisations.ts';
import { usersCommand } from './identity/users.ts';
import { agreementCommand } from './ledger/agreement.ts';
import { balanceCommand, explainCommand, partnershipsCommand, timelineCommand } from './ledger/ask.ts';
import { importCommand, importsCommand } from './ledger/import.ts';
import { ratesCommand } from './ledger/rates.ts';
import { rebuildCommand } from './ledger/rebuild.ts';
import { replayCommand } from './ledger/replay.ts';
import { draftCommand, noteCommand } from './negotiation/drafts.ts';
import { alertsCommand, goalsCommand } from './outlook/ahead.ts';
import { policyCommand } from './outlook/policy.ts';
import { gapCommand, sidesCommand } from './reconciliation/gap.ts';
import { reconcileCommand } from './reconciliation/reconcile.ts';
import { checkpointCommand } from './proofs/checkpoint.ts';
import { proofKeysCommand } from './proofs/proof-keys.ts';
import { serveCommand } from './serve/command.ts';
import { claimCommand } from './settling/claim.ts';
import { ageingCommand, settleCommand } from './settling/settle.ts';
import { waiveCommand } from './settling/waive.ts';
import type { Io } from './terminal/io.ts';
import { webhooksCommand } from './webhooks/command.ts';
import { compareCommand } from './what-if/compare.ts';
import { designCommand } from './what-if/design.ts';
import { witnessCommand } from './witness/command.ts';

const EXAMPLES = `
Examples:
  $ rebate calculate --agreement agreement.yaml --sales sales.csv
  $ rebate demo
  $ rebate import sales.csv --partnership acme~buildco
  $ rebate balance --agreement acme-buildco-2026 --on 2026-06-30 --json
`;

export const program = (io: Io): Command => {
  const commands = [
    calculateCommand(io),
    demoCommand(io),
    serveCommand(io),
    loginCommand(io),
    joinCommand(io),
    passwordCommand(io),
    logoutCommand(io),
    whoamiCommand(io),
    organisationsCommand(io),
    usersCommand(io),
    keysCommand(io),
    grantsCommand(io),
    webhooksCommand(io),
    importCommand(io),
    importsCommand(io),
    agreementCommand(io),
    draftCommand(io),
    noteCommand(io),
    partnershipsCommand(io),
    claimCommand(io),
    settleCommand(io),
    waiveCommand(io),
    ageingCommand(io),
    accrualsCommand(io),
    journalCommand(io),
    accountsCommand(io),
    balanceCommand(io),
    goalsCommand(io),
    alertsCommand(io),
    policyCommand(io),
    explainCommand(io),
    replayCommand(io),
    timelineCommand(io),
    compareCommand(io),
    designCommand(io),
    rebuildCommand(io),
    ratesCommand(io),
    bridgeCommand(io),
    figuresCommand(io),
    closeCommand(io),
    statementCommand(io),
    reconcileCommand(io),
    gapCommand(io),
    sidesCommand(io),
    disputeCommand(io),
    auditCommand(io),
    checkpointCommand(io),
    proofKeysCommand(io),
    witnessCommand(io),
    exportCommand(io),
    verifyCommand(io),
    proofCommand(io),
    evidenceCommand(io),
  ];
  const root = new Command('rebate')
    .description('One history of a rebate agreement, shared and provable by both sides.')
    .version('0.1.0')
    .addHelpText('before', EXAMPLES)
    .addHelpText('after', EXIT_HELP)
    .showSuggestionAfterError()
    .enablePositionalOptions();
  for (const command of commands) root.addCommand(command);
  return root;
};
