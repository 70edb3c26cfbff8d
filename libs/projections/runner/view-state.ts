import type { Database } from '#event-store';
import type { Checkpoints } from './checkpoints.ts';
import type { PositionedEvent, View } from './view.ts';

/** Where a view stands. */
export type ViewState = {
  readonly view: View;
  /** Of the last event that it has taken. */
  token: string | undefined;
  /** The event that it could not take, and why. */
  stopped: string | undefined;
  /** It follows by itself, behind the others, until it stands where they stand. */
  behind: boolean;
};

/** What a batch does to a view, once the transaction has committed. */
export type Outcome = { readonly state: ViewState; readonly token: string | undefined; readonly stopped: string | undefined };

/** Gives the batch to the view, inside the transaction. Throws only for what is no fault of the view. */
export function giveBatch(db: Database, checkpoint: Checkpoints, state: ViewState, events: readonly PositionedEvent[]): Outcome {
  const token = events.at(-1)?.event.token ?? state.token;
  const failure = attempt(db, state.view, events);
  if (failure === undefined) {
    if (token !== undefined) checkpoint.saveView(state.view.name, token);
    return { state, token, stopped: undefined };
  }
  return giveOneByOne(db, checkpoint, state, events);
}

/** Finds the event that the view cannot take: what comes before it is taken, so the view stops at the same event whatever the batches. */
function giveOneByOne(db: Database, checkpoint: Checkpoints, state: ViewState, events: readonly PositionedEvent[]): Outcome {
  let { token } = state;
  for (const item of events) {
    const failure = attempt(db, state.view, [item]);
    if (failure !== undefined) {
      if (token !== undefined) checkpoint.saveView(state.view.name, token);
      return { state, token, stopped: messageOf(state.view, item, failure.error) };
    }
    token = item.event.token;
  }
  if (token !== undefined) checkpoint.saveView(state.view.name, token);
  return { state, token, stopped: undefined };
}

function attempt(db: Database, view: View, events: readonly PositionedEvent[]): { readonly error: unknown } | undefined {
  db.exec('SAVEPOINT view_batch');
  try {
    view.handle(events, db);
    db.exec('RELEASE view_batch');
    return undefined;
  } catch (error) {
    view.reset?.(db);
    if (isMachineFault(error)) throw error;
    db.exec('ROLLBACK TO view_batch; RELEASE view_batch');
    return { error };
  }
}

/** Busy, locked, no memory, read-only, disk error, damaged, full, cannot open, no database: results of SQLite that no event is to blame for. */
const MACHINE_FAULTS = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26]);

function isMachineFault(error: unknown): boolean {
  const code = (error as { errcode?: unknown } | null | undefined)?.errcode;
  return typeof code === 'number' && MACHINE_FAULTS.has(code & 0xff);
}

function messageOf(view: View, { event }: PositionedEvent, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `The view ${view.name} cannot take ${event.type} (${event.stream}, revision ${event.revision}): ${reason}`;
}
