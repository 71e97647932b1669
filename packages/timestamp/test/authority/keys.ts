/** Kinds of keys that authorities sign with. */
export type KeyKind = 'P-256' | 'P-384' | 'rsa' | 'rsa-1024';

/** A pair for ECDSA, or for RSA PKCS #1 v1.5 over `hash`. */
export function generateKeys(kind: KeyKind, hash = 'SHA-256'): Promise<CryptoKeyPair> {
  const parameters =
    kind === 'rsa' || kind === 'rsa-1024'
      ? {
          name: 'RSASSA-PKCS1-v1_5',
          modulusLength: kind === 'rsa' ? 2048 : 1024,
          publicExponent: Uint8Array.of(1, 0, 1),
          hash,
        }
      : { name: 'ECDSA', namedCurve: kind };
  return crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
}
