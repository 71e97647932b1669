export { keyedHash } from './keyed-hash.ts';
export { deriveRing, keyIdBytes, keysOf, ringOf, type KeyRing, type RingKey } from './key-ring.ts';
export {
  addKey,
  dropOlderKeys,
  findKeyRing,
  KeyFileError,
  loadOrCreateKeyRing,
  placeKeyRing,
} from './master-key.ts';
export { createRingSealer, sealedUnder, type RingSealer } from './ring-sealer.ts';
export { createSealer, deriveKey, keyBytes, SealBroken, type Sealer } from './sealer.ts';
