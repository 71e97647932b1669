import { readHash, type HashName } from './algorithms.ts';
import { equalBytes, type Bytes } from './bytes.ts';
import { isNamed, type Certificate } from './certificate.ts';
import { tags, type DerNode } from './der-reader.ts';
import { allOf, Fields, onlyChild } from './der-values.ts';
import { TimestampFault } from './fault.ts';
import { optionalAttributeValue, type SignedAttributes } from './signed-data.ts';
import { digest } from './signatures.ts';

// Without this binding, whoever holds another certificate over the same key – with another name, or
// with other rights – could put it in the place of the one the authority signed with (RFC 2634 §5).

const attributeIdentifiers = {
  version1: '1.2.840.113549.1.9.16.2.12',
  version2: '1.2.840.113549.1.9.16.2.47',
} as const;

/**
 * SHA-1 only names a certificate in version 1 (RFC 2634 §5.4.1); what it names is checked by its
 * signature, so a collision alone gains nothing.
 */
type NamingHash = HashName | 'SHA-1';

interface CertificateIdentifier {
  readonly hash: NamingHash;
  readonly digest: Bytes;
  readonly named: { readonly issuer: DerNode; readonly serialNumber: DerNode } | undefined;
}

/** What one attribute lists; the signer's certificate comes first. */
export type SigningCertificates = readonly CertificateIdentifier[];

/**
 * The lists of certificates that the authority signed along: SigningCertificate, SigningCertificateV2
 * or both, each the signer's certificate first (RFC 5816 §2.2.1).
 *
 * @throws TimestampFault `signing-certificate-missing` when there is none.
 */
export function readSigningCertificates(
  attributes: SignedAttributes,
): readonly SigningCertificates[] {
  const first = optionalAttributeValue(attributes, attributeIdentifiers.version1);
  const second = optionalAttributeValue(attributes, attributeIdentifiers.version2);
  const lists = [
    ...(first === undefined ? [] : [readList(first, () => 'SHA-1')]),
    ...(second === undefined ? [] : [readList(second, readNamingHash)]),
  ];
  if (lists.length === 0) {
    throw new TimestampFault('signing-certificate-missing', 'no certificate is signed along');
  }
  return lists;
}

/** Whether every list begins with this certificate. */
export async function isBound(
  lists: readonly SigningCertificates[],
  signer: Certificate,
): Promise<boolean> {
  const hits = await Promise.all(
    lists.map(async ([first]) => first !== undefined && (await identifies(first, signer))),
  );
  return hits.every(Boolean);
}

/**
 * A list of more than one limits the path: every issuer below the root must be in it
 * (RFC 2634 §5.4, as OpenSSL reads it).
 *
 * @throws TimestampFault `signing-certificate-mismatch`
 */
export async function requirePathListed(
  lists: readonly SigningCertificates[],
  path: readonly Certificate[],
): Promise<void> {
  for (const list of lists.filter(({ length }) => length > 1)) {
    for (const certificate of path.slice(1, -1)) {
      const hits = await Promise.all(list.map((one) => identifies(one, certificate)));
      if (!hits.includes(true)) {
        throw new TimestampFault('signing-certificate-mismatch', 'an issuer is not signed along');
      }
    }
  }
}

async function identifies(
  { hash, digest: expected, named }: CertificateIdentifier,
  certificate: Certificate,
): Promise<boolean> {
  if (named !== undefined && !isNamed(certificate, named.issuer, named.serialNumber)) return false;
  return equalBytes(await digest(hash, certificate.encoded), expected);
}

/** SigningCertificate and SigningCertificateV2: the certificates, then policies, which decide nothing. */
function readList(
  value: DerNode,
  hashOf: (fields: Fields) => NamingHash,
): readonly CertificateIdentifier[] {
  const fields = new Fields(value);
  const certificates = allOf(fields.take(tags.sequence), tags.sequence);
  fields.takeIf(tags.sequence);
  fields.end();
  // Attacker: thousands of identifiers, each of them hashed for each certificate of the path.
  if (certificates.length > 16) throw malformed();
  return certificates.map((node) => readIdentifier(new Fields(node), hashOf));
}

/** ESSCertID and ESSCertIDv2 (RFC 5035 §4). */
function readIdentifier(
  fields: Fields,
  hashOf: (fields: Fields) => NamingHash,
): CertificateIdentifier {
  const hash = hashOf(fields);
  const expected = fields.take(tags.octetString).content;
  const issuerSerial = fields.takeIf(tags.sequence);
  fields.end();
  return {
    hash,
    digest: expected,
    named: issuerSerial === undefined ? undefined : readIssuerSerial(issuerSerial),
  };
}

/** Left out, it is SHA-256. */
function readNamingHash(fields: Fields): NamingHash {
  const algorithm = fields.takeIf(tags.sequence);
  return algorithm === undefined ? 'SHA-256' : readHash(algorithm);
}

function readIssuerSerial(node: DerNode) {
  const fields = new Fields(node);
  const names = fields.take(tags.sequence);
  const serialNumber = fields.take(tags.integer);
  fields.end();
  // GeneralNames with the one directoryName that an issuer has.
  const directoryName = onlyChild(names, 0xa4);
  return { issuer: onlyChild(directoryName, tags.sequence), serialNumber };
}

function malformed(): TimestampFault {
  return new TimestampFault('structure-malformed', 'a signing certificate of another form');
}
