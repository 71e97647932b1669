/** Hashes with SHA-256: 32 fresh bytes. Must neither keep nor change its input, which is reused. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** What an operation needs that only hashes. */
export interface HashProvider {
  readonly sha256: Sha256;
}

/**
 * The two primitives everything here rests on, handed in so that the package stays pure and
 * synchronous in every runtime. `@countersign/proof/noble` runs anywhere; `@countersign/proof/node`
 * uses the machine's own.
 */
export interface Provider extends HashProvider {
  /**
   * Ed25519 (RFC 8032 §5.1.7) over the message itself. Returns false for a wrong signature and for a
   * public key (32 bytes) or signature (64 bytes) that cannot be one; never throws.
   */
  readonly verifyEd25519: (
    publicKey: Uint8Array,
    message: Uint8Array,
    signature: Uint8Array,
  ) => boolean;
}
