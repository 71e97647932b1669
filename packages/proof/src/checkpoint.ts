import { type Checkpoint, parseCheckpoint } from './checkpoint-text.ts';
import { ProofError } from './errors.ts';
import type { NoteKey } from './note-key.ts';
import { type VerifiedNote, verifyNote } from './note-signature.ts';
import { type Note, type NoteLimits, parseNote } from './note.ts';
import type { Provider } from './provider.ts';

/** A checkpoint with the note it stands in. Nothing about it is verified. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

/** A checkpoint that its log has signed. */
export interface VerifiedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The log's signature, and cosignatures by the keys that were given. */
  readonly signatures: VerifiedNote;
}

/**
 * Reads a signed checkpoint (tlog-checkpoint).
 *
 * @throws ProofError `note-too-large`, `note-malformed`, `checkpoint-malformed`.
 */
export function parseSignedCheckpoint(bytes: Uint8Array, limits?: NoteLimits): SignedCheckpoint {
  const note = parseNote(bytes, limits);
  return { note, checkpoint: parseCheckpoint(note.text) };
}

/**
 * Verifies that a checkpoint is signed by one of the keys of a log, all of which must be named as its
 * origin, and verifies the cosignatures of the countersigners one knows. Which of those must be there
 * is for a policy to say.
 *
 * @throws ProofError `origin-mismatch` if no log key is named as the origin; `signature-missing` if
 * none of those has signed; and as `verifyNote`.
 */
export function verifyCheckpoint(
  provider: Provider,
  { checkpoint, note }: SignedCheckpoint,
  logKeys: readonly NoteKey[],
  cosignerKeys: readonly NoteKey[] = [],
): VerifiedCheckpoint {
  const ownKeys = logKeys.filter((key) => key.name === checkpoint.origin);
  if (ownKeys.length === 0) {
    throw new ProofError('origin-mismatch', 'the checkpoint is of a log that is not trusted');
  }
  const signatures = verifyNote(provider, note, [...ownKeys, ...cosignerKeys]);
  if (!signatures.verified.some(({ key }) => ownKeys.includes(key))) {
    throw new ProofError('signature-missing', 'the log itself has not signed the checkpoint');
  }
  return { checkpoint, signatures };
}
