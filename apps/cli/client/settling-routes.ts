import type { BookCommand } from '#ledger';
import type { ClaimCommand } from '#rebates';
import type { Route } from './agreement-routes.ts';

/** Where commands on claims, settlements and a party's books go. */

type PathOf<Command extends { readonly kind: string }> = {
  readonly [Kind in Command['kind']]: (command: Extract<Command, { kind: Kind }>) => readonly string[];
};

const CLAIM_PATHS: PathOf<ClaimCommand> = {
  RaiseClaim: () => ['claims'],
  RaiseDueClaims: () => ['claims', 'due'],
  ApproveClaim: ({ claim }) => ['claims', claim, 'approvals'],
  RefuseClaim: ({ claim }) => ['claims', claim, 'refusals'],
  WithdrawClaim: ({ claim }) => ['claims', claim, 'withdrawals'],
  RecordSettlement: () => ['settlements'],
  ReverseSettlement: ({ settlement }) => ['settlements', settlement, 'reversals'],
  RequestWaiver: () => ['waivers'],
  ApproveWaiver: ({ waiver }) => ['waivers', waiver, 'approvals'],
  DropWaiver: ({ waiver }) => ['waivers', waiver, 'drops'],
};

/** What the address says is not said again. */
const NAMED_IN_PATH: Readonly<Partial<Record<ClaimCommand['kind'], string>>> = {
  ApproveClaim: 'claim',
  RefuseClaim: 'claim',
  WithdrawClaim: 'claim',
  ReverseSettlement: 'settlement',
  ApproveWaiver: 'waiver',
  DropWaiver: 'waiver',
};

export const isClaimCommand = (command: { readonly kind: string }): command is ClaimCommand => command.kind in CLAIM_PATHS;

export const claimRoute = (command: ClaimCommand): Route => {
  const path = (CLAIM_PATHS[command.kind] as (command: ClaimCommand) => readonly string[])(command);
  const left: ReadonlySet<string | undefined> = new Set(['kind', 'agreement', NAMED_IN_PATH[command.kind]]);
  return {
    path: ['agreements', command.agreement, ...path],
    body: Object.fromEntries(Object.entries(command).filter(([key]) => !left.has(key))),
  };
};

const BOOK_KINDS: ReadonlySet<string> = new Set<BookCommand['kind']>([
  'BookAccruals',
  'ReverseBooking',
  'RequestRelease',
  'ApproveRelease',
  'DropRelease',
  'SetAccounts',
]);
export const isBookCommand = (command: { readonly kind: string }): command is BookCommand => BOOK_KINDS.has(command.kind);

/** Who acts is who signs in at the server, so the person is not sent. */
export const bookRoute = (command: BookCommand): Route => {
  if (command.kind === 'SetAccounts')
    return { method: 'PUT', path: ['organisations', command.organisation, 'accounts'], body: command.accounts };
  const at = ['organisations', command.organisation, 'agreements', command.agreement];
  switch (command.kind) {
    case 'BookAccruals':
      return { path: [...at, 'accruals'], body: { through: command.through } };
    case 'ReverseBooking':
      return { path: [...at, 'accruals', command.booking, 'reversals'], body: { reason: command.reason } };
    case 'RequestRelease': {
      const { release, programme, amount, reason } = command;
      return { path: [...at, 'releases'], body: { release, programme, amount, reason } };
    }
    case 'ApproveRelease':
      return { path: [...at, 'releases', command.release, 'approvals'], body: {} };
    case 'DropRelease':
      return { path: [...at, 'releases', command.release, 'drops'], body: { reason: command.reason } };
    default:
      return command satisfies never;
  }
};
