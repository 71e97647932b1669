import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { generateKeyText, parseKeyText } from '@countersign/countersigner/node';
import {
  encodeBase64,
  formatCheckpoint,
  formatNote,
  formatVkey,
  hashLeaf,
  MerkleTree,
  signatureTypes,
  signNote,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { listAlarms, raiseAlarm } from '../alarms.ts';
import { openTestLog, type TestLog } from '../log.fixture.ts';
import { openCountersigner } from './open-countersigner.ts';

const theirs = keyPair();
const origin = theirs.key.name;
const tree = treeOf('entry');
const otherTree = treeOf('other');
let log: TestLog;

beforeEach(async () => {
  log = await openTestLog();
  await log.db
    .insertInto('witnessed_log')
    .values({ origin, verifier_keys: [formatVkey(theirs.key)] })
    .execute();
});
afterEach(() => log.close());

function keyPair() {
  const pair = parseKeyText(generateKeyText('log.example/one', signatureTypes.ed25519));
  if (pair === undefined) throw new Error('no key');
  return pair;
}

function treeOf(word: string): MerkleTree {
  const leaves = Array.from({ length: 20 }, (_, at) =>
    hashLeaf(node, Buffer.from(`${word} ${at}`)),
  );
  return new MerkleTree(node, leaves);
}

const opened = () =>
  openCountersigner({ db: log.db, keysDir: log.keys, nowMs: () => 1_700_000_000_000 });

function submission(oldSize: bigint, size: bigint, of = tree): Buffer {
  const text = formatCheckpoint({ origin, size, root: of.root(size) });
  const signature = signNote(theirs.key, text, (message) => theirs.sign(message));
  const note = Buffer.from(formatNote({ text, signatures: [signature] })).toString('utf8');
  const proof = of.consistency(oldSize, size).map((hash) => `${encodeBase64(hash)}\n`);
  return Buffer.from(`old ${oldSize}\n${proof.join('')}\n${note}`);
}

test('a clock that went ahead and was set right is told once', async () => {
  const second = 1000;
  let nowMs = 1_700_000_000_000;
  const told: unknown[] = [];
  const countersigner = await openCountersigner({
    db: log.db,
    keysDir: log.keys,
    nowMs: () => nowMs,
    onClockBehind: (behind) => told.push(behind),
  });
  expect((await countersigner.addCheckpoint(submission(0n, 5n))).status).toBe(200);
  nowMs -= 3600 * second;
  for (let asked = 0; asked < 3; asked += 1) {
    expect((await countersigner.addCheckpoint(submission(5n, 9n))).status).toBe(503);
  }
  expect(told).toEqual([{ origin, now: 1_699_996_400n, last: 1_700_000_000n }]);
  nowMs += 3600 * second;
  expect((await countersigner.addCheckpoint(submission(5n, 9n))).status).toBe(200);
});

test('a database that was set back does not bring it to countersign a fork', async () => {
  const first = await opened();
  for (const [from, to] of [
    [0n, 5n],
    [5n, 9n],
  ] as const) {
    expect((await first.addCheckpoint(submission(from, to))).status).toBe(200);
  }
  const { root } = { root: Buffer.from(tree.root(5n)) };
  await sql`update witnessed_log set size = 5, root = ${root}`.execute(log.db);
  const again = await opened();
  // Another tree that has the same first five entries would follow from what the database says.
  expect(await again.addCheckpoint(submission(5n, 6n))).toMatchObject({ status: 409, body: '9\n' });
  expect((await again.addCheckpoint(submission(9n, 12n))).status).toBe(200);
  // Nor does one whose rows were made to say something else.
  const forged = Buffer.from(otherTree.root(12n));
  await sql`update witnessed_log set root = ${forged}`.execute(log.db);
  expect((await (await opened()).addCheckpoint(submission(12n, 15n, otherTree))).status).toBe(422);
  expect((await (await opened()).addCheckpoint(submission(12n, 15n))).status).toBe(200);
});

test('a torn line of what it signed counts for nothing, a damaged one is not passed over', async () => {
  const path = join(log.keys, 'countersigned');
  expect((await (await opened()).addCheckpoint(submission(0n, 5n))).status).toBe(200);
  const whole = await readFile(path, 'latin1');
  await writeFile(path, `${whole}${whole.slice(0, 30)}`);
  const again = await opened();
  expect((await again.addCheckpoint(submission(5n, 7n))).status).toBe(200);
  await writeFile(path, `x\n${whole}`);
  await expect(opened()).rejects.toMatchObject({ code: 'key-damaged' });
});

test('a log that contradicts itself without end fills no disk', async () => {
  for (let at = 0; at < 205; at += 1) {
    await raiseAlarm(log.db, { kind: 'other-fork', origin, theirs: String(at) });
  }
  await raiseAlarm(log.db, { kind: 'other-fork', origin, theirs: '3' });
  await raiseAlarm(log.db, { kind: 'other-fork', origin: 'another', theirs: '3' });
  const alarms = await listAlarms(log.db, 1_000);
  expect(alarms).toHaveLength(201);
  expect(
    alarms.filter(({ times }) => times > 1).map(({ theirs: of, times }) => [of, times]),
  ).toEqual(
    expect.arrayContaining([
      ['199', 6],
      ['3', 2],
    ]),
  );
});
