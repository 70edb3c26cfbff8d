import { type Checkpoint, TILE_WIDTH, entryBundles, parseCheckpoint, parseNote, readEntryBundle, tilePath } from '#audit';
import type { Result } from '#kernel';
import { pathOfPartnership } from '../../api/paths.ts';
import { ApiProblem, problemOf } from '../../api/problem.ts';
import { send } from '../../api/request.ts';
import { signCheckpoint } from '../../proof/sign-checkpoint.ts';

/** A partnership's log as it is handed out: bytes, word for word. */
const at = (partnership: string, path: string): string => `${pathOfPartnership(partnership)}/${path}`;

const bytesOf = async (partnership: string, path: string): Promise<Uint8Array<ArrayBuffer>> => {
  const response = await send(at(partnership, path), { cache: 'no-store' });
  if (!response.ok) throw await problemOf(response);
  return new Uint8Array(await response.arrayBuffer());
};

/** What was read, or its first refusal thrown: a log that cannot be read is shown as a refusal like any other. */
export const must = <T>(result: Result<T>): T => {
  if (result.ok) return result.value;
  const [first] = result.rejections;
  throw new ApiProblem({
    status: 422,
    code: first?.code ?? 'ANSWER_UNREADABLE',
    detail: first?.message ?? 'It cannot be read.',
    wayOut: first?.wayOut ?? 'Tell who runs the server.',
  });
};

export type OnPart = (done: number, of: number) => void;
export type Signed = { readonly note: string; readonly checkpoint: Checkpoint };

/** The newest signed checkpoint; who may sign has one signed now, so that nothing recorded is left out. */
export const newestCheckpoint = async (partnership: string, maySign: boolean): Promise<Signed> => {
  if (maySign) await signCheckpoint(partnership);
  const note = new TextDecoder().decode(await bytesOf(partnership, 'log/checkpoint'));
  return { note, checkpoint: must(parseCheckpoint(must(parseNote(note)).text)) };
};

/** Every entry that a checkpoint covers, in order. */
export const entriesOf = async (partnership: string, size: number, onPart: OnPart): Promise<ReadonlyMap<number, Uint8Array>> => {
  const bundles = [...entryBundles(size)];
  const entries = new Map<number, Uint8Array>();
  for (const [index, tile] of bundles.entries()) {
    const read = must(readEntryBundle(await bytesOf(partnership, `log/${tilePath(tile)}`), tile.width));
    read.forEach((entry, place) => {
      entries.set(tile.index * TILE_WIDTH + place, entry);
    });
    onPart(index + 1, bundles.length);
  }
  return entries;
};
