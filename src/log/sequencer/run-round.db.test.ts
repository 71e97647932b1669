import { readdir, rename, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  parseRegisterProof,
  proveInRegister,
  registerProofToJson,
  verifyInRegister,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { enqueueEntries } from '../enqueue-entries.ts';
import { editionOf, openTestLog, readLoggedEntries, tamper, type TestLog } from '../log.fixture.ts';
import type { Signer } from '../signer/signer.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { proveEdition } from '../published-log.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { dropRegisterFiles } from './drop-register-files.ts';
import { digestLines, readBucketHashes, readBucketLines, readDigests } from './register-tables.ts';
import { newMemory, runRound } from './run-round.ts';

let log: TestLog;

beforeEach(async () => {
  log = await openTestLog();
});

afterEach(() => log.close());

test('what is queued is in the signed tree, in its order, and a register root after it', async () => {
  await log.queue(3);
  await log.drain();
  const first = await log.checkpoint();
  expect(first.size).toBe(4n);
  await log.queue(1);
  await log.drain();
  const second = await log.checkpoint();
  expect(second.size).toBe(6n);
  const kinds = (await readLoggedEntries(log.files, second)).map(
    (entry) => (JSON.parse(entry) as { kind: string }).kind,
  );
  const published = 'edition-published';
  expect(kinds).toEqual([published, published, published, 'register', published, 'register']);
  await log.drain();
  expect((await log.checkpoint()).size).toBe(6n);
});

test('grows over tile borders in many small rounds and some large ones', async () => {
  const memory = newMemory();
  let size = 0n;
  for (const count of [1, 254, 3, 700, 1, 65, 2_500]) {
    await log.queue(count);
    await log.drain(count % 2 === 0 ? memory : undefined);
    const head = await log.checkpoint();
    expect(head.size).toBeGreaterThan(size);
    size = head.size;
    await readLoggedEntries(log.files, head);
  }
  // Partial files of tiles that are full by now are gone.
  expect(await readdir(join(log.tree, 'tile', '0'))).not.toContain('000.p');
}, 60_000);

test('the register says what was published last, corrected and taken back', async () => {
  const [kept = '', corrected = '', removed = ''] = await log.queue(3);
  await log.drain();
  await log.db.transaction().execute((tx) =>
    enqueueEntries(tx, [
      // As they may come when two people act at once: the number decides, not the order.
      editionOf(corrected, 3),
      editionOf(corrected, 2),
      {
        kind: 'edition-removed',
        fields: { subject: removed, number: 1, 'reason-class': 'safety' },
      },
    ]),
  );
  await log.drain();
  const root = await log.db
    .selectFrom('log_checkpoint')
    .select('register_root')
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const says = async (id: string) => {
    const lines = await readBucketLines(log.db, Number.parseInt(id.slice(0, 2), 16));
    const proof = proveInRegister(node, id, lines, await readBucketHashes(log.db));
    const sent = parseRegisterProof(JSON.parse(JSON.stringify(registerProofToJson(proof))));
    return verifyInRegister(node, sent, root.register_root);
  };
  expect(await says(kept)).toMatchObject({ number: 1, hash: expect.anything() });
  expect(await says(corrected)).toMatchObject({ number: 3, hash: expect.anything() });
  expect(await says(removed)).toEqual({ id: removed, number: 1 });
  expect(await says('00000000-0000-4000-8000-000000000000')).toBeUndefined();
});

test('register files of what nobody is shown any more are removed, and those in use are not', async () => {
  const publishedRoots: string[] = [];
  let first = '';
  for (let round = 0; round < 4; round += 1) {
    // The bucket of the first is another one each time.
    const [subject = ''] = await log.queue(round === 0 ? 3 : 2);
    if (round === 0) first = subject;
    else {
      const next = editionOf(first, round + 1);
      await log.db.transaction().execute((tx) => enqueueEntries(tx, [next]));
    }
    await log.drain();
    await publishNewest(log.db);
    const head = await log.db
      .selectFrom('log_checkpoint')
      .select('register_root')
      .orderBy('size', 'desc')
      .executeTakeFirstOrThrow();
    publishedRoots.push(head.register_root.toString('hex'));
  }
  // Signed, and not published yet.
  const subjects = await log.queue(2);
  await log.drain();
  await tamper(log.db, async (tx) => {
    await sql`update log_checkpoint set published_at = published_at - interval '3 days'
      where size < 15`.execute(tx);
    await sql`update log_checkpoint set published_at = now() - interval '2 days'
      where size = 12`.execute(tx);
  });
  const before = await readdir(join(log.tree, 'register'));
  const lost = join(log.tree, 'register', publishedRoots[3] ?? '');
  await rename(lost, `${lost}.lost`);
  expect(await dropRegisterFiles(log.db, log.files)).toBe(0);
  await rename(`${lost}.lost`, lost);
  expect(await dropRegisterFiles(log.db, log.files)).toBeGreaterThan(2);
  const left = await readdir(join(log.tree, 'register'));
  expect(left).not.toContain(publishedRoots[0]);
  expect(left).not.toContain(publishedRoots[1]);
  expect(left).toContain(publishedRoots[2]);
  expect(left).toContain(publishedRoots[3]);
  expect(left).toHaveLength(before.length - 2);
  // What is published can be proven, and what comes next too.
  const [shown] = await log.db.selectFrom('register_line').select('subject').execute();
  await publishNewest(log.db);
  for (const subject of [...subjects, shown?.subject ?? '']) {
    expect(await proveEdition(log.db, log.files, subject)).toBeDefined();
  }
});

test('two sequencers at once give each entry one place', async () => {
  await log.queue(100);
  const parts = { db: log.db, files: log.files, signer: log.signer };
  await Promise.allSettled(Array.from({ length: 4 }, () => runRound(parts, newMemory())));
  await log.drain();
  const head = await log.checkpoint();
  const entries = await readLoggedEntries(log.files, head);
  expect(new Set(entries).size).toBe(entries.length);
  expect(entries.filter((entry) => entry.includes('edition-published'))).toHaveLength(100);
});

test('a round that fails at any step is finished by the next, and never signs twice', async () => {
  await log.queue(300);
  await log.drain();
  for (let step = 0; step < 9; step += 1) {
    await log.queue(5);
    const before = await log.signer.last();
    const failing = failAt(log, step);
    await runRound({ db: log.db, ...failing }, newMemory()).catch((error: unknown) => {
      expect(String(error)).toContain('broken here');
    });
    await log.restart();
    await log.drain();
    const head = await log.checkpoint();
    expect(head.size).toBeGreaterThan(before?.size ?? 0n);
    const waiting = await log.db
      .selectFrom('log_entry')
      .select('id')
      .where('place', 'is', null)
      .execute();
    expect(waiting).toEqual([]);
    await readLoggedEntries(log.files, head);
  }
});

// Fails at the given write of a file, or at the signature before or after it was noted.
function failAt({ files, signer }: TestLog, step: number): { files: TreeFiles; signer: Signer } {
  let writes = 0;
  const broken = new Error('broken here');
  return {
    files: {
      ...files,
      async write(all) {
        for (const file of all) {
          if (writes === step) throw broken;
          writes += 1;
          await files.write([file]);
        }
      },
    },
    signer: {
      ...signer,
      async sign(head, prove) {
        if (step % 3 === 0) throw broken;
        const note = await signer.sign(head, prove);
        if (step % 3 === 1) throw broken;
        return note;
      },
    },
  };
}

test('tiles that were lost or altered are written again from the database', async () => {
  await log.queue(700);
  await log.drain();
  await rm(log.tree, { recursive: true });
  await log.restart();
  await log.queue(1);
  await log.drain();
  await readLoggedEntries(log.files, await log.checkpoint());
  const partial = join(log.tree, 'tile', '0', '002.p');
  for (const name of await readdir(partial)) {
    const bytes = await readFile(join(partial, name));
    bytes[5] = (bytes[5] ?? 0) ^ 1;
    await writeFile(join(partial, name), bytes);
  }
  await log.restart();
  await log.queue(1);
  await log.drain();
  await readLoggedEntries(log.files, await log.checkpoint());
});

test('nothing is signed on an older database', async () => {
  await log.queue(10);
  await log.drain();
  const last = await log.signer.last();
  await tamper(log.db, async (db) => {
    await sql`delete from log_checkpoint`.execute(db);
    await sql`delete from log_entry where kind = 'register'`.execute(db);
    await sql`delete from log_entry where id > 6`.execute(db);
    await sql`update log_entry set place = null`.execute(db);
  });
  await expect(log.drain()).rejects.toMatchObject({ code: 'signer-ahead' });
  expect(await log.signer.last()).toEqual(last);
});

test('nothing is signed on a database whose entries were altered', async () => {
  await log.queue(10);
  await log.drain();
  await tamper(log.db, async (db) => {
    await sql`update log_entry set commitment = sha256('x') where place = 3`.execute(db);
  });
  await log.queue(1);
  await rm(log.tree, { recursive: true });
  await log.restart();
  await expect(log.drain()).rejects.toMatchObject({ code: 'signer-contradicted' });
});

test('a row of the last bundle that was altered is noticed by whoever wrote that bundle', async () => {
  const memory = newMemory();
  await log.queue(10);
  await log.drain(memory);
  const before = await log.checkpoint();
  await tamper(log.db, async (db) => {
    await sql`update log_entry set commitment = sha256('x') where place = 3`.execute(db);
  });
  await log.queue(1);
  await expect(log.drain(memory)).rejects.toMatchObject({ code: 'signer-contradicted' });
  expect(await log.checkpoint()).toEqual(before);
  await expect(log.drain(memory)).rejects.toMatchObject({ code: 'signer-contradicted' });
});

test('a row of the last bundle that is gone is noticed too', async () => {
  const memory = newMemory();
  await log.queue(10);
  await log.drain(memory);
  await tamper(log.db, async (db) => {
    await sql`delete from log_entry where place = 3`.execute(db);
  });
  await log.queue(1);
  await expect(log.drain(memory)).rejects.toMatchObject({ code: 'tree-contradicted' });
});

test('a line of the register that was altered is noticed by whoever remembers its bucket', async () => {
  const memory = newMemory();
  const [first = '', second = ''] = await log.queue(2);
  await log.drain(memory);
  // Taken back: its line has no hash.
  const removal = { subject: second, number: 1, 'reason-class': 'safety' } as const;
  await log.db
    .transaction()
    .execute((tx) => enqueueEntries(tx, [{ kind: 'edition-removed', fields: removal }]));
  await log.drain(memory);
  for (const id of [first, second]) {
    const bucket = Number.parseInt(id.slice(0, 2), 16);
    expect((await readDigests(log.db, [bucket])).get(bucket)).toEqual(
      Buffer.from(digestLines(await readBucketLines(log.db, bucket))),
    );
  }
  await sql`update register_line set number = 7 where subject = ${first}`.execute(log.db);
  await log.db.transaction().execute((tx) => enqueueEntries(tx, [editionOf(first, 8)]));
  await expect(log.drain(memory)).rejects.toMatchObject({ code: 'register-contradicted' });
});

test('a round that is told of what is not there changes nothing', async () => {
  const parts = { db: log.db, files: log.files, signer: log.signer };
  const memory = newMemory();
  expect(await runRound(parts, memory, true)).toBeUndefined();
  await log.queue(1);
  expect(await runRound(parts, memory, true)).toMatchObject({ placed: 2, more: false });
  expect(await runRound(parts, memory, true)).toBeUndefined();
  expect((await log.checkpoint()).size).toBe(2n);
});

test('nothing is signed when the whole database was made to agree with another past', async () => {
  await log.queue(10);
  await log.drain();
  await tamper(log.db, async (db) => {
    await sql`update log_entry set commitment = sha256('x') where place = 3`.execute(db);
    await sql`delete from log_checkpoint`.execute(db);
    await sql`delete from log_entry where kind = 'register'`.execute(db);
    await sql`update log_entry set place = null`.execute(db);
  });
  await log.queue(5);
  await rm(log.tree, { recursive: true });
  await log.restart();
  await expect(log.drain()).rejects.toMatchObject({ code: 'signer-contradicted' });
});

test('a torn last line of what was signed counts for nothing, a damaged one stops the log', async () => {
  await log.queue(2);
  await log.drain();
  await log.signer.close();
  const path = join(log.keys, 'last-signed');
  const whole = await readFile(path, 'latin1');
  await writeFile(path, `${whole}9999 AAAA`);
  await log.restart();
  await log.queue(2);
  await log.drain();
  expect((await log.checkpoint()).size).toBe(6n);
  // The very first line can be torn too.
  await log.signer.close();
  await rm(path);
  await writeFile(path, '6 AB');
  await log.restart();
  await log.signer.remember({ size: 6n, root: (await log.checkpoint()).root });
  await log.restart();
  expect((await log.signer.last())?.size).toBe(6n);
  await log.signer.close();
  await writeFile(path, 'nonsense\n');
  await expect(log.restart()).rejects.toMatchObject({ code: 'last-signed-damaged' });
  await truncate(path, 0);
  await log.restart();
});
