import { readSignatureScheme } from './algorithms.ts';
import { equalBytes, toHex, type Bytes } from './bytes.ts';
import { canonicalToken } from './canonical-token.ts';
import { readableCertificates, serialHex, type Certificate } from './certificate.ts';
import { alternativeNames, requireMaySign, requireTimeStamping } from './certificate-extensions.ts';
import { findPath } from './certificate-path.ts';
import { tags, type DerNode } from './der-reader.ts';
import { onlyChild, readObjectIdentifier } from './der-values.ts';
import { TimestampFault, type TimestampFaultCode } from './fault.ts';
import { nameText } from './names.ts';
import { digest, requireSignature } from './signatures.ts';
import { attributeValue, contentTypes, readToken, type SignedToken } from './signed-data.ts';
import { findSigner } from './signer.ts';
import { readSigningCertificates, requirePathListed } from './signing-certificate.ts';
import { readTstInfo, type TstInfo } from './tst-info.ts';

export interface TimestampEvidence {
  /** DER of a TimeStampToken. */
  readonly token: Uint8Array;
  /** The bytes that were timestamped. */
  readonly message: Uint8Array;
  /** The nonce of the request, when the one who asks is the one who asked. */
  readonly nonce?: bigint;
  /** DER of the certificates from which trust begins. Never take them from where the token is from. */
  readonly trustedRoots: readonly Uint8Array[];
  /** DER of more certificates for the path; need not be trusted. */
  readonly intermediates?: readonly Uint8Array[];
  /** Milliseconds since 1970: a genTime after it is refused. */
  readonly latestMs?: number;
  /**
   * `canonical` (default) refuses a token with anything that no signature covers, so that none of its
   * octets can change unnoticed; `as-received` passes over it, for what comes fresh from an authority.
   */
  readonly form?: 'canonical' | 'as-received';
}

export interface TimestampAccepted {
  readonly ok: true;
  /** Milliseconds since 1970; a fraction when the authority is finer. */
  readonly genTimeMs: number;
  /** How far the true moment may lie from genTime, either way; undefined when not told. */
  readonly accuracyMs: number | undefined;
  /** Subject of the certificate that signed, as RFC 4514 writes it. Text of strangers: escape it. */
  readonly tsaName: string;
  /** Identifier of the authority's policy, in dots. */
  readonly policy: string;
  /** Of the token, unique at its authority; hexadecimal. */
  readonly serialNumber: string;
  /** SHA-256 of the certificate that signed and of the root it leads to; hexadecimal. */
  readonly signerSha256: string;
  readonly rootSha256: string;
  /** The token without what no signature covers; keep this one. */
  readonly canonical: Uint8Array;
}

export interface TimestampRefused {
  readonly ok: false;
  /** The first thing that is wrong, in the order of the checks. */
  readonly code: TimestampFaultCode;
  /** For developers, in English. */
  readonly detail: string;
}

export type TimestampVerdict = TimestampAccepted | TimestampRefused;

/** Real tokens have 1 to 9 KiB. */
export const maxTokenBytes = 65_536;
const maxIntermediates = 64;
const maxRoots = 512;

const attributeIdentifiers = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
} as const;

/**
 * Verifies in full that the authority behind one of `trustedRoots` says `message` existed at genTime
 * (RFC 3161 §2.4.2, RFC 5816, RFC 5652 §5.4 and §5.6, RFC 5280 §6). Attackers: an authority that lies
 * about what or when; the author of a dossier whose token is of other bytes, of another key, or made
 * to exhaust the reader. Whether a certificate was revoked is not asked: that needs a network.
 *
 * @throws never for what the bytes are; every such end is a verdict.
 */
export async function verifyTimestamp(evidence: TimestampEvidence): Promise<TimestampVerdict> {
  try {
    return await verify(evidence);
  } catch (error) {
    if (error instanceof TimestampFault) {
      return { ok: false, code: error.code, detail: error.message };
    }
    throw error;
  }
}

