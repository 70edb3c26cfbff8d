import {
  formatCheckpoint,
  formatVerifierKey,
  type NoteSignature,
  parseNote,
  parseVerifierKey,
  signNote,
  toBase64,
  type VerifierKey,
  withCosignatures,
} from '#audit';
import type { Rejection } from '#kernel';
import type { ProofLog } from '#projections';
import type { Answer, Page, Paged } from '../asking.ts';
import { pageInvalid, partnershipUnknown } from '../rejections.ts';
import { partingOf } from './parting.ts';
import type { ProofKeys, Validity } from './proof-keys.ts';
import type { Log, OwnEvidence, ProofStore, StoredCheckpoint } from './proof-store.ts';
import { checkpointUnknown, logIntact, logRewound, proofKeysDiffer, witnessKeyNeeded, witnessOfOther, witnessUnknown } from './refusals.ts';

/** Why a checkpoint was signed: somebody asked, time or events went by, or a statement or signature was recorded. */
export type Occasion = 'asked' | 'schedule' | 'event';

export type SignedCheckpoint = {
  readonly partnership: string;
  readonly origin: string;
  /** Events that it covers. */
  readonly size: number;
  /** Base 64, as in the note. */
  readonly root: string;
  readonly occasion: string;
  readonly signedAt: string;
  /** Names of the witnesses' keys. */
  readonly cosignedBy: readonly string[];
  /** The signed note with its cosignatures. */
  readonly note: string;
};

/** Who signs and who cosigns a partnership's log, as lines of keys that a policy takes. */
export type LogKeys = {
  readonly origin: string;
  /** The newest last. */
  readonly keys: readonly (Validity & { readonly key: string })[];
  readonly witnesses: readonly { readonly key: string; readonly organisation: string; readonly addedAt: string }[];
};
export type LogFault = { readonly partnership: string; readonly rejection: Rejection };

/** All that can be asked of it, for those who stand in for it. */
export type CheckpointUses = Pick<Checkpoints, keyof Checkpoints>;

/** Keys and file are made when they are first needed. */
type Parts = { readonly log: ProofLog; readonly keys: () => ProofKeys; readonly store: () => ProofStore };

const DEFAULT_PAGE = 100;

const answer = <T>(value: T): Answer<T> => ({ kind: 'answer', value });
const rejected = (...rejections: readonly Rejection[]): Extract<Answer<never>, { kind: 'rejected' }> => ({ kind: 'rejected', rejections });

