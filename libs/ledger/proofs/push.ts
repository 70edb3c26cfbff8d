import { formatAddCheckpoint, fromBase64 } from '#audit';
import type { Rejection } from '#kernel';
import type { Answer } from '../asking.ts';
import type { SignedCheckpoint } from './checkpoints.ts';
import type { Consistency } from './prove.ts';
import { witnessParted, witnessRefused } from './refusals.ts';

/** What a witness answered over HTTP to a checkpoint that was handed in (c2sp.org/tlog-witness). */
export type WitnessAnswer = { readonly status: number; readonly type: string; readonly body: string };

/** The ledger as it shows itself to a witness. */
export type PushedLog = {
  last(): Promise<Answer<SignedCheckpoint>>;
  consistency(from: number, to: number): Promise<Answer<Consistency>>;
  cosign(size: number, lines: string): Promise<Answer<SignedCheckpoint>>;
};

export type Pushed =
  | { readonly kind: 'cosigned'; readonly checkpoint: SignedCheckpoint }
  /** `parted`: the witness saw another history, or a longer one, than this ledger has. Both checkpoints are to be kept. */
  | { readonly kind: 'refused'; readonly rejection: Rejection; readonly checkpoint: SignedCheckpoint; readonly parted: boolean }
  | { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] };

const SIZE = /^(0|[1-9]\d{0,15})\n?$/;
const CONFLICT = 409;
const NOT_CONSISTENT = 422;

/** Hands the newest checkpoint to a witness, with the proof that it grew out of the one the witness saw last, and takes over its cosignature. */
export const pushCheckpoint = async (log: PushedLog, send: (body: string) => Promise<WitnessAnswer>): Promise<Pushed> => {
  const found = await log.last();
  if (found.kind === 'rejected') return found;
  const checkpoint = found.value;
  const { size, note } = checkpoint;
  // The witness says what it saw last: a ledger need remember nothing of it.
  let answer = await send(formatAddCheckpoint({ oldSize: size, proof: [], checkpoint: note }));
  if (answer.status === CONFLICT && answer.type.startsWith('text/x.tlog.size') && SIZE.test(answer.body)) {
    const oldSize = Number(answer.body);
    if (oldSize > size) return refused(checkpoint, `it has seen ${oldSize} events of this log already, and there are ${size}`, true);
    const grown = oldSize === 0 ? undefined : await log.consistency(oldSize, size);
    if (grown?.kind === 'rejected') return grown;
    const proof = (grown?.value.proof ?? []).map((hash) => fromBase64(hash) ?? new Uint8Array(0));
    answer = await send(formatAddCheckpoint({ oldSize, proof, checkpoint: note }));
  }
  if (answer.status !== 200)
    return refused(checkpoint, `it answered ${answer.status}: ${answer.body.slice(0, 500).trim()}`, answer.status === NOT_CONSISTENT);
  const cosigned = await log.cosign(size, answer.body);
  return cosigned.kind === 'answer' ? { kind: 'cosigned', checkpoint: cosigned.value } : cosigned;
};

const refused = (checkpoint: SignedCheckpoint, why: string, parted: boolean): Pushed => ({
  kind: 'refused',
  checkpoint,
  parted,
  rejection: parted ? witnessParted(why) : witnessRefused(why),
});
