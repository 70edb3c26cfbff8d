export { checkProofs, type ProvenBundle } from './bundle/check-proofs.ts';
export { provenLeaves } from './bundle/check-part.ts';
export { WholeCheck } from './bundle/check-whole.ts';
export type { BundleFile, BundleFiles } from './bundle/files.ts';
export { BUNDLE_FILES, bundlePaths, proofPath, provenPaths } from './bundle/layout.ts';
export { type BundlePart, formatManifest, type Manifest, parseManifest } from './bundle/manifest.ts';
export { type BundleClaim, type BundleFault, faultOf, openBundle, type OpenedBundle } from './bundle/open-bundle.ts';
export { type FileFault, formatSums, parseSums, summedFiles, type Sums, whyNotSummed } from './bundle/sums.ts';
export { bundleInTar, tarOf } from './bundle/tar.ts';
export { fromBase64, toBase64 } from './encoding/base64.ts';
export { equalBytes, textOf, utf8 } from './encoding/bytes.ts';
export { toHex } from './encoding/hex.ts';
export {
  type HistoryCheck,
  type HistoryClaim,
  type HistoryFault,
  type HistoryVerdict,
  openHistory,
  verifyHistory,
} from './history/verify-history.ts';
export { type Leaf, leafBytes, leafBytesWith, type LeafObject, type LeafValue, parseLeaf, readLeafAgain } from './leaf.ts';
export { firstDifference } from './merkle/first-difference.ts';
export { EMPTY_FRONTIER, type Frontier, GrowingTree, type NodeListener } from './merkle/growing-tree.ts';
export { HASH_BYTES, type HashFunction, portableHasher, treeHasher, type TreeHasher } from './merkle/hashing.ts';
export { consistencyProof, inclusionProof } from './merkle/prove.ts';
export { type HashReader, perfectRoot, requireInTree, rootAt } from './merkle/subtrees.ts';
export { type ConsistencyClaim, type InclusionClaim, verifyConsistency, verifyInclusion } from './merkle/verify.ts';
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from './notes/checkpoint.ts';
export { formatNote, formatSignature, type Note, type NoteSignature, parseNote, parseSignatures } from './notes/note.ts';
export { type Cosigned, openCheckpoint, type OpenedCheckpoint, quorumHolds } from './notes/open-checkpoint.ts';
export { NO_QUORUM, parsePolicy, type Policy, type PolicyGroup, type PolicyLog, type PolicyWitness } from './notes/policy.ts';
export { cosign, signNote, withSignature } from './notes/sign-note.ts';
export { ed25519Signer, formatSignerKey, parseSignerKey, type Signer } from './notes/signer.ts';
export { formatVerifierKey, isKeyName, parseVerifierKey, type SignatureType, type VerifierKey, verifierKey } from './notes/verifier-key.ts';
export {
  ed25519Verifies,
  type SignatureCheck,
  type VerifiedNote,
  type VerifiedSignature,
  verifyNote,
  verifySignatures,
} from './notes/verify-note.ts';
export { type ProvenEvent, verifyEventProof } from './proofs/event-proof.ts';
export { formatProofFile, parseProofFile, type ProofFile } from './proofs/proof-file.ts';
export { type ProofEngine, type ProvenEntry, verifyProofFile } from './proofs/verify-proof.ts';
export { auditRefusal, type AuditRefusalCode, auditRefusals } from './refusals.ts';
export { entriesIn, MAX_ENTRY_BYTES, readEntryBundle, writeEntryBundle } from './tiles/entry-bundle.ts';
export { readHashTile, writeHashTile } from './tiles/hash-tile.ts';
export { entryBundles, hashTiles, tileOf } from './tiles/tile-layout.ts';
export { parseTilePath, type Tile, TILE_HEIGHT, TILE_WIDTH, tilePath } from './tiles/tile-path.ts';
export { overTiles, tileHashReader, type TileSource } from './tiles/tile-reader.ts';
export { type AddCheckpoint, formatAddCheckpoint, parseAddCheckpoint } from './witness/add-checkpoint.ts';
export { withCosignatures } from './witness/collect-cosignatures.ts';
export { originHash } from './witness/origin-hash.ts';
export { decideAddCheckpoint, type Evidence, type Witness, type WitnessDecision } from './witness/witness.ts';
