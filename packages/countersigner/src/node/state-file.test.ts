import { mkdtemp, readFile, rm, stat, appendFile, chmod, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatVkey, noteKey, signatureTypes } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { openState, readState } from '../node.ts';

let folder: string;
let path: string;
const publicKey = Buffer.from(
  'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  'hex',
);
const log = formatVkey(noteKey(node, 'log.example', signatureTypes.ed25519, publicKey));
const tree = (size: bigint) => ({
  size,
  root: new Uint8Array(32).fill(Number(size)),
  note: `n ${size}\n`,
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersigner-'));
  path = join(folder, 'state');
});

afterEach(() => rm(folder, { recursive: true }));

test('keeps key, logs and what it saw, for its owner only', async () => {
  const first = await openState(path, 'example.org/countersigner');
  await first.addLog(log);
  await first.addLog(log);
  expect(await first.replace('log.example', 0n, tree(3n))).toBe(true);
  expect(await first.replace('log.example', 3n, tree(9n))).toBe(true);
  await first.close();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const again = await openState(path, 'another');
  expect(again.pair.key).toEqual(first.pair.key);
  expect(again.logs.map(formatVkey)).toEqual([log]);
  expect(await again.read('log.example')).toEqual(tree(9n));
  expect(await again.read('other.example')).toBeUndefined();
  await again.close();
});

test('of simultaneous requests one wins, and many logs share their writes', async () => {
  const state = await openState(path);
  const won = await Promise.all([3n, 4n, 5n].map((size) => state.replace('a', 0n, tree(size))));
  expect(won.filter(Boolean)).toHaveLength(1);
  await Promise.all(
    Array.from({ length: 200 }, (_, at) => state.replace(`log ${at}`, 0n, tree(7n))),
  );
  await state.close();
  const read = await readState(path);
  for (let at = 0; at < 200; at += 1) expect(await read?.read(`log ${at}`)).toEqual(tree(7n));
});

test('two who show the same tree at once are both right', async () => {
  const state = await openState(path);
  expect(await state.replace('a', 0n, tree(7n))).toBe(true);
  const both = await Promise.all([7n, 7n].map((size) => state.replace('a', 7n, tree(size))));
  expect(both).toEqual([true, true]);
  await state.close();
});

test('a second process is refused while the first has it', async () => {
  const state = await openState(path);
  await expect(openState(path)).rejects.toMatchObject({ code: 'state-held' });
  await state.close();
  await (await openState(path)).close();
});

test('a torn last line counts for nothing, a damaged file is refused and left as it is', async () => {
  const state = await openState(path);
  await state.replace('a', 0n, tree(3n));
  await state.close();
  await appendFile(path, 'seen YQ== 9 AAAA');
  const torn = await openState(path);
  expect(await torn.read('a')).toEqual(tree(3n));
  await torn.replace('a', 3n, tree(4n));
  await torn.close();
  expect(await (await readState(path))?.read('a')).toEqual(tree(4n));
  await appendFile(path, 'nonsense\n');
  const damaged = await readFile(path, 'utf8');
  await expect(openState(path)).rejects.toMatchObject({ code: 'key-damaged' });
  expect(await readFile(path, 'utf8')).toBe(damaged);
  await writeFile(path, '');
  await expect(openState(path)).rejects.toMatchObject({ code: 'key-damaged' });
});

test('a state that others can read is refused', async () => {
  await (await openState(path)).close();
  await chmod(path, 0o640);
  await expect(openState(path)).rejects.toMatchObject({ code: 'key-exposed' });
});

test('a file that grows is written anew, with all that was acknowledged', async () => {
  const opened = await openState(path);
  await opened.addLog(log);
  const origin = 'log.example';
  // What a log shows in a day, in few large notes.
  const note = `${'x'.repeat(300_000)}\n`;
  for (let size = 1n; size <= 30n; size += 1n) {
    expect(await opened.replace(origin, size - 1n, { size, root: new Uint8Array(32), note })).toBe(
      true,
    );
  }
  expect((await stat(path)).size).toBeLessThan(6_000_000);
  await opened.close();
  const again = await openState(path);
  expect(await again.read(origin)).toMatchObject({ size: 30n, note });
  expect(again.logs).toHaveLength(1);
  await again.close();
});
