import { compareBytes, equalBytes, type Bytes } from './bytes.ts';
import type { Certificate } from './certificate.ts';
import { tags } from './der-reader.ts';
import { encodeDer, encodeObjectIdentifier, encodeSetOf } from './der-writer.ts';
import { contentTypes, type SignedToken } from './signed-data.ts';

/**
 * The token with nothing in it that no signature covers: of the certificates only those of the path,
 * in DER order; no revocation lists, no unsigned attributes. What is left verifies as before, and
 * there is no octet in it that could be changed unnoticed.
 */
export function canonicalToken(token: SignedToken, path: readonly Certificate[]): Bytes {
  const kept = token.certificates
    .map(({ encoded }) => encoded)
    .filter((encoded) => path.some((one) => equalBytes(one.encoded, encoded)))
    .toSorted(compareBytes)
    .filter((encoded, index, all) => !equalBytes(encoded, all[index - 1] ?? new Uint8Array()));
  const signerInfo = encodeDer(
    tags.sequence,
    token.signer.parts.slice(0, signedSignerParts).map(({ encoded }) => encoded),
  );
  const [version, digests, content] = token.parts.map(({ encoded }) => encoded);
  const signedData = encodeDer(tags.sequence, [
    ...[version, digests, content].filter((part) => part !== undefined),
    ...(kept.length === 0 ? [] : [encodeSetOf(0xa0, kept)]),
    encodeSetOf(tags.set, [signerInfo]),
  ]);
  return encodeDer(tags.sequence, [
    encodeObjectIdentifier(contentTypes.signedData),
    encodeDer(0xa0, [signedData]),
  ]);
}

/** Version, identifier, digest, signed attributes, signature algorithm, signature. */
const signedSignerParts = 6;
