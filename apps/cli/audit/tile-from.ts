import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';
import type { ProofSource } from './source.ts';

/** A tile that the ledger must have, by its path. Throws where it gives none. */
export const tileFrom = async (source: Pick<ProofSource, 'tile'>, partnership: string, path: string): Promise<Uint8Array> => {
  const bytes = await source.tile(partnership, path);
  if (bytes === undefined)
    throw failure(
      'EXPORT_TILE_MISSING',
      `The ledger does not give ${path}.`,
      'Check that the ledger is the one that signed the checkpoint; then export again, into the same folder.',
      { value: path },
      EXIT.unavailable,
    );
  return bytes;
};
