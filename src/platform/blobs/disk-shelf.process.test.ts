import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBlobStore, openDiskShelf, parseBlobKey } from './index.ts';

const face = JSON.stringify(import.meta.resolve('./index.ts'));
const module = ['--input-type=module-typescript', '-e'];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a process killed while it writes leaves no half blob and loses none it acknowledged', async () => {
  const root = join(folder, 'blobs');
  const script = `
    import { randomBytes } from 'node:crypto';
    import { createBlobStore, openDiskShelf } from ${face};
    const store = createBlobStore(await openDiskShelf(${JSON.stringify(root)}), new Uint8Array(32));
    for (let count = 0; ; count += 1) {
      const put = await store.put(randomBytes(count % 9 * 50_000), { restricted: count % 2 === 0 });
      process.stdout.write(put.key + '\\n');
    }`;
  const acknowledged: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const child = spawn(process.execPath, [...module, script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let heard = 0;
    for await (const line of createInterface(child.stdout)) {
      // A last line may itself be cut by the kill.
      if (line.length >= 70) acknowledged.push(line);
      heard += 1;
      // At another place in the writing each round: right after the n-th answer.
      if (heard === 3 + round * 4) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
  }
  const store = createBlobStore(await openDiskShelf(root), new Uint8Array(32));
  expect(await readdir(join(root, 'drafts'))).toEqual([]);
  for await (const key of store.list()) expect(await store.check(key)).toBe('intact');
  expect(acknowledged.length).toBeGreaterThan(100);
  for (const key of acknowledged) expect(await store.has(parseBlobKey(key))).toBe(true);
});

const canMount =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;

test.skipIf(!canMount)(
  'a disk that really is full is told as such and leaves nothing',
  async () => {
    const script = `
    import { mkdir, readdir } from 'node:fs/promises';
    import { createBlobStore, openDiskShelf } from ${face};
    const root = ${JSON.stringify(folder)};
    const store = createBlobStore(await openDiskShelf(root), new Uint8Array(32));
    const { key } = await store.put(new Uint8Array(100_000));
    const codes = [];
    for (const restricted of [true, false]) {
      await store.put(new Uint8Array(3_000_000).fill(1), { restricted }).catch((error) => codes.push(error.code));
    }
    await store.put(new Uint8Array(100_000).fill(2));
    const drafts = await readdir(root + '/drafts');
    console.log(JSON.stringify({ codes, drafts, state: await store.check(key) }));`;
    const mounted = 'mount -t tmpfs -o size=1m tmpfs "$1" && shift && exec "$@"';
    const child = spawn('unshare', [
      ...['-rm', 'sh', '-c', mounted, 'sh', folder],
      ...[process.execPath, ...module, script],
    ]);
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(complained).toBe('');
    expect(JSON.parse(said)).toEqual({
      codes: ['blob-full', 'blob-full'],
      drafts: [],
      state: 'intact',
    });
  },
);
