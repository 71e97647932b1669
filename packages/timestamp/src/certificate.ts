import { readAlgorithm } from './algorithms.ts';
import { equalBytes, toHex, type Bytes } from './bytes.ts';
import { readDer, tags, type DerNode } from './der-reader.ts';
import { allOf, Fields, onlyChild, readBitOctets, readBoolean, readCount } from './der-values.ts';
import { readObjectIdentifier } from './der-values.ts';
import { TimestampFault } from './fault.ts';
import { readCertificateTime } from './times.ts';

/** An X.509 certificate of version 3 (RFC 5280 §4.1), read and not yet trusted. */
export interface Certificate {
  readonly encoded: Bytes;
  /** What its issuer signed. */
  readonly signedPart: Bytes;
  readonly signatureAlgorithm: DerNode;
  readonly signature: Bytes;
  readonly issuer: DerNode;
  readonly subject: DerNode;
  readonly serialNumber: DerNode;
  /** Milliseconds since 1970, both inclusive. */
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: DerNode;
  /** By identifier, in dots. */
  readonly extensions: ReadonlyMap<string, Extension>;
}

export interface Extension {
  readonly critical: boolean;
  readonly value: Bytes;
}

const version3 = 2;

/** @throws TimestampFault `der-malformed`, `structure-malformed` or `version-unsupported`. */
export function readCertificate(bytes: Bytes): Certificate {
  const certificate = readDer(bytes);
  const outer = new Fields(certificate);
  const signedPart = outer.take(tags.sequence);
  const signatureAlgorithm = outer.take(tags.sequence);
  const signature = outer.take(tags.bitString);
  outer.end();

  const fields = new Fields(signedPart);
  const version = fields.takeIf(0xa0);
  if (version === undefined || readCount(onlyChild(version, tags.integer)) !== version3) {
    throw new TimestampFault('version-unsupported', 'a certificate before version 3');
  }
  const serialNumber = fields.take(tags.integer);
  const innerAlgorithm = fields.take(tags.sequence);
  const issuer = fields.take(tags.sequence);
  const validity = fields.take(tags.sequence);
  const subject = fields.take(tags.sequence);
  const publicKey = fields.take(tags.sequence);
  // Unique identifiers of issuer and subject (§4.1.2.8): nobody uses them, they decide nothing.
  fields.takeIf(0x81);
  fields.takeIf(0x82);
  const extensions = fields.takeIf(0xa3);
  fields.end();

  // §4.1.1.2: or the issuer's choice of algorithm would not be signed.
  if (!equalBytes(innerAlgorithm.encoded, signatureAlgorithm.encoded)) throw malformed();
  readAlgorithm(signatureAlgorithm);
  const [notBefore, notAfter, ...others] = validity.children;
  if (notBefore === undefined || notAfter === undefined || others.length > 0) throw malformed();
  return {
    encoded: certificate.encoded,
    signedPart: signedPart.encoded,
    signatureAlgorithm,
    signature: readBitOctets(signature),
    issuer,
    subject,
    serialNumber,
    notBeforeMs: readCertificateTime(notBefore),
    notAfterMs: readCertificateTime(notAfter),
    publicKey,
    extensions: extensions === undefined ? new Map() : readExtensions(extensions),
  };
}

/** Those that can be read; a certificate that cannot is as good as not there. */
export function readableCertificates(encodings: Iterable<Bytes>): Certificate[] {
  return Array.from(encodings).flatMap((encoded) => {
    try {
      return [readCertificate(encoded)];
    } catch (error) {
      if (error instanceof TimestampFault) return [];
      throw error;
    }
  });
}

/** Whether both are the same, byte for byte. */
export function isSame(a: Certificate, b: Certificate): boolean {
  return equalBytes(a.encoded, b.encoded);
}

/** Whether a signerInfo or an IssuerSerial names this certificate. */
export function isNamed(certificate: Certificate, issuer: DerNode, serialNumber: DerNode): boolean {
  return (
    equalBytes(certificate.issuer.encoded, issuer.encoded) &&
    equalBytes(certificate.serialNumber.encoded, serialNumber.encoded)
  );
}

export function serialHex(serialNumber: DerNode): string {
  return toHex(serialNumber.content);
}

function readExtensions(node: DerNode): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const one of allOf(onlyChild(node, tags.sequence), tags.sequence)) {
    const fields = new Fields(one);
    const identifier = readObjectIdentifier(fields.take(tags.objectIdentifier));
    const critical = fields.takeIf(tags.boolean);
    const value = fields.take(tags.octetString).content;
    fields.end();
    // §4.2: two of a kind could tell two stories.
    if (extensions.has(identifier)) throw malformed();
    extensions.set(identifier, {
      critical: critical !== undefined && readBoolean(critical),
      value,
    });
  }
  return extensions;
}

function malformed(): TimestampFault {
  return new TimestampFault('structure-malformed', 'a certificate of another form');
}
