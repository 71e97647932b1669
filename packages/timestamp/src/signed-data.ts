import { readHash, type HashName } from './algorithms.ts';
import { concatBytes, type Bytes } from './bytes.ts';
import { readDer, tags, type DerNode } from './der-reader.ts';
import { allOf, Fields, onlyChild, readCount, readObjectIdentifier } from './der-values.ts';
import { TimestampFault } from './fault.ts';

/** A time-stamp token taken apart (RFC 5652 §5.1, RFC 3161 §2.4.2); nothing of it is verified yet. */
export interface SignedToken {
  /** The parts of SignedData in their order, for writing it again. */
  readonly parts: readonly DerNode[];
  /** Encoded TSTInfo. */
  readonly content: Bytes;
  /** What the token carries under "certificates", whatever it is. */
  readonly certificates: readonly DerNode[];
  readonly signer: SignerInfo;
}

/** RFC 5652 §5.3. */
export interface SignerInfo {
  readonly parts: readonly DerNode[];
  readonly identifier: SignerIdentifier;
  readonly digest: HashName;
  readonly signatureAlgorithm: DerNode;
  readonly signature: Bytes;
  readonly attributes: SignedAttributes;
}

export type SignerIdentifier =
  | { readonly issuer: DerNode; readonly serialNumber: DerNode }
  | { readonly keyIdentifier: Uint8Array };

export interface SignedAttributes {
  /** As they are signed: under the tag of a SET (§5.4). */
  readonly signedPart: Bytes;
  /** The values of each kind, by identifier in dots. */
  readonly values: ReadonlyMap<string, readonly DerNode[]>;
}

export const contentTypes = {
  signedData: '1.2.840.113549.1.7.2',
  tstInfo: '1.2.840.113549.1.9.16.1.4',
} as const;

/** Of SignedData whose content is not plain data (§5.1). */
const signedDataVersion = 3;

/** @throws TimestampFault */
export function readToken(token: Bytes): SignedToken {
  const contentInfo = new Fields(readDer(token));
  requireType(contentInfo.take(tags.objectIdentifier), contentTypes.signedData);
  const signedData = onlyChild(contentInfo.take(0xa0), tags.sequence);
  contentInfo.end();

  const fields = new Fields(signedData);
  if (readCount(fields.take(tags.integer)) !== signedDataVersion) throw unsupported('SignedData');
  const digests = allOf(fields.take(tags.set), tags.sequence).map(readHash);
  const content = readContent(fields.take(tags.sequence));
  const certificates = fields.takeIf(0xa0);
  // Revocation lists are not read; the canonical form is without them.
  fields.takeIf(0xa1);
  const [signerInfo, ...others] = allOf(fields.take(tags.set), tags.sequence);
  fields.end();
  if (signerInfo === undefined || others.length > 0) {
    throw new TimestampFault('signer-count-wrong', 'not exactly one signerInfo');
  }
  const signer = readSignerInfo(signerInfo);
  // No signature covers this list, so it may say nothing of its own.
  if (digests.length !== 1 || digests[0] !== signer.digest) {
    throw new TimestampFault('structure-malformed', 'digestAlgorithms are not the signer’s');
  }
  return {
    parts: signedData.children,
    content,
    certificates: certificates?.children ?? [],
    signer,
  };
}

/** The one value of a signed attribute (§11). @throws TimestampFault `attribute-malformed` */
export function attributeValue({ values }: SignedAttributes, identifier: string): DerNode {
  const value = optionalAttributeValue({ values }, identifier);
  if (value === undefined) {
    throw new TimestampFault('attribute-malformed', `no signed attribute ${identifier}`);
  }
  return value;
}

/** The same, or undefined when there is no such attribute. @throws TimestampFault */
export function optionalAttributeValue(
  { values }: Pick<SignedAttributes, 'values'>,
  identifier: string,
): DerNode | undefined {
  const found = values.get(identifier);
  if (found !== undefined && found.length !== 1) {
    throw new TimestampFault('attribute-malformed', `${identifier} has not exactly one value`);
  }
  return found?.[0];
}

function readContent(encapsulated: DerNode): Bytes {
  const fields = new Fields(encapsulated);
  requireType(fields.take(tags.objectIdentifier), contentTypes.tstInfo);
  const content = onlyChild(fields.take(0xa0), tags.octetString).content;
  fields.end();
  return content;
}

function readSignerInfo(node: DerNode): SignerInfo {
  const fields = new Fields(node);
  const version = readCount(fields.take(tags.integer));
  const identifier = readIdentifier(fields, version);
  const digest = readHash(fields.take(tags.sequence));
  const attributes = readAttributes(fields.take(0xa0));
  const signatureAlgorithm = fields.take(tags.sequence);
  const signature = fields.take(tags.octetString).content;
  // Unsigned attributes are not read; the canonical form is without them.
  fields.takeIf(0xa1);
  fields.end();
  return { parts: node.children, identifier, digest, signatureAlgorithm, signature, attributes };
}

/** §5.3: version 1 names issuer and serial number, version 3 the subject's key. */
function readIdentifier(fields: Fields, version: number): SignerIdentifier {
  if (version === 3) return { keyIdentifier: fields.take(0x80).content };
  if (version !== 1) throw unsupported('SignerInfo');
  const named = new Fields(fields.take(tags.sequence));
  const issuer = named.take(tags.sequence);
  const serialNumber = named.take(tags.integer);
  named.end();
  return { issuer, serialNumber };
}

function readAttributes(node: DerNode): SignedAttributes {
  const values = new Map<string, readonly DerNode[]>();
  for (const attribute of allOf(node, tags.sequence)) {
    const fields = new Fields(attribute);
    const identifier = readObjectIdentifier(fields.take(tags.objectIdentifier));
    const held = fields.take(tags.set).children;
    fields.end();
    if (values.has(identifier)) {
      throw new TimestampFault('attribute-malformed', `${identifier} stands twice`);
    }
    values.set(identifier, held);
  }
  const signedPart = concatBytes([Uint8Array.of(tags.set), node.encoded.subarray(1)]);
  return { signedPart, values };
}

function requireType(node: DerNode, expected: string): void {
  const found = readObjectIdentifier(node);
  if (found !== expected) throw new TimestampFault('content-type-wrong', `content is ${found}`);
}

function unsupported(what: string): TimestampFault {
  return new TimestampFault('version-unsupported', `${what} of another version`);
}
