import { consistencyProof, formatProofFile, inclusionProof, toBase64 } from '#audit';
import { nodeHasher, type ProofLog } from '#projections';
import type { Answer } from '../asking.ts';
import { partnershipUnknown } from '../rejections.ts';
import type { Checkpoints } from './checkpoints.ts';
import { noSuchSize, notYetSigned } from './refusals.ts';

/** That the tree of one size grew out of that of another; hashes in base 64. */
export type Consistency = {
  readonly partnership: string;
  readonly from: number;
  readonly to: number;
  readonly fromRoot: string;
  readonly toRoot: string;
  readonly proof: readonly string[];
};

/** The `.tlog-proof` file of one event, by the checkpoint that covers it and that most witnesses cosigned. */
export const proofFileOf = (log: ProofLog, checkpoints: Checkpoints, partnership: string, position: number): Answer<string> => {
  const size = log.size(partnership);
  if (size === 0) return { kind: 'rejected', rejections: [partnershipUnknown(partnership)] };
  if (position >= size) return { kind: 'rejected', rejections: [noSuchSize('position', position + 1, size)] };
  const covering = checkpoints.covering(partnership, position + 1);
  if (covering === undefined) return { kind: 'rejected', rejections: [notYetSigned(position)] };
  if (covering.size > size) return { kind: 'rejected', rejections: [noSuchSize('checkpoint', covering.size, size)] };
  const proof = inclusionProof(log.hashes(partnership, covering.size), position, covering.size, nodeHasher);
  return { kind: 'answer', value: formatProofFile({ index: position, proof, checkpoint: covering.note }) };
};

export const consistencyOf = (log: ProofLog, partnership: string, from: number, to: number): Answer<Consistency> => {
  const size = log.size(partnership);
  if (size === 0) return { kind: 'rejected', rejections: [partnershipUnknown(partnership)] };
  if (to > size) return { kind: 'rejected', rejections: [noSuchSize('to', to, size)] };
  if (from > to) return { kind: 'rejected', rejections: [noSuchSize('from', from, to)] };
  const proof = consistencyProof(log.hashes(partnership, to), from, to, nodeHasher).map(toBase64);
  return {
    kind: 'answer',
    value: {
      partnership,
      from,
      to,
      fromRoot: toBase64(log.rootAt(partnership, from)),
      toRoot: toBase64(log.rootAt(partnership, to)),
      proof,
    },
  };
};
