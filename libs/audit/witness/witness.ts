import type { Rejection } from '#kernel';
import { equalBytes } from '../encoding/bytes.ts';
import { portableHasher } from '../merkle/hashing.ts';
import { verifyConsistency } from '../merkle/verify.ts';
import { type Checkpoint, parseCheckpoint } from '../notes/checkpoint.ts';
import { formatNote, formatSignature, type Note, parseNote } from '../notes/note.ts';
import { cosign, withSignature } from '../notes/sign-note.ts';
import type { Signer } from '../notes/signer.ts';
import { type VerifiedNote, verifySignatures } from '../notes/verify-note.ts';
import type { VerifierKey } from '../notes/verifier-key.ts';
import type { ProofEngine } from '../proofs/verify-proof.ts';
import { auditRefusal } from '../refusals.ts';
import { type AddCheckpoint, parseAddCheckpoint } from './add-checkpoint.ts';

/** What a witness goes by. A log's key has its origin as its name. */
export type Witness = {
  readonly logs: readonly VerifierKey[];
  readonly signer: Signer;
  /** The note that `remember` said to keep last for this origin. */
  readonly lastOf: (origin: string) => string | undefined;
  readonly engine?: ProofEngine;
};

/** Two checkpoints, both signed by the log, that one history does not explain; to be kept and shown to others. */
export type Evidence = {
  /** `splitView`: two roots for one size. `rewound`: fewer entries than before, or an old copy. `unproven`: no proof that one grew from the other. */
  readonly kind: 'splitView' | 'rewound' | 'unproven';
  readonly kept: string;
  readonly offered: string;
  /** Somewhere in these entries the two histories part: from the first to before the last. */
  readonly from: number;
  readonly to: number;
};

/** What to answer over HTTP, by c2sp.org/tlog-witness, and what to keep. */
export type WitnessDecision =
  | {
      readonly kind: 'cosigned';
      readonly status: 200;
      readonly body: string;
      readonly origin: string;
      readonly size: number;
      /** The checkpoint with the log's signature and this one: to be on disk before the answer is sent. */
      readonly remember: string;
    }
  | {
      readonly kind: 'refused';
      readonly status: 400 | 403 | 404 | 409 | 422;
      readonly body: string;
      /** `text/x.tlog.size` where the body is the size that was cosigned last. */
      readonly contentType: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
      readonly rejection: Rejection;
      readonly evidence?: Evidence;
    };

const refuse = (status: 400 | 403 | 404 | 422, rejection: Rejection, evidence?: Evidence): WitnessDecision => ({
  kind: 'refused',
  status,
  body: `${rejection.message}\n`,
  contentType: 'text/plain; charset=utf-8',
  rejection,
  ...(evidence === undefined ? {} : { evidence }),
});

const conflict = (known: number, old: number, evidence: Evidence | undefined): WitnessDecision => ({
  kind: 'refused',
  status: 409,
  body: `${known}\n`,
  contentType: 'text/x.tlog.size',
  rejection: auditRefusal('OLD_SIZE_STALE', { known, old }),
  ...(evidence === undefined ? {} : { evidence }),
});

const first = (rejections: readonly Rejection[]): Rejection =>
  rejections[0] ?? auditRefusal('ADD_CHECKPOINT_MALFORMED', { why: 'it cannot be read' });

/** The last checkpoint that was cosigned, or the empty tree before the first. */
type Last = { readonly note: string | undefined; readonly size: number; readonly root: Uint8Array };

/**
 * Judges one request at a time: whoever calls it must let no other request of the same log come between `lastOf` and
 * keeping what `remember` says. Requires whole POSIX seconds above 0.
 */
