import { verifyCosignature } from './cosignature.ts';
import { ProofError } from './errors.ts';
import { type NoteKey, keyIdText, signatureTypes } from './note-key.ts';
import { type Note, noteMessage, type NoteSignature } from './note.ts';
import type { Provider } from './provider.ts';
import { whenReady } from './when-ready.ts';

/** A signature that a trusted key made. */
export interface VerifiedSignature {
  readonly key: NoteKey;
  readonly signature: NoteSignature;
  /** POSIX seconds; only a cosignature says when it was made. */
  readonly time: bigint | undefined;
}

/** The signatures of a note, told apart. */
export interface VerifiedNote {
  readonly text: string;
  /** At least one, in the order of the note. The same key may have signed more than once. */
  readonly verified: readonly VerifiedSignature[];
  /** By keys that are not trusted: whatever they are worth, they have not been looked at. */
  readonly ignored: readonly NoteSignature[];
}

/**
 * Signs a text with an Ed25519 key (signed-note, "Ed25519 signatures").
 *
 * @param sign gives the Ed25519 signature of a message; promised, if the key is elsewhere.
 * @throws ProofError `key-type-unsupported` unless the key signs notes; `note-malformed` if no note
 * can have that text; `signature-malformed` if `sign` does not give 64 bytes.
 */
export function signNote(
  key: NoteKey,
  text: string,
  sign: (message: Uint8Array) => Uint8Array,
): NoteSignature;
export function signNote(
  key: NoteKey,
  text: string,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<NoteSignature>;
export function signNote(
  key: NoteKey,
  text: string,
  sign: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>,
): NoteSignature | Promise<NoteSignature> {
  if (key.type !== signatureTypes.ed25519) {
    throw new ProofError('key-type-unsupported', `${key.name} does not sign notes`);
  }
  return whenReady(sign(noteMessage(text)), (signature) => {
    if (signature.length !== 64) {
      throw new ProofError('signature-malformed', `${signature.length} bytes are no signature`);
    }
    return { name: key.name, keyId: key.keyId, signature };
  });
}

/**
 * Verifies a note against the keys one trusts (signed-note, "Signatures"). Signatures by other keys
 * are ignored, even under the name or the key id of a trusted one.
 *
 * @throws ProofError `signature-invalid` if a signature that names a trusted key was not made by it,
 * which condemns the whole note; `signature-malformed` if it cannot be one; `signature-missing` if no
 * trusted key has signed; `key-ambiguous` if two trusted keys share name and id;
 * `checkpoint-malformed` if a cosignature by a trusted key stands under another text.
 */
export function verifyNote(
  provider: Provider,
  note: Note,
  trusted: readonly NoteKey[],
): VerifiedNote {
  const keys = new Map<string, NoteKey>();
  for (const key of trusted) {
    if (keys.has(identity(key))) {
      throw new ProofError('key-ambiguous', `two trusted keys are ${identity(key)}`);
    }
    keys.set(identity(key), key);
  }
  const verified: VerifiedSignature[] = [];
  const ignored: NoteSignature[] = [];
  for (const signature of note.signatures) {
    const key = keys.get(identity(signature));
    if (key === undefined) ignored.push(signature);
    else verified.push({ key, signature, time: verifyOne(provider, key, note.text, signature) });
  }
  if (verified.length === 0) {
    throw new ProofError('signature-missing', 'no trusted key has signed the note');
  }
  return { text: note.text, verified, ignored };
}

/** The time of a valid cosignature, undefined for another valid signature. */
function verifyOne(
  provider: Provider,
  key: NoteKey,
  text: string,
  { signature }: NoteSignature,
): bigint | undefined {
  if (key.type === signatureTypes.cosignature) {
    return verifyCosignature(provider, key, text, signature);
  }
  if (key.type !== signatureTypes.ed25519) {
    throw new ProofError('key-type-unsupported', `signature type ${key.type} is not supported`);
  }
  if (!provider.verifyEd25519(key.publicKey, noteMessage(text), signature)) {
    throw new ProofError('signature-invalid', `${identity(key)} did not make this signature`);
  }
  return undefined;
}

/** What tells keys apart. A name contains no plus, so that no two identities look alike. */
function identity(key: { readonly name: string; readonly keyId: number }): string {
  return `${key.name}+${keyIdText(key)}`;
}
