import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type EventStore, loadEventStoreDb, openSqliteEventStore, StoreError } from '#event-store';
import {
  accrualsView,
  AccrualQueries,
  documentIndexOf,
  documentsView,
  disputesView,
  draftListOf,
  draftsView,
  historyOf,
  historyView,
  importLogOf,
  importsView,
  openReadModel,
  proofsOf,
  proofsView,
  type ReadModel,
  rebuild,
  rebuildCheck,
  type Runner,
  startRunner,
  statementListOf,
  statementsView,
  type View,
} from '#projections';
import { closePeriod } from './close-period.ts';
import { executeBooks, isBookCommand } from './books/book-commands.ts';
import { bundleOf } from './audit/bundles.ts';
import { auditingOf } from './audit/report.ts';
import { executeCommand } from './execute.ts';
import { type ImportCounts, importSales } from './import-sales.ts';
import type { CommandContext, Executed, Ledger, LedgerCommand, LedgerOptions } from './ledger.ts';
import { overviewOf } from './overview.ts';
import { setPolicy } from './policies.ts';
import { executePrivate, isPrivateCommand } from './private-commands.ts';
import { proofsOfLedger } from './proofs/proofs.ts';
import { isDisputeRequest } from './disputes/commands.ts';
import { LedgerQueries } from './queries.ts';
import { isReconciliationCommand } from './reconciliation/commands.ts';
import { ReconcilingUseCases } from './reconciliation/reconciling.ts';
import { stateFigures } from './reconciliation/stated.ts';
import { SalesRecorder } from './sales-recorder.ts';
import { executeClaim, isClaimCommand, withDueClaims } from './settling/claim-commands.ts';

const EVENTS_FILE = 'events.db';
const VIEWS_FILE = 'views.db';
const BOOKS_FILE = 'matching.db';
const EVIDENCE_FOLDER = 'evidence';
const VIEWS_TIMEOUT_MS = 120_000;
/** A question that waits for one's own write. */
const ASK_TIMEOUT_MS = 5_000;

const openStore = async ({ dataDir, eventStoreUrl }: LedgerOptions): Promise<EventStore> =>
  eventStoreUrl === undefined
    ? openSqliteEventStore({ file: join(dataDir, EVENTS_FILE) })
    : loadEventStoreDb({ connectionString: eventStoreUrl });

/** One open ledger: the event store, the views that follow it, and the use cases on both. */
class OpenedLedger {
  readonly store: EventStore;
  readonly readModel: ReadModel;
  readonly views: readonly View[];
  readonly recorder: SalesRecorder;
  readonly proofs: ReturnType<typeof proofsOfLedger>;
  private readonly running = new Map<string, ImportCounts>();
  private runner: Runner;
  private queries: LedgerQueries;
  readonly reconciling: ReconcilingUseCases;
  private accruals: AccrualQueries;

  constructor(options: LedgerOptions, store: EventStore, readModel: ReadModel, views: readonly View[], runner: Runner) {
    this.store = store;
    this.readModel = readModel;
    this.views = views;
    this.runner = runner;
    this.recorder = new SalesRecorder(store, documentIndexOf(readModel.db));
    this.accruals = new AccrualQueries(readModel.db, store);
    this.reconciling = this.newReconciling();
    this.queries = this.newQueries();
    const { db } = readModel;
    this.proofs = proofsOfLedger({
      store,
      history: historyOf(db),
      proofs: proofsOf(db),
      dataDir: options.dataDir,
      options,
      now: () => new Date().toISOString(),
    });
  }

  asLedger(): Ledger {
    const ledger = this.useCases();
    // Audits ask what anybody else can ask.
    return { ...ledger, auditing: auditingOf(ledger) };
  }

  private finance(): Pick<Ledger, 'closing' | 'settling' | 'books'> {
    return {
      closing: {
        bridge: (request) => this.queries.closing.bridge(request),
        statements: (query) => this.queries.closing.statements(query),
        statement: (query) => this.queries.closing.statement(query),
        check: (query) => this.queries.closing.check(query),
        figures: (at) => this.queries.closing.figures(at),
        preview: (query) => this.queries.closing.preview(query),
        periods: (query) => this.queries.closing.periods(query),
      },
      settling: {
        claims: (at) => this.queries.settling.claims(at),
        settlements: (at) => this.queries.settling.settlements(at),
        claimLines: (at) => this.queries.settling.claimLines(at),
        due: (at) => this.queries.settling.due(at),
        ageing: (at) => this.queries.settling.ageing(at),
        shortPayments: (at) => this.queries.settling.shortPayments(at),
      },
      books: {
        accruals: (query) => this.queries.books.accruals(query),
        journal: (query) => this.queries.books.journal(query),
        accounts: (query) => this.queries.books.accounts(query),
      },
    };
  }

