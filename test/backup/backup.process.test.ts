import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  watch,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataHolder } from '#platform/postgres';
import { begin, countersign } from '../process/countersign.ts';

const program = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
let home: string;
let dataDir: string;

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'countersign whole '));
  dataDir = path.join(home, 'the data');
  expect((await begin(dataDir, ['sample']).ended).code).toBe(0);
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

const at = (name: string) => path.join(home, name);

test('one command backs up, one brings back: encrypted, into a fresh embedded database', async () => {
  const identity = await generateX25519Identity();
  writeFileSync(at('key.txt'), `# created today\n${identity}\n`);
  writeFileSync(at('recipients.txt'), `# the board\n${await identityToRecipient(identity)}\n`);
  const taken = await countersign(dataDir, [
    ...['backup', at('one.age'), '--recipients', at('recipients.txt'), '--json'],
  ]);
  expect(taken).toMatchObject({ code: 0 });
  expect(taken.values()).toMatchObject([{ encrypted: true, holdsMasterKey: true, damaged: [] }]);
  expect(taken.stderr).toContain('100 %');

  const other = at('other');
  const closed = await countersign(other, ['restore', at('one.age'), '--move', '--json']);
  expect(closed.code).toBe(3);
  expect(closed.values()).toMatchObject([{ problems: [{ code: 'backup-encrypted' }] }]);
  const brought = await countersign(other, [
    ...['restore', at('one.age'), '--move', '--identity', at('key.txt')],
  ]);
  expect(brought).toMatchObject({ code: 0 });
  expect(brought.stdout).toContain('never start the old place again');
  expect(readFileSync(path.join(other, 'master.key'))).toEqual(
    readFileSync(path.join(dataDir, 'master.key')),
  );
  expect((await countersign(other, ['record', 'check', '--json'])).values()).toMatchObject([
    { differing: [] },
  ]);
  expect((await countersign(other, ['restore', at('one.age'), '--copy'])).code).toBe(3);
  expect(dataHolder(other)).toBeUndefined();
});

test.each([
  [['restore', 'x'], 2, 'cli-move-or-copy'],
  [['restore', 'x', '--move', '--copy'], 2, 'cli-move-or-copy'],
  [['restore', 'nowhere.backup', '--move'], 4, 'backup-file-missing'],
  [['restore', 'x', '--move', '--erasures', 'package.json'], 3, 'cli-erasures-bad'],
  [['backup', 'x', '--to', 'age1nobody'], 3, 'backup-recipient-bad'],
  [['backup', 'x', '--recipients', 'nowhere.txt'], 4, 'file-not-found'],
])('%j ends with %i', async (args, code, problem) => {
  const { code: exit, ...told } = await countersign(at('fresh'), [...args, '--json']);
  expect(exit).toBe(code);
  expect(told.values()).toMatchObject([{ problems: [{ code: problem }] }]);
});

test('Ctrl-C leaves nothing, and kill -9 no file of that name', async () => {
  // A blob of holes that takes seconds to read: the signal always comes in the middle.
  const large = path.join(dataDir, 'blobs/aa/aa', 'a'.repeat(64));
  mkdirSync(path.dirname(large), { recursive: true });
  writeFileSync(large, '');
  truncateSync(large, 8 * 1024 ** 3);
  const folder = at('out');
  mkdirSync(folder);
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const watcher = watch(folder);
    const begun = once(watcher, 'change');
    const child = spawn(process.execPath, [program, 'backup', path.join(folder, 'b.backup')], {
      env: { ...process.env, COUNTERSIGN_DATA: dataDir },
      stdio: 'ignore',
    });
    await begun;
    watcher.close();
    child.kill(signal);
    await once(child, 'exit');
    const left = readdirSync(folder);
    expect(left).not.toContain('b.backup');
    if (signal === 'SIGINT') expect(left).toEqual([]);
  }
  rmSync(large);
  const again = await countersign(dataDir, ['backup', path.join(folder, 'b.backup')]);
  expect(again.code).toBe(0);
});

const canMount =
  spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', os.tmpdir()]).status === 0;

test.skipIf(!canMount)('a disk that is full is told as such and leaves nothing', async () => {
  const folder = at('small');
  mkdirSync(folder);
  const mounted =
    'mount -t tmpfs -o size=1m tmpfs "$1" && "$2" "$3" backup "$1/b.backup" --json; echo $?; ls -A "$1"';
  const child = spawn(
    'unshare',
    ['-rm', 'sh', '-c', mounted, 'sh', folder, process.execPath, program],
    { env: { ...process.env, COUNTERSIGN_DATA: dataDir } },
  );
  const said = await text(child.stdout);
  const [value = '', code, ...left] = said.trim().split('\n');
  expect(JSON.parse(value)).toMatchObject({ problems: [{ code: 'backup-no-room' }] });
  expect({ code, left }).toEqual({ code: '3', left: [] });
});
