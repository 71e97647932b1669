import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import {
  commit,
  encodeBase64,
  formatCheckpoint,
  formatLogEntry,
  formatTlogProof,
  formatVkey,
  hashBucket,
  hashLeaf,
  type JsonValue,
  MerkleTree,
  noteKey,
  type NoteKey,
  openingToJson,
  proveInRegister,
  registerProofToJson,
  registerRoot,
  signatureTypes,
  type RegisterLine,
  bucketOf,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { utf8 } from './case.ts';

// A log and countersigners of our own, whose keys may sign anything: also what no honest one would.

/** One that signs notes, or cosigns them, with a key from a fixed seed. */
export class OwnSigner {
  readonly key: NoteKey;
  readonly #secret;

  constructor(name: string, type: number) {
    const seed = createHash('sha256').update(name).digest();
    // RFC 8410 §7: PrivateKeyInfo of an Ed25519 seed, up to its 32 bytes.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
    this.#secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(this.#secret).export({ format: 'der', type: 'spki' });
    this.key = noteKey(node, name, type, Uint8Array.from(spki.subarray(-32)));
  }

  get vkey(): string {
    return formatVkey(this.key);
  }

  /** A signature line over any text, whether or not a note can have it. */
  line(text: string): string {
    return this.#format(sign(null, utf8(text), this.#secret));
  }

  /** A cosignature line with any time. */
  cosignatureLine(text: string, time: bigint): string {
    const seconds = Buffer.alloc(8);
    seconds.writeBigUInt64BE(time);
    const signature = sign(null, utf8(`cosignature/v1\ntime ${time}\n${text}`), this.#secret);
    return this.#format(Buffer.concat([seconds, signature]));
  }

  #format(signature: Uint8Array): string {
    const id = Buffer.alloc(4);
    id.writeUInt32BE(this.key.keyId);
    return `\u2014 ${this.key.name} ${encodeBase64(Buffer.concat([id, signature]))}\n`;
  }
}

export const origin = 'own.example/log';
export const log = new OwnSigner(origin, signatureTypes.ed25519);
export const alpha = new OwnSigner('alpha.example/c', signatureTypes.cosignature);
export const beta = new OwnSigner('beta.example/c', signatureTypes.cosignature);
export const stranger = new OwnSigner('stranger.example/c', signatureTypes.cosignature);

/** Trusts the log and demands no countersigner, knows two. */
export const policy = `log ${log.vkey}
witness alpha ${alpha.vkey}
witness beta ${beta.vkey}
quorum none
`;

/** What the log can be made to say in a proof of an edition. */
export interface OwnEdition {
  readonly subject: string;
  readonly kind?: string;
  readonly fields: Readonly<Record<string, JsonValue>>;
  /** The line in the register; none leaves the register empty. */
  readonly line: RegisterLine | undefined;
  readonly registerKind?: string;
  readonly registerFields?: Readonly<Record<string, JsonValue>>;
  /** Which of the two entries comes first, and whether others follow. */
  readonly order?: readonly ('edition' | 'register' | 'other')[];
}

/** The proof of an edition as a log with these entries would make it, lies included. */
export function ownProof(edition: OwnEdition): Record<string, JsonValue> {
  const { subject, line, order = ['other', 'edition', 'register'] } = edition;
  const buckets = Array.from({ length: 256 }, (): RegisterLine[] => []);
  if (line !== undefined) buckets[bucketOf(line.id)]?.push(line);
  const hashes = buckets.map((lines) => hashBucket(node, lines));
  const root = encodeBase64(registerRoot(node, hashes));
  const said = {
    edition: entryOf(edition.kind ?? 'edition-published', edition.fields),
    register: entryOf(
      edition.registerKind ?? 'register',
      edition.registerFields ?? { root, subjects: line === undefined ? 0 : 1 },
    ),
    other: entryOf('batch', { root }),
  };
  const tree = new MerkleTree(
    node,
    order.map((which) => hashLeaf(node, said[which].entry)),
  );
  const text = formatCheckpoint({ origin, size: BigInt(order.length), root: tree.root() });
  const checkpoint = utf8(`${text}\n${log.line(text)}`);
  const receipt = (which: 'edition' | 'register'): Record<string, JsonValue> => {
    const index = BigInt(order.indexOf(which));
    const path = tree.inclusion(index);
    const proof = formatTlogProof({ extra: undefined, index, path, checkpoint });
    const { entry, opening } = said[which];
    return { entry: latin1(entry), opening, proof: Buffer.from(proof).toString() };
  };
  const proven = proveInRegister(node, subject, buckets[bucketOf(subject)] ?? [], hashes);
  return {
    v: 1,
    subject,
    edition: receipt('edition'),
    register: { ...receipt('register'), line: registerProofToJson(proven) },
  };
}

function entryOf(kind: string, fields: Readonly<Record<string, JsonValue>>) {
  const seed = (name: string) => node.sha256(utf8(`${kind} ${name}`));
  const opening = commit(
    node,
    Object.entries(fields).map(([name, value]) => ({ name, value, salt: seed(name) })),
  );
  const [id] = [
    `${Buffer.from(seed('id')).toString('hex').slice(0, 8)}-0000-4000-8000-000000000000`,
  ];
  const entry = formatLogEntry({ kind, id, commitment: opening.commitment });
  return { entry, opening: openingToJson(opening) };
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
