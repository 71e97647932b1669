import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { Provider } from './provider.ts';

/**
 * The primitives in plain JavaScript, for browsers and everywhere else.
 *
 * A signer who wants to can make a signature that this provider, which multiplies by the cofactor,
 * accepts and OpenSSL, which does not, refuses (RFC 8032 §5.1.7 permits both). No one else can, and
 * nothing false can be proven with it.
 */
export const noble: Provider = {
  sha256: (bytes) => sha256(bytes),
  verifyEd25519(publicKey, message, signature) {
    try {
      return ed25519.verify(signature, message, publicKey, { zip215: false });
    } catch {
      // Lengths that no key or signature has.
      return false;
    }
  },
};
