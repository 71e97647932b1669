import { setTimeout as after } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLog } from '#platform/logging';
import type { OngoingWork } from '#platform/lifetime';
import { openTestLog, type TestLog } from '../log.fixture.ts';
import { openFileSigner } from '../signer/file-signer.ts';
import { startSequencer } from './start-sequencer.ts';

let log: TestLog;
let sequencer: OngoingWork | undefined;

beforeEach(async () => {
  log = await openTestLog();
  // The folder of keys is held by who has it open.
  await log.signer.close();
});
afterEach(async () => {
  await sequencer?.close();
  log.signer = await openFileSigner(log.keys);
  await log.close();
});

function start(restMs: number): void {
  sequencer = startSequencer({
    ...{ db: log.db, connection: log.options, files: log.files, restMs },
    openSigner: () => openFileSigner(log.keys),
    nowMs: () => Date.now(),
    log: createLog({ level: 'silent' }),
  });
}

async function rounds(): Promise<number> {
  const { count } = await log.db
    .selectFrom('log_checkpoint')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('note', 'is not', null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

async function waiting(): Promise<number> {
  const rows = await log.db
    .selectFrom('log_entry')
    .select('id')
    .where('place', 'is', null)
    .execute();
  return rows.length;
}

const patient = { timeout: 20_000, interval: 20 };

test('what comes in a stream is placed together, and nothing of it is left', async () => {
  start(60_000);
  await log.queue(1);
  await expect.poll(rounds, patient).toBe(1);
  for (let count = 0; count < 20; count += 1) {
    await log.queue(1);
    await after(5);
  }
  expect(await rounds()).toBe(1);
  // Whoever ends it does not wait for the rest, and the next who leads places what is left.
  await sequencer?.close();
  start(0);
  await expect.poll(rounds, patient).toBe(2);
  expect(await waiting()).toBe(0);
});

test('a rest is over by itself', async () => {
  start(200);
  await log.queue(1);
  await expect.poll(rounds, patient).toBe(1);
  await log.queue(1);
  await expect.poll(rounds, patient).toBe(2);
  expect(await waiting()).toBe(0);
});
