import type { Rejection } from '#kernel';

/** Every refusal of the proofs: a stable code, a sentence and what to do. `{name}` is filled in from the details. */
type Documented = { readonly code: string; readonly message: string; readonly wayOut: string };

const READING = [
  {
    code: 'NOTE_MALFORMED',
    message: 'This is not a signed note: {why}.',
    wayOut: 'Take the note as it was given, with every line and the last line break.',
  },
  {
    code: 'KEY_MALFORMED',
    message: 'This is not a key of signed notes: {why}.',
    wayOut: 'Take the key as its owner published it, in one line.',
  },
  { code: 'CHECKPOINT_MALFORMED', message: 'This is not a checkpoint: {why}.', wayOut: 'Take the checkpoint as the log gave it.' },
  {
    code: 'POLICY_MALFORMED',
    message: 'Line {line} of the policy cannot be read: {why}.',
    wayOut: 'Mend the line; c2sp.org/tlog-policy says what may stand there.',
  },
  { code: 'PROOF_MALFORMED', message: 'This is not a tlog-proof file: {why}.', wayOut: 'Take the file as it was given.' },
  {
    code: 'ADD_CHECKPOINT_MALFORMED',
    message: 'This is not an add-checkpoint request: {why}.',
    wayOut: 'Send what c2sp.org/tlog-witness says.',
  },
] as const satisfies readonly Documented[];

const SIGNATURES = [
  {
    code: 'SIGNATURE_WRONG',
    message: 'The signature of {name} does not belong to this text.',
    wayOut: 'Trust nothing in the note; ask its sender for the one that was signed, and keep this one as evidence.',
  },
  {
    code: 'SIGNATURE_MISSING',
    message: 'The note carries no signature of a key that is trusted here.',
    wayOut: 'Ask for the signed note, or add the key to the policy once its owner has confirmed it by another way.',
  },
  {
    code: 'LOG_UNKNOWN',
    message: 'No key is known for the log {origin}.',
    wayOut: 'Add the key of this log to the policy, or take the checkpoint of a log that it names.',
  },
  {
    code: 'QUORUM_MISSED',
    message: 'The policy asks for {quorum}; only these have cosigned: {witnesses}.',
    wayOut: 'Collect the missing cosignatures, or decide by another policy.',
  },
] as const satisfies readonly Documented[];

const TREES = [
  {
    code: 'TREE_SIZE_NOT_ALLOWED',
    message: '{size} is not the size of a tree.',
    wayOut: 'Give a whole number from 0 to 9007199254740991.',
  },
  { code: 'INDEX_NOT_IN_TREE', message: 'A tree of {size} entries has no entry {index}.', wayOut: 'Give an index below the size.' },
  {
    code: 'SIZES_BACKWARDS',
    message: 'The older tree has {older} entries, more than the newer one with {newer}.',
    wayOut: 'Give the smaller tree first; if the log shrank, its history was rewound.',
  },
  { code: 'HASH_LENGTH', message: 'A hash is {length} bytes long, not 32.', wayOut: 'Take the proof as it was given.' },
  {
    code: 'PROOF_LENGTH',
    message: 'The proof has {length} hashes, not the number that these trees need.',
    wayOut: 'Ask for the proof of this very entry and these very sizes.',
  },
  {
    code: 'ROOT_DIFFERS',
    message: 'The proof leads to another root than the checkpoint has.',
    wayOut: 'The entry is not in that tree as it stands here: ask for the entry and the proof again, and keep both as evidence.',
  },
  {
    code: 'OLDER_ROOT_DIFFERS',
    message: 'The proof leads to another root than the older tree has.',
    wayOut: 'Ask for the proof from the older checkpoint again; if none can be given, the history was changed.',
  },
  {
    code: 'NOT_CONSISTENT',
    message: 'Two trees of the same size {size} have different roots.',
    wayOut: 'The log showed two histories: keep both checkpoints as evidence and compare the entries.',
  },
] as const satisfies readonly Documented[];

