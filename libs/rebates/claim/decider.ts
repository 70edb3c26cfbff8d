import type { Decider, Decision } from '#kernel';
import type { ClaimCommand, ClaimFacts } from './commands.ts';
import type { ClaimEvent } from './events.ts';
import { approveClaim, refuseClaim, withdrawClaim } from './judge-claim.ts';
import { raiseClaim, raiseDueClaims } from './raise.ts';
import { recordSettlement, reverseSettlement } from './settle.ts';
import { type ClaimsState, evolveClaims, noClaims } from './state.ts';
import { approveWaiver, dropWaiver, requestWaiver } from './waive.ts';

/** A command with what the rules take as data: what was earned as known now, the plan's periods, today. */
export type ClaimRequest = ClaimCommand & { readonly facts: ClaimFacts };

const decide = ({ facts, ...command }: ClaimRequest, state: ClaimsState): Decision<ClaimEvent> => {
  switch (command.kind) {
    case 'RaiseClaim':
      return raiseClaim(command, state, facts);
    case 'RaiseDueClaims':
      return raiseDueClaims(command, state, facts);
    case 'ApproveClaim':
      return approveClaim(command, state, facts);
    case 'RefuseClaim':
      return refuseClaim(command, state, facts);
    case 'WithdrawClaim':
      return withdrawClaim(command, state, facts);
    case 'RecordSettlement':
      return recordSettlement(command, state, facts);
    case 'ReverseSettlement':
      return reverseSettlement(command, state, facts);
    case 'RequestWaiver':
      return requestWaiver(command, state, facts);
    case 'ApproveWaiver':
      return approveWaiver(command, state, facts);
    case 'DropWaiver':
      return dropWaiver(command, state, facts);
    default:
      return command satisfies never;
  }
};

/** Claims, settlements and waivers of one agreement: what must hold of one hangs on all the others, so they share a stream. */
export const claimsDecider: Decider<ClaimRequest, ClaimsState, ClaimEvent> = { initial: noClaims, evolve: evolveClaims, decide };
