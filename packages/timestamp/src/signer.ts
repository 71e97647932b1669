import { equalBytes } from './bytes.ts';
import { isNamed, type Certificate } from './certificate.ts';
import { subjectKeyIdentifier } from './certificate-extensions.ts';
import { TimestampFault } from './fault.ts';
import type { SignerInfo } from './signed-data.ts';
import { isBound, type SigningCertificates } from './signing-certificate.ts';

/**
 * The certificate that the signerInfo names (RFC 5652 §5.3) and the signed attributes bind. Several
 * may bear the name; only one has the hash.
 *
 * @throws TimestampFault `signer-certificate-missing` or `signing-certificate-mismatch`
 */
export async function findSigner(
  signer: SignerInfo,
  lists: readonly SigningCertificates[],
  certificates: readonly Certificate[],
): Promise<Certificate> {
  const named = certificates.filter((certificate) => isNamedBy(certificate, signer));
  if (named.length === 0) {
    throw new TimestampFault('signer-certificate-missing', 'the certificate is not at hand');
  }
  for (const candidate of named) {
    if (await isBound(lists, candidate)) return candidate;
  }
  throw new TimestampFault('signing-certificate-mismatch', 'another certificate is signed along');
}

function isNamedBy(certificate: Certificate, { identifier }: SignerInfo): boolean {
  if ('issuer' in identifier) {
    return isNamed(certificate, identifier.issuer, identifier.serialNumber);
  }
  const own = subjectKeyIdentifier(certificate);
  return own !== undefined && equalBytes(own, identifier.keyIdentifier);
}
