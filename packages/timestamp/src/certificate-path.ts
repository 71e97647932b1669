import { readSignatureScheme } from './algorithms.ts';
import { equalBytes } from './bytes.ts';
import { isSame, type Certificate } from './certificate.ts';
import { requireMayIssue, requireUnderstood } from './certificate-extensions.ts';
import { TimestampFault } from './fault.ts';
import { requireSignature } from './signatures.ts';

/** Attacker: certificates that all name each other as issuer, so that the search never ends. */
const maxPathLength = 8;
const maxSignatureChecks = 32;

interface Search {
  /** Named by the verifier; nothing about them is proven here but that they may issue. */
  readonly anchors: readonly Certificate[];
  readonly intermediates: readonly Certificate[];
  /** Milliseconds since 1970: the moment at which every certificate of the path must be valid. */
  readonly atMs: number;
}

interface Progress {
  checksLeft: number;
  /** Why the first candidate failed: tells more than that no path was found. */
  firstFault: TimestampFault | undefined;
}

/**
 * Builds and validates the path from a signer's certificate to a trusted root (RFC 5280 §6), as of one
 * moment. Revocation is not asked for: that would need a network.
 *
 * The signature of a trusted root by itself is not looked at – the verifier named it –, so that old
 * roots which signed themselves with SHA-1 can be used. A signer's certificate or an intermediate that
 * is itself named as trusted ends the path.
 *
 * @returns the certificates from the signer to the root.
 * @throws TimestampFault
 */
export async function findPath(signer: Certificate, search: Search): Promise<Certificate[]> {
  requireValidAt(signer, search.atMs);
  requireUnderstood(signer);
  const progress: Progress = { checksLeft: maxSignatureChecks, firstFault: undefined };
  const path = await extend([signer], search, progress);
  if (path !== undefined) return path;
  throw progress.firstFault ?? new TimestampFault('path-untrusted', 'no path to a trusted root');
}

async function extend(
  path: readonly Certificate[],
  search: Search,
  progress: Progress,
): Promise<Certificate[] | undefined> {
  const last = path.at(-1);
  if (last === undefined || path.length > maxPathLength) return undefined;
  if (search.anchors.some((anchor) => isSame(anchor, last))) return [...path];
  for (const issuer of [...search.anchors, ...search.intermediates]) {
    if (!equalBytes(issuer.subject.encoded, last.issuer.encoded)) continue;
    if (path.some((one) => isSame(one, issuer))) continue;
    if (!(await isIssuedBy(last, issuer, path, search.atMs, progress))) continue;
    const whole = await extend([...path, issuer], search, progress);
    if (whole !== undefined) return whole;
  }
  return undefined;
}

async function isIssuedBy(
  last: Certificate,
  issuer: Certificate,
  path: readonly Certificate[],
  atMs: number,
  progress: Progress,
): Promise<boolean> {
  if (progress.checksLeft === 0) return false;
  progress.checksLeft -= 1;
  try {
    requireValidAt(issuer, atMs);
    requireUnderstood(issuer);
    requireMayIssue(issuer, countIntermediates(path));
    const scheme = readSignatureScheme(last.signatureAlgorithm);
    await requireSignature(scheme, issuer.publicKey, last.signature, last.signedPart);
    return true;
  } catch (error) {
    if (!(error instanceof TimestampFault)) throw error;
    progress.firstFault ??= error;
    return false;
  }
}

/** Those between the signer's certificate and the next issuer, not counting key changes (§4.2.1.9). */
function countIntermediates(path: readonly Certificate[]): number {
  return path.slice(1).filter(({ issuer, subject }) => !equalBytes(issuer.encoded, subject.encoded))
    .length;
}

function requireValidAt({ notBeforeMs, notAfterMs }: Certificate, atMs: number): void {
  // Validity ends with its last second, not at its beginning.
  if (atMs < notBeforeMs || atMs >= notAfterMs + 1000) {
    throw new TimestampFault('certificate-not-valid-then', 'a certificate was not valid then');
  }
}
