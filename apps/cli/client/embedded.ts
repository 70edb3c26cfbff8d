import { type Ledger, openLedger } from '#ledger';
import { sourceHere } from '../audit/sources.ts';
import { type LedgerClient, senderOf } from './ledger-client.ts';

export const openHere = (dataDir: string): Promise<Ledger> => {
  const [url, proofKeys, ledgerName] = ['EVENTSTORE_URL', 'REBATE_PROOF_KEYS', 'REBATE_LEDGER_NAME'].map((name) => process.env[name] ?? '');
  const given = <K extends string>(key: K, value: string | undefined): Partial<Record<K, string>> =>
    value === undefined || value === '' ? {} : ({ [key]: value } as Record<K, string>);
  return openLedger({ dataDir, ...given('eventStoreUrl', url), ...given('proofKeys', proofKeys), ...given('ledgerName', ledgerName) });
};

/** The ledger's own file, opened under its exclusive lock as the machine's administrator. */
export const embeddedClient = async (dataDir: string): Promise<LedgerClient> => {
  const ledger = await openHere(dataDir);
  return {
    where: dataDir,
    execute: (command, context) => ledger.execute(command, context),
    settling: ledger.settling,
    books: ledger.books,
    balance: (at) => ledger.balance(at),
    policy: (query) => ledger.policy(query),
    goals: (at) => ledger.goals(at),
    alerts: (at) => ledger.alerts(at),
    compare: (request) => ledger.compare(request),
    design: (request) => ledger.design(request),
    explain: (at) => ledger.explain(at),
    replay: (at) => ledger.replay(at),
    timeline: (query) => ledger.timeline(query),
    partnerships: (page) => ledger.partnerships(page),
    agreement: (id) => ledger.agreement(id),
    versions: (agreement) => ledger.versions(agreement),
    version: (query) => ledger.version(query),
    diff: (query) => ledger.diff(query),
    words: (query) => ledger.words(query),
    overview: (at) => ledger.overview(at),
    trueUps: (at) => ledger.trueUps(at),
    replica: (query) => ledger.replica(query),
    drafts: (query) => ledger.drafts(query),
    draft: (query) => ledger.draft(query),
    notes: (query) => ledger.notes(query),
    reconciliation: ledger.reconciliation,
    disputes: ledger.disputes,
    auditing: ledger.auditing,
    imports: (page) => ledger.imports(page),
    refusedLines: (query) => ledger.refusedLines(query),
    closing: ledger.closing,
    rebuild: (options) => ledger.rebuild(options),
    importSales: (request, context, onProgress) => ledger.importSales({ ...request, by: senderOf(request) }, context, onProgress),
    proofs: sourceHere(ledger),
    close: () => ledger.close(),
  };
};
