import { originHash, parseVerifierKey } from '#audit';
import type { Answer } from '../asking.ts';
import type { Checkpoints, SignedCheckpoint } from './checkpoints.ts';
import { pushCheckpoint, type Pushed, type WitnessAnswer } from './push.ts';
import type { ProofStore } from './proof-store.ts';
import type { Contradiction, PushRow } from './push-rows.ts';
import type { Consistency } from './prove.ts';
import { witnessUnknown } from './refusals.ts';

/** A witness of a partnership's log, and how it stands. */
export type WitnessStanding = {
  readonly key: string;
  readonly organisation: string;
  readonly addedAt: string;
  /** Where it is handed each newer checkpoint; null for one that comes by itself. */
  readonly url: string | null;
  /** Of the last attempt: when, and why it failed; null where it did not fail, or was none. */
  readonly triedAt: string | null;
  readonly said: string | null;
  /** When it is tried again after a failure. */
  readonly dueAt: string | null;
  /** Events of the last checkpoint that it cosigned when it was handed in. */
  readonly size: number | null;
  readonly cosignedAt: string | null;
  /** It has seen another history. */
  readonly contradicts: boolean;
};

/** Asks a witness over HTTP. Rejects with a `WitnessNotReached` that says why. */
export type WitnessSend = (url: string, body?: string) => Promise<WitnessAnswer>;
type Parts = {
  readonly store: () => ProofStore;
  readonly checkpoints: Checkpoints;
  readonly consistency: (partnership: string, from: number, to: number) => Answer<Consistency>;
};
/** How long to wait after so many failed attempts, in ms. */
type Pause = (attempts: number) => number;

/** All that can be asked of it, for those who stand in for it. */
export type WitnessUses = Pick<Witnesses, keyof Witnesses>;

/** A witness that did not answer. */
export class WitnessNotReached extends Error {}

type Tried = Pushed | { readonly kind: 'unreached'; readonly why: string };
const OK = 200;

const whyNot = (pushed: Tried): string => {
  if (pushed.kind === 'unreached') return pushed.why;
  if (pushed.kind === 'cosigned') return 'It answered with the cosignature of another key.';
  return (pushed.kind === 'refused' ? pushed.rejection : pushed.rejections[0])?.message ?? 'It was refused.';
};

const nameOf = (line: string): string => {
  const key = parseVerifierKey(line);
  return key.ok ? key.value.name : line;
};

/** Hands newer checkpoints to the witnesses that have an address, and keeps what became of it. Clock and network are the caller's. */
export class Witnesses {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  list(partnership: string): readonly WitnessStanding[] {
    const store = this.#parts.store();
    const rows = new Map(store.pushes.ofPartnership(partnership).map((row) => [row.key, row]));
    const contradicting = new Set(store.pushes.contradictions(partnership).map(({ witness }) => witness));
    return store.witnesses(partnership).map(({ key, organisation, addedAt }) => {
      const row = rows.get(key);
      return {
        key,
        organisation,
        addedAt,
        url: row?.url ?? null,
        triedAt: row?.triedAt ?? null,
        said: row?.said ?? null,
        dueAt: row !== undefined && row.attempts > 0 ? row.dueAt : null,
        size: row?.size ?? null,
        cosignedAt: row?.cosignedAt ?? null,
        contradicts: contradicting.has(nameOf(key)),
      };
    });
  }

  /** Where a named witness is handed checkpoints from now on; null: nowhere, it comes by itself. The address was checked. */
  handTo(partnership: string, key: string, url: string | null, now: string): Answer<readonly WitnessStanding[]> {
    const store = this.#parts.store();
    if (!store.witnesses(partnership).some((one) => one.key === key)) return { kind: 'rejected', rejections: [witnessUnknown()] };
    if (url === null) store.pushes.remove(partnership, key);
    else store.pushes.put(partnership, key, url.replace(/\/+$/, ''), now);
    return { kind: 'answer', value: this.list(partnership) };
  }

  /** Those that have not cosigned the newest checkpoint of their log, and are due. */
  due(now: string): readonly PushRow[] {
    return this.#parts
      .store()
      .pushes.due(now)
      .filter(({ partnership, key }) => {
        const last = this.#parts.checkpoints.last(partnership);
        return last.kind === 'answer' && !last.value.cosignedBy.includes(nameOf(key));
      });
  }

  /** One attempt. What came of it is kept before this resolves; it rejects only where the store fails. */
  async attempt(row: PushRow, send: WitnessSend, now: string, pause: Pause): Promise<void> {
    const { pushes } = this.#parts.store();
    const pushed = await this.#push(row, send);
    if (pushed.kind === 'cosigned' && pushed.checkpoint.cosignedBy.includes(nameOf(row.key))) {
      pushes.cosigned(row, pushed.checkpoint.size, now);
      return;
    }
    // Kept before it is said to have failed: whoever reads why finds the evidence.
    if (pushed.kind === 'refused' && pushed.parted)
      pushes.contradict(await this.#evidence(row, pushed.checkpoint, pushed.rejection.message, send, now));
    pushes.failed(row, whyNot(pushed), new Date(Date.parse(now) + pause(row.attempts + 1)).toISOString(), now);
  }

  contradictions(partnership: string): readonly Contradiction[] {
    return this.#parts.store().pushes.contradictions(partnership);
  }

  /** Contradictions that nobody was told of yet. */
  untold(): readonly Contradiction[] {
    return this.#parts.store().pushes.untold();
  }

  told(found: Contradiction, now: string): void {
    this.#parts.store().pushes.told(found, now);
  }

  async #push({ partnership, url }: PushRow, send: WitnessSend): Promise<Tried> {
    const { checkpoints, consistency } = this.#parts;
    try {
      return await pushCheckpoint(
        {
          last: () => Promise.resolve(checkpoints.last(partnership)),
          consistency: (from, to) => Promise.resolve(consistency(partnership, from, to)),
          cosign: (size, lines) => Promise.resolve(checkpoints.cosign(partnership, size, lines)),
        },
        (body) => send(`${url}/add-checkpoint`, body),
      );
    } catch (error) {
      if (error instanceof WitnessNotReached) return { kind: 'unreached', why: error.message };
      throw error;
    }
  }

  /** Both checkpoints: the log's own, and what the witness shows of what it saw last, which only some do. */
  async #evidence(
    { partnership, key, url }: PushRow,
    { origin, size, note }: SignedCheckpoint,
    why: string,
    send: WitnessSend,
    foundAt: string,
  ): Promise<Contradiction> {
    const shown = await send(`${url}/${originHash(origin)}/checkpoint`).catch(() => undefined);
    const seen = shown?.status === OK ? shown.body : 'The witness does not show it: ask who runs it.\n';
    return { partnership, origin, witness: nameOf(key), size, own: note, seen, why, foundAt };
  }
}
