import { createHash, randomBytes } from 'node:crypto';

/**
 * A secret that whoever holds it may use: 256 random bits, base64url, 43 characters. Only its hash
 * is ever stored.
 */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * SHA-256 of a token. A slow hash would add nothing: 256 random bits cannot be guessed.
 *
 * Tokens come from cookies and addresses that anyone can write, so any text is taken; what is not
 * a token hashes to something no row has.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token.slice(0, 128)).digest();
}
