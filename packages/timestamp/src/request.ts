import { sha256Identifier } from './algorithms.ts';
import { tags } from './der-reader.ts';
import { encodeDer, encodeInteger, encodeObjectIdentifier } from './der-writer.ts';

/**
 * The body of a request, to be sent as `application/timestamp-query` (RFC 3161 §2.4.1 and §3.4). Asks
 * for the authority's certificates, without which nobody could verify the answer later.
 *
 * @param imprintSha256 SHA-256 of the bytes to be timestamped; 32 octets.
 * @param nonce random, so that an old answer cannot be given again; from 0 to 2^159 - 1.
 * @throws RangeError for an imprint or a nonce of another size.
 */
export function createRequest(imprintSha256: Uint8Array, nonce: bigint): Uint8Array<ArrayBuffer> {
  if (imprintSha256.length !== 32) {
    throw new RangeError(`"imprintSha256" expected 32 octets, got ${imprintSha256.length}`);
  }
  if (nonce < 0n || nonce >= 1n << 159n) {
    throw new RangeError('"nonce" expected 0 to 2^159 - 1');
  }
  const algorithm = encodeDer(tags.sequence, [
    encodeObjectIdentifier(sha256Identifier),
    encodeDer(tags.null, []),
  ]);
  const imprint = encodeDer(tags.sequence, [
    algorithm,
    encodeDer(tags.octetString, [imprintSha256]),
  ]);
  return encodeDer(tags.sequence, [
    encodeInteger(1n),
    imprint,
    encodeInteger(nonce),
    encodeDer(tags.boolean, [Uint8Array.of(0xff)]),
  ]);
}
