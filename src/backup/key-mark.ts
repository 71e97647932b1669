import { deriveKey, keysOf, type KeyRing } from '#platform/sealing';

/**
 * Tells one master key from another: a backup without the key names the one it needs. Derived, so that
 * it says nothing of the key.
 *
 * @returns 16 hexadecimal digits.
 */
export function keyMark(master: Uint8Array): string {
  return Buffer.from(deriveKey(master, 'backup mark')).toString('hex', 0, 8);
}

/** Whether a key that a backup names is among those at hand. */
export function holdsKey(ring: KeyRing, mark: string): boolean {
  return keysOf(ring).some(({ key }) => keyMark(key) === mark);
}
