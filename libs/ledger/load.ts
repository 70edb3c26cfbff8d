import type { Ledger, LedgerOptions } from './ledger.ts';

/** Loads the ledger only where one is opened: a command that asks a server, or calculates from files, needs none of it. */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => (await import('./open-ledger.ts')).openLedger(options);
