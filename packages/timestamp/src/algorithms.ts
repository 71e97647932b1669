import { Fields, readCount, readObjectIdentifier } from './der-values.ts';
import { tags, type DerNode } from './der-reader.ts';
import { TimestampFault } from './fault.ts';

/** As WebCrypto names them. */
export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';

/** How a signature was made: the scheme, and the hash it was made over. */
export type SignatureScheme =
  | { readonly name: 'RSASSA-PKCS1-v1_5' | 'ECDSA'; readonly hash: HashName }
  | { readonly name: 'RSA-PSS'; readonly hash: HashName; readonly saltLength: number }
  /** RFC 8419 §3: the message is digested with SHA-512. */
  | { readonly name: 'Ed25519'; readonly hash: 'SHA-512' };

export const sha256Identifier = '2.16.840.1.101.3.4.2.1';

const hashes: Readonly<Record<string, HashName>> = {
  [sha256Identifier]: 'SHA-256',
  '2.16.840.1.101.3.4.2.2': 'SHA-384',
  '2.16.840.1.101.3.4.2.3': 'SHA-512',
};

const schemes: Readonly<Record<string, SignatureScheme>> = {
  '1.2.840.113549.1.1.11': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  '1.2.840.113549.1.1.12': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-384' },
  '1.2.840.113549.1.1.13': { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-512' },
  '1.2.840.10045.4.3.2': { name: 'ECDSA', hash: 'SHA-256' },
  '1.2.840.10045.4.3.3': { name: 'ECDSA', hash: 'SHA-384' },
  '1.2.840.10045.4.3.4': { name: 'ECDSA', hash: 'SHA-512' },
  '1.3.101.112': { name: 'Ed25519', hash: 'SHA-512' },
};

const rsaEncryption = '1.2.840.113549.1.1.1';
const rsaPss = '1.2.840.113549.1.1.10';
const maskGeneration1 = '1.2.840.113549.1.1.8';

/** MD5, SHA-1 and the signatures made with them: collisions are for sale. */
const weak: ReadonlySet<string> = new Set([
  '1.2.840.113549.2.5',
  '1.3.14.3.2.26',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10045.4.1',
]);

/** The hash an AlgorithmIdentifier names; its parameters are NULL or left out (RFC 5754 §2). */
export function readHash(node: DerNode): HashName {
  const { identifier, parameters } = readAlgorithm(node);
  const hash = hashes[identifier];
  if (hash === undefined) throw unknownAlgorithm(identifier);
  requireNull(parameters);
  return hash;
}

/**
 * The scheme a signature's AlgorithmIdentifier names.
 *
 * @param digest the hash of a signerInfo, for `rsaEncryption`, which names none (RFC 3370 §3.2).
 */
export function readSignatureScheme(node: DerNode, digest?: HashName): SignatureScheme {
  const { identifier, parameters } = readAlgorithm(node);
  if (identifier === rsaPss) return readPss(parameters);
  if (identifier === rsaEncryption && digest !== undefined) {
    requireNull(parameters);
    return { name: 'RSASSA-PKCS1-v1_5', hash: digest };
  }
  const scheme = schemes[identifier];
  if (scheme === undefined) throw unknownAlgorithm(identifier);
  // RFC 5758 §3.2 and RFC 8410 §3 leave them out; RSA has NULL.
  if (scheme.name === 'RSASSA-PKCS1-v1_5') requireNull(parameters);
  else if (parameters !== undefined) throw malformed();
  return scheme;
}

/** The identifier of an AlgorithmIdentifier, in dots, and what follows it. */
export function readAlgorithm(node: DerNode): {
  readonly identifier: string;
  readonly parameters: DerNode | undefined;
} {
  const fields = new Fields(node);
  const identifier = readObjectIdentifier(fields.take(tags.objectIdentifier));
  const parameters = fields.takeAny();
  fields.end();
  return { identifier, parameters };
}

/** RSASSA-PSS-params (RFC 4055 §3.1). Left-out hashes mean SHA-1. */
function readPss(parameters: DerNode | undefined): SignatureScheme {
  if (parameters === undefined) throw unknownAlgorithm(rsaPss);
  const fields = new Fields(parameters);
  const hashField = fields.takeIf(0xa0)?.children[0];
  const maskField = fields.takeIf(0xa1)?.children[0];
  const saltField = fields.takeIf(0xa2)?.children[0];
  fields.end();
  if (hashField === undefined || maskField === undefined) {
    throw new TimestampFault('algorithm-weak', 'RSA-PSS with SHA-1');
  }
  const hash = readHash(hashField);
  const mask = readAlgorithm(maskField);
  const masksTheSame =
    mask.identifier === maskGeneration1 &&
    mask.parameters !== undefined &&
    readHash(mask.parameters) === hash;
  if (!masksTheSame) throw unknownAlgorithm(mask.identifier);
  return { name: 'RSA-PSS', hash, saltLength: saltField === undefined ? 20 : readCount(saltField) };
}

function requireNull(parameters: DerNode | undefined): void {
  if (parameters !== undefined && parameters.tag !== tags.null) throw malformed();
}

function unknownAlgorithm(identifier: string): TimestampFault {
  return new TimestampFault(
    weak.has(identifier) ? 'algorithm-weak' : 'algorithm-unsupported',
    `algorithm ${identifier}`,
  );
}

function malformed(): TimestampFault {
  return new TimestampFault('structure-malformed', 'parameters that the algorithm does not have');
}
