import type { LedgerCommand } from '#ledger';
import type { AgreementRequest } from '#rebates';
import type { Query } from './http-request.ts';

/** Where a command goes, and what it sends. */
export type Route = {
  readonly path: readonly string[];
  readonly body: unknown;
  readonly method?: 'PUT' | 'DELETE';
  readonly query?: Query;
};

type OfAgreement = Exclude<AgreementRequest, { kind: 'ProposeAgreement' }>;
export type PrivateCommand = Extract<LedgerCommand, { kind: 'SaveDraft' | 'DiscardDraft' | 'ProposeDraft' | 'AddNote' }>;

const PATHS: Readonly<Record<OfAgreement['kind'], string>> = {
  ProposeAmendment: 'amendments',
  ExtendAgreement: 'extensions',
  ChangeMembers: 'members',
  ApproveProposal: 'approvals',
  SignAgreement: 'signatures',
  WithdrawProposal: 'withdrawals',
  AddComment: 'comments',
  LapseProposals: 'lapses',
  TerminateAgreement: 'termination',
};

export const agreementRoute = ({ kind, ...command }: AgreementRequest): Route => {
  if (kind === 'ProposeAgreement') return { path: ['agreements'], body: command };
  const { agreement, ...body } = command as Omit<OfAgreement, 'kind'>;
  return { path: ['agreements', agreement, PATHS[kind]], body };
};

/** Who writes is who signs in at the server, so the person is not sent. */
export const privateRoute = (command: PrivateCommand): Route => {
  const at = ['organisations', command.organisation];
  switch (command.kind) {
    case 'SaveDraft': {
      const { terms, agreement, amendments, note } = command;
      return { method: 'PUT', path: [...at, 'drafts', command.draft], body: { terms, agreement, amendments, note } };
    }
    case 'DiscardDraft':
      return { method: 'DELETE', path: [...at, 'drafts', command.draft], body: undefined };
    case 'ProposeDraft': {
      const { reason, answers, validUntil } = command;
      return { path: [...at, 'drafts', command.draft, 'proposals'], body: { reason, answers, validUntil } };
    }
    case 'AddNote':
      return { path: [...at, 'agreements', command.agreement, 'notes'], body: { version: command.version, text: command.text } };
    default:
      return command satisfies never;
  }
};
