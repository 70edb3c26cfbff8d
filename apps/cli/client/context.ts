import { userInfo } from 'node:os';
import { type CommandContext, newCommandId } from '#ledger';

export const userName = (): string => {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return 'local';
  }
};

/** Every call is a command of its own; the machine's user is the actor. */
export const newContext = (): CommandContext => ({ commandId: newCommandId(), actor: `cli:${userName()}`, now: new Date().toISOString() });