/** Signs what each partnership's tree is, and never two histories: each checkpoint must grow out of the one before. */
export class Checkpoints {
  readonly #parts: Parts;
  readonly #faults = new Map<string, Rejection>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The newest one; a tree that has not grown since, under the same key, is not signed again. */
  sign(partnership: string, occasion: Occasion, now: string): Answer<SignedCheckpoint> {
    const { log } = this.#parts;
    const keys = this.#parts.keys();
    const size = log.size(partnership);
    if (size === 0 && this.#store.logOf(partnership) === undefined) return rejected(partnershipUnknown(partnership));
    const { origin, epoch } = this.#logOf(partnership, now);
    if (origin !== keys.originOf(partnership, epoch)) return rejected(proofKeysDiffer(partnership));
    const last = this.#store.last(origin);
    const fault = this.#faultOf(partnership, last, now);
    if (fault !== undefined) return rejected(fault);
    const signer = keys.signerOf(origin);
    const isCurrent = last?.size === size && signaturesOf(last).some(({ keyId, name }) => name === origin && keyId === signer.key.id);
    if (last !== undefined && isCurrent) return answer(shown(partnership, last));
    const root = log.rootAt(partnership, size);
    const note = signNote(formatCheckpoint({ origin, size, root, extensions: [] }), signer);
    return answer(shown(partnership, this.#store.keep({ origin, size, root, note, occasion, signedAt: now })));
  }

  /** Signs where nothing was signed yet, a statement or a signature was recorded since, or so many events. */
  signDue(partnership: string, everyEvents: number, now: string): Answer<SignedCheckpoint> | undefined {
    const [size, signed] = [this.#parts.log.size(partnership), this.#signedSize(partnership)];
    if (size <= signed) return undefined;
    if ((this.#parts.log.lastOccasion(partnership) ?? -1) >= signed) return this.sign(partnership, 'event', now);
    return signed === 0 || size - signed >= everyEvents ? this.sign(partnership, 'schedule', now) : undefined;
  }

  /** Signs where anything was recorded since. */
  signGrown(partnership: string, now: string): Answer<SignedCheckpoint> | undefined {
    return this.#parts.log.size(partnership) > this.#signedSize(partnership) ? this.sign(partnership, 'schedule', now) : undefined;
  }

  last(partnership: string): Answer<SignedCheckpoint> {
    const log = this.#store.logOf(partnership);
    const last = log === undefined ? undefined : this.#store.last(log.origin);
    return last === undefined ? rejected(checkpointUnknown(partnership)) : answer(shown(partnership, last));
  }

  /** The one to prove an entry by: the newest of those that most witnesses cosigned. */
  covering(partnership: string, size: number): SignedCheckpoint | undefined {
    const log = this.#store.logOf(partnership);
    const found = log === undefined ? undefined : this.#store.bestCovering(log.origin, size);
    return found === undefined ? undefined : shown(partnership, found);
  }

  /** Newest first, of the log as it was last begun. */
  page(partnership: string, { cursor, limit = DEFAULT_PAGE }: Page): Answer<Paged<SignedCheckpoint>> {
    if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) return rejected(pageInvalid(cursor));
    const log = this.#store.logOf(partnership);
    if (log === undefined) return rejected(checkpointUnknown(partnership));
    const rows = this.#store.page(log.origin, cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor), limit + 1);
    const items = rows.slice(0, limit);
    return answer({
      items: items.map((one) => shown(partnership, one)),
      nextCursor: rows.length > limit ? String(items.at(-1)?.id ?? 0) : null,
    });
  }

  /** Oldest first, of the log as it was last begun. */
  all(partnership: string): readonly SignedCheckpoint[] {
    const log = this.#store.logOf(partnership);
    return log === undefined ? [] : this.#store.checkpoints(log.origin).map((one) => shown(partnership, one));
  }

  /** Takes over the cosignatures of the partnership's witnesses on the checkpoint of this size. */
  cosign(partnership: string, size: number, lines: string): Answer<SignedCheckpoint> {
    const log = this.#store.logOf(partnership);
    const found = log === undefined ? undefined : this.#store.ofSize(log.origin, size);
    if (found === undefined) return rejected(checkpointUnknown(partnership));
    const keys = this.#store.witnesses(partnership).flatMap(({ key }) => keyIn(key));
    const note = withCosignatures(found.note, lines, keys);
    if (!note.ok) return rejected(...note.rejections);
    const cosigned = { ...found, note: note.value };
    this.#store.cosigned(found.id, note.value, witnessesOf(cosigned).length);
    return answer(shown(partnership, cosigned));
  }

  keys(partnership: string, now: string): Answer<LogKeys> {
    if (this.#parts.log.size(partnership) === 0 && this.#store.logOf(partnership) === undefined)
      return rejected(partnershipUnknown(partnership));
    const { origin } = this.#logOf(partnership, now);
    const keys = this.#parts
      .keys()
      .verifiersOf(origin)
      .map(({ key, from, until }) => ({ key: formatVerifierKey(key), from, until }));
    return answer({ origin, keys, witnesses: this.#store.witnesses(partnership) });
  }

  addWitness(partnership: string, line: string, organisation: string, now: string): Answer<LogKeys> {
    const key = parseVerifierKey(line);
    if (!key.ok) return rejected(...key.rejections);
    if (key.value.type !== 'cosignature') return rejected(witnessKeyNeeded('it does not make cosignatures'));
    const known = this.#store.witnesses(partnership).find((one) => one.key === line);
    if (known !== undefined && known.organisation !== organisation) return rejected(witnessOfOther(known.organisation));
    const others = this.#store.witnesses(partnership).filter((one) => one.key !== line);
    // One name, one witness: a policy tells them apart by it.
    if (others.some((one) => keyIn(one.key).some(({ name }) => name === key.value.name)))
      return rejected(witnessKeyNeeded(`the name ${key.value.name} is taken`));
    const keys = this.keys(partnership, now);
    if (keys.kind === 'rejected') return keys;
    this.#store.addWitness(partnership, { key: line, organisation, addedAt: now });
    return this.keys(partnership, now);
  }

  /** @param by the organisations of who asks; left out where the asker may act for every one. */
  removeWitness(partnership: string, line: string, now: string, by?: readonly string[]): Answer<LogKeys> {
    const known = this.#store.witnesses(partnership).find((one) => one.key === line);
    if (known !== undefined && by?.includes(known.organisation) === false) return rejected(witnessOfOther(known.organisation));
    return this.#store.removeWitness(partnership, line) ? this.keys(partnership, now) : rejected(witnessUnknown());
  }

  /** Compares every log with its last checkpoint: what a rewound or exchanged store no longer has is found here. */
  check(now: string): readonly LogFault[] {
    for (const partnership of this.#store.partnerships()) {
      const log = this.#store.logOf(partnership);
      this.#faultOf(partnership, log === undefined ? undefined : this.#store.last(log.origin), now);
    }
    return this.faults();
  }

  /** Those found so far. */
  faults(): readonly LogFault[] {
    return [...this.#faults].map(([partnership, rejection]) => ({ partnership, rejection }));
  }

  evidence(partnership: string): readonly OwnEvidence[] {
    const log = this.#store.logOf(partnership);
    return log === undefined ? [] : this.#store.evidence(log.origin);
  }

  /** A new log, under a new name, where the old one lost what was signed: nobody may take one for the other. */
  restart(partnership: string, reason: string, now: string): Answer<SignedCheckpoint> {
    const log = this.#store.logOf(partnership);
    const fault = log === undefined ? undefined : this.#faultOf(partnership, this.#store.last(log.origin), now);
    if (log === undefined || fault === undefined) return rejected(logIntact(partnership));
    const epoch = log.epoch + 1;
    this.#store.beginLog(partnership, { epoch, origin: this.#parts.keys().originOf(partnership, epoch), begunAt: now, reason });
    this.#faults.delete(partnership);
    return this.sign(partnership, 'asked', now);
  }

  get #store(): ProofStore {
    return this.#parts.store();
  }

  #logOf(partnership: string, now: string): Log {
    const known = this.#store.logOf(partnership);
    if (known !== undefined) return known;
    const log = { epoch: 0, origin: this.#parts.keys().originOf(partnership, 0) };
    this.#store.beginLog(partnership, { ...log, begunAt: now, reason: 'the first' });
    return log;
  }

  #signedSize(partnership: string): number {
    const log = this.#store.logOf(partnership);
    return log === undefined ? 0 : (this.#store.last(log.origin)?.size ?? 0);
  }

  #faultOf(partnership: string, last: StoredCheckpoint | undefined, now: string): Rejection | undefined {
    const { log } = this.#parts;
    const parting = last === undefined ? undefined : partingOf(log, partnership, () => this.#store.checkpoints(last.origin), last);
    if (last === undefined || parting === undefined) {
      this.#faults.delete(partnership);
      return undefined;
    }
    const size = log.size(partnership);
    this.#store.keepEvidence({ origin: last.origin, kept: last.note, size, root: log.rootAt(partnership, size), foundAt: now });
    const rejection = logRewound(partnership, size, last, parting);
    this.#faults.set(partnership, rejection);
    return rejection;
  }
}

const keyIn = (line: string): readonly VerifierKey[] => {
  const key = parseVerifierKey(line);
  return key.ok ? [key.value] : [];
};

const signaturesOf = ({ note }: Pick<StoredCheckpoint, 'note'>): readonly NoteSignature[] => {
  const parsed = parseNote(note);
  return parsed.ok ? parsed.value.signatures : [];
};

const witnessesOf = (checkpoint: StoredCheckpoint): readonly string[] =>
  signaturesOf(checkpoint)
    .map(({ name }) => name)
    .filter((name) => name !== checkpoint.origin);

const shown = (partnership: string, checkpoint: StoredCheckpoint): SignedCheckpoint => {
  const { origin, size, root, occasion, signedAt, note } = checkpoint;
  return { partnership, origin, size, root: toBase64(root), occasion, signedAt, cosignedBy: witnessesOf(checkpoint), note };
};