const TILES = [
  { code: 'TILE_MISSING', message: 'The tile {tile} is missing.', wayOut: 'Copy or export the bundle again.' },
  { code: 'TILE_LENGTH', message: 'The tile {tile} is {length} bytes long, not {expected}.', wayOut: 'Copy or export the bundle again.' },
  {
    code: 'TILE_DIFFERS',
    message: 'The tile {tile} does not hold the hash of the entries below it, of which the first is {index}.',
    wayOut: 'The entries agree with the checkpoint and the tile does not: export the bundle again.',
  },
  {
    code: 'ENTRY_BUNDLE_MALFORMED',
    message: 'The entry bundle ends inside an entry, or holds {count} entries and not {expected}.',
    wayOut: 'Copy or export the bundle again.',
  },
] as const satisfies readonly Documented[];

const HISTORY = [
  {
    code: 'LEAF_MALFORMED',
    message: 'The entry is not a recorded event: {why}.',
    wayOut: 'Ask the log for this entry again; it wrote something else than it signed, or the entry was changed.',
  },
  {
    code: 'LEAF_NOT_CANONICAL',
    message: 'The entry is not in the canonical form of RFC 8785.',
    wayOut: 'Ask the log for this entry again; it wrote something else than it signed, or the entry was changed.',
  },
  {
    code: 'LEAF_POSITION',
    message: 'The entry with index {index} says that it has position {position}.',
    wayOut: 'An entry was dropped, inserted, repeated or moved here: ask for the history again and keep this one as evidence.',
  },
  {
    code: 'LEAF_REVISION',
    message: 'The event has revision {revision} in {stream}, where {expected} comes next.',
    wayOut: 'An event of this stream was dropped or inserted: compare with the history that the other side keeps.',
  },
  {
    code: 'LEAF_TIME_BACK',
    message: 'The event was recorded at {recordedAt}, before the one that stands ahead of it ({before}).',
    wayOut: 'A recorded time was changed: compare with the history that the other side keeps.',
  },
  {
    code: 'LEAF_OF_OTHER_PARTNERSHIP',
    message: 'The event belongs to the partnership {found}, not to {expected}.',
    wayOut: 'An event of another partnership was put in: ask for the history again and keep this one as evidence.',
  },
  {
    code: 'ENTRY_CHANGED',
    message: 'The entry is not the one whose hash the checkpoint covers.',
    wayOut: 'This entry was changed after it was signed: ask for it again and keep this one as evidence.',
  },
  {
    code: 'HISTORY_CHANGED',
    message: 'The entries from {from} to {to} do not have the root that the checkpoint has.',
    wayOut: 'An entry among them was changed after it was signed; give the hash tiles to find out which.',
  },
  {
    code: 'HISTORY_TRUNCATED',
    message: 'The checkpoint covers {size} entries; they end after {count}.',
    wayOut: 'Ask for the whole history up to the checkpoint.',
  },
  {
    code: 'ENTRIES_BEYOND_CHECKPOINT',
    message: 'The checkpoint covers {size} entries; there are more.',
    wayOut: 'Nobody has signed what comes after: take it out, or ask for a newer checkpoint.',
  },
  {
    code: 'OLDER_CHECKPOINT_DIFFERS',
    message: 'The first {size} entries do not have the root of the older checkpoint.',
    wayOut: 'The history was changed after the older checkpoint was signed: keep both checkpoints as evidence.',
  },
  {
    code: 'HISTORY_REWOUND',
    message: 'The older checkpoint covers {older} entries, and this one only {newer}.',
    wayOut: 'Entries were taken away, or this is an old copy: ask for a checkpoint that covers at least as many.',
  },
  {
    code: 'ORIGINS_DIFFER',
    message: 'The older checkpoint is of {older}, and this one of {newer}.',
    wayOut: 'Give two checkpoints of the same log.',
  },
] as const satisfies readonly Documented[];

const WITNESS = [
  {
    code: 'OLD_SIZE_STALE',
    message: 'The last checkpoint that was cosigned here covers {known} entries; the request begins at {old}.',
    wayOut: 'Send the consistency proof from {known}.',
  },
  {
    code: 'OLD_SIZE_AHEAD',
    message: 'The request begins at {old}, beyond the checkpoint of {size} entries.',
    wayOut: 'Begin at the size that the witness cosigned last.',
  },
  {
    code: 'EMPTY_TREE_ROOT',
    message: 'A checkpoint of no entries must have the root of the empty tree.',
    wayOut: 'Send a checkpoint that the log computed from its entries.',
  },
  {
    code: 'PROOF_NOT_EMPTY',
    message: 'A proof was sent from {old} to {size}, where nothing is to be proved.',
    wayOut: 'Send no proof lines.',
  },
] as const satisfies readonly Documented[];

