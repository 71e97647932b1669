import { mkdir } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  followSuccession,
  formatVkey,
  parseLogEntry,
  parsePolicy,
  parseSignedCheckpoint,
  parseSuccession,
  parseVkey,
  verifyCheckpoint,
  type Policy,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { openTestLog, tamper, type TestLog } from '../log.fixture.ts';
import { logPolicy } from '../log-policy.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { readLogFacts } from '../published-log.ts';
import { largestSigned } from '../recovery/largest-signed.ts';
import { recoverLog } from '../recovery/recover-log.ts';
import { newestSigned } from '../sequencer/newest-signed.ts';
import { prepareLead } from '../sequencer/prepare-lead.ts';
import { fileKeyKeeper } from '../signer/key-files.ts';
import { keepSuccessions } from './keep-successions.ts';
import { retireKey } from './retire-key.ts';
import { rotateKey } from './rotate-key.ts';
import { successionChain } from './succession-chain.ts';

let log: TestLog;
let first: string;
const limits = { timeoutMs: 5_000 };

beforeEach(async () => {
  log = await openTestLog();
  first = log.signer.verifierKey;
  await prepareLead(log, { timeoutMs: 1_000, nowMs: Date.now });
});
afterEach(() => log.close());

const keeper = () => fileKeyKeeper(log.keys);
const rotate = () => rotateKey(log.db, keeper());

async function round(): Promise<void> {
  await log.drain();
  await publishNewest(log.db);
  await keepSuccessions(log.db, log.files);
}

async function signers(): Promise<string[]> {
  const note = (await newestSigned(log.db))?.note ?? '';
  const signed = parseSignedCheckpoint(Buffer.from(note));
  const keys = (await log.db.selectFrom('log_key').select('verifier_key').execute()).map((key) =>
    parseVkey(node, key.verifier_key),
  );
  const { signatures } = verifyCheckpoint(node, signed, keys);
  return signatures.verified.map(({ key }) => formatVkey(key));
}

async function policyNow(): Promise<Policy> {
  return parsePolicy(node, Buffer.from(logPolicy(await readLogFacts(log.db), 'https://x/') ?? ''));
}

const chain = async () => successionChain((await readLogFacts(log.db)).keys);

async function follow(policy: Policy) {
  const proofs = (await chain()).map(parseSuccession);
  const followed = followSuccession(node, policy, proofs);
  if (!followed.accepted) throw new Error(followed.message);
  return followed.policy.logs.map(({ key }) => formatVkey(key));
}

test('an older database gets successions back from beside the tiles', async () => {
  await log.queue(2);
  await round();
  const old = await policyNow();
  const { successor } = await rotate();
  await round();
  await retireKey(log.db, keeper());
  await log.queue(1);
  await round();
  const proofs = await chain();
  // The database as it was before the rotation, whose entries are read back from their bundles.
  await tamper(log.db, async (tx) => {
    await tx
      .updateTable('log_checkpoint')
      .set({ published_at: null })
      .where('size', '>', '3')
      .execute();
    await tx.deleteFrom('log_cosignature').execute();
    await tx.deleteFrom('log_checkpoint').where('size', '>', '3').execute();
  });
  await tamper(log.db, async (tx) => {
    await tx.deleteFrom('log_key').execute();
    await tx.deleteFrom('log_entry').where('place', '>=', '3').execute();
    await tx.insertInto('log_key').values({ verifier_key: first }).execute();
  });
  const { largest } = await largestSigned(log.db, log.signer, limits);
  if (largest === undefined) throw new Error('nothing is signed');
  await recoverLog(log.db, log.files, largest);
  await log.restart();
  await prepareLead(log, { timeoutMs: 1_000, nowMs: Date.now });
  await log.queue(1);
  await round();
  expect(await chain()).toEqual(proofs);
  expect(await follow(old)).toEqual([successor]);
  expect(await signers()).toEqual([successor]);
  expect((await readLogFacts(log.db)).keys.map(({ retiredAt }) => retiredAt !== null)).toEqual([
    true,
    false,
  ]);
});

test('what lies beside the tiles is believed only if it leads to the key that signs', async () => {
  await log.queue(1);
  await round();
  await rotate();
  await round();
  const bytes = (await log.files.read('successions')) ?? new Uint8Array();
  const other = await openTestLog();
  await mkdir(other.tree, { recursive: true });
  await other.files.write([{ path: 'successions', bytes }]);
  // Even where the entry that it names is there.
  const [kept] = (JSON.parse(Buffer.from(bytes).toString()) as unknown[]).map(parseSuccession);
  const { id, kind, commitment } = parseLogEntry(kept?.entry ?? new Uint8Array());
  await other.db
    .insertInto('log_entry')
    .values({ entry: id, kind, commitment: Buffer.from(commitment) })
    .execute();
  await prepareLead(other, { timeoutMs: 1_000, nowMs: Date.now });
  const rows = await other.db.selectFrom('log_key').select('verifier_key').execute();
  await other.close();
  expect(rows).toEqual([{ verifier_key: other.signer.verifierKey }]);
});
