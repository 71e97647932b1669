export { canonicalJson, type JsonValue } from './canonical-json.ts';
export { PolicyError, ProofError, type PolicyFault, type ProofErrorCode } from './errors.ts';
export type { HashProvider, Provider, Sha256 } from './provider.ts';
export { decodeBase64, encodeBase64 } from './base64.ts';
export { maxUint64, parseUint64 } from './uint64.ts';

export { emptyRoot, hashLeaf, hashNode, hashSize } from './merkle-hash.ts';
export {
  type ConsistencyClaim,
  type InclusionClaim,
  rootFromInclusion,
  verifyConsistency,
  verifyInclusion,
} from './merkle-proofs.ts';
export { MerkleTree } from './merkle-tree.ts';
export { Frontier } from './frontier.ts';

export {
  formatVkey,
  isKeyName,
  keyIdText,
  noteKey,
  type NoteKey,
  parseVkey,
  signatureTypes,
} from './note-key.ts';
export {
  formatNote,
  formatSignatureLines,
  noteLimits,
  noteMessage,
  parseNote,
  parseSignatureLines,
  type Note,
  type NoteLimits,
  type NoteSignature,
} from './note.ts';
export {
  signNote,
  type VerifiedNote,
  type VerifiedSignature,
  verifyNote,
} from './note-signature.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  parseCheckpoint,
  type TreeHead,
} from './checkpoint-text.ts';
export {
  parseSignedCheckpoint,
  type SignedCheckpoint,
  type VerifiedCheckpoint,
  verifyCheckpoint,
} from './checkpoint.ts';
export {
  type Cosignature,
  cosign,
  cosignatureMessage,
  formatCosignature,
  maxCosignatureTime,
  parseCosignature,
  verifyCosignature,
} from './cosignature.ts';

export {
  type ClosedField,
  closeFields,
  commit,
  type CommitmentField,
  commitmentOf,
  fieldHasher,
  hashField,
  maxCommitmentFields,
  openCommitment,
  type Opening,
  openingToJson,
  parseOpening,
} from './commitment.ts';
export {
  bucketOf,
  formatRegisterLine,
  parseRegisterLine,
  type RegisterLine,
} from './register-line.ts';
export {
  formatBucket,
  hashBucket,
  hashBucketLeaves,
  hashRegisterLine,
  parseBucket,
  parseBucketHashes,
  registerLevels,
  registerRoot,
  type RegisterLevels,
} from './register.ts';
export {
  parseRegisterProof,
  type ProvenLine,
  proveInRegister,
  type RegisterProof,
  registerProofToJson,
  verifyInRegister,
} from './register-proof.ts';
export {
  bundlePath,
  type BundleAt,
  parseTilePath,
  tilePath,
  tileWidth,
  type TileAt,
} from './tile-path.ts';
export { changedBundles, changedTiles, partialTiles, type Tile, widthOfTile } from './tiles.ts';
export { emptyEdge, type GrownTree, growTiles, rootOfEdge, type TileEdge } from './tile-growth.ts';
export {
  consistencyFromTiles,
  inclusionFromTiles,
  type Reading,
  type ReadTile,
  type Ready,
  rootFromTiles,
  type TiledTree,
} from './tile-reading.ts';
export { VerifiedTiles } from './verified-tiles.ts';
export { formatEntryBundle, maxEntrySize, parseEntryBundle, tileOfBundle } from './entry-bundle.ts';

export { formatTlogProof, parseTlogProof, type TlogProof, verifyTlogProof } from './tlog-proof.ts';
export {
  meetsQuorum,
  noQuorum,
  type Policy,
  type PolicyGroup,
  type PolicyLog,
  type PolicyWitness,
} from './policy.ts';
export { formatPolicy, parsePolicy } from './policy-file.ts';
export {
  type CheckpointFindings,
  type CheckpointVerdict,
  type Countersigned,
  type IgnoredSignature,
  judgeCheckpoint,
  type Receipt,
  receiptVerifier,
  type ReceiptVerdict,
  type Refusal,
  verifyReceipt,
} from './receipt.ts';
export { formatLogEntry, type LogEntry, maxLogEntryBytes, parseLogEntry } from './log-entry.ts';
export {
  type EditionProof,
  editionProofToJson,
  editionVerifier,
  type EditionVerifier,
  parseEditionProof,
  type ProvenEdition,
  type RefusedEdition,
} from './edition-proof.ts';
export {
  type OpenedReceipt,
  openReceipt,
  parseOpenedReceipt,
  type SaidEntry,
} from './opened-receipt.ts';
export {
  type FollowedPolicy,
  followSuccession,
  maxSuccessions,
  parseSuccession,
  type ProvenSuccession,
  successionToJson,
} from './succession.ts';
