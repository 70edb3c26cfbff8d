import { sha256 } from '@noble/hashes/sha2.js';
import { bundleInTar, faultOf } from '#audit';
import { type BundleVerdict, verifyBundle } from '#verification';
import type { Asked, Judged, Told } from './recompute-words.ts';

/** Beside the page, which stays usable: every proof, and every figure folded anew from the events alone. */
const EVERY = 100;
const tell = (told: Told): void => {
  postMessage(told);
};

const judgedOf = (verdict: BundleVerdict): Judged => {
  if (verdict.kind !== 'verified') {
    const {
      kind,
      rejection: { code, message, wayOut },
      file,
      entries,
    } = verdict;
    return { kind, code, message, wayOut, ...(file === undefined ? {} : { file }), ...(entries === undefined ? {} : { entries }) };
  }
  const {
    manifest: { size },
    policy,
    older,
    recomputed,
  } = verdict;
  return {
    kind: 'verified',
    size,
    policy,
    older,
    lines: recomputed?.lines ?? 0,
    statements: recomputed?.statements ?? 0,
    agreements: recomputed?.agreements ?? [],
  };
};

const judged = ({ archive, policy, older }: Asked): Judged => {
  const files = bundleInTar((offset, length) => archive.subarray(offset, offset + length));
  if (!files.ok) return judgedOf(faultOf('unusable', files.rejections));
  return judgedOf(
    verifyBundle(files.value, {
      hash: sha256,
      ...(policy === undefined ? {} : { policy }),
      ...(older === undefined ? {} : { older }),
      onEvent: ({ events, of }) => {
        if (events % EVERY === 0) tell({ kind: 'part', done: events, of });
      },
    }),
  );
};

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  tell({ kind: 'judged', judged: judged(data) });
});
