import { generateKeyPairSync, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  encodeBase64,
  formatCheckpoint,
  formatNote,
  hashLeaf,
  MerkleTree,
  noteKey,
  parseSignatureLines,
  parseSignedCheckpoint,
  signatureTypes,
  signNote,
  verifyCheckpoint,
  verifyCosignature,
  type NoteKey,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import {
  createCountersigner,
  type ClockBehind,
  type Fork,
  type SeenTree,
  type SeenTrees,
} from './index.ts';

interface Signing {
  readonly key: NoteKey;
  sign(message: Uint8Array): Uint8Array;
}

function signing(name: string, type: number): Signing {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return {
    key: noteKey(node, name, type, raw),
    sign: (message) => sign(null, message, privateKey),
  };
}

const log = signing('log.example/one', signatureTypes.ed25519);
const stranger = signing('log.example/one', signatureTypes.ed25519);
const own = signing('countersigner.example', signatureTypes.cosignature);
const tree = treeOf('entry');
const otherTree = treeOf('other');

function treeOf(prefix: string): MerkleTree {
  const leaves = Array.from({ length: 50 }, (_, at) =>
    hashLeaf(node, Buffer.from(`${prefix} ${at}`)),
  );
  return new MerkleTree(node, leaves);
}

function checkpoint(size: bigint, of = tree, by: Signing = log, origin = log.key.name): string {
  const text = formatCheckpoint({ origin, size, root: of.root(size) });
  const signature = signNote(by.key, text, (message) => by.sign(message));
  return Buffer.from(formatNote({ text, signatures: [signature] })).toString('utf8');
}

function body(oldSize: bigint, proof: readonly Uint8Array[], note: string): Buffer {
  const lines = proof.map((hash) => `${encodeBase64(hash)}\n`).join('');
  return Buffer.from(`old ${oldSize}\n${lines}\n${note}`);
}

function memory(): SeenTrees & { readonly seen: Map<string, SeenTree> } {
  const seen = new Map<string, SeenTree>();
  return {
    seen,
    read: (origin) => Promise.resolve(seen.get(origin)),
    replace(origin, oldSize, next) {
      if ((seen.get(origin)?.size ?? 0n) !== oldSize) return Promise.resolve(false);
      seen.set(origin, next);
      return Promise.resolve(true);
    },
  };
}

function open(now = () => 1_700_000_000n) {
  const store = memory();
  const forks: Fork[] = [];
  const behind: ClockBehind[] = [];
  const countersigner = createCountersigner({
    provider: node,
    key: own.key,
    sign: (message) => own.sign(message),
    logKeys: (origin) => (origin === log.key.name ? [log.key] : []),
    store,
    now,
    onFork: (fork) => Promise.resolve(void forks.push(fork)),
    onClockBehind: (one) => void behind.push(one),
  });
  const ask = (oldSize: bigint, size: bigint, proof?: readonly Uint8Array[], of = tree) =>
    countersigner.addCheckpoint(
      body(oldSize, proof ?? tree.consistency(oldSize, size), checkpoint(size, of)),
    );
  return { store, forks, behind, countersigner, ask };
}

test('cosigns what follows from what it saw, and remembers it before it answers', async () => {
  const { ask, store } = open();
  for (const [oldSize, size] of [
    [0n, 7n],
    [7n, 7n],
    [7n, 32n],
    [32n, 50n],
  ] as const) {
    const answer = await ask(oldSize, size);
    expect(answer.status).toBe(200);
    const [signature] = parseSignatureLines(answer.body);
    const text = parseSignedCheckpoint(Buffer.from(checkpoint(size))).note.text;
    const time = verifyCosignature(node, own.key, text, signature?.signature ?? new Uint8Array());
    expect(time).toBe(1_700_000_000n);
    expect(store.seen.get(log.key.name)?.size).toBe(size);
  }
  const kept = store.seen.get(log.key.name)?.note ?? '';
  const signed = parseSignedCheckpoint(Buffer.from(kept));
  const verified = verifyCheckpoint(node, signed, [log.key], [own.key]);
  expect(verified.signatures.verified).toHaveLength(2);
  expect(verified.signatures.ignored).toHaveLength(0);
});

test('the time of a cosignature never goes back, whatever the clock does', async () => {
  let now = 1_700_000_000n;
  const { ask, store, behind } = open(() => now);
  const timeOf = async (oldSize: bigint, size: bigint) => {
    const { status, body: line } = await ask(oldSize, size);
    if (status !== 200) return status;
    const [signature] = parseSignatureLines(line);
    const text = parseSignedCheckpoint(Buffer.from(checkpoint(size))).note.text;
    return verifyCosignature(node, own.key, text, signature?.signature ?? new Uint8Array());
  };
  expect(await timeOf(0n, 7n)).toBe(now);
  now -= 30n;
  expect(await timeOf(7n, 8n)).toBe(1_700_000_000n);
  now -= 86_400n;
  expect(await timeOf(8n, 9n)).toBe(503);
  expect(store.seen.get(log.key.name)?.size).toBe(8n);
  // Who runs it is told, and not the log alone.
  expect(behind).toEqual([{ origin: log.key.name, now, last: 1_700_000_000n }]);
  now = 1_700_000_001n;
  expect(await timeOf(8n, 9n)).toBe(now);
  // A year ahead for a moment, then right again: nothing is signed with an earlier time.
  now += 31_536_000n;
  expect(await timeOf(9n, 10n)).toBe(now);
  now -= 31_536_000n;
  expect(await timeOf(10n, 11n)).toBe(503);
  expect(behind).toHaveLength(2);
});

test('answers in the order and with the statuses of the specification', async () => {
  const { ask, countersigner, store } = open();
  const send = async (bytes: Uint8Array) => (await countersigner.addCheckpoint(bytes)).status;
  expect(await send(Buffer.from('nonsense'))).toBe(400);
  expect(await send(body(0n, [], 'no note\n'))).toBe(400);
  expect(await send(body(9n, [], checkpoint(7n, tree, log, 'log.example/two')))).toBe(404);
  expect(await send(body(9n, [], checkpoint(7n, tree, stranger)))).toBe(403);
  const forged = checkpoint(7n).replace('\n7\n', '\n8\n');
  expect(await send(body(9n, [], forged))).toBe(403);
  expect(await send(body(9n, [], checkpoint(7n)))).toBe(400);
  expect((await ask(0n, 7n, [new Uint8Array(32)])).status).toBe(422);
  expect(store.seen.size).toBe(0);
  expect((await ask(0n, 7n)).status).toBe(200);
  expect(await ask(0n, 20n)).toMatchObject({ status: 409, type: 'text/x.tlog.size', body: '7\n' });
  expect(await ask(5n, 20n)).toMatchObject({ status: 409, body: '7\n' });
  expect((await ask(7n, 20n, [])).status).toBe(422);
  expect((await ask(7n, 7n, undefined, otherTree)).status).toBe(422);
  const empty = { ...log.key };
  expect(empty.name).toBe(log.key.name);
  const wrongEmpty = checkpoint(0n, tree).replace(
    encodeBase64(tree.root(0n)),
    encodeBase64(new Uint8Array(32)),
  );
  expect(await send(body(0n, [], wrongEmpty))).toBe(403);
  expect(store.seen.get(log.key.name)?.size).toBe(7n);
});

test('a fork is kept as evidence, and nobody else can make one up', async () => {
  const { ask, forks } = open();
  await ask(0n, 7n);
  await ask(7n, 7n, [], otherTree);
  await ask(7n, 20n, tree.consistency(7n, 20n).toReversed());
  expect(forks.map(({ proven }) => proven)).toEqual([true, false]);
  expect(forks[0]?.seen).toContain(encodeBase64(tree.root(7n)));
  expect(forks[0]?.shown).toBe(checkpoint(7n, otherTree));
});

test('of requests that race for one log, those that lose are told the size and change nothing', async () => {
  const { ask, store } = open();
  await ask(0n, 5n);
  const answers = await Promise.all([ask(5n, 9n), ask(5n, 30n), ask(5n, 12n)]);
  const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([200, 409, 409]);
  const winner = answers.findIndex(({ status }) => status === 200);
  expect(store.seen.get(log.key.name)?.size).toBe([9n, 30n, 12n][winner]);
});

test('signatures of others in a note are ignored, and not kept', async () => {
  const { countersigner, store } = open();
  const note = checkpoint(7n);
  const many = Array.from({ length: 60 }, () => note.split('\n').at(-2)).join('\n');
  const text = `${note}${many.replaceAll('log.example/one', 'other.example')}\n`;
  expect((await countersigner.addCheckpoint(body(0n, [], text))).status).toBe(200);
  expect(store.seen.get(log.key.name)?.note).not.toContain('other.example');
});

test('no body makes it throw or sign what it must not', async () => {
  const { countersigner, store } = open();
  const sound = body(0n, [], checkpoint(7n)).toString('latin1');
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.uint8Array({ maxLength: 400 }),
        fc
          .tuple(fc.nat(sound.length - 1), fc.nat(255))
          .map(([at, code]) =>
            Buffer.from(
              sound.slice(0, at) + String.fromCharCode(code) + sound.slice(at + 1),
              'latin1',
            ),
          ),
      ),
      async (bytes) => {
        store.seen.clear();
        const { status } = await countersigner.addCheckpoint(bytes);
        expect([200, 400, 403, 404, 409, 422]).toContain(status);
        const seen = store.seen.get(log.key.name);
        if (status === 200) expect(seen).toMatchObject({ size: 7n, root: tree.root(7n) });
        else expect(seen).toBeUndefined();
      },
    ),
    { numRuns: 400 },
  );
});
