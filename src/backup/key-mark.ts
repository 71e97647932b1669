import { deriveKey, keysOf, type KeyRing } from '#platform/sealing';

/**
 * Tells one master key from another: a backup without the keys names those it needs. Derived, so that
 * it says nothing of the key.
 *
 * @returns 16 hexadecimal digits.
 */
function keyMark(master: Uint8Array): string {
  return Buffer.from(deriveKey(master, 'backup mark')).toString('hex', 0, 8);
}

/** What a header says of the keys of an instance. */
export interface KeyMarks {
  /** Of the current one; null where there is none. */
  readonly keyMark: string | null;
  readonly olderKeyMarks: string[];
}

export function marksOf(ring: KeyRing | undefined): KeyMarks {
  const [current = null, ...older] =
    ring === undefined ? [] : keysOf(ring).map(({ key }) => keyMark(key));
  return { keyMark: current, olderKeyMarks: older };
}

/** All of them, the current one first. */
export function listMarks({ keyMark: current, olderKeyMarks }: KeyMarks): readonly string[] {
  return current === null ? olderKeyMarks : [current, ...olderKeyMarks];
}
