import { generateKeyPairSync, hash, type KeyObject, sign, verify } from 'node:crypto';
import {
  cosign,
  formatCheckpoint,
  formatEntryBundle,
  formatNote,
  formatTlogProof,
  Frontier,
  hashLeaf,
  hashNode,
  inclusionFromTiles,
  MerkleTree,
  type NoteKey,
  noteKey,
  parseEntryBundle,
  type Policy,
  type Provider,
  type Receipt,
  receiptVerifier,
  signatureTypes,
  signNote,
} from '@countersign/proof';
import { noble } from '@countersign/proof/noble';
import { node } from '@countersign/proof/node';
import { report, time, type Timing } from './timing.ts';

/** What proofs cost beside the machine's own SHA-256 and Ed25519. Needs no database. */
export async function benchProof(): Promise<void> {
  await benchHashing();
  await benchWholeLog();
  await benchInclusion();
  await benchReceipts();
}

async function benchHashing(): Promise<void> {
  const nodes = 100_000;
  const left = hash('sha256', 'left', 'buffer');
  const right = hash('sha256', 'right', 'buffer');
  const input = new Uint8Array(65);
  const buffers = await repeated(5, () => {
    for (let done = 0; done < nodes; done += 1) hash('sha256', input, 'buffer');
  });
  report('100,000 SHA-256 of 65 bytes, crypto.hash to Buffers', buffers);
  const bare = await repeated(5, () => {
    for (let done = 0; done < nodes; done += 1) hash('sha256', input, 'binary');
  });
  report('100,000 SHA-256 of 65 bytes, crypto.hash to strings, its fastest', bare, buffers);
  for (const [name, provider] of [
    ['node', node],
    ['noble', noble],
  ] as const) {
    const hashed = await repeated(5, () => {
      for (let done = 0; done < nodes; done += 1) hashNode(provider, left, right);
    });
    report(`100,000 tree nodes, ${name}`, hashed, bare);
  }
}

async function benchWholeLog(): Promise<void> {
  const count = 1_000_000;
  const entry = new Uint8Array(200).fill(7);
  const bundle = formatEntryBundle(Array.from({ length: 250 }, () => entry));
  const leafInput = new Uint8Array(201);
  const nodeInput = new Uint8Array(65);
  const bare = await repeated(1, () => {
    for (let done = 0; done < count; done += 1) {
      hash('sha256', leafInput, 'binary');
      hash('sha256', nodeInput, 'binary');
    }
  });
  report('the hashes of 1 M entries of 200 bytes, crypto.hash at its fastest', bare);
  const verified = await repeated(1, () => {
    const frontier = new Frontier(node);
    for (let done = 0; done < count; done += 250) {
      for (const one of parseEntryBundle(bundle, 250)) frontier.append(hashLeaf(node, one));
    }
    frontier.root();
  });
  report('1 M entries from bundles to their root', verified, bare, '≤ 2.0 ×, < 10,000 ms');
}

async function benchInclusion(): Promise<void> {
  // What the hashes are makes no difference to the work.
  const tile = new Uint8Array(8192).fill(1);
  const readTile = (_level: number, _index: bigint, width: number) => tile.subarray(0, width * 32);
  const size = 10_000_000n;
  const proven = await time(200, (run) =>
    Promise.resolve(inclusionFromTiles(node, { size, readTile }, BigInt(run) * 40_009n)),
  );
  report('an inclusion proof in a log of 10 M, tiles in memory', proven, undefined, '< 5 ms');
}

async function benchReceipts(): Promise<void> {
  const parties = newParties();
  const { policy, message, publicKey, signature } = parties;
  const bare = await repeated(3, () => {
    for (let done = 0; done < 1500; done += 1) verify(null, message, publicKey, signature);
  });
  report('1,500 Ed25519 verifications, bare crypto.verify', bare);
  const batch = receiptsOf(parties, 500, 1);
  const apart = receiptsOf(parties, 500, 500);
  const run = async (name: string, provider: Provider, receipts: Receipt[], target?: string) => {
    const runs = provider === node ? 5 : 1;
    const timing = await repeated(runs, () => {
      const judge = receiptVerifier(provider, policy);
      if (!receipts.every((receipt) => judge(receipt).accepted)) throw new Error('not accepted');
    });
    report(`500 receipts, 2 cosignatures, ${name}`, timing, bare, target);
  };
  await run('one checkpoint, node', node, batch, '< 100 ms');
  await run('one checkpoint, noble', noble, batch, '< 1,000 ms');
  await run('500 checkpoints, node', node, apart);
}

function newParties() {
  const message = new TextEncoder().encode('a message of a usual length'.repeat(4));
  const [log, alpha, beta] = [
    newSigner('log.example', signatureTypes.ed25519),
    newSigner('alpha.example', signatureTypes.cosignature),
    newSigner('beta.example', signatureTypes.cosignature),
  ] as const;
  const policy: Policy = {
    logs: [{ key: log.key, url: undefined }],
    witnesses: [
      { name: 'alpha', key: alpha.key, url: undefined },
      { name: 'beta', key: beta.key, url: undefined },
    ],
    groups: [{ name: 'both', threshold: 2, members: ['alpha', 'beta'] }],
    quorum: 'both',
  };
  return {
    ...{ log, alpha, beta, policy, message },
    publicKey: log.publicKey,
    signature: log.sign(message),
  };
}

interface Signer {
  readonly key: NoteKey;
  readonly publicKey: KeyObject;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

function newSigner(name: string, type: number): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
  const key = noteKey(node, name, type, raw);
  return { key, publicKey, sign: (message) => sign(null, message, privateKey) };
}

/** Receipts for so many entries, spread over so many checkpoints of one log. */
function receiptsOf(
  { log, alpha, beta }: ReturnType<typeof newParties>,
  count: number,
  checkpoints: number,
): Receipt[] {
  const entries = Array.from({ length: 2 * count }, (_, at) =>
    new TextEncoder().encode(`{"commitment":"${at}","kind":"signature"}`),
  );
  const tree = new MerkleTree(
    node,
    entries.map((entry) => hashLeaf(node, entry)),
  );
  return entries.slice(0, count).map((entry, at) => {
    const size = tree.size - BigInt(at % checkpoints);
    const text = formatCheckpoint({ origin: 'log.example', size, root: tree.root(size) });
    const signatures = [
      signNote(log.key, text, log.sign),
      cosign(alpha.key, text, 1_769_000_000n, alpha.sign),
      cosign(beta.key, text, 1_769_000_001n, beta.sign),
    ];
    const index = BigInt(at);
    const path = tree.inclusion(index, size);
    const checkpoint = formatNote({ text, signatures });
    return { entry, proof: formatTlogProof({ extra: undefined, index, path, checkpoint }) };
  });
}

/** Times something that does not wait. */
function repeated(runs: number, run: () => void): Promise<Timing> {
  return time(runs, async () => run());
}

if (import.meta.main) await benchProof();
