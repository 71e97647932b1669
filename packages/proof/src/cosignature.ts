import { concatBytes } from './bytes.ts';
import { parseCheckpoint } from './checkpoint-text.ts';
import { ProofError } from './errors.ts';
import { type NoteKey, signatureTypes } from './note-key.ts';
import type { NoteSignature } from './note.ts';
import type { Provider } from './provider.ts';
import { encodeUtf8 } from './utf8.ts';
import { whenReady } from './when-ready.ts';

/** The latest time a cosignature can carry (tlog-cosignature, "Format"): 2^63 − 1. */
export const maxCosignatureTime = 2n ** 63n - 1n;

/** The parts of a timestamped Ed25519 signature. */
export interface Cosignature {
  /** POSIX seconds. */
  readonly time: bigint;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * What a countersigner signs (tlog-cosignature, "Ed25519 signed message"): a header, the time, and
 * the whole text of the checkpoint with any extension lines.
 *
 * @throws ProofError `checkpoint-malformed` if the text is not a checkpoint's, so that a cosignature
 * is never put under anything else; `signature-malformed` if no cosignature can carry that time.
 */
export function cosignatureMessage(text: string, time: bigint): Uint8Array {
  parseCheckpoint(text);
  requireTime(time);
  return encodeUtf8(`cosignature/v1\ntime ${time}\n${text}`);
}

/**
 * Countersigns the text of a checkpoint. That the checkpoint is consistent with every earlier one of
 * its log must have been verified, and recorded, before.
 *
 * @param sign gives the Ed25519 signature of a message; promised, if the key is elsewhere.
 * @throws ProofError `key-type-unsupported` unless the key makes cosignatures; `signature-malformed`
 * if `sign` does not give 64 bytes; and as `cosignatureMessage`.
 */
export function cosign(
  key: NoteKey,
  text: string,
  time: bigint,
  sign: (message: Uint8Array) => Uint8Array,
): NoteSignature;
export function cosign(
  key: NoteKey,
  text: string,
  time: bigint,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<NoteSignature>;
export function cosign(
  key: NoteKey,
  text: string,
  time: bigint,
  sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): NoteSignature | Promise<NoteSignature> {
  if (key.type !== signatureTypes.cosignature) {
    throw new ProofError('key-type-unsupported', `${key.name} makes no cosignatures`);
  }
  return whenReady(sign(cosignatureMessage(text, time)), (signature) => ({
    name: key.name,
    keyId: key.keyId,
    signature: formatCosignature({ time, signature }),
  }));
}

/**
 * Reads what follows the key id in a cosignature line: uint64 seconds, big-endian, and 64 bytes.
 *
 * @throws ProofError `signature-malformed`.
 */
export function parseCosignature(bytes: Uint8Array): Cosignature {
  if (bytes.length !== 72) {
    throw new ProofError('signature-malformed', `${bytes.length} bytes are no cosignature`);
  }
  const time = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0);
  requireTime(time);
  return { time, signature: bytes.subarray(8) };
}

/** Writes what `parseCosignature` reads. @throws ProofError `signature-malformed`. */
export function formatCosignature({ time, signature }: Cosignature): Uint8Array {
  requireTime(time);
  if (signature.length !== 64) {
    throw new ProofError('signature-malformed', `${signature.length} bytes are no signature`);
  }
  const seconds = new Uint8Array(8);
  new DataView(seconds.buffer).setBigUint64(0, time);
  return concatBytes(seconds, signature);
}

/**
 * Verifies the cosignature of a checkpoint's text by a key, and returns its time.
 *
 * @throws ProofError `signature-invalid`; `signature-malformed`; `checkpoint-malformed`.
 */
export function verifyCosignature(
  provider: Provider,
  key: NoteKey,
  text: string,
  bytes: Uint8Array,
): bigint {
  const { time, signature } = parseCosignature(bytes);
  if (!provider.verifyEd25519(key.publicKey, cosignatureMessage(text, time), signature)) {
    throw new ProofError('signature-invalid', `${key.name} did not make this cosignature`);
  }
  return time;
}

function requireTime(time: bigint): void {
  if (time < 0n || time > maxCosignatureTime) {
    throw new ProofError('signature-malformed', `no cosignature is made at ${time}`);
  }
}
