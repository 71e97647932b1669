import path from 'node:path';
import type { Config } from '#platform/config';
import {
  createRingSealer,
  deriveRing,
  loadOrCreateKeyRing,
  type KeyRing,
  type RingSealer,
} from '#platform/sealing';

/** Where the keys of an instance lie: the one file that must be backed up beside the data. */
export function masterKeyFile(config: Config): string {
  return path.join(config.dataDir, 'master.key');
}

export function loadKeyRing(config: Config): Promise<KeyRing> {
  return loadOrCreateKeyRing(masterKeyFile(config));
}

/** Seals the second factors of accounts. Server and command line must derive its keys alike. */
export function accountSealer(ring: KeyRing): RingSealer {
  return createRingSealer(deriveRing(ring, 'account secrets'));
}

/** Seals the secrets of letters, on which everything about their signers hangs. */
export function letterSealer(ring: KeyRing): RingSealer {
  return createRingSealer(deriveRing(ring, 'letter secrets'));
}

/** The keys of restricted files. */
export function restrictedKeys(ring: KeyRing): KeyRing {
  return deriveRing(ring, 'restricted blobs');
}
