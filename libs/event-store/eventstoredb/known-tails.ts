import type { Pages } from './pages.ts';

/**
 * The ids of the last events of the streams that this process has lately written. The server compares ids only when the
 * expected revision lies behind the stream; a retry that expects the newest revision would be recorded twice. What this
 * process has not seen of a stream is read once, up to the revision that the append expects.
 */
export type KnownTails = {
  /** Revisions by id, of the last events up to `revision`, and perhaps of some after it. */
  upTo(stream: string, revision: number): Promise<ReadonlyMap<string, number>>;
  /** What is known already, without asking the server. */
  known(stream: string): ReadonlyMap<string, number>;
  remember(stream: string, firstRevision: number, ids: readonly string[]): void;
};

type Tail = { readonly revisions: Map<string, number>; last: number };

/** An earlier attempt of a command is among the newest events of its stream, or the command has long been answered. */
const TAIL_EVENTS = 256;
const MAX_TAILS = 512;
const NONE: ReadonlyMap<string, number> = new Map();

export function knownTails(pages: Pages): KnownTails {
  const tails = new Map<string, Tail>();

  const touch = (stream: string): Tail => {
    const tail = tails.get(stream) ?? { revisions: new Map<string, number>(), last: -1 };
    tails.delete(stream);
    tails.set(stream, tail);
    const [oldest] = tails.keys();
    if (tails.size > MAX_TAILS && oldest !== undefined) tails.delete(oldest);
    return tail;
  };
  const remember = (stream: string, firstRevision: number, ids: readonly string[]): void => {
    const tail = touch(stream);
    ids.slice(-TAIL_EVENTS).forEach((id, index) => {
      tail.revisions.set(id, firstRevision + Math.max(0, ids.length - TAIL_EVENTS) + index);
    });
    tail.last = Math.max(tail.last, firstRevision + ids.length - 1);
    for (const id of tail.revisions.keys()) {
      if (tail.revisions.size <= 2 * TAIL_EVENTS) break;
      tail.revisions.delete(id);
    }
  };
  return {
    remember,
    known: (stream) => tails.get(stream)?.revisions ?? NONE,
    upTo: async (stream, revision) => {
      const from = Math.max((tails.get(stream)?.last ?? -1) + 1, revision + 1 - TAIL_EVENTS);
      if (from <= revision) {
        const unseen = await pages.ofStream(stream, from, 'forwards', revision + 1 - from);
        const ids = unseen.flatMap(({ event }) => (event === undefined ? [] : [event.id]));
        if (ids.length > 0) remember(stream, from, ids);
      }
      return touch(stream).revisions;
    },
  };
}
