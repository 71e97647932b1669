import { readAlgorithm, type SignatureScheme } from './algorithms.ts';
import { concatBytes, type Bytes } from './bytes.ts';
import { readDer, tags, type DerNode } from './der-reader.ts';
import { Fields, readObjectIdentifier } from './der-values.ts';
import { TimestampFault } from './fault.ts';

interface Curve {
  readonly name: 'P-256' | 'P-384' | 'P-521';
  /** Octets of a coordinate. */
  readonly size: number;
}

const curves: Readonly<Record<string, Curve>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', size: 32 },
  '1.3.132.0.34': { name: 'P-384', size: 48 },
  '1.3.132.0.35': { name: 'P-521', size: 66 },
};

/** Attacker: a certificate with a key so large that checking it takes minutes. */
const maxModulusBits = 8192;
const maxExponentOctets = 4;

/** @throws TimestampFault `crypto-unavailable` */
export async function digest(hash: string, data: Bytes): Promise<Bytes> {
  return new Uint8Array(await subtle().digest(hash, data));
}

/**
 * Checks a signature with the key of a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
 *
 * @throws TimestampFault `signature-invalid`, or a code about the key or the algorithm.
 */
export async function requireSignature(
  scheme: SignatureScheme,
  publicKey: DerNode,
  signature: Bytes,
  data: Bytes,
): Promise<void> {
  const curve = scheme.name === 'ECDSA' ? curveOf(publicKey) : undefined;
  const key = await importKey(scheme, publicKey, curve);
  const raw = curve === undefined ? signature : rawSignature(signature, curve);
  const valid = await subtle()
    .verify(verificationOf(scheme), key, raw, data)
    .catch(() => false);
  if (!valid) throw new TimestampFault('signature-invalid', 'a signature does not verify');
}

async function importKey(
  scheme: SignatureScheme,
  publicKey: DerNode,
  curve: Curve | undefined,
): Promise<CryptoKey> {
  const parameters = {
    name: scheme.name,
    ...(curve === undefined ? { hash: scheme.hash } : { namedCurve: curve.name }),
  };
  const key = await subtle()
    .importKey('spki', publicKey.encoded, parameters, false, ['verify'])
    .catch((cause: unknown) => {
      throw new TimestampFault('algorithm-unsupported', 'a key cannot be used', { cause });
    });
  if (scheme.name === 'RSA-PSS' || scheme.name === 'RSASSA-PKCS1-v1_5') requireRsaStrength(key);
  return key;
}

function requireRsaStrength(key: CryptoKey): void {
  const { modulusLength, publicExponent } = key.algorithm as RsaKeyAlgorithm;
  if (modulusLength < 2048) throw new TimestampFault('algorithm-weak', 'RSA below 2048 bits');
  if (modulusLength > maxModulusBits || publicExponent.length > maxExponentOctets) {
    throw new TimestampFault('algorithm-unsupported', 'an RSA key of unusual size');
  }
}

function verificationOf(scheme: SignatureScheme): AlgorithmIdentifier | RsaPssParams | EcdsaParams {
  switch (scheme.name) {
    case 'ECDSA':
      return { name: scheme.name, hash: scheme.hash };
    case 'RSA-PSS':
      return { name: scheme.name, saltLength: scheme.saltLength };
    case 'RSASSA-PKCS1-v1_5':
    case 'Ed25519':
      return { name: scheme.name };
  }
}

function curveOf(publicKey: DerNode): Curve {
  const algorithm = new Fields(publicKey).take(tags.sequence);
  const { parameters } = readAlgorithm(algorithm);
  const curve =
    parameters?.tag === tags.objectIdentifier
      ? curves[readObjectIdentifier(parameters)]
      : undefined;
  if (curve === undefined) throw new TimestampFault('algorithm-unsupported', 'an unknown curve');
  return curve;
}

/** WebCrypto takes r and s side by side; X.509 and CMS carry them as a SEQUENCE (RFC 3279 §2.2.3). */
function rawSignature(signature: Bytes, { size }: Curve): Bytes {
  const fields = new Fields(readDer(signature));
  const parts = [fields.take(tags.integer), fields.take(tags.integer)];
  fields.end();
  return concatBytes(parts.map((part) => leftPadded(part.content, size)));
}

function leftPadded(integer: Bytes, size: number): Bytes {
  const magnitude = integer[0] === 0 ? integer.subarray(1) : integer;
  if (magnitude.length > size || (integer[0] ?? 0) >= 0x80) {
    throw new TimestampFault('signature-invalid', 'a signature out of range');
  }
  const padded = new Uint8Array(size);
  padded.set(magnitude, size - magnitude.length);
  return padded;
}

function subtle(): SubtleCrypto {
  // The types promise it, but a page from plain http has none.
  const { crypto } = globalThis as { crypto?: { subtle?: SubtleCrypto } };
  if (crypto?.subtle === undefined) {
    throw new TimestampFault('crypto-unavailable', 'no WebCrypto here');
  }
  return crypto.subtle;
}
