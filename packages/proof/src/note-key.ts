import { decodeBase64, encodeBase64 } from './base64.ts';
import { concatBytes, copyBytes } from './bytes.ts';
import { ProofError } from './errors.ts';
import type { HashProvider } from './provider.ts';
import { encodeUtf8 } from './utf8.ts';

/** A public key that signs notes (signed-note, "Signatures"). Name and id together identify it. */
export interface NoteKey {
  readonly name: string;
  /** uint32. */
  readonly keyId: number;
  /** Signature type identifier byte; see `signatureTypes`. */
  readonly type: number;
  readonly publicKey: Uint8Array;
}

/** The signature types this package makes and verifies, both over 32-byte Ed25519 keys. */
export const signatureTypes = {
  /** Ed25519 over the note text (signed-note, "Ed25519 signatures"). */
  ed25519: 0x01,
  /** Timestamped Ed25519 cosignature of a checkpoint (tlog-cosignature). */
  cosignature: 0x04,
} as const;

/** Characters of a vkey that can still be one: an ML-DSA-44 key and a long name fit. */
const maxVkeyLength = 4096;

/**
 * Whether something can name a key (signed-note, "Format"): not empty, no Unicode space, no plus; nor
 * what a note could not contain, control characters and lone surrogates.
 */
export function isKeyName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex -- the specification forbids exactly these
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}+\u0000-\u001f]/u.test(name);
}

/**
 * The key of that name, type and public key, with the id they hash to: the first four bytes,
 * big-endian, of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
 *
 * @throws ProofError `key-malformed` for a name that no key can have, a public key of a wrong length
 * or one that anybody can sign for; `key-type-unsupported` for a type not in `signatureTypes`.
 */
export function noteKey(
  provider: HashProvider,
  name: string,
  type: number,
  publicKey: Uint8Array,
): NoteKey {
  if (!isKeyName(name)) throw malformed('no key can have this name');
  if (type !== signatureTypes.ed25519 && type !== signatureTypes.cosignature) {
    throw new ProofError('key-type-unsupported', `signature type ${type} is not supported`);
  }
  if (publicKey.length !== 32) throw malformed(`${publicKey.length} bytes are no Ed25519 key`);
  if (hasSmallOrder(publicKey)) throw malformed('anybody can sign in the name of this key');
  const input = concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), publicKey);
  const digest = provider.sha256(input);
  const keyId = new DataView(digest.buffer, digest.byteOffset).getUint32(0);
  return { name, keyId, type, publicKey: copyBytes(publicKey) };
}

/**
 * Reads a verifier key (signed-note, "Verifier keys"): `name+hex(key id)+base64(type ‖ key)`.
 *
 * @throws ProofError `key-malformed`, `key-type-unsupported`, or `key-id-mismatch` if the id is not
 * the one that name and key hash to.
 */
export function parseVkey(provider: HashProvider, text: string): NoteKey {
  if (text.length > maxVkeyLength) throw malformed('longer than any vkey');
  const [name, idText, keyText, ...rest] = text.split('+');
  // The base64 of a key may itself contain plus signs.
  const encoded = keyText === undefined ? undefined : [keyText, ...rest].join('+');
  if (name === undefined || idText === undefined || encoded === undefined) {
    throw malformed('expected name+id+key');
  }
  if (!/^[0-9a-f]{8}$/.test(idText)) throw malformed('the key id is not eight hex digits');
  const typed = decodeBase64(encoded);
  const type = typed?.[0];
  if (typed === undefined || type === undefined) throw malformed('the key is not base64');
  const key = noteKey(provider, name, type, typed.subarray(1));
  if (key.keyId !== Number.parseInt(idText, 16)) {
    throw new ProofError('key-id-mismatch', `the key id of ${name} should be ${keyIdText(key)}`);
  }
  return key;
}

/** Writes a verifier key (signed-note, "Verifier keys"). */
export function formatVkey(key: NoteKey): string {
  const typed = concatBytes(Uint8Array.of(key.type), key.publicKey);
  return `${key.name}+${keyIdText(key)}+${encodeBase64(typed)}`;
}

/** A key id as people and vkeys write it: eight lower-case hex digits. */
export function keyIdText({ keyId }: { readonly keyId: number }): string {
  return keyId.toString(16).padStart(8, '0');
}

/**
 * The encodings of the points of small order, without their sign bit. Under such a key one signature
 * fits every message; RFC 8032 does not forbid them, and a provider may take them.
 */
const smallOrder: readonly string[] = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

function hasSmallOrder(publicKey: Uint8Array): boolean {
  const unsigned = copyBytes(publicKey);
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f;
  const hex = Array.from(unsigned, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return smallOrder.includes(hex);
}

function malformed(why: string): ProofError {
  return new ProofError('key-malformed', `not a verifier key: ${why}`);
}
