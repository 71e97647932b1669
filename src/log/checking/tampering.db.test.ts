import { randomBytes } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  formatSignatureLines,
  formatVkey,
  hashBucket,
  noteKey,
  registerRoot,
  signatureTypes,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { enqueueEntries } from '../enqueue-entries.ts';
import { editionOf, openTestLog, tamper, type TestLog } from '../log.fixture.ts';
import { publishNewest } from '../publish-checkpoint.ts';
import { readBucketHashes, readBucketLines } from '../sequencer/register-tables.ts';
import { prepareLead } from '../sequencer/prepare-lead.ts';
import { checkLog } from './check-log.ts';

// docs/tampering.md has a line for each of these.

let log: TestLog;
let other: TestLog;
/** Published in the log. */
let subject: string;

beforeAll(async () => {
  other = await openTestLog();
  await begin(other, 3);
});
beforeEach(async () => {
  log = await openTestLog();
  subject = (await begin(log, 299))[0] ?? '';
});
afterEach(() => log.close());
afterAll(() => other.close());

/** A log that has signed and published; the last tile of 300 entries is a partial one. */
async function begin(one: TestLog, count: number): Promise<string[]> {
  await lead(one);
  const subjects = await one.queue(count);
  await one.drain();
  await publishNewest(one.db);
  return subjects;
}

const lead = ({ db, files, signer }: TestLog) =>
  prepareLead({ db, files, signer }, { timeoutMs: 1_000, nowMs: () => Date.now() });

async function checked(mend = false): Promise<string[]> {
  const { findings } = await checkLog(log.db, log.files, mend);
  return [...new Set(findings.map(({ code }) => code))];
}

