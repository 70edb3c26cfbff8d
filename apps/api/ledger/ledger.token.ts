/** What the ledger is injected by: it is a type, and types leave no trace at run time. */
export const LEDGER = Symbol('ledger');
