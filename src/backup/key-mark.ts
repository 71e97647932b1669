import { deriveKey } from '#platform/sealing';

/**
 * Tells one master key from another: a backup without the key names the one it needs. Derived, so that
 * it says nothing of the key.
 *
 * @returns 16 hexadecimal digits.
 */
export function keyMark(master: Uint8Array): string {
  return Buffer.from(deriveKey(master, 'backup mark')).toString('hex', 0, 8);
}
