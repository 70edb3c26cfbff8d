export {
  type AppendResult,
  type EventReader,
  type EventStore,
  type EventSubscription,
  type EventToAppend,
  type ExpectedRevision,
  type JsonObject,
  type JsonValue,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  compareTokens,
} from './port.ts';
export { StoreError, type StoreErrorCode, isStoreError } from './store-error.ts';
export { type Database, type DatabaseOptions, type SqlValue, type Statement, openDatabase } from './sqlite/database.ts';
export { storeErrorFromSqlite } from './sqlite/sqlite-errors.ts';
export { canonicalTextsOf } from './sqlite/recent-events.ts';
export { type SqliteEventStoreOptions, openSqliteEventReader, openSqliteEventStore } from './sqlite/sqlite-event-store.ts';
export { MAX_APPEND_BYTES, MAX_LEAF_BYTES, appendBytes } from './limits.ts';
export type { EventStoreDbOptions } from './eventstoredb/eventstoredb-event-store.ts';
export { loadEventStoreDb } from './eventstoredb/load.ts';
