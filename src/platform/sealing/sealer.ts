import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes of every key in this room: AES-256. */
export const keyBytes = 32;

/** Begins what was sealed under a key without a name. */
export const sealVersion = 's1';
const nonceBytes = 12;
const tagBytes = 16;

/** What was handed in is not what was sealed here, under this key, for this context. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
  readonly code = 'seal-broken';
}

export interface Sealer {
  /**
   * Encrypts a small secret: AES-256-GCM under a fresh nonce, written `s1.<base64url>`.
   *
   * @param context what the secret is for and whose it is (`totp:<account id>`). It is authenticated,
   * not stored: a sealed value copied to another row or column does not open there.
   */
  seal(plaintext: Uint8Array | string, context: string): string;
  /** @throws SealBroken when the value was altered, cut, sealed under another key or for another context. */
  open(sealed: string, context: string): Uint8Array;
  /** `open`, read as UTF-8. @throws SealBroken, also when the bytes are no UTF-8. */
  openText(sealed: string, context: string): string;
}

/**
 * A random nonce is safe for 2^32 values under one key (NIST SP 800-38D §8.3); derive one key per use.
 *
 * @throws RangeError when the key is not 32 bytes.
 */
export function createSealer(key: Uint8Array): Sealer {
  if (key.length !== keyBytes) throw new RangeError(`"key" expected ${keyBytes} bytes`);
  // A copy, so that wiping or reusing the caller's buffer cannot change the key under us.
  const secret = Uint8Array.from(key);
  const open = (sealed: string, context: string): Uint8Array =>
    unseal(secret, sealed, sealVersion, context);
  return {
    seal: (plaintext, context) => seal(secret, plaintext, sealVersion, context),
    open,
    openText: (sealed, context) => readText(open(sealed, context)),
  };
}

/**
 * A key for one purpose from the master key (HKDF-SHA256, RFC 5869). Different labels give unrelated
 * keys, so that one that leaks does not open what the others guard.
 *
 * @param label names the purpose (`restricted-blobs`); changing it loses what was sealed under it.
 */
export function deriveKey(master: Uint8Array, label: string): Uint8Array {
  if (master.length !== keyBytes) throw new RangeError(`"master" expected ${keyBytes} bytes`);
  if (label === '') throw new RangeError('"label" expected a purpose');
  return new Uint8Array(
    hkdfSync('sha256', master, new Uint8Array(0), `countersign ${label}`, keyBytes),
  );
}

/** @param prefix what the sealed value begins with, before its last dot; authenticated with it. */
export function seal(
  key: Uint8Array,
  plaintext: Uint8Array | string,
  prefix: string,
  context: string,
): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(boundTo(prefix, context));
  const body = Buffer.concat([cipher.update(Buffer.from(plaintext)), cipher.final()]);
  return `${prefix}.${Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')}`;
}

/** @throws SealBroken when it does not begin so, was altered, or is of another key or context. */
export function unseal(
  key: Uint8Array,
  sealed: string,
  prefix: string,
  context: string,
): Uint8Array {
  const encoded = sealed.startsWith(`${prefix}.`) ? sealed.slice(prefix.length + 1) : undefined;
  const bytes = Buffer.from(encoded ?? '', 'base64url');
  // Buffer skips characters that are not base64url: comparing refuses two spellings of one value.
  const spelled = bytes.toString('base64url') === encoded;
  if (!spelled || bytes.length < nonceBytes + tagBytes) {
    throw new SealBroken('Not a sealed value');
  }
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
    .setAAD(boundTo(prefix, context))
    .setAuthTag(bytes.subarray(-tagBytes));
  try {
    const body = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
    return new Uint8Array(Buffer.concat([body, decipher.final()]));
  } catch (error) {
    throw new SealBroken('The seal is broken', { cause: error });
  }
}

// What stands before the last dot is bound too: one format or key cannot be passed off as another.
function boundTo(prefix: string, context: string): Buffer {
  return Buffer.from(`countersign ${prefix} ${context}`);
}

/** @throws SealBroken when the bytes are no UTF-8. */
export function readText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new SealBroken('The sealed bytes are no text', { cause: error });
  }
}
