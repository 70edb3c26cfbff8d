import { equalBytes } from '#audit';
import type { ProofLog } from '#projections';
import type { StoredCheckpoint } from './proof-store.ts';
import type { Parting } from './refusals.ts';

/** Whether the tree as it is now begins with the one that a checkpoint covers. */
const agrees = (log: ProofLog, partnership: string, { size, root }: StoredCheckpoint): boolean =>
  size <= log.size(partnership) && equalBytes(log.rootAt(partnership, size), root);

/**
 * Where the log and what was signed of it part, between two checkpoints; undefined where the last one still holds, and
 * with it all before: each was found consistent with the one before it when it was signed.
 */
export const partingOf = (
  log: ProofLog,
  partnership: string,
  signed: () => readonly StoredCheckpoint[],
  last: StoredCheckpoint,
): Parting | undefined => {
  if (agrees(log, partnership, last)) return undefined;
  const all = signed();
  const same = all.findLast((one) => agrees(log, partnership, one));
  const first = all.find((one) => one.size > (same?.size ?? -1) && !agrees(log, partnership, one)) ?? last;
  return { same: same?.size ?? 0, to: first.size };
};
