import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import {
  type Database,
  type EventReader,
  type EventSubscription,
  type RecordedEvent,
  compareTokens,
  isStoreError,
  storeErrorFromSqlite,
} from '#event-store';
import { ProjectionError } from '../read-model/projection-error.ts';
import type { ReadModel } from '../read-model/read-model.ts';
import { type Checkpoints, type LogCursor, checkpoints, dropEverything, prepareOwnTables, prepareViews } from './checkpoints.ts';
import { type Counts, countsInMemory, numberBatch, storedCounts } from './numbering.ts';
import type { PositionedEvent, View } from './view.ts';
import { type Outcome, type ViewState, giveBatch } from './view-state.ts';
import { type Waiters, hasPassed, stoppedError, waiters } from './waiters.ts';

export type RunnerOptions = {
  readonly store: EventReader;
  readonly readModel: ReadModel;
  readonly views: readonly View[];
  /** Events in one transaction; a batch is handled in one turn of the event loop. */
  readonly batchSize?: number;
};

export type Advanced = { readonly partnership: string; readonly position: number };
export type ViewLag = { readonly view: string; readonly token: string | null; readonly stopped: string | null };

export type Runner = {
  /** What happened at the start that a person should be told. */
  readonly notices: readonly string[];
  /** Resolves when the views (all where not named) have passed the token; rejects with a ProjectionError. */
  caughtUpTo(token: string, timeoutMs: number, views?: readonly string[]): Promise<void>;
  /** Told of the newest position of each partnership that a batch advanced; lossy. Gives back how to stop. */
  onBatch(listener: (notice: Advanced) => void): () => void;
  lag(): readonly ViewLag[];
  /** Rejects with a ProjectionError when a view is stopped, still folding what was there at the start, or nothing runs. */
  ready(): Promise<void>;
  /** Ends after the batch at hand; the store and the read model stay open. */
  stop(): Promise<void>;
};

const BATCH_SIZE = 2_000;
/** Trying again mends none of these: a damaged or closed store, a server that holds what others wrote. */
const ENDS_THE_FOLD = new Set<string>(['STORE_DAMAGED', 'STORE_CLOSED', 'EVENT_NOT_OURS']);
const FIRST_PAUSE_MS = 100;
const MAX_PAUSE_MS = 10_000;

/** Makes the tables, then follows the log until it is stopped. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const { store, readModel, views } = options;
  const notices: string[] = [];
  prepareOwnTables(readModel.db);
  if (!(await isSameLog(store, checkpoints(readModel.db).cursor()))) {
    dropEverything(readModel.db, views);
    notices.push(
      `The read model ${readModel.file} was folded from another log, or from events that are no longer there; it is folded anew.`,
    );
  }
  const running = new RunningViews(options, prepareViews(readModel.db, views), await store.lastToken());
  running.start();
  return {
    notices,
    caughtUpTo: (token, timeoutMs, names) => running.caughtUpTo(token, timeoutMs, names),
    onBatch: (listener) => running.listen(listener),
    lag: () => running.lag(),
    ready: () => running.ready(),
    stop: () => running.stop(),
  };
}

/** Whether the event that was folded last is still where it was: a restored copy of a store can lack it, or hold another. */
async function isSameLog(store: EventReader, cursor: LogCursor | undefined): Promise<boolean> {
  if (cursor === undefined) return true;
  for await (const event of store.readStream(cursor.stream, { from: cursor.revision, max: 1 })) {
    return event.id === cursor.event && event.token === cursor.token;
  }
  return false;
}

const isOnItsWay = ({ behind, stopped }: ViewState): boolean => behind && stopped === undefined;

class RunningViews {
  readonly #db: Database;
  readonly #options: RunnerOptions;
  readonly #batchSize: number;
  readonly #checkpoints: Checkpoints;
  readonly #counts: Counts;
  readonly #states: readonly ViewState[];
  readonly #target: string | undefined;
  readonly #waiters: Waiters = waiters();
  readonly #listeners = new Set<(notice: Advanced) => void>();
  readonly #abort = new AbortController();
  #cursor: { readonly token: string | undefined; readonly recordedAt: string };
  #subscription: EventSubscription | undefined;
  #loops: Promise<unknown> = Promise.resolve();
  #failure: string | undefined;
  #ended = false;

