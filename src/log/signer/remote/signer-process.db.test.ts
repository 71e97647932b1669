import { once } from 'node:events';
import { watch } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseSignedCheckpoint, type Checkpoint } from '@countersign/proof';
import type { OngoingWork } from '#platform/lifetime';
import { createLog } from '#platform/logging';
import { startSigner, type SignerProcess } from '../../../../test/process/signer-process.ts';
import { LogError } from '../../log-error.ts';
import { logStatus } from '../../log-status.ts';
import { openTestLog, readLoggedEntries, type TestLog } from '../../log.fixture.ts';
import { publishNewest } from '../../publish-checkpoint.ts';
import { newMemory, runRound } from '../../sequencer/run-round.ts';
import { startSequencer } from '../../sequencer/start-sequencer.ts';
import { keepSuccessions } from '../../succession/keep-successions.ts';
import { retireKey } from '../../succession/retire-key.ts';
import { rotateKey } from '../../succession/rotate-key.ts';
import { readSecret } from './message.ts';
import { openRemoteSigner, remoteKeyKeeper, type SignerAddress } from './remote-signer.ts';

let log: TestLog;
let folder: string;
let keys: string;
let signer: SignerProcess;
let sequencer: OngoingWork | undefined;

beforeEach(async () => {
  log = await openTestLog();
  folder = await mkdtemp(join(tmpdir(), 'countersign-signer-'));
  keys = join(folder, 'keys');
  signer = await start();
});
afterEach(async () => {
  await sequencer?.close();
  sequencer = undefined;
  // A stopped process takes no signal but this one.
  await signer.kill();
  await log.close();
  await rm(folder, { recursive: true, force: true });
});

const start = () => startSigner(keys, join(folder, 'socket'));
const address = async (timeoutMs = 5_000): Promise<SignerAddress> => ({
  url: `unix:${join(folder, 'socket')}`,
  secret: await readSecret(join(keys, 'signer.secret')),
  timeoutMs,
});

/** One round with a signer that is opened for it. */
async function round(timeoutMs?: number): Promise<void> {
  const { db, files } = log;
  const remote = await openRemoteSigner(await address(timeoutMs));
  while ((await runRound({ db, files, signer: remote }, newMemory())) !== undefined);
}

/** Trees that are placed and not signed. */
async function unsigned(): Promise<number> {
  const rows = await log.db
    .selectFrom('log_checkpoint')
    .select('size')
    .where('note', 'is', null)
    .execute();
  return rows.length;
}

async function heads(): Promise<Checkpoint[]> {
  const rows = await log.db
    .selectFrom('log_checkpoint')
    .select('note')
    .where('note', 'is not', null)
    .orderBy('size')
    .execute();
  return rows.map(({ note }) => parseSignedCheckpoint(Buffer.from(note ?? '')).checkpoint);
}

/** Every signed tree is a beginning of the newest, whose entries are all there. */
async function requireOneLog(): Promise<void> {
  const all = await heads();
  for (const head of all) await readLoggedEntries(log.files, head);
  expect(new Set(all.map(({ origin }) => origin)).size).toBe(1);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof LogError ? error.code : String(error)),
  );

test('a signer that is killed before it has heard of a tree keeps nothing from being signed later', async () => {
  const { db, files } = log;
  await log.queue(20);
  await round();
  const remote = await openRemoteSigner(await address(20_000));
  await log.queue(20);
  signer.child.kill('SIGSTOP');
  const under = codeOf(runRound({ db, files, signer: remote }, newMemory()));
  // The round is in its middle: the tree is placed and nobody has signed it.
  await expect.poll(unsigned, { timeout: 10_000 }).toBe(1);
  await signer.kill();
  expect(await under).toBe('signer-away');
  expect(await unsigned()).toBe(1);
  signer = await start();
  await round();
  expect((await heads()).at(-1)?.size).toBe(42n);
  await requireOneLog();
});

test('a signer that is killed while it notes and signs signs the same again', async () => {
  await log.queue(20);
  await round();
  for (let at = 0; at < 3; at += 1) {
    await log.queue(20);
    const noted = once(watch(join(keys, 'last-signed')), 'change');
    const under = codeOf(round());
    await noted;
    await signer.kill();
    expect(['done', 'signer-away']).toContain(await under);
    signer = await start();
    await round();
  }
  expect((await heads()).at(-1)?.size).toBe(84n);
  await requireOneLog();
});

test('a slow signer is waited for so long, and no entry is lost', async () => {
  await log.queue(5);
  await round();
  await log.queue(5);
  signer.child.kill('SIGSTOP');
  expect(await codeOf(round(300))).toBe('signer-away');
  signer.child.kill('SIGCONT');
  await round();
  expect((await heads()).at(-1)?.size).toBe(12n);
  await requireOneLog();
});

test('a signer that is set back goes on with the same log, and signs no other', async () => {
  await log.queue(5);
  await round();
  await cp(keys, `${keys}-old`, { recursive: true });
  await log.queue(5);
  await round();
  await signer.kill();
  await rm(keys, { recursive: true });
  await cp(`${keys}-old`, keys, { recursive: true });
  signer = await start();
  await log.queue(5);
  await round();
  await requireOneLog();
  // Another past than the one it remembers is refused all the same.
  const remote = await openRemoteSigner(await address());
  const other = { size: 99n, root: new Uint8Array(32) };
  const unproven = remote.sign(other, () => Promise.resolve([]));
  expect(await codeOf(unproven)).toBe('signer-contradicted');
});

test('the wrong secret is said to be so', async () => {
  const secret = Buffer.from('another secret that is long enough');
  const opened = openRemoteSigner({ ...(await address()), secret });
  expect(await codeOf(opened)).toBe('signer-secret');
});

test('a second signer does not start on the same keys', async () => {
  await expect(startSigner(keys, join(folder, 'other'))).rejects.toThrow('Another process signs');
});

test('keys are succeeded over there as they are here', async () => {
  const keeper = remoteKeyKeeper(await address());
  const { db, files } = log;
  await log.queue(1);
  await round();
  const { from, successor } = await rotateKey(db, keeper);
  await round();
  await publishNewest(db);
  await keepSuccessions(db, files);
  await signer.kill();
  signer = await start();
  expect(await retireKey(db, keeper)).toMatchObject({ retired: from, signs: successor });
  await log.queue(1);
  await round();
  await requireOneLog();
});

test('a log whose signer is away says so, and goes on by itself', async () => {
  await signer.kill();
  const stops: (string | undefined)[] = [];
  let tell = () => {};
  const until = (wanted: string | undefined) =>
    new Promise<void>((resolve) => {
      tell = () => {
        if (stops.length > 0 && stops.at(-1) === wanted) resolve();
      };
      tell();
    });
  await log.queue(3);
  const where = await address();
  sequencer = startSequencer({
    ...{ db: log.db, connection: log.options, files: log.files },
    openSigner: () => openRemoteSigner(where),
    nowMs: () => Date.now(),
    log: createLog({ level: 'silent' }),
    retryMs: 100,
    onStopped: (error) => {
      stops.push(error?.code);
      tell();
    },
  });
  await until('signer-away');
  // What an operator reads.
  await expect
    .poll(async () => (await logStatus(log.db)).stopped?.code, { timeout: 10_000 })
    .toBe('signer-away');
  expect((await logStatus(log.db)).waiting).toBe(3);
  signer = await start();
  await until(undefined);
  await expect.poll(async () => (await logStatus(log.db)).published, { timeout: 10_000 }).toBe(4n);
  expect((await logStatus(log.db)).stopped).toBeNull();
});
