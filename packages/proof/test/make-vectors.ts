import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import {
  cosign,
  emptyEdge,
  encodeBase64,
  formatCheckpoint,
  formatNote,
  formatTlogProof,
  formatVkey,
  growTiles,
  hashLeaf,
  MerkleTree,
  noteKey,
  type NoteSignature,
  signatureTypes,
  signNote,
  tilePath,
} from '../src/index.ts';
import { noble } from '../src/noble.ts';

// Writes test/vectors/receipts.json and tiles.json: `node test/make-vectors.ts`. Keys come from fixed
// seeds and nothing else varies, so that a second run gives the same bytes; a test holds it to that.
// What each case must come to is written here by hand, not taken from the code.

const utf8 = (text: string) => new TextEncoder().encode(text);

function signer(name: string, type: number, seed: number) {
  const secretKey = new Uint8Array(32).fill(seed);
  const key = noteKey(noble, name, type, ed25519.getPublicKey(secretKey));
  return { key, sign: (message: Uint8Array) => ed25519.sign(message, secretKey) };
}

const log = signer('log.example/5f0c', signatureTypes.ed25519, 1);
const otherLog = signer('other.example/log', signatureTypes.ed25519, 2);
const [alpha, beta, gamma, stranger] = [
  signer('alpha.example/countersigner', signatureTypes.cosignature, 3),
  signer('beta.example/countersigner', signatureTypes.cosignature, 4),
  signer('gamma.example/countersigner', signatureTypes.cosignature, 5),
  signer('stranger.example/countersigner', signatureTypes.cosignature, 6),
] as const;

const witnesses = `witness alpha ${formatVkey(alpha.key)}
witness beta ${formatVkey(beta.key)}
witness gamma ${formatVkey(gamma.key)}
`;
const twoOfThree = `# Two of three must have countersigned.
log ${formatVkey(log.key)} https://log.example/5f0c/
${witnesses}group all-three 2 alpha beta gamma
quorum all-three
`;
const entries = Array.from({ length: 300 }, (_, at) => utf8(`entry ${at}`));
const tree = new MerkleTree(
  noble,
  entries.map((entry) => hashLeaf(noble, entry)),
);
const text = formatCheckpoint({ origin: log.key.name, size: 300n, root: tree.root() });
const byLog = signNote(log.key, text, log.sign);
const byAlpha = cosign(alpha.key, text, 1_769_000_000n, alpha.sign);
const byAlphaLater = cosign(alpha.key, text, 1_769_000_600n, alpha.sign);
const byBeta = cosign(beta.key, text, 1_769_000_001n, beta.sign);
const byStranger = cosign(stranger.key, text, 1_769_000_002n, stranger.sign);

function receipt(index: number, signatures: readonly NoteSignature[], body = text): string {
  return new TextDecoder().decode(
    formatTlogProof({
      extra: undefined,
      index: BigInt(index),
      path: tree.inclusion(BigInt(index)),
      checkpoint: formatNote({ text: body, signatures }),
    }),
  );
}

const good = receipt(42, [byLog, byAlpha, byBeta]);
const accepted = { accepted: true, missing: ['gamma'], ignored: [] as string[] };
const both = { alpha: '1769000000', beta: '1769000001' };
const [pathLine = ''] = good.split('\n').slice(2);

/** The first base64 digit of a line turned into another. */
function altered(file: string, start: string): string {
  const at = file.indexOf(start) + start.length;
  return `${file.slice(0, at)}${file[at] === 'A' ? 'B' : 'A'}${file.slice(at + 1)}`;
}

