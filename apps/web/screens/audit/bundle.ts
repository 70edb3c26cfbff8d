import { BUNDLE_FILES, bundleInTar } from '#audit';
import { pathOfAgreement, pathOfPartnership } from '../../api/paths.ts';
import { problemOf } from '../../api/problem.ts';
import { send } from '../../api/request.ts';
import { signCheckpoint } from '../../proof/sign-checkpoint.ts';
import { must } from './log.ts';

/** Of whom: the whole history of a partnership, or what shows one agreement of it. */
export type Wanted = { readonly partnership: string; readonly agreement?: string; readonly maySign: boolean };

/** A bundle as the server sends it, the same file that `rebate export` writes; what is cut off on the way is refused. */
export const archiveOf = async ({ partnership, agreement, maySign }: Wanted): Promise<Blob> => {
  if (maySign) await signCheckpoint(partnership);
  const response = await send(`${agreement === undefined ? pathOfPartnership(partnership) : pathOfAgreement(agreement)}/bundle`, {
    cache: 'no-store',
  });
  if (!response.ok) throw await problemOf(response);
  return response.blob();
};

/** The same to be looked into, and the log that it is of. */
export const openedArchive = async (wanted: Wanted): Promise<{ readonly archive: Uint8Array<ArrayBuffer>; readonly origin: string }> => {
  const archive = new Uint8Array(await (await archiveOf(wanted)).arrayBuffer());
  const files = must(bundleInTar((offset, length) => archive.subarray(offset, offset + length)));
  const note = new TextDecoder().decode(files.read(BUNDLE_FILES.checkpoint));
  return { archive, origin: note.slice(0, note.indexOf('\n')) };
};
