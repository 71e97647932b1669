import { readDer, tags } from './der-reader.ts';
import {
  allOf,
  Fields,
  hasBit,
  readBoolean,
  readCount,
  readObjectIdentifier,
} from './der-values.ts';
import type { Certificate } from './certificate.ts';
import { TimestampFault } from './fault.ts';

const identifiers = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  certificatePolicies: '2.5.29.32',
  policyConstraints: '2.5.29.36',
  extendedKeyUsage: '2.5.29.37',
  inhibitAnyPolicy: '2.5.29.54',
} as const;

const timeStamping = '1.3.6.1.5.5.7.3.8';
const anyPurpose = '2.5.29.37.0';

/** Processed here, or without effect because no policy is required of a path (RFC 5280 §6.1.1 c–g). */
const understood: ReadonlySet<string> = new Set([
  identifiers.keyUsage,
  identifiers.subjectAltName,
  identifiers.basicConstraints,
  identifiers.certificatePolicies,
  identifiers.extendedKeyUsage,
  identifiers.inhibitAnyPolicy,
]);

/** Bits of KeyUsage (RFC 5280 §4.2.1.3). */
const keyUsageBits = { digitalSignature: 0, contentCommitment: 1, keyCertSign: 5 } as const;

/**
 * Refuses what must be understood and is not (RFC 5280 §4.2). Constraints on names and policies are
 * refused even when not critical: they are rare, and to pass over one would widen what a CA may do.
 */
export function requireUnderstood({ extensions }: Certificate): void {
  const constrained =
    extensions.has(identifiers.nameConstraints) || extensions.has(identifiers.policyConstraints);
  const strange = [...extensions].find(([name, { critical }]) => critical && !understood.has(name));
  if (constrained || strange !== undefined) {
    throw new TimestampFault(
      'extension-unsupported',
      `extension ${strange?.[0] ?? 'of constraints'}`,
    );
  }
}

/** RFC 3161 §2.3: extended key usage is there, critical, and timeStamping alone. */
export function requireTimeStamping(certificate: Certificate): void {
  const extension = certificate.extensions.get(identifiers.extendedKeyUsage);
  const purposes = purposesOf(certificate);
  if (extension?.critical !== true || purposes?.length !== 1 || purposes[0] !== timeStamping) {
    throw new TimestampFault('key-purpose-wrong', 'the key is not for timestamps alone');
  }
}

/** When key usage is told, the key may sign (RFC 5280 §4.2.1.3). */
export function requireMaySign(certificate: Certificate): void {
  const allowed =
    allowsUsage(certificate, keyUsageBits.digitalSignature) ||
    allowsUsage(certificate, keyUsageBits.contentCommitment);
  if (!allowed) throw new TimestampFault('key-usage-wrong', 'the key may not sign');
}

/**
 * What a certificate must be to issue the next of a path (RFC 5280 §6.1.4 k–n), and that its own
 * purposes, if told, include timestamps.
 *
 * @param below how many certificates of other CAs stand between it and the signer's.
 */
export function requireMayIssue(certificate: Certificate, below: number): void {
  const constraints = basicConstraintsOf(certificate);
  if (constraints?.isAuthority !== true) {
    throw new TimestampFault('issuer-not-allowed', 'an issuer is no authority');
  }
  if (constraints.pathLength !== undefined && below > constraints.pathLength) {
    throw new TimestampFault('issuer-not-allowed', 'the path is longer than an issuer allows');
  }
  if (!allowsUsage(certificate, keyUsageBits.keyCertSign)) {
    throw new TimestampFault('key-usage-wrong', 'the key of an issuer may not sign certificates');
  }
  const purposes = purposesOf(certificate);
  if (
    purposes !== undefined &&
    !purposes.includes(timeStamping) &&
    !purposes.includes(anyPurpose)
  ) {
    throw new TimestampFault('key-purpose-wrong', 'an issuer is for other purposes');
  }
}

/** The octets of the subject key identifier, by which a signerInfo of version 3 names its signer. */
export function subjectKeyIdentifier(certificate: Certificate): Uint8Array | undefined {
  const extension = certificate.extensions.get(identifiers.subjectKeyIdentifier);
  if (extension === undefined) return undefined;
  const node = readDer(extension.value);
  return node.tag === tags.octetString ? node.content : undefined;
}

/** The GeneralNames of the subject's other names, each as encoded. */
export function alternativeNames(certificate: Certificate): Uint8Array[] {
  const extension = certificate.extensions.get(identifiers.subjectAltName);
  if (extension === undefined) return [];
  return readDer(extension.value).children.map((name) => name.encoded);
}

function basicConstraintsOf({ extensions }: Certificate) {
  const extension = extensions.get(identifiers.basicConstraints);
  if (extension === undefined) return undefined;
  const fields = new Fields(readDer(extension.value));
  const isAuthority = fields.takeIf(tags.boolean);
  const pathLength = fields.takeIf(tags.integer);
  fields.end();
  return {
    isAuthority: isAuthority !== undefined && readBoolean(isAuthority),
    pathLength: pathLength === undefined ? undefined : readCount(pathLength),
  };
}

function purposesOf({ extensions }: Certificate): string[] | undefined {
  const extension = extensions.get(identifiers.extendedKeyUsage);
  if (extension === undefined) return undefined;
  return allOf(readDer(extension.value), tags.objectIdentifier).map(readObjectIdentifier);
}

/** Without the extension a key may be used for anything. */
function allowsUsage({ extensions }: Certificate, bit: number): boolean {
  const extension = extensions.get(identifiers.keyUsage);
  if (extension === undefined) return true;
  const node = readDer(extension.value);
  if (node.tag !== tags.bitString) {
    throw new TimestampFault('structure-malformed', 'key usage of another form');
  }
  return hasBit(node, bit);
}