/** [name, policy, entry, proof, what it must come to] */
const cases = [
  ['two of three', twoOfThree, 'entry 42', good, { ...accepted, times: both }],
  [
    'a cosignature by a stranger beside them',
    twoOfThree,
    'entry 0',
    receipt(0, [byStranger, byLog, byBeta, byAlpha]),
    { ...accepted, times: both, ignored: ['stranger.example/countersigner'] },
  ],
  [
    'two cosignatures by one: its earliest time counts, and it counts once',
    twoOfThree,
    'entry 299',
    receipt(299, [byLog, byAlphaLater, byAlpha]),
    { accepted: false, code: 'quorum-missing', times: { alpha: '1769000000' } },
  ],
  [
    'no cosignature, and none demanded',
    `log ${formatVkey(log.key)}\nquorum none\n`,
    'entry 7',
    receipt(7, [byLog, byAlpha]),
    { accepted: true, times: {}, missing: [], ignored: ['alpha.example/countersigner'] },
  ],
  [
    'one cosignature where two are demanded',
    twoOfThree,
    'entry 42',
    receipt(42, [byLog, byAlpha, byStranger]),
    { accepted: false, code: 'quorum-missing', times: { alpha: '1769000000' } },
  ],
  [
    'cosignatures without the log',
    twoOfThree,
    'entry 42',
    receipt(42, [byAlpha, byBeta]),
    { accepted: false, code: 'signature-missing' },
  ],
  [
    'a log that the policy does not name',
    `log ${formatVkey(otherLog.key)}\n${witnesses}quorum alpha\n`,
    'entry 42',
    good,
    { accepted: false, code: 'origin-mismatch' },
  ],
  [
    "a trusted log's signature under the origin of another",
    `log ${formatVkey(log.key)}\nlog ${formatVkey(otherLog.key)}\n${witnesses}quorum alpha\n`,
    'entry 42',
    receipt(42, [signNote(otherLog.key, text, otherLog.sign), byAlpha]),
    { accepted: false, code: 'signature-missing' },
  ],
  ['another entry', twoOfThree, 'entry 43', good, { accepted: false, code: 'inclusion-invalid' }],
  [
    'the index of another entry',
    twoOfThree,
    'entry 42',
    good.replace('index 42', 'index 43'),
    { accepted: false, code: 'inclusion-invalid' },
  ],
  [
    'an index outside the tree',
    twoOfThree,
    'entry 42',
    good.replace('index 42', 'index 300'),
    { accepted: false, code: 'inclusion-invalid' },
  ],
  [
    'a path that lacks its first hash',
    twoOfThree,
    'entry 42',
    good.replace(`${pathLine}\n`, ''),
    { accepted: false, code: 'inclusion-invalid' },
  ],
  [
    'a hash of the path altered',
    twoOfThree,
    'entry 42',
    altered(good, 'index 42\n'),
    { accepted: false, code: 'inclusion-invalid' },
  ],
  [
    'the root altered',
    twoOfThree,
    'entry 42',
    altered(good, '\n300\n'),
    { accepted: false, code: 'signature-invalid' },
  ],
  [
    'the size altered',
    twoOfThree,
    'entry 42',
    good.replace('\n300\n', '\n301\n'),
    { accepted: false, code: 'signature-invalid' },
  ],
  [
    "a cosignature altered: the known countersigner's key disowns it",
    twoOfThree,
    'entry 42',
    receipt(42, [byLog, byAlpha, { ...byBeta, signature: byBeta.signature.toReversed() }]),
    { accepted: false, code: 'signature-invalid' },
  ],
  [
    'a cosignature given to another countersigner',
    twoOfThree,
    'entry 42',
    receipt(42, [byLog, byAlpha, { ...byBeta, signature: byAlpha.signature }]),
    { accepted: false, code: 'signature-invalid' },
  ],
  [
    'cut short before the signatures',
    twoOfThree,
    'entry 42',
    good.slice(0, good.indexOf('\u2014')),
    { accepted: false, code: 'note-malformed' },
  ],
  ['nothing', twoOfThree, 'entry 42', '', { accepted: false, code: 'proof-malformed' }],
] as const;

/** The text of receipts.json. */
export function receiptVectors(): string {
  const vectors = cases.map(([name, policy, entry, proof, verdict]) => {
    return { name, policy, entry, proof, verdict };
  });
  return `${JSON.stringify(vectors, undefined, 1)}\n`;
}

/** The text of tiles.json: entry n is the UTF-8 of `entry n`; a tile is told by its SHA-256. */
export function tileVectors(): string {
  const leafHashes = Array.from({ length: 66_000 }, (_, at) =>
    hashLeaf(noble, utf8(`entry ${at}`)),
  );
  let edge = emptyEdge;
  const steps = [1, 255, 256, 257, 1000, 65_536, 66_000].map((size) => {
    const grown = growTiles(noble, edge, leafHashes.slice(Number(edge.size), size));
    edge = grown.edge;
    const edgeTiles = grown.changed.filter(({ at }) => at.width < 256 || at.level > 0);
    const tiles = edgeTiles.map(({ at, bytes }) => [
      tilePath(at),
      createHash('sha256').update(bytes).digest('hex'),
    ]);
    return { size, root: encodeBase64(grown.root), tiles: Object.fromEntries(tiles) };
  });
  return `${JSON.stringify(steps, undefined, 1)}\n`;
}

if (import.meta.main) {
  const folder = path.join(import.meta.dirname, 'vectors');
  writeFileSync(path.join(folder, 'receipts.json'), receiptVectors());
  writeFileSync(path.join(folder, 'tiles.json'), tileVectors());
}
