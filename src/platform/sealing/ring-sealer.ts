import type { KeyRing } from './key-ring.ts';
import { keysOf } from './key-ring.ts';
import { readText, seal, SealBroken, sealVersion, unseal, type Sealer } from './sealer.ts';

export interface RingSealer extends Sealer {
  /**
   * The value sealed under the current key; the very same where it is already.
   *
   * @throws SealBroken as `open` does.
   */
  reseal(sealed: string, context: string): string;
}

const named = 's2';

/**
 * Seals as `createSealer` does and writes the id of the key beside it: `s2.<key id>.<base64url>`. Opens
 * what any key of the ring has sealed, also values from before keys had ids.
 */
export function createRingSealer(ring: KeyRing): RingSealer {
  const current = `${named}.${ring.current.id}`;
  const byPrefix = new Map(keysOf(ring).map(({ id, key }) => [`${named}.${id}`, key]));

  function open(sealed: string, context: string): Uint8Array {
    const end = sealed.lastIndexOf('.');
    const prefix = sealed.slice(0, Math.max(end, 0));
    const key = byPrefix.get(prefix);
    if (key !== undefined) return unseal(key, sealed, prefix, context);
    if (prefix === sealVersion) return openUnnamed(ring, sealed, context);
    throw new SealBroken('Not sealed under a key of this instance');
  }

  const sealNow = (plaintext: Uint8Array | string, context: string): string =>
    seal(ring.current.key, plaintext, current, context);
  return {
    seal: sealNow,
    open,
    openText: (sealed, context) => readText(open(sealed, context)),
    reseal: (sealed, context) =>
      sealed.startsWith(`${current}.`) ? sealed : sealNow(open(sealed, context), context),
  };
}

function openUnnamed(ring: KeyRing, sealed: string, context: string): Uint8Array {
  let broken: unknown;
  for (const { key } of keysOf(ring)) {
    try {
      return unseal(key, sealed, sealVersion, context);
    } catch (error) {
      broken = error;
    }
  }
  throw broken;
}

/**
 * The id of the key under which a value was sealed; undefined where it does not say.
 */
export function sealedUnder(sealed: string): string | undefined {
  return /^s2\.([0-9a-f]{16})\./.exec(sealed)?.[1];
}
