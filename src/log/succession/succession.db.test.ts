import { copyFile, readdir, rm, stat } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCountersigner } from '@countersign/countersigner';
import {
  countersignerServer,
  openState,
  type CountersignerState,
} from '@countersign/countersigner/node';
import {
  editionVerifier,
  followSuccession,
  formatVkey,
  parseEditionProof,
  parsePolicy,
  parseSignedCheckpoint,
  parseSuccession,
  parseVkey,
  verifyCheckpoint,
  type Policy,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { logRoutes } from '../../web/log/log-routes.ts';
import { collectCosignature } from '../countersigning/collect-cosignatures.ts';
import { listCountersigners } from '../countersigning/countersigners.queries.ts';
import { openTestLog, tamper, type TestLog } from '../log.fixture.ts';
import { logPolicy } from '../log-policy.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { proveEditionAlone, readCheckpoint, readLogFacts } from '../published-log.ts';
import { newestSigned } from '../sequencer/newest-signed.ts';
import { prepareLead } from '../sequencer/prepare-lead.ts';
import { fileKeyKeeper } from '../signer/key-files.ts';
import { openFileSigner } from '../signer/file-signer.ts';
import { askAcceptance } from './ask-acceptance.ts';
import { keepSuccessions } from './keep-successions.ts';
import { readKeyStanding } from './key-standing.ts';
import { retireKey } from './retire-key.ts';
import { rotateKey } from './rotate-key.ts';
import { successionChain } from './succession-chain.ts';

let log: TestLog;
let first: string;
const ends: (() => Promise<void>)[] = [];
const limits = { timeoutMs: 5_000, nowMs: () => 1_700_000_000_000 };

beforeEach(async () => {
  log = await openTestLog();
  first = log.signer.verifierKey;
  await prepareLead(log, { timeoutMs: 1_000, nowMs: Date.now });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await log.close();
});

const keeper = () => fileKeyKeeper(log.keys);
const rotate = () => rotateKey(log.db, keeper());

/** A countersigner that knows these keys of the log. */
async function countersigner(name: string, ...keys: string[]): Promise<CountersignerState> {
  const state = await openState(join(log.folder, name), name);
  for (const key of keys) await state.addLog(key);
  const server: Server = countersignerServer({
    countersigner: createCountersigner({
      provider: node,
      key: state.pair.key,
      sign: (message) => state.pair.sign(message),
      logKeys: (origin) => state.logKeys(origin),
      store: state,
      now: () => 1_700_000_000n,
    }),
    store: state,
    origins: () => state.logs.map((one) => one.name),
    about: () => name,
    onError: () => {},
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await log.db
    .insertInto('log_countersigner')
    .values({ verifier_key: formatVkey(state.pair.key), name, url })
    .execute();
  ends.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await state.close();
  });
  return state;
}

async function setQuorum(quorum: number): Promise<void> {
  const value = JSON.stringify(quorum);
  await log.db
    .insertInto('setting')
    .values({ key: 'log-quorum', value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute();
}

/** What a process does once entries wait. */
async function round(): Promise<void> {
  await log.drain();
  const head = await newestSigned(log.db);
  if (head === undefined) return;
  for (const one of await listCountersigners(log.db)) {
    await collectCosignature(log.db, log.files, head, one, limits);
  }
  await publishNewest(log.db);
  await keepSuccessions(log.db, log.files);
  await askAcceptance(log.db, log.files, head, limits);
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

describe('a key that is succeeded', () => {
  test('signs together with its successor from the entry on, and who knows either verifies', async () => {
    await countersigner('alpha', first);
    await countersigner('beta', first);
    await setQuorum(2);
    await log.queue(3);
    await round();
    expect(await signers()).toEqual([first]);
    const old = await policyNow();
    const { successor } = await rotate();
    expect((await stat(join(log.keys, 'log-successor.key'))).mode & 0o777).toBe(0o600);
    await round();
    expect(await signers()).toEqual([first, successor]);
    expect(parseVkey(node, successor).name).toBe(parseVkey(node, first).name);
    const note = Buffer.from((await readCheckpoint(log.db))?.note ?? '');
    for (const key of [first, successor]) {
      expect(() =>
        verifyCheckpoint(node, parseSignedCheckpoint(note), [parseVkey(node, key)]),
      ).not.toThrow();
    }
    expect(await follow(old)).toEqual([successor]);
  });

  test('is announced once, however often the command is run, and wherever it was cut off', async () => {
    await log.queue(1);
    await log.drain();
    // Cut off after the key was made.
    const made = await keeper().makeSuccessor(first);
    const runs = await Promise.all([rotate(), rotate(), rotate()]);
    expect(runs.map(({ successor }) => successor)).toEqual([made, made, made]);
    expect(runs.filter(({ announced }) => announced)).toHaveLength(1);
    const entries = await log.db
      .selectFrom('log_entry')
      .select('fields')
      .where('kind', '=', 'key-succession')
      .execute();
    expect(entries).toEqual([{ fields: { from: first, successor: made } }]);
  });

  test('is asked of countersigners by the new key alone, and counts once they take it', async () => {
    const alpha = await countersigner('alpha', first);
    const beta = await countersigner('beta', first);
    await setQuorum(1);
    await log.queue(1);
    await round();
    const { successor } = await rotate();
    await round();
    expect(await readKeyStanding(log.db)).toMatchObject({
      ...{ from: first, successor, isProven: true, isReady: false },
      ...{ taken: [], missing: ['alpha', 'beta'] },
    });
    await expect(retireKey(log.db, keeper())).rejects.toMatchObject({
      code: 'key-countersigners-missing',
    });
    const seen = await alpha.read(alpha.logs[0]?.name ?? '');
    await alpha.addLog(successor);
    // What it saw of the log stays: it refuses what does not follow from that.
    expect(await alpha.read(alpha.logs[0]?.name ?? '')).toEqual(seen);
    await round();
    expect(await readKeyStanding(log.db)).toMatchObject({ taken: ['alpha'], isReady: true });
    await retireKey(log.db, keeper());
    expect(await readKeyStanding(log.db)).toBeUndefined();
    await beta.addLog(successor);
    await log.queue(1);
    await round();
    expect(await signers()).toEqual([successor]);
    expect((await readCheckpoint(log.db))?.note.match(/\n\u2014/g)).toHaveLength(3);
  });

  test('may be retired by force, but never before anybody can follow', async () => {
    await countersigner('alpha', first);
    await setQuorum(1);
    await log.queue(1);
    await round();
    const { successor } = await rotate();
    await expect(retireKey(log.db, keeper(), { force: true })).rejects.toMatchObject({
      code: 'key-unproven',
    });
    await round();
    await retireKey(log.db, keeper(), { force: true });
    expect(await keeper().keys()).toEqual([successor]);
    expect(await readdir(log.keys)).toContain(`log.key.retired-${first.split('+')[1] ?? ''}`);
    // Again, and after it was cut off before the files: nothing more happens.
    await expect(retireKey(log.db, keeper())).rejects.toMatchObject({ code: 'key-one-only' });
  });

  test('is retired to the end when the command was cut off in the middle', async () => {
    await log.queue(1);
    await round();
    const { successor } = await rotate();
    await round();
    await log.db
      .updateTable('log_key')
      .set({ retired_at: new Date() })
      .where('verifier_key', '=', first)
      .execute();
    await log.queue(1);
    await round();
    expect(await signers()).toEqual([first, successor]);
    await retireKey(log.db, keeper());
    await log.queue(1);
    await round();
    expect(await signers()).toEqual([successor]);
  });

  test('once retired, is the beginning of a chain that an edition proof carries', async () => {
    const [subject = ''] = await log.queue(1);
    await round();
    const old = await policyNow();
    const keys = [first];
    for (let at = 0; at < 3; at += 1) {
      const { successor } = await rotate();
      keys.push(successor);
      await round();
      await retireKey(log.db, keeper());
    }
    await log.queue(1);
    await round();
    expect(await follow(old)).toEqual([keys[3]]);
    expect(await chain()).toHaveLength(3);
    const facts = await readLogFacts(log.db);
    expect(facts.keys.map(({ verifierKey }) => verifierKey)).toEqual(keys);
    expect(facts.keys.map(({ retiredAt }) => retiredAt !== null)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const proof = parseEditionProof(await proveEditionAlone(log.db, log.files, subject));
    // There is no document of it; the proof is believed up to there.
    expect(editionVerifier(node, old)(proof, undefined)).toMatchObject({ part: 'document' });
    const alone = { ...proof, successions: [] };
    expect(editionVerifier(node, old)(alone, undefined)).toMatchObject({
      ...{ part: 'edition', code: 'signature-missing' },
    });
  });

  test('leaves the proof with the most countersigners it had', async () => {
    await log.queue(1);
    await round();
    await rotate();
    await round();
    const alone = await chain();
    await countersigner('alpha', first);
    await log.queue(1);
    await round();
    const more = await chain();
    expect(more).not.toEqual(alone);
    await log.queue(1);
    await round();
    expect(await chain()).toEqual(more);
  });
});

test('strangers find each proof at its address, and all of them in their order', async () => {
  await log.queue(1);
  await round();
  const routes = logRoutes({
    ...{ readerDb: log.db, files: log.files, publicUrl: 'https://log.example' },
    demonstration: () => false,
  });
  const get = async (path: string) => {
    const response = await routes.request(path);
    return response.status === 200 ? ((await response.json()) as unknown) : response.status;
  };
  expect(await get('/log/successions')).toEqual([]);
  const { successor } = await rotate();
  // Not a word of it before it is published.
  const described = await get('/.well-known/countersign.json');
  expect(described).toMatchObject({ verifierKeys: [{ verifierKey: first }], successions: [] });
  await round();
  await retireKey(log.db, keeper());
  const after = await get('/.well-known/countersign.json');
  expect(after).toMatchObject({
    verifierKeys: [
      { verifierKey: first, signs: false },
      { verifierKey: successor, signs: true },
    ],
    successions: [{ from: first, successor, proof: expect.stringContaining('https://') }],
  });
  const [{ proof }] = (after as { successions: [{ proof: string }] }).successions;
  const one = await get(new URL(proof).pathname);
  expect(await get('/log/successions')).toEqual([one]);
  expect(parseSuccession(one)).toBeDefined();
  expect(await get('/log/succession/x')).toBe(404);
});

describe('one memory for both keys', () => {
  test('does not let a rotation open the way to a fork', async () => {
    await log.queue(5);
    await log.drain();
    await rotate();
    await log.drain();
    await tamper(log.db, async (tx) => {
      await tx.updateTable('log_entry').set({ kind: 'batch' }).where('place', '=', '1').execute();
    });
    await rm(log.tree, { recursive: true });
    await log.restart();
    await log.queue(1);
    await expect(log.drain()).rejects.toMatchObject({ code: 'signer-contradicted' });
    const head = { size: 99n, root: new Uint8Array(32) };
    await expect(log.signer.sign(head, () => Promise.resolve([]))).rejects.toMatchObject({
      code: 'signer-contradicted',
    });
    await expect(
      log.signer.sign({ ...head, size: 1n }, () => Promise.resolve([])),
    ).rejects.toMatchObject({ code: 'signer-ahead' });
  });

  test('stops the log when the successor is not with the signer', async () => {
    await log.queue(1);
    await round();
    await rotate();
    await round();
    await rm(join(log.keys, 'log-successor.key'));
    await log.queue(1);
    await expect(log.drain()).rejects.toMatchObject({ code: 'successor-missing' });
    expect(await signers()).toHaveLength(2);
  });

  test('makes no new log when only the successor is left in the folder', async () => {
    await rotate();
    await log.signer.close();
    await rm(join(log.keys, 'log.key'));
    await expect(openFileSigner(log.keys)).rejects.toMatchObject({ code: 'key-missing' });
    await copyFile(join(log.keys, 'log-successor.key'), join(log.keys, 'log.key'));
    log.signer = await openFileSigner(log.keys);
  });
});
