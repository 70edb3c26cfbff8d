import type { Database, RecordedEvent } from '#event-store';
import type { PositionedEvent } from './view.ts';

/** How far the numbering of partnerships has come. */
export type NumberingState = { readonly nextOf: (partnership: string) => number; readonly recordedAt: string };

export type Numbered = {
  readonly events: readonly PositionedEvent[];
  /** The next position of each partnership that the batch speaks of. */
  readonly next: ReadonlyMap<string, number>;
  readonly recordedAt: string;
};

/** Pure: the same log gives the same positions, whatever the batches. */
export function numberBatch(batch: readonly RecordedEvent[], state: NumberingState): Numbered {
  const next = new Map<string, number>();
  let { recordedAt } = state;
  const events = batch.map((event): PositionedEvent => {
    // ISO-8601 in UTC with milliseconds: the order of the texts is the order of the times.
    if (event.recordedAt > recordedAt) recordedAt = event.recordedAt;
    const partnership = event.metadata['partnershipId'];
    if (typeof partnership !== 'string') return { event, recordedAt };
    const position = next.get(partnership) ?? state.nextOf(partnership);
    next.set(partnership, position + 1);
    return { event, partnership, position, recordedAt };
  });
  return { events, next, recordedAt };
}

/** The counts of partnerships, in memory or (with a read model behind) in a table. */
export type Counts = {
  readonly nextOf: (partnership: string) => number;
  readonly save: (next: ReadonlyMap<string, number>) => void;
  readonly forget: () => void;
};

const MAX_KEPT = 100_000;

export function storedCounts(db: Database): Counts {
  const select = db.prepare<{ events: number }>('SELECT events FROM partnership_counts WHERE partnership = ?');
  const upsert = db.prepare(
    'INSERT INTO partnership_counts (partnership, events) VALUES (?, ?) ON CONFLICT (partnership) DO UPDATE SET events = excluded.events',
  );
  const kept = new Map<string, number>();
  return {
    nextOf: (partnership) => {
      const known = kept.get(partnership) ?? select.get(partnership)?.events ?? 0;
      if (kept.size >= MAX_KEPT) kept.clear();
      kept.set(partnership, known);
      return known;
    },
    save: (next) => {
      for (const [partnership, events] of next) {
        upsert.run(partnership, events);
        kept.set(partnership, events);
      }
    },
    forget: () => {
      kept.clear();
    },
  };
}

export function countsInMemory(): Counts {
  const counts = new Map<string, number>();
  return {
    nextOf: (partnership) => counts.get(partnership) ?? 0,
    save: (next) => {
      for (const [partnership, events] of next) counts.set(partnership, events);
    },
    forget: () => {
      counts.clear();
    },
  };
}
