import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestLog, readLoggedEntries, tamper, type TestLog } from '../log.fixture.ts';
import { prepareLead } from '../sequencer/prepare-lead.ts';
import { beginAnew } from './begin-anew.ts';
import { largestSigned } from './largest-signed.ts';
import { recoverLog } from './recover-log.ts';

const patience = { timeoutMs: 1_000, nowMs: () => Date.now() };
let log: TestLog;

beforeEach(async () => {
  log = await openTestLog();
});

afterEach(() => log.close());

const lead = () => prepareLead({ db: log.db, files: log.files, signer: log.signer }, patience);

/** The database as it was when the tree had `size` entries; entries queued later are gone. */
async function restoreTo(size: number, waiting: readonly string[] = []): Promise<void> {
  await tamper(log.db, async (tx) => {
    await tx.deleteFrom('log_checkpoint').where('size', '>', String(size)).execute();
    const later = sql<boolean>`place >= ${size} and kind <> 'register'`;
    if (waiting.length > 0) {
      await tx
        .updateTable('log_entry')
        .set({ place: null })
        .where(later)
        .where('subject', 'in', waiting)
        .execute();
    }
    await tx.deleteFrom('log_entry').where('place', '>=', String(size)).execute();
  });
}

async function recover() {
  const { largest } = await largestSigned(log.db, log.signer, { timeoutMs: 1_000 });
  if (largest === undefined) throw new Error('nothing was signed');
  const recovery = await recoverLog(log.db, log.files, largest);
  await log.signer.remember(largest);
  return recovery;
}

test('an older database is brought up to what was signed, and the log goes on', async () => {
  await log.queue(300);
  await log.drain();
  const waiting = await log.queue(4);
  await log.queue(2);
  await log.drain();
  const signed = await log.checkpoint();
  await restoreTo(301, waiting);
  await expect(lead()).rejects.toMatchObject({ code: 'signer-ahead' });
  expect(await recover()).toEqual({ from: 301n, to: 308n, recognised: 4 });
  await lead();
  await log.queue(1);
  await log.drain();
  const head = await log.checkpoint();
  expect(head.size).toBeGreaterThan(signed.size);
  const entries = await readLoggedEntries(log.files, head);
  expect(entries.filter((entry) => entry.includes('"recovered"'))).toHaveLength(1);
  expect(new Set(entries).size).toBe(entries.length);
  expect(await recover()).toMatchObject({ from: head.size, to: head.size });
});

test('without the bundles it says what is lost, and changes nothing', async () => {
  await log.queue(10);
  await log.drain();
  await log.queue(10);
  await log.drain();
  await restoreTo(11);
  await rm(log.tree, { recursive: true });
  await expect(recover()).rejects.toMatchObject({ code: 'entries-lost' });
  await expect(lead()).rejects.toMatchObject({ code: 'signer-ahead' });
});

test('bundles that were altered, or another database, are not taken for this log', async () => {
  await log.queue(10);
  await log.drain();
  await log.queue(10);
  await log.drain();
  await restoreTo(11);
  const other = await openTestLog();
  try {
    await other.queue(5);
    await other.drain();
    await expect(
      recoverLog(other.db, log.files, (await log.signer.last()) ?? { size: 0n, root: Buffer.of() }),
    ).rejects.toMatchObject({ code: 'tree-contradicted' });
    await other.queue(30);
    await other.drain();
    await expect(
      recoverLog(log.db, other.files, (await log.signer.last()) ?? { size: 0n, root: Buffer.of() }),
    ).rejects.toMatchObject({ name: 'LogError' });
  } finally {
    await other.close();
  }
  const { count } = await log.db
    .selectFrom('log_entry')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow();
  expect(Number(count)).toBe(11);
});

test('a signer whose memory is gone signs nothing until it was told', async () => {
  await log.queue(3);
  await log.drain();
  await log.signer.close();
  await rm(join(log.keys, 'last-signed'));
  await log.restart();
  await expect(lead()).rejects.toMatchObject({ code: 'signer-forgot' });
  await recover();
  await lead();
  expect((await log.signer.last())?.size).toBe(4n);
  await writeFile(join(log.keys, 'note'), '');
});

test('of two signatures at once for contradictory trees one is refused', async () => {
  await log.queue(3);
  await log.drain();
  const head = await log.checkpoint();
  const [a, b] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const lying = () => Promise.resolve([head.root]);
  const results = await Promise.allSettled([
    log.signer.sign({ size: head.size, root: a }, lying),
    log.signer.sign({ size: head.size, root: head.root }, lying),
    log.signer.sign({ size: head.size, root: b }, lying),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
});

test('a copy begins a new log that names the old one', async () => {
  await log.queue(3);
  await log.drain();
  const old = await log.checkpoint();
  await log.signer.close();
  await rm(log.keys, { recursive: true });
  await rm(log.tree, { recursive: true });
  const text = `${old.origin}\n${old.size}\n${Buffer.from(old.root).toString('base64')}\n`;
  await log.db.transaction().execute((tx) => beginAnew(tx, text));
  await log.restart();
  await lead();
  await log.queue(1);
  await log.drain();
  const head = await log.checkpoint();
  expect(head.origin).not.toBe(old.origin);
  const [first] = await readLoggedEntries(log.files, head);
  expect(first).toContain('"copied"');
  const { fields } = await log.db
    .selectFrom('log_entry')
    .select('fields')
    .where('place', '=', '0')
    .executeTakeFirstOrThrow();
  expect(fields).toMatchObject({ origin: old.origin, size: '4' });
});
