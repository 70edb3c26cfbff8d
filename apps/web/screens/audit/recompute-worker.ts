import { sha256 } from '@noble/hashes/sha2.js';
import { type BundleVerdict, verifyBundle } from '#verification';
import type { Asked, Judged, Told } from './recompute-words.ts';

/** Beside the page, which stays usable: every proof, and every figure folded anew from the events alone. */
const EVERY = 100;
const tell = (told: Told): void => { postMessage(told); };

const judgedOf = (verdict: BundleVerdict): Judged => {
  if (verdict.kind !== 'verified') {
    const { kind, rejection: { code, message, wayOut }, file, entries } = verdict;
    return { kind, code, message, wayOut, ...(file === undefined ? {} : { file }), ...(entries === undefined ? {} : { entries }) };
  }
  const { manifest: { size }, policy, older, recomputed } = verdict;
  return { kind: 'verified', size, policy, older, lines: recomputed?.lines ?? 0, statements: recomputed?.statements ?? 0, agreements: recomputed?.agreements ?? [] };
};

addEventListener('message', ({ data: { files, policy, older } }: MessageEvent<Asked>) => {
  const byPath = new Map(files);
  const verdict = verifyBundle({ read: (path) => byPath.get(path) }, {
    hash: sha256, ...(policy === undefined ? {} : { policy }), ...(older === undefined ? {} : { older }),
    onEvent: ({ events, of }) => { if (events % EVERY === 0) tell({ kind: 'part', done: events, of }); },
  });
  tell({ kind: 'judged', judged: judgedOf(verdict) });
});
