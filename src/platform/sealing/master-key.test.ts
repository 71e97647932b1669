import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addKey, dropOlderKeys, KeyFileError, loadOrCreateKeyRing } from './index.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'master-key-'));
  path = join(folder, 'keys', 'master.key');
});

afterEach(() => rm(folder, { recursive: true }));

test('makes a key for its owner only, and reads the same one again', async () => {
  const made = await loadOrCreateKeyRing(path);
  expect(made.current.key).toHaveLength(32);
  expect(made.older).toEqual([]);
  expect(await loadOrCreateKeyRing(path)).toEqual(made);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});

test('callers that race within one process end with one key', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, () => loadOrCreateKeyRing(path)));
  expect(new Set(keys.map(({ current }) => current.id)).size).toBe(1);
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});

test('processes that race end with one key', async () => {
  const script = `
    import { loadOrCreateKeyRing } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
    process.stdin.once('data', async () => {
      console.log((await loadOrCreateKeyRing(${JSON.stringify(path)})).current.id);
      process.exit(0);
    });
    console.log('ready');`;
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--input-type=module-typescript', '-e', script]),
  );
  const ready = children.map(
    (child) =>
      new Promise<string>((resolve) => child.stdout.once('data', (d) => resolve(String(d)))),
  );
  await Promise.all(ready);
  const answers = children.map((child) => text(child.stdout));
  for (const child of children) child.stdin.write('go\n');
  const keys = await Promise.all(answers);
  expect(new Set(keys).size).toBe(1);
  expect(keys[0]).toMatch(/^[0-9a-f]{16}\n$/u);
}, 20_000);

test.each([0o640, 0o604, 0o620, 0o660])(
  'refuses a file with mode %o and says what to do',
  async (mode) => {
    await loadOrCreateKeyRing(path);
    await chmod(path, mode);
    await expect(loadOrCreateKeyRing(path)).rejects.toMatchObject({
      code: 'key-file-exposed',
      message: expect.stringContaining(`chmod 600 '${path}'`),
    });
  },
);

test('refuses a cut, empty or foreign file, and leaves it as it is', async () => {
  await loadOrCreateKeyRing(path);
  const whole = await readFile(path, 'utf8');
  for (const damaged of [
    whole.slice(0, -6),
    '',
    'password',
    `${whole}x`,
    `${whole}\n`,
    whole + whole,
    whole.toUpperCase(),
  ]) {
    await writeFile(path, damaged);
    await expect(loadOrCreateKeyRing(path)).rejects.toMatchObject({ code: 'key-file-damaged' });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  }
});

test('refuses a folder in its place', async () => {
  await expect(loadOrCreateKeyRing(folder)).rejects.toBeInstanceOf(KeyFileError);
});

test('a new key becomes the current one, the others stay until they are dropped', async () => {
  const first = await loadOrCreateKeyRing(path);
  const second = await addKey(path);
  expect(second.older).toEqual([first.current]);
  const third = await addKey(path);
  expect(await loadOrCreateKeyRing(path)).toEqual(third);
  expect(third.older).toEqual([second.current, first.current]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await dropOlderKeys(path)).toEqual({ current: third.current, older: [] });
  expect(await loadOrCreateKeyRing(path)).toEqual({ current: third.current, older: [] });
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});
