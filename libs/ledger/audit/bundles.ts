import { hash } from 'node:crypto';
import {
  type BundleFile,
  type Checkpoint,
  formatProofFile,
  inclusionProof,
  type Manifest,
  parseCheckpoint,
  parseNote,
  parseTilePath,
  proofPath,
  provenPaths,
  utf8,
} from '#audit';
import { parseDay, type Result } from '#kernel';
import { nodeHasher } from '#projections';
import { bundleFiles, type Claims, parseClaims } from '#verification';
import type { Answer } from '../asking.ts';
import type { Proofs } from '../proofs/proofs.ts';
import { noSuchSize } from '../proofs/refusals.ts';
import { agreementUnknown, badDay, badRange } from '../rejections.ts';
import { checkerFile } from './checker-file.ts';
import { type ChoiceParts, chosenPositions } from './choose-events.ts';

/** The whole history of a partnership; or of one agreement its own events and the sales that count in it, about some days. */
export type BundleRequest = { readonly partnership: string } | { readonly agreement: string; readonly from?: string; readonly to?: string };

/** A bundle at the newest signed checkpoint. The files come one after the other, and nothing of them is kept. */
export type Bundle = {
  /** What its folder is called: it says of whom, and how many events are covered. */
  readonly name: string;
  readonly manifest: Manifest;
  readonly files: AsyncIterable<BundleFile>;
};

type Parts = ChoiceParts & {
  readonly proofs: Pick<Proofs, 'size' | 'hashes' | 'tile' | 'entry' | 'checkpoints'>;
  readonly claims: (query: { readonly partnership: string; readonly size: number }) => Promise<Answer<string>>;
  readonly now: () => string;
};

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.rejections[0]?.message);
  return result.value;
};
const given = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new Error(answer.rejections[0]?.message);
  return answer.value;
};

async function* provenOf({ proofs: log }: Parts, manifest: Manifest, note: string): AsyncGenerator<BundleFile> {
  const { partnership, size, part } = manifest;
  if (part === undefined) {
    for (const path of provenPaths(manifest)) {
      const tile = parseTilePath(path);
      const bytes = tile === undefined ? undefined : await log.tile(partnership, tile);
      if (bytes === undefined) throw new Error(`the log of ${partnership} has no ${path}`);
      yield { path, bytes };
    }
    return;
  }
  const hashes = log.hashes(partnership, size);
  for (const index of part.positions) {
    const extra = given(await log.entry(partnership, index));
    yield {
      path: proofPath(index),
      bytes: utf8(formatProofFile({ index, proof: inclusionProof(hashes, index, size, nodeHasher), checkpoint: note, extra })),
    };
  }
}

const filesOf = (parts: Parts, manifest: Manifest, note: string, checkpoint: Checkpoint): AsyncIterable<BundleFile> => {
  const { partnership, size, part } = manifest;
  const claims = async (): Promise<{ readonly text: string; readonly claims: Claims }> => {
    const text = given(await parts.claims({ partnership, size }));
    return { text, claims: must(parseClaims(text)) };
  };
  return bundleFiles({
    manifest,
    checkpoint,
    note,
    keys: given(parts.proofs.checkpoints.keys(partnership, parts.now())),
    proven: provenOf(parts, manifest, note),
    ...(part === undefined ? { claims } : {}),
    checker: checkerFile(),
    hash: (bytes) => hash('sha256', bytes, 'buffer'),
  });
};

/** What is to be chosen; refused where a day is none, or the agreement is not there. */
const asked = ({ history }: Parts, request: BundleRequest): Answer<{ readonly partnership: string; readonly agreement?: string }> => {
  if ('partnership' in request) return { kind: 'answer', value: { partnership: request.partnership } };
  const { agreement, from, to } = request;
  for (const [place, day] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (day !== undefined && parseDay(day) === undefined) return { kind: 'rejected', rejections: [badDay(place, day)] };
  if (from !== undefined && to !== undefined && from > to) return { kind: 'rejected', rejections: [badRange(from, to)] };
  const partnership = history.partnershipOf(agreement);
  return partnership === undefined
    ? { kind: 'rejected', rejections: [agreementUnknown(agreement)] }
    : { kind: 'answer', value: { partnership, agreement } };
};

export const bundleOf = async (parts: Parts, request: BundleRequest): Promise<Answer<Bundle>> => {
  const of = asked(parts, request);
  if (of.kind === 'rejected') return of;
  const { partnership, agreement } = of.value;
  const last = parts.proofs.checkpoints.last(partnership);
  if (last.kind === 'rejected') return last;
  const { size, note } = last.value;
  const held = parts.proofs.size(partnership);
  if (held < size) return { kind: 'rejected', rejections: [noSuchSize('checkpoint', size, held)] };
  const days =
    'agreement' in request
      ? { ...(request.from === undefined ? {} : { from: request.from }), ...(request.to === undefined ? {} : { to: request.to }) }
      : {};
  const part =
    agreement === undefined
      ? undefined
      : { agreements: [agreement], positions: await chosenPositions(parts, { agreement, partnership, size, ...days }), ...days };
  const manifest: Manifest = { partnership, size, ...(part === undefined ? {} : { part }) };
  const checkpoint = must(parseCheckpoint(must(parseNote(note)).text));
  const name = `${agreement ?? partnership.replace('~', '-')}-${size}`;
  return { kind: 'answer', value: { name, manifest, files: filesOf(parts, manifest, note, checkpoint) } };
};