/** What a process says that starts now and has another edition of the subject to log. */
async function restarted(): Promise<string | undefined> {
  const before = (await log.signer.last())?.size;
  try {
    await log.restart();
    await lead(log);
    await log.db.transaction().execute((tx) => enqueueEntries(tx, [editionOf(subject, 2)]));
    await log.drain();
    return undefined;
  } catch (error) {
    // Nothing more was signed.
    expect((await signedSize()) ?? before).toBe(before);
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

async function signedSize(): Promise<bigint | undefined> {
  const row = await log.db
    .selectFrom('log_checkpoint')
    .select('size')
    .where('note', 'is not', null)
    .orderBy('size', 'desc')
    .executeTakeFirst();
  return row === undefined ? undefined : BigInt(row.size);
}

const rows = (statement: string) => () =>
  tamper(log.db, async (tx) => {
    await sql.raw(statement.replaceAll('SUBJECT', subject)).execute(tx);
  });

async function flip(path: string, at = 40): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

const inTree = (path: string) => join(log.tree, path);

async function registerFile(): Promise<string> {
  const names = await readdir(inTree('register/bucket'));
  return inTree(join('register/bucket', names[0] ?? ''));
}

/** Lines, buckets and the checkpoint's root made to agree with each other. */
async function alterRegisterWhole(): Promise<void> {
  await tamper(log.db, async (tx) => {
    await sql`update register_line set hash = sha256('x') where subject = ${subject}`.execute(tx);
    const bucket = Number.parseInt(subject.slice(0, 2), 16);
    const hash = Buffer.from(hashBucket(node, await readBucketLines(tx, bucket)));
    await sql`update register_bucket set hash = ${hash} where bucket = ${bucket}`.execute(tx);
    const root = Buffer.from(registerRoot(node, await readBucketHashes(tx)));
    await sql`update log_checkpoint set register_root = ${root}`.execute(tx);
  });
}

/** The row of a signature that a countersigner of ours never made. */
async function addFalseCosignature(): Promise<void> {
  const key = noteKey(node, 'w.example', signatureTypes.cosignature, randomBytes(32));
  const verifierKey = formatVkey(key);
  const signature = { name: key.name, keyId: key.keyId, signature: new Uint8Array(72) };
  const line = formatSignatureLines([signature]);
  const known = { verifier_key: verifierKey, name: 'w' };
  await log.db
    .insertInto('log_countersigner')
    .values({ ...known, url: 'http://127.0.0.1:1' })
    .execute();
  const row = { ...known, size: '300', cosigned_at: new Date(), line };
  await log.db.insertInto('log_cosignature').values(row).execute();
}

const altered = "set commitment = sha256('x')";

test.each<[string, () => Promise<unknown>, string[], string | undefined]>([
  [
    'an entry of a full bundle',
    rows(`update log_entry ${altered} where place = 3`),
    ['opening-altered', 'entry-altered'],
    undefined,
  ],
  [
    'an entry of the last bundle',
    rows(`update log_entry ${altered} where place = 290`),
    ['opening-altered', 'entry-altered'],
    'signer-contradicted',
  ],
  [
    'two entries changed places',
    rows(`update log_entry set place = place + 1000 where place in (270, 271);
      update log_entry set place = (1270 + 271) - place where place in (1270, 1271)`),
    ['entry-altered'],
    'signer-contradicted',
  ],
  [
    'an entry that is gone',
    rows('delete from log_entry where place = 5'),
    ['entry-missing'],
    undefined,
  ],
  [
    'the last entry that is gone',
    rows('delete from log_entry where place = 299'),
    ['entry-missing'],
    'tree-contradicted',
  ],
  [
    'what an entry says',
    rows(`update log_entry set fields = fields || '{"number": 7}' where place = 3`),
    ['opening-altered'],
    undefined,
  ],
  [
    'the seed of an entry',
    rows(`update log_entry set seed = sha256('x') where place = 3`),
    ['opening-altered'],
    undefined,
  ],
  [
    'a line of the register',
    rows(`update register_line set hash = sha256('x') where subject = 'SUBJECT'`),
    ['register-altered'],
    'register-contradicted',
  ],
  [
    'a line that is gone',
    rows(`delete from register_line where subject = 'SUBJECT'`),
    ['register-altered'],
    'register-contradicted',
  ],
  [
    'a line taken back',
    rows(`update register_line set hash = null where subject = 'SUBJECT'`),
    ['register-altered'],
    'register-contradicted',
  ],
  [
    'a bucket of the register',
    rows(
      `update register_bucket set hash = sha256('x') where bucket = (select min(bucket) from register_bucket)`,
    ),
    ['register-altered'],
    'register-contradicted',
  ],
  [
    'the whole register',
    alterRegisterWhole,
    ['register-altered', 'register-file'],
    'register-contradicted',
  ],
  [
    'the checkpoint’s note',
    rows(`update log_checkpoint set note = replace(note, E'\\n300\\n', E'\\n299\\n')`),
    ['checkpoint-altered'],
    'checkpoint-altered',
  ],
  [
    'the note of another log',
    async () => {
      const note = (
        await other.db.selectFrom('log_checkpoint').select('note').executeTakeFirstOrThrow()
      ).note;
      await tamper(
        log.db,
        async (tx) => void (await tx.updateTable('log_checkpoint').set({ note }).execute()),
      );
    },
    ['checkpoint-altered'],
    'checkpoint-altered',
  ],
  [
    'the checkpoint’s root',
    rows(`update log_checkpoint set root = sha256('x')`),
    [],
    'checkpoint-altered',
  ],
  [
    'the checkpoint’s frontier',
    rows(`update log_checkpoint set frontier[1] = sha256('x')`),
    [],
    'tree-contradicted',
  ],
  ['the newest checkpoint that is gone', rows('delete from log_checkpoint'), [], 'signer-ahead'],
  [
    'the log’s key in the database',
    rows(`update log_key set verifier_key = 'x' || verifier_key`),
    ['checkpoint-altered'],
    'key-unknown',
  ],
  ['a cosignature that nobody made', addFalseCosignature, ['cosignature-altered'], undefined],
])('rows: %s', async (_what, change, found, stops) => {
  await change();
  expect(await checked()).toEqual(found);
  expect(await restarted()).toBe(stops);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['a tile that is altered', () => flip(inTree('tile/0/000')), 'tree-file'],
  ['a tile that is gone', () => rm(inTree('tile/0/000')), 'tree-file'],
  ['a partial tile that is altered', () => flip(inTree('tile/0/001.p/44')), 'tree-file'],
  ['a bundle that is altered', () => flip(inTree('tile/entries/000')), 'tree-file'],
  ['a partial bundle that is gone', () => rm(inTree('tile/entries/001.p/44')), 'tree-file'],
  [
    'a file of the register that is altered',
    async () => flip(await registerFile()),
    'register-file',
  ],
  ['a file of the register that is gone', async () => rm(await registerFile()), 'register-file'],
  [
    'the folder of another log',
    async () => {
      await rm(log.tree, { recursive: true });
      await cp(other.tree, log.tree, { recursive: true });
    },
    'tree-file',
  ],
  ['no folder at all', () => rm(log.tree, { recursive: true }), 'tree-file'],
])('files: %s', async (_what, change, found) => {
  await change();
  expect(await checked()).toContain(found);
  // The log goes on, and what readers get is written again from the rows.
  expect(await restarted()).toBeUndefined();
  await checked(true);
  expect(await checked()).toEqual([]);
});

const inKeys = (name: string) => join(log.keys, name);

test.each<[string, () => Promise<unknown>, string]>([
  ['the key that is gone', () => rm(inKeys('log.key')), 'key-unknown'],
  [
    'the key of another log',
    () => cp(join(other.keys, 'log.key'), inKeys('log.key')),
    'key-unknown',
  ],
  [
    'the whole folder of another log',
    async () => {
      for (const name of ['log.key', 'last-signed']) await cp(join(other.keys, name), inKeys(name));
    },
    'key-unknown',
  ],
  ['the memory that is gone', () => rm(inKeys('last-signed')), 'signer-forgot'],
  [
    'the memory of another log',
    () => cp(join(other.keys, 'last-signed'), inKeys('last-signed')),
    'signer-contradicted',
  ],
  [
    'a memory of more',
    () => writeFile(inKeys('last-signed'), `999 ${Buffer.alloc(32).toString('base64')}\n`),
    'signer-ahead',
  ],
  [
    'a memory that cannot be read',
    () => writeFile(inKeys('last-signed'), 'x\n'),
    'last-signed-damaged',
  ],
])('keys: %s', async (_what, change, code) => {
  await log.signer.close();
  await change();
  expect(await restarted()).toBe(code);
});
