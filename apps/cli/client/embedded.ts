import { type Ledger, openLedger } from '#ledger';
import type { LedgerClient } from './ledger-client.ts';

export const openHere = (dataDir: string): Promise<Ledger> => {
  const url = process.env['EVENTSTORE_URL'] ?? '';
  return openLedger({ dataDir, ...(url === '' ? {} : { eventStoreUrl: url }) });
};

/** The ledger's own file, opened under its exclusive lock as the machine's administrator. */
export const embeddedClient = async (dataDir: string): Promise<LedgerClient> => {
  const ledger = await openHere(dataDir);
  return {
    where: dataDir,
    execute: (command, context) => ledger.execute(command, context),
    balance: (at) => ledger.balance(at),
    explain: (at) => ledger.explain(at),
    replay: (at) => ledger.replay(at),
    timeline: (query) => ledger.timeline(query),
    partnerships: (page) => ledger.partnerships(page),
    agreement: (id) => ledger.agreement(id),
    imports: (page) => ledger.imports(page),
    refusedLines: (query) => ledger.refusedLines(query),
    rebuild: (options) => ledger.rebuild(options),
    importSales: (request, context, onProgress) => ledger.importSales(request, context, onProgress),
    close: () => ledger.close(),
  };
};