async function verify(evidence: TimestampEvidence): Promise<TimestampAccepted> {
  const { token: bytes, message, nonce, form = 'canonical' } = evidence;
  if (bytes.length > maxTokenBytes) throw new TimestampFault('token-too-large', 'too large');
  const received = new Uint8Array(bytes);
  const token = readToken(received);
  const info = readTstInfo(token.content);
  await requireImprint(info, new Uint8Array(message));
  if (nonce !== undefined && info.nonce !== nonce) {
    throw new TimestampFault('nonce-mismatch', 'the answer to another request');
  }
  requireTime(info, evidence.latestMs);

  await requireSignedContent(token);
  const others = readableCertificates(copies(evidence.intermediates ?? [], maxIntermediates));
  const carried = readableCertificates(token.certificates.map(({ encoded }) => encoded));
  const intermediates = [...carried.slice(0, maxIntermediates), ...others];
  const lists = readSigningCertificates(token.signer.attributes);
  const signer = await findSigner(token.signer, lists, intermediates);
  await requireSignature(
    readSignatureScheme(token.signer.signatureAlgorithm, token.signer.digest),
    signer.publicKey,
    token.signer.signature,
    token.signer.attributes.signedPart,
  );
  requireTimeStamping(signer);
  requireMaySign(signer);
  requireTsaName(info, signer);

  const anchors = readableCertificates(copies(evidence.trustedRoots, maxRoots));
  if (anchors.length === 0) throw new TimestampFault('trusted-roots-missing', 'no trusted root');
  const path = await findPath(signer, { anchors, intermediates, atMs: info.genTimeMs });
  await requirePathListed(lists, path);

  const canonical = canonicalToken(token, path);
  if (form === 'canonical' && !equalBytes(canonical, received)) {
    throw new TimestampFault('token-not-canonical', 'carries what no signature covers');
  }
  const root = path.at(-1) ?? signer;
  return {
    ok: true,
    genTimeMs: info.genTimeMs,
    accuracyMs: info.accuracyMs,
    tsaName: nameText(signer.subject),
    policy: info.policy,
    serialNumber: serialHex(info.serialNumber),
    signerSha256: toHex(await digest('SHA-256', signer.encoded)),
    rootSha256: toHex(await digest('SHA-256', root.encoded)),
    canonical,
  };
}

async function requireImprint({ imprint }: TstInfo, message: Bytes): Promise<void> {
  if (!equalBytes(await digest(imprint.hash, message), imprint.digest)) {
    throw new TimestampFault('imprint-mismatch', 'a timestamp of other bytes');
  }
}

function requireTime({ genTimeMs }: TstInfo, latestMs: number | undefined): void {
  if (latestMs !== undefined && genTimeMs > latestMs) {
    throw new TimestampFault('time-in-future', 'a time that has not come');
  }
}

/** RFC 5652 §5.6 and §11: the signed attributes are about this very TSTInfo. */
async function requireSignedContent({ content, signer }: SignedToken): Promise<void> {
  const { attributes } = signer;
  const type = attributeValue(attributes, attributeIdentifiers.contentType);
  if (type.tag !== tags.objectIdentifier || readObjectIdentifier(type) !== contentTypes.tstInfo) {
    throw new TimestampFault('content-type-wrong', 'the signed content-type is another');
  }
  const expected = attributeValue(attributes, attributeIdentifiers.messageDigest);
  const found = await digest(signer.digest, content);
  if (expected.tag !== tags.octetString || !equalBytes(found, expected.content)) {
    throw new TimestampFault('message-digest-mismatch', 'the content is not what was signed');
  }
}

/** RFC 3161 §2.4.2: if the token names its authority, the certificate bears that name. */
function requireTsaName({ tsa }: TstInfo, signer: Certificate): void {
  if (tsa === undefined) return;
  const directoryName: DerNode | undefined =
    tsa.tag === 0xa4 ? onlyChild(tsa, tags.sequence) : undefined;
  const isSubject =
    directoryName !== undefined && equalBytes(directoryName.encoded, signer.subject.encoded);
  const isAlternative = alternativeNames(signer).some((name) => equalBytes(name, tsa.encoded));
  if (!isSubject && !isAlternative) {
    throw new TimestampFault('tsa-name-mismatch', 'the token names another authority');
  }
}

/** On memory of our own; what is too large or too many is left out, and then no path is found. */
function copies(encodings: readonly Uint8Array[], most: number): Bytes[] {
  return encodings
    .slice(0, most)
    .filter(({ length }) => length <= maxTokenBytes)
    .map((encoded) => new Uint8Array(encoded));
}