  constructor(options: RunnerOptions, tokens: ReadonlyMap<string, string | undefined>, target: string | undefined) {
    this.#options = options;
    this.#db = options.readModel.db;
    this.#batchSize = options.batchSize ?? BATCH_SIZE;
    this.#checkpoints = checkpoints(this.#db);
    this.#counts = storedCounts(this.#db);
    this.#target = target;
    const cursor = this.#checkpoints.cursor();
    this.#cursor = { token: cursor?.token, recordedAt: cursor?.recordedAt ?? '' };
    this.#states = options.views.map((view) => {
      const token = tokens.get(view.name);
      return { view, token, stopped: undefined, behind: token !== this.#cursor.token };
    });
  }

  start(): void {
    const alone = this.#states.filter(({ behind }) => behind).map((state) => this.#catchUp(state));
    this.#loops = Promise.all([this.#follow(), ...alone]);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#subscription?.close();
    await this.#loops;
    this.#end('The views were stopped.');
  }

  listen(listener: (notice: Advanced) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  lag(): readonly ViewLag[] {
    return this.#states.map(({ view, token, stopped }) => ({ view: view.name, token: token ?? null, stopped: stopped ?? null }));
  }

  async caughtUpTo(token: string, timeoutMs: number, names?: readonly string[]): Promise<void> {
    if (this.#ended) throw this.#endedError();
    await this.#waiters.wait(
      token,
      timeoutMs,
      this.#states.filter(({ view }) => names?.includes(view.name) ?? true),
    );
  }

  ready(): Promise<void> {
    const problem = this.#problem();
    return problem === undefined ? Promise.resolve() : Promise.reject(problem);
  }

  #problem(): ProjectionError | undefined {
    if (this.#ended || this.#failure !== undefined) return this.#endedError();
    const stopped = this.#states.find((state) => state.stopped !== undefined);
    if (stopped?.stopped !== undefined) return stoppedError(stopped.stopped);
    const target = this.#target;
    const folding = this.#states.filter((state) => state.behind || (target !== undefined && !hasPassed(state, target)));
    if (folding.length === 0) return undefined;
    const names = folding.map(({ view }) => view.name).join(', ');
    return new ProjectionError('VIEW_REBUILDING', `Still folding the log: ${names}.`, 'Wait; it becomes ready by itself.');
  }

  #endedError(): ProjectionError {
    return new ProjectionError(
      'RUNNER_STOPPED',
      this.#failure ?? 'The views do not follow the log.',
      'See that the event store and the disk work; start again where it does not go on by itself.',
    );
  }

  #end(reason: string): void {
    this.#ended = true;
    this.#failure ??= reason;
    this.#waiters.rejectAll(this.#endedError());
  }

  /** The views that stand together, live. */
  async #follow(): Promise<void> {
    await this.#persist(async () => {
      const { token } = this.#cursor;
      const subscription = this.#options.store.subscribe({ ...(token === undefined ? {} : { after: token }), batchSize: this.#batchSize });
      this.#subscription = subscription;
      if (this.#isStopping()) await subscription.close();
      for await (const batch of subscription) {
        await this.#takeTogether(batch);
      }
      if (!this.#isStopping()) this.#end('The event store was closed.');
    });
  }

  async #takeTogether(batch: readonly RecordedEvent[]): Promise<void> {
    const last = batch.at(-1);
    if (last === undefined) return;
    const numbered = numberBatch(batch, { nextOf: this.#counts.nextOf, recordedAt: this.#cursor.recordedAt });
    await this.#prepare(numbered.events);
    const together = this.#together();
    this.#commit(together, () => {
      const outcomes = together.map((state) => giveBatch(this.#db, this.#checkpoints, state, numbered.events));
      this.#counts.save(numbered.next);
      this.#checkpoints.saveCursor({
        token: last.token,
        stream: last.stream,
        revision: last.revision,
        event: last.id,
        recordedAt: numbered.recordedAt,
      });
      return outcomes;
    });
    this.#cursor = { token: last.token, recordedAt: numbered.recordedAt };
    this.#waiters.look();
    for (const [partnership, next] of numbered.next) this.#tell({ partnership, position: next - 1 });
  }

  #together(): readonly ViewState[] {
    return this.#states.filter((state) => !state.behind && state.stopped === undefined);
  }

  /** Asks until none is missing: while one view prepares, another may catch up and join. */
  async #prepare(events: readonly PositionedEvent[]): Promise<void> {
    const prepared = new Set<ViewState>();
    for (let missing = this.#together(); missing.length > 0; missing = this.#together().filter((state) => !prepared.has(state))) {
      for (const state of missing) {
        await state.view.prepare?.(events, this.#db);
        prepared.add(state);
      }
    }
  }

  /** One transaction; what is kept in memory changes only when it has committed. */
  #commit(states: readonly ViewState[], work: () => readonly Outcome[]): void {
    let outcomes: readonly Outcome[];
    try {
      outcomes = this.#db.transaction(work);
    } catch (error) {
      for (const { view } of states) view.reset?.(this.#db);
      this.#counts.forget();
      const failure = storeErrorFromSqlite(error, this.#options.readModel.file);
      if (failure.code === 'STORE_DAMAGED') this.#options.readModel.markDamaged(failure.message);
      throw failure;
    }
    for (const { state, token, stopped } of outcomes) Object.assign(state, { token, stopped });
  }

  #tell(notice: Advanced): void {
    for (const listener of this.#listeners) {
      try {
        listener(notice);
      } catch {
        // Notices are lossy by contract: a listener that fails is no longer told, and the fold goes on.
        this.#listeners.delete(listener);
      }
    }
  }

  /**
   * A view that is new, or was stopped: reads the log from its start (positions are counted from there), takes what it
   * lacks, and joins the others at the very event where they stand.
   */
  async #catchUp(state: ViewState): Promise<void> {
    const counts = countsInMemory();
    let seen: { readonly token: string | undefined; readonly recordedAt: string } = { token: undefined, recordedAt: '' };
    await this.#persist(async () => {
      while (isOnItsWay(state) && !this.#isStopping()) {
        const after = seen.token === undefined ? {} : { after: seen.token };
        for await (const batch of this.#options.store.readAll({ ...after, batchSize: this.#batchSize })) {
          if (this.#isStopping()) return;
          const numbered = numberBatch(batch, { nextOf: counts.nextOf, recordedAt: seen.recordedAt });
          const lacking = numbered.events.filter(({ event }) => !hasPassed(state, event.token) && this.#isPassedByOthers(event.token));
          if (lacking.length > 0) await state.view.prepare?.(lacking, this.#db);
          if (lacking.length > 0) this.#commit([state], () => [giveBatch(this.#db, this.#checkpoints, state, lacking)]);
          state.behind = state.token !== this.#cursor.token;
          this.#waiters.look();
          if (!isOnItsWay(state)) return;
          counts.save(numbered.next);
          seen = { token: batch.at(-1)?.token, recordedAt: numbered.recordedAt };
        }
        // The end of the log was read before the others had come there: they need their turn.
        await nextTurn();
      }
    });
  }

  #isPassedByOthers(token: string): boolean {
    return this.#cursor.token !== undefined && compareTokens(token, this.#cursor.token) <= 0;
  }

  /** Tries again, ever more slowly, what failed through no fault of a view: a full disk, a server that is away. */
  async #persist(work: () => Promise<void>): Promise<void> {
    for (let pauseMs = FIRST_PAUSE_MS; !this.#isStopping() && !this.#ended; pauseMs = Math.min(2 * pauseMs, MAX_PAUSE_MS)) {
      try {
        if (this.#failure !== undefined) await this.#options.store.check();
        this.#failure = undefined;
        await work();
        return;
      } catch (error) {
        this.#failure = error instanceof Error ? error.message : String(error);
        if (isStoreError(error) && ENDS_THE_FOLD.has(error.code)) {
          this.#end(error.message);
          return;
        }
        await pause(pauseMs, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      }
    }
  }

  #isStopping(): boolean {
    return this.#abort.signal.aborted;
  }
}
