import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  commit,
  cosign,
  formatCheckpoint,
  formatLogEntry,
  formatNote,
  formatTlogProof,
  formatVkey,
  hashLeaf,
  type JsonValue,
  MerkleTree,
  noteKey,
  type NoteKey,
  openingToJson,
  signatureTypes,
  signNote,
} from '../src/index.ts';
import { noble } from '../src/noble.ts';

// A log whose keys follow each other as a test says: also as no honest log would have it.

export interface Signer {
  readonly key: NoteKey;
  readonly vkey: string;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export function signer(name: string, type: number, seed: number): Signer {
  const secretKey = new Uint8Array(32).fill(seed);
  const key = noteKey(noble, name, type, ed25519.getPublicKey(secretKey));
  return { key, vkey: formatVkey(key), sign: (message) => ed25519.sign(message, secretKey) };
}

export const origin = 'log.example/5f0c';

/** The keys of the log in their order: `keyOf(1)` is the first. */
export function keyOf(number: number, name = origin): Signer {
  return signer(name, signatureTypes.ed25519, 40 + number);
}

export const alpha = signer('alpha.example/countersigner', signatureTypes.cosignature, 3);
export const beta = signer('beta.example/countersigner', signatureTypes.cosignature, 4);
export const gamma = signer('gamma.example/countersigner', signatureTypes.cosignature, 5);

/** Trusts these keys, and two of three countersigners. */
export function policyOf(...keys: readonly Signer[]): string {
  return `${keys.map(({ vkey }) => `log ${vkey}\n`).join('')}witness alpha ${alpha.vkey}
witness beta ${beta.vkey}
witness gamma ${gamma.vkey}
group two 2 alpha beta gamma
quorum two
`;
}

export interface Said {
  readonly from: Signer;
  readonly successor: Signer;
  readonly kind?: string;
  readonly fields?: Readonly<Record<string, JsonValue>>;
  /** Entries before it. */
  readonly index?: number;
  readonly origin?: string;
  /** By default both keys. */
  readonly signedBy?: readonly Signer[];
  /** By default alpha and beta. */
  readonly cosignedBy?: readonly Signer[];
}

/** A succession as JSON, as a log says it in an entry after `index` others. */
export function successionOf(said: Said): JsonValue {
  const { from, successor, kind = 'key-succession', index = 5 } = said;
  const fields = said.fields ?? { from: from.vkey, successor: successor.vkey };
  const salted = Object.entries(fields).map(([name, value]) => ({
    ...{ name, value },
    salt: createHash('sha256').update(`${index} ${name}`).digest(),
  }));
  const opening = commit(noble, salted);
  const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
  const entry = formatLogEntry({ id, kind, commitment: opening.commitment });
  const others = (at: number) => new TextEncoder().encode(`entry ${at}`);
  const entries = Array.from({ length: index + 2 }, (_, at) => (at === index ? entry : others(at)));
  const tree = new MerkleTree(
    noble,
    entries.map((one) => hashLeaf(noble, one)),
  );
  const head = { origin: said.origin ?? origin, size: tree.size, root: tree.root() };
  const text = formatCheckpoint(head);
  const { signedBy = [from, successor], cosignedBy = [alpha, beta] } = said;
  const checkpoint = formatNote({
    text,
    signatures: [
      ...signedBy.map(({ key, sign }) => signNote(key, text, sign)),
      ...cosignedBy.map(({ key, sign }, at) =>
        cosign(key, text, 1_769_000_000n + BigInt(100 * index + at), sign),
      ),
    ],
  });
  const path = tree.inclusion(BigInt(index));
  const proof = formatTlogProof({ extra: undefined, index: BigInt(index), path, checkpoint });
  const utf8 = new TextDecoder();
  return {
    v: 1,
    entry: utf8.decode(entry),
    opening: openingToJson(opening),
    proof: utf8.decode(proof),
  };
}
