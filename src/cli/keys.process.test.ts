import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount } from '#accounts';
import { parseBlobKey } from '#platform/blobs';
import { parseConfig } from '#platform/config';
import { openDatabase, type Db } from '#platform/database';
import { addKey, createSealer, deriveKey } from '#platform/sealing';
import { countersign as run } from '../../test/process/countersign.ts';
import { keep, type Keeper } from '../../test/process/keeper.ts';
import { accountSealer, loadKeyRing, masterKeyFile } from '../keys.ts';
import { openPreservedFiles } from '../preserved-files.ts';
import { rotating, unrotated } from './rotation-lock.ts';

const home = mkdtempSync(path.join(tmpdir(), 'countersign keys '));
const { config } = parseConfig({ COUNTERSIGN_DATA: home });
const secret = 'JBSWY3DPEHPK3PXP';
const content = Buffer.from('What the witness said.');
const copies = 5;
let keeper: Keeper;
let db: Db;
let close: () => Promise<void>;
let accountId: string;

beforeAll(async () => {
  // Not a server: a database that stays while commands come and go.
  keeper = await keep(home, [], 'keeper');
  const database = openDatabase(keeper.connection, () => {});
  ({ db } = database);
  close = () => database.close();
  await run(home, ['jobs', 'list']);
  const account = await db.transaction().execute((tx) =>
    createAccount(tx, {
      ...{ name: 'Ada', email: 'ada@example.org', roles: ['administrator'] },
      ...{ inTeam: true, locale: 'en' },
    }),
  );
  ({ accountId } = account);
  // As it was sealed before keys had ids.
  const { current } = await loadKeyRing(config);
  const sealer = createSealer(deriveKey(current.key, 'account secrets'));
  const sealed = sealer.seal(secret, `totp:${accountId}`);
  await db.insertInto('totp').values({ account_id: accountId, secret: sealed }).execute();
  const blobs = await openPreservedFiles(config);
  for (let index = 0; index < copies; index += 1) {
    const bytes = Buffer.concat([content, Buffer.from(String(index))]);
    const stored = await blobs.put(bytes, { restricted: index > 0 });
    await addCopy(stored.key, bytes, index > 0);
  }
});

afterAll(async () => {
  await close();
  await keeper.end('SIGTERM');
  rmSync(home, { recursive: true, force: true });
});

async function addCopy(blob_key: string, bytes: Buffer, restricted: boolean): Promise<void> {
  const source = await db
    .insertInto('source')
    .values({ title: 'A source', material: 'newspaper', scope_id: 2, created_by: accountId })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('copy')
    .values({
      ...{
        source_id: source.id,
        method: 'uploaded',
        media_type: 'text/plain',
        blob_key,
        restricted,
      },
      sha256: createHash('sha256').update(bytes).digest(),
      byte_length: bytes.length,
      obtained_by: accountId,
    })
    .execute();
}

