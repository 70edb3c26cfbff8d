/** The memory of the scripted server: what a real one does with appends and reads, as far as the adapter can tell. */

export type StoredEvent = {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};
export type ProposedEvent = Pick<StoredEvent, 'id' | 'type' | 'data' | 'metadata'>;
export type Verdict = { readonly appended: StoredEvent } | { readonly actual: number | undefined };

export class ScriptedLog {
  readonly events: StoredEvent[] = [];

  ofStream(stream: string): StoredEvent[] {
    return this.events.filter((event) => event.stream === stream);
  }

  append(stream: string, expected: number | 'any' | 'noStream', proposed: readonly ProposedEvent[]): Verdict {
    const existing = this.ofStream(stream);
    const current = existing.length - 1;
    const start = expected === 'noStream' ? 0 : expected === 'any' ? existing.findIndex(({ id }) => id === proposed[0]?.id) : expected + 1;
    const there = start < 0 ? [] : existing.slice(start, start + proposed.length);
    const last = there.at(-1);
    if (last !== undefined && there.length === proposed.length && there.every(({ id }, index) => id === proposed[index]?.id))
      return { appended: last };
    const holds = expected === 'any' || (expected === 'noStream' ? current === -1 : current === expected);
    if (!holds) return { actual: current === -1 ? undefined : current };
    proposed.forEach((event, index) => {
      this.events.push({ ...event, stream, revision: current + 1 + index, position: 100 + 10 * this.events.length });
    });
    const appended = this.events.at(-1);
    if (appended === undefined) throw new Error('An append has at least one event.');
    return { appended };
  }
}
