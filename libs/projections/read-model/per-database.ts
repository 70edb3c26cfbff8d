import type { Database } from '#event-store';

/** What a view keeps in memory for a read model: prepared statements, ids of names. */
export type PerDatabase<State> = {
  (db: Database): State;
  /** After a rollback: what is in memory may speak of rows that are gone. */
  forget(db: Database): void;
};

export function perDatabase<State>(make: (db: Database) => State): PerDatabase<State> {
  const states = new WeakMap<Database, State>();
  const of = (db: Database): State => {
    let state = states.get(db);
    if (state === undefined) {
      state = make(db);
      states.set(db, state);
    }
    return state;
  };
  const forget = (db: Database): void => {
    states.delete(db);
  };
  return Object.assign(of, { forget });
}