const BUNDLES = [
  {
    code: 'BUNDLE_FILE_MISSING',
    message: 'The bundle has no file {file}.',
    wayOut: 'Name the folder that an export wrote; copy or export it again if the file was lost.',
  },
  {
    code: 'BUNDLE_MALFORMED',
    message: 'This is not a bundle: {why}.',
    wayOut: 'Name the folder that an export wrote; copy or export it again.',
  },
  {
    code: 'ARCHIVE_MALFORMED',
    message: 'This is not the archive of a bundle: {why}.',
    wayOut: 'Download or export it again; a folder that it was unpacked to can be given as well.',
  },
  {
    code: 'BUNDLE_FORMAT_UNKNOWN',
    message: 'The bundle is of the form {format}; known here is {known}.',
    wayOut: 'Check it with the version of the program that wrote it, or with a later one.',
  },
  {
    code: 'BUNDLE_SIZE_DIFFERS',
    message: 'The bundle says that it holds {said} entries; its checkpoint covers {size}.',
    wayOut: 'Export the bundle again: its files are of two checkpoints, or one was changed.',
  },
  {
    code: 'PART_HAS_NO_TREE',
    message: 'A bundle of some entries does not hold the tree, so it cannot be compared with an older checkpoint.',
    wayOut: 'Check it without the older checkpoint, or ask for the whole history.',
  },
  {
    code: 'SUM_DIFFERS',
    message: 'The file {file} is not the one whose SHA-256 sum was written down.',
    wayOut: 'The file was changed or damaged since the export: copy or export the bundle again.',
  },
  {
    code: 'SUM_OF_NOTHING',
    message: 'There is a sum of {file}, which is no file of this bundle.',
    wayOut: 'The list of sums or the manifest was changed since the export: copy or export the bundle again.',
  },
  { code: 'SUMS_MALFORMED', message: 'Line {line} of SHA256SUMS cannot be read.', wayOut: 'Copy or export the bundle again.' },
  {
    code: 'PROOF_OF_OTHER',
    message: 'The proof of entry {position} is of entry {index}.',
    wayOut: 'A proof was put in the place of another: export the bundle again, and keep this one as evidence.',
  },
  {
    code: 'PROOF_CHECKPOINT_DIFFERS',
    message: 'The proof of entry {position} stands on another checkpoint than the bundle.',
    wayOut: 'Export the bundle again: its files are of two checkpoints, or one was changed.',
  },
  {
    code: 'PROOF_WITHOUT_ENTRY',
    message: 'The proof does not hold the entry that it is of.',
    wayOut: 'Take a proof that this program wrote, or check it where the entry is at hand.',
  },
] as const satisfies readonly Documented[];

export const auditRefusals = [...READING, ...SIGNATURES, ...TREES, ...TILES, ...HISTORY, ...WITNESS, ...BUNDLES] as const;
export type AuditRefusalCode = (typeof auditRefusals)[number]['code'];

const BY_CODE: ReadonlyMap<string, Documented> = new Map(auditRefusals.map((entry) => [entry.code, entry]));

type Details = Readonly<Record<string, string | number>>;
const filled = (text: string, details: Details): string => text.replaceAll(/\{(\w+)\}/g, (_, key: string) => String(details[key] ?? ''));

/** A refusal of the table with its blanks filled in. */
export const auditRefusal = (code: AuditRefusalCode, details: Details = {}): Rejection => {
  const entry = BY_CODE.get(code);
  const texts = Object.fromEntries(Object.entries(details).map(([key, value]) => [key, String(value)]));
  return {
    code,
    message: filled(entry?.message ?? code, details),
    wayOut: filled(entry?.wayOut ?? '', details),
    ...(Object.keys(texts).length === 0 ? {} : { details: texts }),
  };
};
