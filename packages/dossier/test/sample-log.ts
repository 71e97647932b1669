import { createHash } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  canonicalJson,
  commit,
  cosign,
  encodeBase64,
  formatCheckpoint,
  formatLogEntry,
  formatNote,
  formatPolicy,
  formatTlogProof,
  formatVkey,
  hashBucket,
  hashLeaf,
  MerkleTree,
  noteKey,
  openingToJson,
  parsePolicy,
  proveInRegister,
  registerProofToJson,
  registerRoot,
  signatureTypes,
  signNote,
  type JsonValue,
  type Opening,
  type Policy,
  type RegisterLine,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';

// A whole log in memory, the same at every run: keys, ids and salts come from fixed seeds.

function signer(name: string, type: number, seed: number) {
  const secretKey = new Uint8Array(32).fill(seed);
  const key = noteKey(node, name, type, ed25519.getPublicKey(secretKey));
  return { key, sign: (message: Uint8Array) => ed25519.sign(message, secretKey) };
}

const log = signer('log.example/5f0c', signatureTypes.ed25519, 1);
const successor = signer('log.example/5f0c', signatureTypes.ed25519, 2);
const cosigners = [
  signer('alpha.example/countersigner', signatureTypes.cosignature, 3),
  signer('beta.example/countersigner', signatureTypes.cosignature, 4),
] as const;

/** When the two countersigners signed: POSIX seconds. */
export const cosignedAt = [1_769_000_000n, 1_769_000_060n] as const;

export interface SampleEdition {
  readonly subject: string;
  readonly number: number;
  /** Undefined for what was taken back. */
  readonly document: JsonValue | undefined;
}

export interface SampleLog {
  readonly proofOf: (subject: string) => JsonValue;
  /** C2SP tlog-policy: the log and two of two countersigners. */
  readonly policyText: string;
  readonly policy: Policy;
  /** JSON of spec/succession.md. */
  readonly successions: readonly JsonValue[];
  /** The checkpoint with the log's signature alone, as it is stamped. */
  readonly signed: Uint8Array;
}

export interface SampleOptions {
  /** Entries before those of the editions. */
  readonly earlier?: number;
  readonly countersigners?: 0 | 1 | 2;
  /** The first entry names the key that signs the checkpoint, and the first one signs no more. */
  readonly succeeded?: boolean;
}

/** The log of editions, with one register at its end. */
export function sampleLog(
  editions: readonly SampleEdition[],
  { earlier = 5, countersigners = 2, succeeded = false }: SampleOptions = {},
): SampleLog {
  const register = registerOf(editions);
  const root = registerRoot(node, register.hashes);
  const said = [
    ...Array.from({ length: earlier }, (_, at) =>
      succeeded && at === 0
        ? entryOf('key-succession', { from: vkey(log), successor: vkey(successor) }, at)
        : entryOf('batch', { root: `${at}` }, at),
    ),
    ...editions.map((one, at) => entryOfEdition(one, earlier + at)),
    entryOf('register', { root: encodeBase64(root), subjects: editions.length }, 100_000),
  ];
  const tree = new MerkleTree(
    node,
    said.map(({ bytes }) => hashLeaf(node, bytes)),
  );
  const note = formatCheckpoint({ origin: log.key.name, size: tree.size, root: tree.root() });
  const byLog = signNote(log.key, note, log.sign);
  const bySuccessor = signNote(successor.key, note, successor.sign);
  const bySigning = succeeded ? bySuccessor : byLog;
  const others = cosigners
    .slice(0, countersigners)
    .map(({ key, sign }, at) => cosign(key, note, cosignedAt[at] ?? 0n, sign));
  const checkpoint = formatNote({ text: note, signatures: [bySigning, ...others] });
  const overlap = formatNote({ text: note, signatures: [byLog, bySuccessor, ...others] });
  const receipt = (index: number, under = checkpoint) => ({
    entry: text(said[index]?.bytes),
    opening: said[index] === undefined ? null : openingToJson(said[index].opening),
    proof: text(
      formatTlogProof({
        ...{ index: BigInt(index), path: tree.inclusion(BigInt(index)), checkpoint: under },
        extra: undefined,
      }),
    ),
  });
  const policyText = text(formatPolicy(node, ownPolicy(countersigners)));
  return {
    policyText,
    policy: parsePolicy(node, new TextEncoder().encode(policyText)),
    successions: succeeded ? [{ v: 1, ...receipt(0, overlap) }] : [],
    signed: formatNote({ text: note, signatures: [bySigning] }),
    proofOf: (subject) => {
      const lines = register.buckets[bucketOf(subject)] ?? [];
      const proof = proveInRegister(node, subject, lines, register.hashes);
      return {
        ...{ v: 1, subject },
        edition: receipt(earlier + editions.findIndex((one) => one.subject === subject)),
        register: { ...receipt(said.length - 1), line: registerProofToJson(proof) },
      };
    },
  };
}

function vkey({ key }: typeof log): string {
  return formatVkey(key);
}

function ownPolicy(countersigners: number): Policy {
  const witnesses = cosigners
    .slice(0, countersigners)
    .map(({ key }, at) => ({ name: `countersigner-${at + 1}`, key, url: undefined }));
  const members = witnesses.map(({ name }) => name);
  const group = { name: 'countersigners', threshold: members.length, members };
  return {
    logs: [{ key: log.key, url: undefined }],
    witnesses,
    groups: members.length === 0 ? [] : [group],
    quorum: members.length === 0 ? 'none' : 'countersigners',
  };
}

function entryOfEdition({ subject, number, document }: SampleEdition, seed: number) {
  return document === undefined
    ? entryOf('edition-removed', { subject, number, 'reason-class': 'safety' }, seed)
    : entryOf('edition-published', { subject, number, hash: encodeBase64(hashOf(document)) }, seed);
}

function entryOf(kind: string, fields: Readonly<Record<string, JsonValue>>, seed: number) {
  const opening: Opening = commit(
    node,
    Object.entries(fields).map(([name, value]) => ({
      ...{ name, value },
      salt: createHash('sha256').update(`${seed} ${name}`).digest(),
    })),
  );
  const id = `00000000-0000-4000-8000-${String(seed).padStart(12, '0')}`;
  const bytes = formatLogEntry({ id, kind, commitment: opening.commitment });
  return { bytes, opening };
}

function registerOf(editions: readonly SampleEdition[]) {
  const buckets: RegisterLine[][] = Array.from({ length: 256 }, () => []);
  for (const { subject, number, document } of editions) {
    const said = document === undefined ? {} : { hash: hashOf(document) };
    buckets[bucketOf(subject)]?.push({ id: subject, number, ...said });
  }
  for (const bucket of buckets) bucket.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { buckets, hashes: buckets.map((lines) => hashBucket(node, lines)) };
}

function bucketOf(subject: string): number {
  return Number.parseInt(subject.slice(0, 2), 16);
}

function hashOf(document: JsonValue): Uint8Array {
  return node.sha256(new TextEncoder().encode(canonicalJson(document)));
}

function text(bytes: Uint8Array | undefined): string {
  return new TextDecoder().decode(bytes);
}
