import { decodeBase64, encodeBase64 } from './base64.ts';
import { concatBytes } from './bytes.ts';
import { type VerifiedCheckpoint, parseSignedCheckpoint, verifyCheckpoint } from './checkpoint.ts';
import { ProofError } from './errors.ts';
import { parseHash, requireHash } from './merkle-hash.ts';
import { verifyInclusion } from './merkle-proofs.ts';
import type { NoteKey } from './note-key.ts';
import { noteLimits } from './note.ts';
import type { HashProvider, Provider } from './provider.ts';
import { isUint64, parseUint64 } from './uint64.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** A proof that an entry is in a log (C2SP tlog-proof). Nothing about it is verified. */
export interface TlogProof {
  /** Bytes with a meaning of the application's own. Nobody vouches for them. */
  readonly extra: Uint8Array | undefined;
  readonly index: bigint;
  /** From the leaf's sibling upwards. */
  readonly path: readonly Uint8Array[];
  /** The signed checkpoint, as it stands in the file; `parseSignedCheckpoint` reads it. */
  readonly checkpoint: Uint8Array;
}

const header = 'c2sp.org/tlog-proof@v1';
/** A path is as long as the tree is high, and no tree has more than 2^64 leaves. */
const maxPathLength = 64;
const maxProofBytes = 2 * noteLimits.bytes;

/**
 * Reads a proof, as anyone may have handed it over.
 *
 * @throws ProofError `proof-malformed`.
 */
export function parseTlogProof(bytes: Uint8Array): TlogProof {
  if (bytes.length > maxProofBytes) throw malformed(`more than ${maxProofBytes} bytes`);
  // The first empty line ends the proof's own lines; the checkpoint has another before its signatures.
  let split = bytes.indexOf(0x0a);
  while (split >= 0 && bytes[split + 1] !== 0x0a) split = bytes.indexOf(0x0a, split + 1);
  const own = split < 0 ? undefined : decodeUtf8(bytes.subarray(0, split));
  if (own === undefined) throw malformed('no empty line before the checkpoint');
  const [first, ...lines] = own.split('\n');
  if (first !== header) throw malformed(`the first line is not ${header}`);
  const extra = lines[0]?.startsWith('extra ') === true ? parseExtra(lines.shift()) : undefined;
  const index = parseIndex(lines.shift());
  if (lines.length > maxPathLength) throw malformed('the path is longer than any');
  const path = lines.map((line) => parseHash(line, 'proof-malformed'));
  return { extra, index, path, checkpoint: bytes.subarray(split + 2) };
}

function parseExtra(line: string | undefined): Uint8Array {
  const extra = decodeBase64(line?.slice('extra '.length) ?? '');
  if (extra === undefined || extra.length === 0) throw malformed('the extra data are not base64');
  return extra;
}

function parseIndex(line: string | undefined): bigint {
  const index = line?.startsWith('index ') === true ? parseUint64(line.slice(6)) : undefined;
  if (index === undefined) throw malformed('no index');
  return index;
}

/**
 * Writes a proof; `.tlog-proof` is the extension of its files.
 *
 * @throws ProofError `argument-invalid` if the index does not fit 64 bits; `hash-malformed`;
 * `proof-malformed` if there are extra data of no bytes or more than 64 hashes.
 */
export function formatTlogProof({ extra, index, path, checkpoint }: TlogProof): Uint8Array {
  if (!isUint64(index)) throw new ProofError('argument-invalid', `no leaf has the index ${index}`);
  if (extra?.length === 0) throw malformed('extra data of no bytes');
  if (path.length > maxPathLength) throw malformed('the path is longer than any');
  const lines = [header];
  if (extra !== undefined) lines.push(`extra ${encodeBase64(extra)}`);
  lines.push(`index ${index}`);
  for (const hash of path) {
    requireHash(hash);
    lines.push(encodeBase64(hash));
  }
  return concatBytes(encodeUtf8(`${lines.join('\n')}\n\n`), checkpoint);
}

/**
 * Verifies that a leaf is in a log (tlog-proof, "Verifying a tlog proof"): the checkpoint is signed
 * by one of the log's keys, cosignatures of the given cosigners are good, and the leaf is under its
 * root. Whether enough of them cosigned is for a policy to say; see `verifyReceipt`.
 *
 * @throws ProofError `inclusion-invalid`, and as `parseSignedCheckpoint` and `verifyCheckpoint`.
 */
export function verifyTlogProof(
  provider: Provider,
  proof: TlogProof,
  leafHash: Uint8Array,
  logKeys: readonly NoteKey[],
  cosignerKeys: readonly NoteKey[] = [],
): VerifiedCheckpoint {
  const signed = parseSignedCheckpoint(proof.checkpoint);
  const verified = verifyCheckpoint(provider, signed, logKeys, cosignerKeys);
  requireInclusion(provider, proof, leafHash, verified.checkpoint);
  return verified;
}

/** Step 4 of the verification. @throws ProofError `inclusion-invalid`. */
export function requireInclusion(
  provider: HashProvider,
  { index, path }: TlogProof,
  leafHash: Uint8Array,
  { size, root }: { readonly size: bigint; readonly root: Uint8Array },
): void {
  verifyInclusion(provider, { index, size, leafHash, root }, path);
}

function malformed(why: string): ProofError {
  return new ProofError('proof-malformed', `not a tlog-proof: ${why}`);
}