  private useCases(): Omit<Ledger, 'auditing'> {
    return {
      execute: (command, context) => this.execute(command, context),
      importSales: async (request, context, onProgress) => {
        const done = await importSales({ store: this.store, recorder: this.recorder, running: this.running }, request, context, onProgress);
        // "Imported" means that balances show it.
        if (done.token !== undefined) await this.runner.caughtUpTo(done.token, VIEWS_TIMEOUT_MS);
        return done.answer;
      },
      ...this.finance(),
      balance: (at) => this.queries.balance(at),
      policy: (query) => this.queries.outlook.policy(query),
      goals: (at) => this.queries.outlook.goals(at),
      alerts: (at) => this.queries.outlook.alerts(at),
      balances: (at) => this.queries.balances(at),
      compare: (request) => this.queries.whatIf.compare(request),
      design: (request) => this.queries.whatIf.design(request),
      explain: (at) => this.queries.explain(at),
      replay: (at) => this.queries.replay(at),
      timeline: (query) => this.queries.timeline(query),
      partnerships: (page) => this.queries.partnerships(page),
      agreement: (id) => this.queries.agreement(id),
      partnershipOf: (agreement) => this.queries.partnershipOf(agreement),
      versions: (agreement) => this.queries.negotiation.versions(agreement),
      version: (query) => this.queries.negotiation.version(query),
      diff: (query) => this.queries.negotiation.diff(query),
      reading: (query) => this.queries.negotiation.reading(query),
      words: (query) => this.queries.negotiation.words(query),
      trueUps: (at) => this.queries.negotiation.trueUps(at),
      replica: (query) => this.queries.negotiation.replica(query),
      drafts: (query) => this.queries.negotiation.drafts(query),
      draft: (query) => this.queries.negotiation.draft(query),
      notes: (query) => this.queries.negotiation.notes(query),
      reconciliation: this.reconciling.asReconciling(),
      disputes: this.reconciling.asDisputing(),
      imports: (page) => this.queries.imports(page),
      oneImport: (query) => this.queries.oneImport(query),
      refusedLines: (query) => this.queries.refusedLines(query),
      audits: {
        claims: (query) => this.queries.audits.claims(query),
        bundle: (request) =>
          bundleOf(
            {
              ...this.closing(),
              proofs: this.proofs,
              claims: (query) => this.queries.audits.claims(query),
              now: () => new Date().toISOString(),
            },
            request,
          ),
      },
      proofs: this.proofs,
      overview: (at) => overviewOf({ store: this.store, goals: (asked) => this.queries.outlook.goals(asked) }, at, new Date()),
      notices: (query) => this.queries.notices(query),
      onAdvance: (listener) => this.runner.onBatch(listener),
      ready: async () => {
        await this.store.check();
        await this.runner.ready();
      },
      rebuild: (options) => this.rebuild(options),
      lag: () => Promise.resolve(this.runner.lag()),
      close: async () => {
        this.reconciling.close();
        await this.runner.stop();
        this.proofs.close();
        this.readModel.close();
        await this.store.close();
      },
    };
  }

  private execute(command: LedgerCommand, context: CommandContext): Promise<Executed> {
    if (command.kind === 'SetPolicy') return setPolicy(this.store, command, context);
    if (command.kind === 'ClosePeriod') return this.close(command, context);
    if (command.kind === 'RecordSales') return this.recorder.record(command.partnership, command.document, context);
    if (isDisputeRequest(command)) return this.reconciling.dispute(command, context);
    if (command.kind === 'StateFigures') return stateFigures(this.store, command, context);
    if (command.kind === 'ResolveStatedFigure') return this.reconciling.resolveStated(command, context);
    if (isReconciliationCommand(command)) return this.reconciling.execute(command, context);
    if (isPrivateCommand(command)) return executePrivate(this.store, command, context);
    if (isClaimCommand(command)) return executeClaim(this.queries.claimSources, command, context);
    if (isBookCommand(command)) return executeBooks(this.queries.bookSources, command, context);
    if (command.kind === 'ApproveProposal') return this.approve(command, context);
    return executeCommand(this.store, command, context);
  }

  /** Plans that claim by themselves do so once a period is closed, whoever closes it. */
  private async close(command: Extract<LedgerCommand, { kind: 'ClosePeriod' }>, context: CommandContext): Promise<Executed> {
    const closed = await closePeriod({ ...this.closing(), caughtUp: () => this.caughtUp() }, command, context);
    if (closed.kind !== 'done') return closed;
    return withDueClaims(this.queries.claimSources, command, context, closed);
  }

