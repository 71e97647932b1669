/** Kinds of keys that authorities sign with. */
export type KeyKind = 'P-256' | 'P-384' | 'rsa' | 'rsa-1024' | 'rsa-pss';

/** A pair for ECDSA, or for RSA with one of its paddings over `hash`. */
export function generateKeys(kind: KeyKind, hash = 'SHA-256'): Promise<CryptoKeyPair> {
  const parameters = kind.startsWith('rsa')
    ? {
        name: kind === 'rsa-pss' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5',
        modulusLength: kind === 'rsa-1024' ? 1024 : 2048,
        publicExponent: Uint8Array.of(1, 0, 1),
        hash,
      }
    : { name: 'ECDSA', namedCurve: kind };
  return crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
}