export const decideAddCheckpoint = (witness: Witness, body: string, seconds: number): WitnessDecision => {
  const request = parseAddCheckpoint(body);
  if (!request.ok) return refuse(400, first(request.rejections));
  const note = parseNote(request.value.checkpoint);
  if (!note.ok) return refuse(400, first(note.rejections));
  const checkpoint = parseCheckpoint(note.value.text);
  if (!checkpoint.ok) return refuse(400, first(checkpoint.rejections));
  const { origin, size } = checkpoint.value;
  const keys = witness.logs.filter(({ name }) => name === origin);
  if (keys.length === 0) return refuse(404, auditRefusal('LOG_UNKNOWN', { origin }));
  const signed = verifySignatures(note.value, keys, witness.engine?.verifies);
  if (!signed.ok) return refuse(403, first(signed.rejections));
  const { oldSize } = request.value;
  if (oldSize > size) return refuse(400, auditRefusal('OLD_SIZE_AHEAD', { old: oldSize, size }));
  const last = lastCosigned(witness, origin);
  if (oldSize !== last.size) return conflict(last.size, oldSize, contradiction(last, checkpoint.value, request.value.checkpoint));
  return judge(witness, last, request.value, checkpoint.value) ?? cosigned(witness, signed.value, checkpoint.value, seconds);
};

const lastCosigned = (witness: Witness, origin: string): Last => {
  const note = witness.lastOf(origin);
  if (note === undefined) return { note, size: 0, root: (witness.engine?.hasher ?? portableHasher).empty };
  const parsed = parseNote(note);
  const checkpoint = parsed.ok ? parseCheckpoint(parsed.value.text) : parsed;
  // Only what `remember` said is kept. To go on from nothing would forget the history this witness vouches for.
  if (!checkpoint.ok || checkpoint.value.origin !== origin) throw new Error(`what is kept for ${origin} is not a checkpoint of it`);
  return { note, size: checkpoint.value.size, root: checkpoint.value.root };
};

/** What two signed checkpoints show by themselves, before any proof. */
const contradiction = (last: Last, { size, root }: Pick<Checkpoint, 'size' | 'root'>, offered: string): Evidence | undefined => {
  if (last.note === undefined) return undefined;
  if (size < last.size) return { kind: 'rewound', kept: last.note, offered, from: size, to: last.size };
  if (size === last.size && !equalBytes(root, last.root)) return { kind: 'splitView', kept: last.note, offered, from: 0, to: size };
  return undefined;
};

/** Why a request that begins at the right size is refused all the same. */
const judge = (
  witness: Witness,
  last: Last,
  { oldSize, proof, checkpoint }: AddCheckpoint,
  { size, root }: Checkpoint,
): WitnessDecision | undefined => {
  const hasher = witness.engine?.hasher ?? portableHasher;
  if (size === 0 && !equalBytes(root, hasher.empty)) return refuse(422, auditRefusal('EMPTY_TREE_ROOT'));
  const split = contradiction(last, { size, root }, checkpoint);
  if (split !== undefined) return refuse(422, auditRefusal('NOT_CONSISTENT', { size }), split);
  if ((oldSize === 0 || oldSize === size) && proof.length > 0) return refuse(422, auditRefusal('PROOF_NOT_EMPTY', { old: oldSize, size }));
  const grown = verifyConsistency({ olderSize: last.size, newerSize: size, olderRoot: last.root, newerRoot: root, proof }, hasher);
  if (grown.ok) return undefined;
  const evidence: Evidence | undefined =
    last.note === undefined ? undefined : { kind: 'unproven', kept: last.note, offered: checkpoint, from: 0, to: last.size };
  return refuse(422, first(grown.rejections), evidence);
};

const cosigned = (
  { signer }: Witness,
  { note, verified }: VerifiedNote,
  { origin, size }: Checkpoint,
  seconds: number,
): WitnessDecision => {
  const cosignature = cosign(note.text, signer, seconds);
  // Signatures that were not checked here are not handed on as if they had been.
  const ofLog: Note = { text: note.text, signatures: verified.map(({ signature }) => signature) };
  return {
    kind: 'cosigned',
    status: 200,
    body: formatSignature(cosignature),
    origin,
    size,
    remember: formatNote(withSignature(ofLog, cosignature)),
  };
};