  /** Limits of approvers look at what the version is projected to pay, which only the views know. */
  private async approve(command: Extract<LedgerCommand, { kind: 'ApproveProposal' }>, context: CommandContext): Promise<Executed> {
    const projected = await this.queries.negotiation.projectedOfOpen(command.agreement);
    const { approvesUpTo: ownLimit } = context;
    return executeCommand(this.store, command, context, {
      ...(projected === undefined ? {} : { projected }),
      ...(ownLimit === undefined ? {} : { ownLimit }),
    });
  }

  private closing() {
    const { db } = this.readModel;
    const { store } = this;
    return { store, history: historyOf(db), accruals: this.accruals, statements: statementListOf(db) };
  }

  private async caughtUp(): Promise<void> {
    const last = await this.store.lastToken();
    if (last !== undefined) await this.runner.caughtUpTo(last, VIEWS_TIMEOUT_MS);
  }

  private newQueries(): LedgerQueries {
    const { db } = this.readModel;
    return new LedgerQueries({
      ...this.closing(),
      imports: importLogOf(db),
      drafts: draftListOf(db),
      caughtUpTo: (token) => this.runner.caughtUpTo(token, ASK_TIMEOUT_MS),
      notices: this.reconciling.notices(),
      running: (id) => this.running.get(id),
    });
  }

  private newReconciling(): ReconcilingUseCases {
    return new ReconcilingUseCases({
      store: this.store,
      db: this.readModel.db,
      recorder: this.recorder,
      booksFile: `${this.readModel.file}.${BOOKS_FILE}`,
      evidenceFolder: join(dirname(this.readModel.file), EVIDENCE_FOLDER),
      caughtUpTo: (token) => this.runner.caughtUpTo(token, ASK_TIMEOUT_MS),
    });
  }

  private async rebuild({ check, onProgress }: Parameters<Ledger['rebuild']>[0]): ReturnType<Ledger['rebuild']> {
    const progress =
      onProgress === undefined
        ? {}
        : {
            onProgress: (events: number) => {
              onProgress({ events });
            },
          };
    const options = { store: this.store, readModel: this.readModel, views: this.views, ...progress };
    if (check) {
      await this.caughtUp();
      const result = await rebuildCheck(options);
      if (result.kind === 'same') return { identical: true, difference: null, events: result.events, digest: result.sha256 };
      const difference =
        result.kind === 'different' ? `table ${result.first.table}, row ${result.first.row}` : `not comparable: ${result.views.join(', ')}`;
      return { identical: false, difference, events: result.kind === 'different' ? result.events : 0, digest: '' };
    }
    await this.runner.stop();
    const result = await rebuild(options);
    this.runner = await startRunner(options);
    this.accruals = new AccrualQueries(this.readModel.db, this.store);
    this.reconciling.renew();
    this.queries = this.newQueries();
    return { identical: true, difference: null, events: result.events, digest: result.sha256 };
  }
}

const makeFolder = ({ dataDir, eventStoreUrl }: LedgerOptions): void => {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new StoreError(
      'STORE_FAILED',
      `The folder ${dataDir} cannot be used (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      'Give a folder that can be made and written.',
    );
  }
  if (eventStoreUrl === undefined && existsSync(join(dataDir, VIEWS_FILE)) && !existsSync(join(dataDir, EVENTS_FILE))) {
    throw new StoreError(
      'STORE_DAMAGED',
      `The views are in ${dataDir}, but their log ${EVENTS_FILE} is not.`,
      `Put ${EVENTS_FILE} back from a backup; or, to begin an empty ledger, use another folder.`,
    );
  }
};

/** Opens the ledger in a folder. Throws a StoreError where the store, its lock or its file do not allow it. */
export const openLedger = async (options: LedgerOptions): Promise<Ledger> => {
  makeFolder(options);
  const store = await openStore(options);
  try {
    await store.check();
    const readModel = openReadModel({ file: join(options.dataDir, VIEWS_FILE) });
    try {
      const views = [historyView, documentsView, importsView, draftsView, statementsView, accrualsView(store), proofsView, disputesView];
      const runner = await startRunner({ store, readModel, views });
      try {
        const last = await store.lastToken();
        if (last !== undefined) await runner.caughtUpTo(last, VIEWS_TIMEOUT_MS);
        return new OpenedLedger(options, store, readModel, views, runner).asLedger();
      } catch (error) {
        await runner.stop();
        throw error;
      }
    } catch (error) {
      readModel.close();
      throw error;
    }
  } catch (error) {
    await store.close();
    throw error;
  }
};
