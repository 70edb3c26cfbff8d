import type { Database, RecordedEvent } from '#event-store';

/** An event with what every view needs to know of its place. */
export type PositionedEvent = {
  readonly event: RecordedEvent;
  /** Left out for private streams (draft-, note-, policy-, import-). */
  readonly partnership?: string;
  /** Index in the history of its partnership, from 0; the same on every store. Left out for private streams. */
  readonly position?: number;
  /** As the store says, clamped along the log: never before that of an earlier event. */
  readonly recordedAt: string;
};

/**
 * Tables and the fold that fills them. Everything in the tables must follow from the events alone: nothing from a clock,
 * and nothing from where a batch begins or ends.
 */
export type View = {
  readonly name: string;
  /** A new number drops the tables and folds the whole log again. */
  readonly version: number;
  /** `CREATE TABLE` and `CREATE INDEX` statements. Tables of different views have different names. */
  readonly tables: readonly string[];
  /** Before the transaction, for what a fold must read of the log; writes nothing. */
  prepare?(batch: readonly PositionedEvent[], db: Database): Promise<void>;
  /** Synchronous, inside the transaction. Throws on an event that it cannot take: the view stops there. */
  handle(batch: readonly PositionedEvent[], db: Database): void;
  /** What the last `handle` wrote was rolled back, or the tables are new: forget what is kept in memory. */
  reset?(db: Database): void;
};
