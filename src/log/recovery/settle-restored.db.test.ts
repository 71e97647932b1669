import { readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { canonicalJson, parseCheckpoint } from '@countersign/proof';
import type { Tx } from '#platform/database';
import { destroyOpenings } from '../destroy-openings.ts';
import { enqueueEntries } from '../enqueue-entries.ts';
import { editionOf, openTestLog, readLoggedEntries, type TestLog } from '../log.fixture.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { proveEdition, readOpening } from '../published-log.ts';
import { newestSigned } from '../sequencer/newest-signed.ts';
import { fileKeyKeeper } from '../signer/key-files.ts';
import { rotateKey } from '../succession/rotate-key.ts';
import { settleRestored } from './settle-restored.ts';

let log: TestLog;

beforeEach(async () => {
  log = await openTestLog();
});

afterEach(() => log.close());

async function settle(
  mode: string,
  enrol: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const checkpoint = (await newestSigned(log.db))?.note ?? null;
  await log.db
    .insertInto('setting')
    .values({ key: 'restored', value: JSON.stringify({ mode, checkpoint }) })
    .execute();
  await log.signer.close();
  try {
    await settleRestored({
      db: log.db,
      keysDir: log.keys,
      treeFolder: log.tree,
      keeper: fileKeyKeeper(log.keys),
      isElsewhere: false,
      nowMs: 7,
      enrol,
    });
  } finally {
    await log.restart();
  }
}

test('a moved instance goes on with its log', async () => {
  await log.queue(3);
  await log.drain();
  const before = await log.checkpoint();
  await settle('move');
  await log.queue(1);
  await log.drain();
  const after = await log.checkpoint();
  expect(after.origin).toBe(before.origin);
  expect(after.size).toBe(before.size + 2n);
});

test('a moved instance without its key is told to bring it', async () => {
  await log.queue(3);
  await log.drain();
  const keysDir = `${log.keys}-none`;
  const elsewhere = {
    ...{ db: log.db, keysDir, treeFolder: log.tree, nowMs: 7 },
    ...{ keeper: fileKeyKeeper(keysDir), isElsewhere: false },
  };
  const checkpoint = (await newestSigned(log.db))?.note;
  await log.db
    .insertInto('setting')
    .values({ key: 'restored', value: JSON.stringify({ mode: 'move', checkpoint }) })
    .execute();
  await expect(
    settleRestored({ ...elsewhere, enrol: () => Promise.resolve() }),
  ).rejects.toMatchObject({ code: 'key-not-brought' });
});

test('a copy begins a log of its own that names the old one, and puts the old one aside', async () => {
  await log.queue(3);
  await log.drain();
  const before = await log.checkpoint();
  const ours = ['countersigner.key', 'countersigned'];
  for (const name of ours) await writeFile(join(log.keys, name), 'x');
  const subject = '0a5f6c1e-64d5-4c4e-9a53-0f6f5f0c8f3b';
  await settle('copy', async (tx) => void (await enqueueEntries(tx, [editionOf(subject, 1)])));
  await log.drain();
  const after = await log.checkpoint();
  expect(after.origin).not.toBe(before.origin);
  const entries = await readLoggedEntries(log.files, after);
  expect(entries[0]).toContain('"copied"');
  expect((await readdir(log.folder)).toSorted()).toContain('log.retired-7');
  const left = await readdir(log.keys);
  expect(left).toContain('log.key.retired-7');
  for (const name of ours) {
    expect(left).toContain(`${name}.retired-7`);
    expect(left).not.toContain(name);
  }
  expect(
    parseCheckpoint(`${before.origin}\n4\n${Buffer.from(before.root).toString('base64')}\n`),
  ).toBeDefined();
});

test('a moved instance whose key was being succeeded needs both of them', async () => {
  await log.queue(1);
  await log.drain();
  await rotateKey(log.db, fileKeyKeeper(log.keys));
  await log.drain();
  const [successor, away] = [join(log.keys, 'log-successor.key'), join(log.folder, 'away')];
  await rename(successor, away);
  await expect(settle('move')).rejects.toMatchObject({ code: 'key-not-brought' });
  await rename(away, successor);
  await log.db.deleteFrom('setting').where('key', '=', 'restored').execute();
  await settle('move');
  await log.queue(1);
  await log.drain();
  expect((await newestSigned(log.db))?.note.match(/\n\u2014/g)).toHaveLength(2);
});

test('a copy puts both keys aside, and begins with one of its own', async () => {
  await log.queue(1);
  await log.drain();
  const before = await log.checkpoint();
  await rotateKey(log.db, fileKeyKeeper(log.keys));
  await log.drain();
  await settle('copy');
  await log.drain();
  expect(await readdir(log.keys)).toEqual(
    expect.arrayContaining(['log.key', 'log.key.retired-7', 'log-successor.key.retired-7']),
  );
  expect((await log.checkpoint()).origin).not.toBe(before.origin);
  expect((await newestSigned(log.db))?.note.match(/\n\u2014/g)).toHaveLength(1);
});

test('a copy whose signer is on another machine needs a fresh key there', async () => {
  await log.queue(1);
  await log.drain();
  const verifier = log.signer.verifierKey;
  await log.db.insertInto('log_key').values({ verifier_key: verifier }).execute();
  await log.db
    .insertInto('setting')
    .values({ key: 'restored', value: JSON.stringify({ mode: 'copy', checkpoint: null }) })
    .execute();
  const options = {
    ...{ db: log.db, keysDir: `${log.keys}-none`, treeFolder: log.tree, nowMs: 7 },
    ...{ isElsewhere: true, enrol: () => Promise.resolve() },
  };
  await expect(
    settleRestored({ ...options, keeper: fileKeyKeeper(log.keys) }),
  ).rejects.toMatchObject({ code: 'signer-elsewhere' });
  expect(await readdir(log.folder)).toContain('log');
});

test('what the log says of somebody erased cannot be opened any more, and every other proof holds', async () => {
  const [erased = '', kept = ''] = await log.queue(2);
  await log.drain();
  await publishNewest(log.db);
  const { entry } = await log.db
    .selectFrom('log_entry')
    .select('entry')
    .where('subject', '=', erased)
    .executeTakeFirstOrThrow();
  expect(await readOpening(log.db, entry)).toBeDefined();
  await log.db.transaction().execute((tx) => destroyOpenings(tx, [erased]));
  expect(await readOpening(log.db, entry)).toBeUndefined();
  expect(await proveEdition(log.db, log.files, erased)).toBeUndefined();
  expect(await proveEdition(log.db, log.files, kept)).toBeDefined();
  const row = await log.db
    .selectFrom('log_entry')
    .selectAll()
    .where('entry', '=', entry)
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ fields: null, seed: null, subject: null, edition: null });
  const entries = await readLoggedEntries(log.files, await log.checkpoint());
  expect(entries.some((one) => one.includes(entry))).toBe(true);
  expect(canonicalJson(entries)).not.toContain(erased);
});
