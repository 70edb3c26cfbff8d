import { canonicalJson, type Decider, type Decision, events, rejected, type Rejection } from '#kernel';
import { z } from 'zod';
import { type Accounts, accountsSchema } from './accounts.ts';

/** The data of the event, at schema 1. Private: it stands in its owner's stream and in no partnership's history. */
export const accountsEventData = { AccountsSet: z.strictObject({ organisation: z.string(), accounts: accountsSchema }) } as const;
export type AccountsEvent = { readonly type: 'AccountsSet'; readonly data: Readonly<z.infer<typeof accountsEventData.AccountsSet>> };

/** Read and checked before: what is decided here is whether it is new. */
export type AccountsCommand = { readonly kind: 'SetAccounts'; readonly organisation: string; readonly accounts: Accounts };
/** Every version, in order; the last is in force, and the first stands for the defaults. */
export type AccountsState = { readonly versions: readonly Accounts[] };

const MOST_BYTES = 60_000;
const tooLarge = (bytes: number): Rejection => ({
  code: 'ACCOUNTS_TOO_LARGE',
  message: `The accounts are ${bytes} bytes long; ${MOST_BYTES} is the most that one event holds.`,
  place: 'accounts',
  value: String(bytes),
  wayOut: 'Leave out what is as the default.',
});

const plain = (accounts: Accounts): Accounts => JSON.parse(JSON.stringify(accounts)) as Accounts;

const decide = ({ organisation, accounts }: AccountsCommand, { versions }: AccountsState): Decision<AccountsEvent> => {
  const text = canonicalJson(plain(accounts));
  if (canonicalJson(plain(versions.at(-1) ?? {})) === text) return events();
  const bytes = new TextEncoder().encode(text).length;
  return bytes > MOST_BYTES
    ? rejected(tooLarge(bytes))
    : events({ type: 'AccountsSet', data: { organisation, accounts: plain(accounts) } });
};

/** An organisation's accounts: what was posted under a version stays so, the next booking goes by the last one. */
export const accountsDecider: Decider<AccountsCommand, AccountsState, AccountsEvent> = {
  initial: { versions: [{}] },
  evolve: ({ versions }, { data }) => ({ versions: [...versions, data.accounts] }),
  decide,
};
