import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BlobKey } from '#platform/blobs';
import { addKey, findKeyRing, keysOf, type KeyRing } from '#platform/sealing';
import { readArchive } from '../../src/backup/archive/read-archive.ts';
import { writeArchive, type Written } from '../../src/backup/archive/write-archive.ts';
import { back, bring, makeInstance, type TestInstance } from './instances.ts';

const made: TestInstance[] = [];
/** A replacement of its key was broken off: one restricted file is under the old key, one under the new. */
let original: TestInstance;
let ring: KeyRing;
let files: readonly BlobKey[];
let clear: string;
const words = ['before the key was replaced', 'since'].map((text) => Buffer.from(text));

beforeAll(async () => {
  original = await make();
  const keys: BlobKey[] = [];
  for (const [index, content] of words.entries()) {
    if (index > 0) await addKey(original.keyFile);
    keys.push((await (await original.blobs()).put(content, { restricted: true })).key);
  }
  files = keys;
  ring = (await findKeyRing(original.keyFile)) ?? expect.fail('no keys');
  clear = path.join(original.dataDir, 'clear.backup');
  await back(original, clear);
});

afterAll(async () => {
  for (const instance of made) await instance.end();
});

async function make(): Promise<TestInstance> {
  const instance = await makeInstance();
  made.push(instance);
  return instance;
}

async function readAll(instance: TestInstance): Promise<Buffer[]> {
  const blobs = await instance.blobs();
  return Promise.all(
    files.map(async (key) => {
      const reading = await blobs.get(key);
      return reading === undefined ? expect.fail('not there') : buffer(reading.stream);
    }),
  );
}

async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

/** The backup in the clear with another header, and these bytes for keys. */
async function forge(
  name: string,
  change: (header: Record<string, unknown>) => Record<string, unknown>,
  keys: Uint8Array | undefined,
): Promise<string> {
  const whole = await readFile(clear);
  const members: Written[] = [];
  for await (const { member, pieces } of readArchive(each([whole]), whole.length)) {
    const content = await buffer(pieces);
    if (member.kind !== 'header') {
      members.push({ member, content });
      continue;
    }
    const header = JSON.parse(content.toString()) as Record<string, unknown>;
    members.push({ member, content: Buffer.from(`${JSON.stringify(change(header))}\n`) });
    if (keys !== undefined) members.push({ member: { kind: 'key' }, content: Buffer.from(keys) });
  }
  const place = path.join(original.dataDir, name);
  await writeFile(place, await buffer(writeArchive(each(members))));
  return place;
}

/** As backups were before keys could be replaced: of one key, and no word of others. */
function ofOneKey({ olderKeyMarks, ...header }: Record<string, unknown>): Record<string, unknown> {
  const [keyMark] = olderKeyMarks as readonly string[];
  return { ...header, keyMark };
}

test('an encrypted backup brings every key, and what is under each can be read again', async () => {
  expect(keysOf(ring)).toHaveLength(2);
  const identity = await generateX25519Identity();
  const sealed = path.join(original.dataDir, 'sealed.backup');
  await back(original, sealed, [await identityToRecipient(identity)]);
  const other = await make();
  // Keys of a first start guard nothing, and make way.
  await addKey(other.keyFile);
  await bring(other, sealed, { identity, withoutKey: false });
  expect(await findKeyRing(other.keyFile)).toEqual(ring);
  expect(await readFile(other.keyFile)).toEqual(await readFile(original.keyFile));
  expect(await readAll(other)).toEqual(words);
  expect(await readdir(other.dataDir)).toContain('master.key.before-restore');
});

test('one in the clear holds none of the keys and asks for all of them', async () => {
  const bytes = await readFile(clear);
  for (const { key } of keysOf(ring)) {
    for (const form of ['latin1', 'base64', 'base64url', 'hex'] as const) {
      const spelled = Buffer.from(Buffer.from(key).toString(form), 'latin1');
      expect(bytes.includes(spelled)).toBe(false);
    }
  }
  const lines = (await readFile(original.keyFile, 'utf8')).trimEnd().split('\n');
  const other = await make();
  for (const line of lines) {
    await writeFile(other.keyFile, `${line}\n`, { mode: 0o600 });
    await expect(bring(other, clear, { withoutKey: false })).rejects.toMatchObject({
      code: 'restore-key-other',
    });
  }
  // In whatever order, and beside others.
  await writeFile(other.keyFile, `${lines.toReversed().join('\n')}\n`, { mode: 0o600 });
  await addKey(other.keyFile);
  await bring(other, clear, { withoutKey: false });
  expect(await readAll(other)).toEqual(words);
});

test('a backup from before keys could be replaced is read as one of one key', async () => {
  const [old] = ring.older;
  const place = await forge('first.backup', ofOneKey, old?.key);
  const other = await make();
  await bring(other, place, { withoutKey: false });
  expect(await findKeyRing(other.keyFile)).toEqual({ current: old, older: [] });
});

test.each([
  ['one key of two', ([current]: readonly Uint8Array[]) => [current]],
  ['the other way round', ([current, older]: readonly Uint8Array[]) => [older, current]],
  ['the same twice', ([current]: readonly Uint8Array[]) => [current, current]],
  ['one more', (keys: readonly Uint8Array[]) => [...keys, new Uint8Array(32)]],
  ['a cut one', (keys: readonly Uint8Array[]) => [...keys, new Uint8Array(5)]],
  ['nothing', () => []],
])('keys that are not those of the marks are refused: %s', async (name, change) => {
  const keys = change(keysOf(ring).map(({ key }) => key)).filter((key) => key !== undefined);
  const place = await forge(`${name}.backup`, (header) => header, Buffer.concat(keys));
  const other = await make();
  await expect(bring(other, place, { withoutKey: false })).rejects.toMatchObject({
    problems: [
      {
        code: 'backup-altered',
        params: { member: expect.stringMatching(/^master-key-/) as string },
      },
    ],
  });
  expect(await findKeyRing(other.keyFile)).toBeUndefined();
});
