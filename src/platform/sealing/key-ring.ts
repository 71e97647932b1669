import { deriveKey, keyBytes } from './sealer.ts';

/** One master key, or a key derived from it, with the name by which sealed things tell theirs. */
export interface RingKey {
  /** 16 hexadecimal digits, derived from the master key; says nothing of it. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

/**
 * The keys of an instance: everything new is sealed under the current one, and what is still under an
 * older one can be opened until it has been sealed anew.
 */
export interface KeyRing {
  readonly current: RingKey;
  readonly older: readonly RingKey[];
}

/** Bytes of a key's id where it is not spelled in hexadecimal digits. */
export const keyIdBytes = 8;

/**
 * @param keys master keys of 32 bytes, the current one first.
 * @throws RangeError when there is none, one of another length, or the same twice.
 */
export function ringOf(...keys: readonly Uint8Array[]): KeyRing {
  const [current, ...older] = keys.map((key): RingKey => ({ id: keyId(key), key }));
  if (current === undefined) throw new RangeError('"keys" expected at least one key');
  if (new Set([current, ...older].map(({ id }) => id)).size !== keys.length) {
    throw new RangeError('"keys" expected different keys');
  }
  return { current, older };
}

/** The keys for one purpose, under the ids of their master keys; see `deriveKey`. */
export function deriveRing(ring: KeyRing, label: string): KeyRing {
  const derived = ({ id, key }: RingKey): RingKey => ({ id, key: deriveKey(key, label) });
  return { current: derived(ring.current), older: ring.older.map(derived) };
}

/** All keys, the current one first. */
export function keysOf({ current, older }: KeyRing): readonly RingKey[] {
  return [current, ...older];
}

function keyId(master: Uint8Array): string {
  if (master.length !== keyBytes) throw new RangeError(`"key" expected ${keyBytes} bytes`);
  return Buffer.from(deriveKey(master, 'key id')).toString('hex', 0, keyIdBytes);
}
