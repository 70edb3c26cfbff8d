import { type Checkpoint, type Leaf, parseCheckpoint, parseLeaf, parseNote } from '#audit';
import type { LedgerClient } from '../client/ledger-client.ts';
import { EXIT } from '../exit-codes.ts';
import { accept, failure, valueOf } from '../failure.ts';
import type { Found } from './find-event.ts';
import { proofFrom } from './part-proofs.ts';

export type Proved = { readonly leaf: Leaf; readonly file: Uint8Array; readonly checkpoint: Checkpoint };

export const checkpointIn = (note: string): Checkpoint => accept(parseCheckpoint(accept(parseNote(note)).text));

/** The proof file of one event under the newest checkpoint, with the event in it. */
export const proveEvent = async ({ proofs }: LedgerClient, { partnership, position }: Found): Promise<Proved> => {
  const note = valueOf(await proofs.checkpoint(partnership));
  const checkpoint = checkpointIn(note);
  const { size } = checkpoint;
  if (position >= size)
    throw failure(
      'EVENT_NOT_SIGNED',
      `No checkpoint covers position ${position} yet: the newest has ${size} events.`,
      'Wait for the next checkpoint, or ask somebody of the partnership to sign one.',
      { place: '--position', value: String(position) },
      EXIT.conflict,
    );
  const { file, entry } = await proofFrom(proofs, { partnership, size, index: position, checkpoint: note });
  return { leaf: accept(parseLeaf(entry)), file, checkpoint };
};
