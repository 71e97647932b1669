import { fieldHasher, hashLeaf, hashNode, type HashProvider } from '@countersign/proof';
import type { RollLine } from './roll-line.ts';
import { classJson, type SignatureClass } from './signature-class.ts';
import { signatureFieldNames } from './signature-fields.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const [head, middle, tail] = [
  ascii('{"commitment":"'),
  ascii('","id":"'),
  ascii('","kind":"signature","v":1}'),
];
const idLength = 36;
const codeLength = 44;
const codeAt = head.length;
const idAt = codeAt + codeLength + middle.length;
const alphabet = ascii('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/**
 * The leaf that a line's signature has, in the log or in its batch, for lines of one class. Entries are
 * written over one another in one place: each of a million strings would cost as much as its hashes.
 */
export function signatureLeaves(
  provider: HashProvider,
  value: SignatureClass,
): (line: Pick<RollLine, 'id' | 'salt' | 'path'>) => Uint8Array {
  const hashOwn = fieldHasher(provider, 'class', classJson(value));
  const bound = new Uint8Array(34);
  bound.set([0x02, signatureFieldNames.length]);
  const entry = new Uint8Array(idAt + idLength + tail.length);
  entry.set(head);
  entry.set(middle, codeAt + codeLength);
  entry.set(tail, idAt + idLength);
  return ({ id, salt, path: [beside, above] }) => {
    bound.set(hashNode(provider, hashNode(provider, hashOwn(salt), beside), above), 2);
    const commitment = provider.sha256(bound);
    if (id === undefined) return hashLeaf(provider, commitment);
    writeBase64(commitment, entry);
    for (let at = 0; at < idLength; at += 1) entry[idAt + at] = id.charCodeAt(at);
    return hashLeaf(provider, entry);
  };
}

/** The base64 of 32 bytes, where an entry has its commitment. */
function writeBase64(bytes: Uint8Array, entry: Uint8Array): void {
  let to = codeAt;
  for (let at = 0; at < 33; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    entry[to] = alphabet[group >> 18] ?? 0;
    entry[to + 1] = alphabet[(group >> 12) & 63] ?? 0;
    entry[to + 2] = alphabet[(group >> 6) & 63] ?? 0;
    entry[to + 3] = alphabet[group & 63] ?? 0;
    to += 4;
  }
  // 32 bytes are ten groups and two bytes: the last sign is padding.
  entry[to - 1] = 0x3d;
}
