import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeyFileError, loadOrCreateMasterKey } from './index.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'master-key-'));
  path = join(folder, 'keys', 'master.key');
});

afterEach(() => rm(folder, { recursive: true }));

test('makes a key for its owner only, and reads the same one again', async () => {
  const made = await loadOrCreateMasterKey(path);
  expect(made).toHaveLength(32);
  expect(await loadOrCreateMasterKey(path)).toEqual(made);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});

test('callers that race within one process end with one key', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, () => loadOrCreateMasterKey(path)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  expect(await readdir(join(folder, 'keys'))).toEqual(['master.key']);
});

test('processes that race end with one key', async () => {
  const script = `
    import { loadOrCreateMasterKey } from ${JSON.stringify(import.meta.resolve('./index.ts'))};
    process.stdin.once('data', async () => {
      console.log(Buffer.from(await loadOrCreateMasterKey(${JSON.stringify(path)})).toString('hex'));
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
  expect(keys[0]).toMatch(/^[0-9a-f]{64}\n$/u);
}, 20_000);

test.each([0o640, 0o604, 0o620, 0o660])(
  'refuses a file with mode %o and says what to do',
  async (mode) => {
    await loadOrCreateMasterKey(path);
    await chmod(path, mode);
    await expect(loadOrCreateMasterKey(path)).rejects.toMatchObject({
      code: 'key-file-exposed',
      message: expect.stringContaining(`chmod 600 '${path}'`),
    });
  },
);

test('refuses a cut, empty or foreign file, and leaves it as it is', async () => {
  await loadOrCreateMasterKey(path);
  const whole = await readFile(path, 'utf8');
  for (const damaged of [whole.slice(0, -6), '', 'password', `${whole}x`, whole.toUpperCase()]) {
    await writeFile(path, damaged);
    await expect(loadOrCreateMasterKey(path)).rejects.toMatchObject({ code: 'key-file-damaged' });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  }
});

test('refuses a folder in its place', async () => {
  await expect(loadOrCreateMasterKey(folder)).rejects.toBeInstanceOf(KeyFileError);
});
