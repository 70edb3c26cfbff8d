import type { CheckedEvent } from '../limits.ts';
import type { RecordedEvent } from '../port.ts';

/**
 * The newest events as they were appended. Who follows closely gets them from here: what was just checked and committed
 * need not be read and parsed again. All others, and whoever falls behind, read the table.
 */
export type RecentEvents = {
  /** After the commit: `last` is the position of the last of these events, `revision` its place in the stream. */
  add(
    stream: string,
    events: readonly CheckedEvent[],
    place: { readonly last: number; readonly revision: number; readonly recordedAt: number },
  ): void;
  /** Up to `limit` events after a position, and lets go of all before; undefined where only the table knows. */
  take(position: number, limit: number): RecordedEvent[] | undefined;
  /** Nothing is kept while nobody follows. */
  follow(): void;
  unfollow(): void;
};

/** The RFC 8785 texts of an event's parts. */
export type CanonicalTexts = { readonly data: string; readonly metadata: string };

type Place = Pick<RecordedEvent, 'stream' | 'revision' | 'recordedAt' | 'token'>;

/** As any other recorded event, with its texts out of the sight of those who compare or copy events. */
class JustAppended implements RecordedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: RecordedEvent['data'];
  readonly metadata: RecordedEvent['metadata'];
  readonly stream: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly token: string;
  readonly #texts: CanonicalTexts | undefined;

  constructor({ id, type, given, canonical, data, metadata }: CheckedEvent, { stream, revision, recordedAt, token }: Place) {
    this.id = id;
    this.type = type;
    this.data = given.data;
    this.metadata = given.metadata;
    this.stream = stream;
    this.revision = revision;
    this.recordedAt = recordedAt;
    this.token = token;
    this.#texts = canonical ? { data, metadata } : undefined;
  }

  static textsOf(event: RecordedEvent): CanonicalTexts | undefined {
    return event instanceof JustAppended ? event.#texts : undefined;
  }
}

/** The texts of an event that was just appended, so that who hashes it need not write it once more; undefined for most that were read. */
export const canonicalTextsOf = (event: RecordedEvent): CanonicalTexts | undefined => JustAppended.textsOf(event);

/** Of text as it is stored; what a follower falls behind by more is in the table. */
const MAX_BYTES = 8 * 1_024 * 1_024;

export function recentEvents(): RecentEvents {
  let kept: RecordedEvent[] = [];
  let sizes: number[] = [];
  let bytes = 0;
  let first = 1;
  let followers = 0;
  let time = { milliseconds: Number.NaN, text: '' };

  const forget = (): void => {
    kept = [];
    sizes = [];
    bytes = 0;
  };
  const dropThrough = (position: number): void => {
    const gone = Math.min(kept.length, position - first + 1);
    if (gone <= 0) return;
    for (const size of sizes.splice(0, gone)) bytes -= size;
    kept.splice(0, gone);
    first += gone;
  };
  return {
    add: (stream, events, { last, revision, recordedAt }) => {
      if (followers === 0) return;
      if (time.milliseconds !== recordedAt) time = { milliseconds: recordedAt, text: new Date(recordedAt).toISOString() };
      const start = last - events.length + 1;
      if (kept.length === 0 || first + kept.length !== start) {
        forget();
        first = start;
      }
      for (const [index, event] of events.entries()) {
        kept.push(
          new JustAppended(event, {
            stream,
            revision: revision - events.length + 1 + index,
            recordedAt: time.text,
            token: String(start + index),
          }),
        );
        sizes.push(event.bytes);
        bytes += event.bytes;
      }
      // The older half goes at once: dropping from the front of a list costs its length.
      if (bytes > MAX_BYTES) dropThrough(first + Math.ceil(kept.length / 2) - 1);
    },
    take: (position, limit) => {
      dropThrough(position);
      return kept.length === 0 || position + 1 !== first ? undefined : kept.slice(0, limit);
    },
    follow: () => {
      followers += 1;
    },
    unfollow: () => {
      followers -= 1;
      if (followers === 0) forget();
    },
  };
}