/** Everything the instance must still be able to read, by the keys in the file now. */
async function readEverything(): Promise<void> {
  const ring = await loadKeyRing(config);
  const row = await db.selectFrom('totp').select('secret').executeTakeFirstOrThrow();
  const again = accountSealer(ring).reseal(row.secret ?? '', `totp:${accountId}`);
  expect(again).toContain(ring.current.id);
  const blobs = await openPreservedFiles(config, ring);
  const rows = await db.selectFrom('copy').select('blob_key').orderBy('id').execute();
  expect(rows).toHaveLength(copies);
  for (const [index, { blob_key: key }] of rows.entries()) {
    const reading = await blobs.get(parseBlobKey(key));
    const read = reading && (await buffer(reading.stream));
    expect(read?.toString()).toBe(`${content.toString()}${index}`);
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

const status = async () => {
  const ended = await run(home, ['keys', 'status', '--json']);
  const [value] = ended.values() as [
    { current: string; older: string[]; keys: { id: string; secrets: number; files: number }[] },
  ];
  return { code: ended.code, ...value };
};

test('status says what is under which key', async () => {
  const { current, older, keys } = await status();
  expect(older).toEqual([]);
  expect(keys).toEqual([
    { id: current, secrets: 0, files: copies - 1 },
    { id: 'unnamed', secrets: 1, files: 0 },
  ]);
});

test('rotating seals everything anew, forgets the old key, and puts no plain byte on the disk', async () => {
  const before = await status();
  const ended = await run(home, ['keys', 'rotate', '--json']);
  expect(ended.code).toBe(0);
  expect(ended.values()).toMatchObject([
    { done: true, secrets: 1, files: copies - 1, damaged: 0, leftovers: 0 },
  ]);
  const after = await status();
  expect(after.current).not.toBe(before.current);
  expect(after.keys).toEqual([{ id: after.current, secrets: 1, files: copies - 1 }]);
  await readEverything();
  const key = masterKeyFile(config);
  expect(statSync(key).mode & 0o777).toBe(0o600);
  expect(readFileSync(key, 'utf8').trimEnd().split('\n')).toHaveLength(1);
  const plain = filesUnder(config.blobsDir).filter((file) => readFileSync(file).includes(content));
  // The one copy that is not restricted.
  expect(plain).toHaveLength(1);
});

test('one that was broken off goes on where it was; until then everything can be read', async () => {
  // The new key made, one file done: what a kill leaves.
  const ring = await addKey(masterKeyFile(config));
  await readEverything();
  const blobs = await openPreservedFiles(config, ring);
  const bytes = Buffer.concat([content, Buffer.from('1')]);
  const stored = await blobs.put(bytes, { restricted: true });
  const [first] = await db
    .selectFrom('copy')
    .select(['id', 'blob_key'])
    .where('restricted', '=', true)
    .orderBy('id')
    .execute();
  await db
    .updateTable('copy')
    .set({ blob_key: stored.key })
    .where('id', '=', first?.id ?? '')
    .execute();
  const cut = await run(home, ['keys', 'rotate', '--json']);
  // The file that was replaced but not yet removed is told, and its key is not forgotten.
  expect(cut.code).toBe(5);
  expect(cut.values()).toMatchObject([{ done: false, files: copies - 2, leftovers: 1 }]);
  const rest = await run(home, ['keys', 'rotate', '--remove-leftovers', '--json']);
  expect(rest.values()).toMatchObject([{ done: true, secrets: 0, files: 0, leftovers: 0 }]);
  expect((await status()).current).toBe(ring.current.id);
  await readEverything();
});

test('a damaged file keeps the old key, and is mended by bringing the file back', async () => {
  const row = await db
    .selectFrom('copy')
    .select('blob_key')
    .where('restricted', '=', true)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  const file = path.join(config.blobsDir, row.blob_key);
  const whole = readFileSync(file);
  const broken = Buffer.from(whole);
  broken[broken.length - 1] = (broken[broken.length - 1] ?? 0) ^ 1;
  writeFileSync(file, broken);
  const partly = await run(home, ['keys', 'rotate', '--json']);
  expect(partly.code).toBe(5);
  expect(partly.values()).toMatchObject([{ done: false, damaged: 1 }]);
  expect((await loadKeyRing(config)).older).toHaveLength(1);
  writeFileSync(file, whole);
  expect((await run(home, ['keys', 'rotate'])).code).toBe(0);
  await readEverything();
});

test('files do not move while a backup is made, nor is one made while they do', async () => {
  const before = await loadKeyRing(config);
  const place = path.join(home, 'one.backup');
  const rotation = await unrotated(db, () => run(home, ['keys', 'rotate', '--json']));
  expect(rotation).toMatchObject({ code: 3 });
  expect(rotation.stdout).toContain('cli-rotation-runs');
  expect(await loadKeyRing(config)).toEqual(before);
  const backup = await rotating(db, () => run(home, ['backup', place, '--json']));
  expect(backup).toMatchObject({ code: 3 });
  expect(backup.stdout).toContain('cli-keys-move');
  expect(readdirSync(home).filter((name) => name.startsWith('one.backup'))).toEqual([]);
  // Two backups at once are none of each other's business.
  expect((await unrotated(db, () => run(home, ['backup', place]))).code).toBe(0);
  rmSync(place);
});

test('two at once are refused, and a server that runs keeps its key', async () => {
  const [one, two] = await Promise.all([
    run(home, ['keys', 'rotate']),
    run(home, ['keys', 'rotate']),
  ]);
  const codes = [one.code, two.code].toSorted((a, b) => (a ?? 0) - (b ?? 0));
  expect([
    [0, 0],
    [0, 3],
  ]).toContainEqual(codes);
  await readEverything();
  await close();
  await keeper.end('SIGTERM');
  keeper = await keep(home, [], 'server');
  const database = openDatabase(keeper.connection, () => {});
  ({ db } = database);
  close = () => database.close();
  const before = await loadKeyRing(config);
  const refused = await run(home, ['keys', 'rotate', '--json']);
  expect(refused).toMatchObject({ code: 3 });
  expect(refused.stdout).toContain('cli-server-runs');
  expect(await loadKeyRing(config)).toEqual(before);
});
