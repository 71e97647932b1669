import { decodeBase64, encodeBase64 } from './base64.ts';
import { concatBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import { isKeyName } from './note-key.ts';
import { decodeUtf8, encodeUtf8 } from './utf8.ts';

/** One signature line of a note: who is said to have signed, and the bytes they signed with. */
export interface NoteSignature {
  readonly name: string;
  /** uint32. */
  readonly keyId: number;
  /** What follows the key id: for Ed25519 64 bytes, for a cosignature 72. */
  readonly signature: Uint8Array;
}

/** A signed note (C2SP signed-note). Nothing about it is verified; see `verifyNote`. */
export interface Note {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Limits a verifier sets before it reads a note (signed-note, "Format"). */
export interface NoteLimits {
  readonly bytes: number;
  /** Of the text. */
  readonly lines: number;
  /** At least 16 must be accepted. */
  readonly signatures: number;
}

/** A hundred signatures, as Go's note package takes, each as large as a post-quantum one. */
export const noteLimits: NoteLimits = { bytes: 1_048_576, lines: 4096, signatures: 100 };

const dash = '\u2014';

/**
 * Reads a signed note. Whoever delivers a note writes what they like into it, so that its size is
 * looked at before anything else.
 *
 * @throws ProofError `note-too-large` if it exceeds a limit, `note-malformed` if it is not a note.
 */
export function parseNote(bytes: Uint8Array, limits: NoteLimits = noteLimits): Note {
  if (bytes.length > limits.bytes) throw tooLarge('bytes', limits.bytes);
  const whole = decodeUtf8(bytes);
  if (whole === undefined) throw malformed('not UTF-8');
  // The text may contain empty lines: the last one parts it from the signatures.
  const split = whole.lastIndexOf('\n\n');
  if (split < 0) throw malformed('no empty line before the signatures');
  const text = whole.slice(0, split + 1);
  const signatures = parseSignatureLines(whole.slice(split + 2), limits.signatures);
  requireNoteText(text, limits.lines);
  return { text, signatures };
}

/**
 * Reads signature lines by themselves, as a countersigner answers with (tlog-witness,
 * "add-checkpoint").
 *
 * @throws ProofError `note-too-large` if there are more than `limit`, `note-malformed` if there are
 * none or one is not a signature line.
 */
export function parseSignatureLines(
  lines: string,
  limit: number = noteLimits.signatures,
): NoteSignature[] {
  if (!lines.endsWith('\n')) throw malformed('the signatures do not end in a newline');
  const split = lines.slice(0, -1).split('\n', limit + 1);
  if (split.length > limit) throw tooLarge('signatures', limit);
  return split.map(parseSignatureLine);
}

function parseSignatureLine(line: string): NoteSignature {
  const [mark, name, encoded, ...rest] = line.split(' ', 4);
  if (mark !== dash || name === undefined || encoded === undefined || rest.length > 0) {
    throw malformed('not a signature line');
  }
  if (!isKeyName(name)) throw malformed('a signature by a name that no key can have');
  const bytes = decodeBase64(encoded);
  if (bytes === undefined || bytes.length < 5) throw malformed('a signature that is not base64');
  const keyId = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return { name, keyId, signature: bytes.subarray(4) };
}

/**
 * Writes a signed note.
 *
 * @throws ProofError `note-malformed` if the text is not one that can be signed, a name is none that
 * a key can have, or there is no signature.
 */
export function formatNote({ text, signatures }: Note): Uint8Array {
  requireNoteText(text);
  if (signatures.length === 0) throw malformed('no signature');
  return encodeUtf8(`${text}\n${formatSignatureLines(signatures)}`);
}

/** Writes signature lines by themselves. @throws ProofError `note-malformed` as `formatNote`. */
export function formatSignatureLines(signatures: readonly NoteSignature[]): string {
  return signatures.map(formatSignatureLine).join('');
}

function formatSignatureLine({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name)) throw malformed('no key can have this name');
  if (signature.length === 0) throw malformed('an empty signature');
  const id = new Uint8Array(4);
  new DataView(id.buffer).setUint32(0, keyId);
  return `${dash} ${name} ${encodeBase64(concatBytes(id, signature))}\n`;
}

/**
 * The bytes that a signer of a text signs: its UTF-8, with the final newline.
 *
 * @throws ProofError `note-malformed` if no note can have that text.
 */
export function noteMessage(text: string): Uint8Array {
  requireNoteText(text);
  return encodeUtf8(text);
}

function requireNoteText(text: string, maxLines: number = noteLimits.lines): void {
  if (!text.endsWith('\n')) throw malformed('the text does not end in a newline');
  if (!text.isWellFormed()) throw malformed('the text has a lone surrogate');
  // oxlint-disable-next-line no-control-regex -- the specification forbids exactly these
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text)) throw malformed('a control character');
  if (text.split('\n', maxLines + 2).length > maxLines + 1) throw tooLarge('lines', maxLines);
}

function malformed(why: string): ProofError {
  return new ProofError('note-malformed', `not a signed note: ${why}`);
}

function tooLarge(what: string, limit: number): ProofError {
  return new ProofError('note-too-large', `a note of more than ${limit} ${what}`);
}
