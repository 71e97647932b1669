import {
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { nodeDisk, type SpoolDisk } from './spool-disk.ts';
import { countSpool } from './spool-folder.ts';
import { openSpool, type SpoolOptions } from './spool.ts';

let home: string;
let folder: string;
let identity: string;
let recipient: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-spool-'));
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});
afterAll(() => rm(home, { recursive: true, force: true }));
beforeEach(async () => {
  folder = join(await mkdtemp(join(home, 'one-')), 'spool');
});

const open = (options: Partial<SpoolOptions> = {}) => openSpool({ folder, recipient, ...options });
const text = (words: string) => Buffer.from(words);
const files = async () => (await readdir(folder)).filter((name) => name !== 'aside');

/** A disk that tells what is asked of it, and does it. */
function told(
  asked: string[],
  refuse: (what: string) => Error | undefined = () => undefined,
): SpoolDisk {
  const tell = (what: string) => {
    asked.push(what);
    const error = refuse(what);
    if (error !== undefined) throw error;
  };
  const endOf = (path: string) => path.replace(/^.*\./u, '.');
  return {
    async write(path, bytes) {
      tell(`write ${endOf(path)}`);
      await nodeDisk.write(path, bytes);
    },
    async rename(from, to) {
      tell(`rename ${endOf(from)} ${endOf(to)}`);
      await nodeDisk.rename(from, to);
    },
    async remove(path) {
      tell(`remove ${endOf(path)}`);
      await nodeDisk.remove(path);
    },
    async sync(path) {
      tell(path === folder ? 'sync' : 'sync elsewhere');
      await nodeDisk.sync(path);
    },
    makeFolder: (path) => nodeDisk.makeFolder(path),
  };
}

const failing = (code: string) => Object.assign(new Error(code), { code });

test('what was added waits for the next process, and opens', async () => {
  const spool = await open();
  for (const words of ['one', 'two', 'three']) await spool.add(text(words), words);
  const next = await open();
  const contents = [];
  for (const name of next.names()) contents.push(await next.open(name, identity));
  expect(contents.map((bytes) => Buffer.from(bytes ?? []).toString())).toEqual(
    expect.arrayContaining(['one', 'two', 'three']),
  );
  expect(spool.names()).toHaveLength(3);
});

test('the file is whole and durable before its name is, and its name before anybody is told', async () => {
  const asked: string[] = [];
  const spool = await open({ disk: told(asked) });
  asked.length = 0;
  await spool.add(text('one'), 'one');
  expect(asked).toEqual(['write .draft', 'rename .draft .age', 'sync']);
  asked.length = 0;
  await spool.remove(spool.names()[0] ?? '');
  expect(asked).toEqual(['remove .age', 'sync']);
  expect(spool.waiting()).toBe(0);
});

test('the folder tells nothing: random names, one size, no word of the content', async () => {
  const spool = await open();
  await spool.add(text('Ada'), 'Ada');
  await spool.add(text('A very much longer name, '.repeat(200)), 'long');
  const names = await files();
  expect(names.every((name) => /^[0-9a-f]{32}\.age$/u.test(name))).toBe(true);
  const stats = await Promise.all(names.map((name) => stat(join(folder, name))));
  expect(new Set(stats.map(({ size }) => size)).size).toBe(1);
  expect(stats.map(({ size }) => size <= 8_192)).toEqual([true, true]);
  expect(stats.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600]);
  for (const name of names) {
    expect((await readFile(join(folder, name))).includes('longer')).toBe(false);
  }
});

test('the same is kept once while it waits, also when the second click comes while the first is written', async () => {
  const spool = await open();
  await Promise.all([spool.add(text('one'), 'a'), spool.add(text('one again'), 'a')]);
  await spool.add(text('one more'), 'a');
  expect(spool.waiting()).toBe(1);
  await spool.remove(spool.names()[0] ?? '');
  await spool.add(text('anew'), 'a');
  expect(spool.waiting()).toBe(1);
});

test('number and bytes are bounded, for many at once and for the next process', async () => {
  const spool = await open({ mostRecords: 2 });
  const all = await Promise.allSettled(['1', '2', '3'].map((one) => spool.add(text(one), one)));
  expect(all.map(({ status }) => status).toSorted()).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  const full = expect.objectContaining({ code: 'spool-full' });
  const next = await open({ mostRecords: 2 });
  await expect(next.add(text('4'), '4')).rejects.toEqual(full);
  await next.remove(next.names()[0] ?? '');
  await next.add(text('4'), '4');
  const narrow = await open({ mostBytes: 16_384 });
  await expect(narrow.add(text('5'), '5')).rejects.toEqual(full);
});

test.each([
  ['write .draft', 'ENOSPC', 'spool-no-room'],
  ['rename .draft .age', 'EIO', 'spool-disk'],
  ['sync', 'EIO', 'spool-disk'],
])('a disk that refuses to %s (%s) keeps nothing', async (step, errno, code) => {
  let refuses = true;
  const asked: string[] = [];
  const disk = told(asked, (what) => (refuses && what === step ? failing(errno) : undefined));
  const spool = await open({ disk, mostRecords: 1 });
  await expect(spool.add(text('one'), 'one')).rejects.toEqual(expect.objectContaining({ code }));
  expect(await files()).toEqual([]);
  expect(spool.waiting()).toBe(0);
  // It is not taken for kept, nor for a second time.
  refuses = false;
  await spool.add(text('one'), 'one');
  expect(spool.waiting()).toBe(1);
});

test('a process that was killed while it wrote leaves a draft, of which the next start knows nothing', async () => {
  const spool = await open();
  await spool.add(text('one'), 'one');
  await writeFile(join(folder, `${'a'.repeat(32)}.draft`), 'age-encryption.org/v1\n');
  const next = await open();
  expect(next.names()).toEqual(spool.names());
  expect(await files()).toHaveLength(1);
});

test.each([0, 100, 300, 8_000])(
  'a file cut at %i bytes is put aside, and the others go on',
  async (at) => {
    const spool = await open();
    await spool.add(text('one'), 'one');
    await spool.add(text('two'), 'two');
    const [torn = '', whole = ''] = spool.names();
    await truncate(join(folder, `${torn}.age`), at);
    const next = await open();
    expect(await next.open(torn, identity)).toBeUndefined();
    expect(next.names()).toEqual([whole]);
    expect(Buffer.from((await next.open(whole, identity)) ?? []).toString()).toBe('two');
    expect(await countSpool(folder)).toMatchObject({ waiting: 1, aside: 1 });
    expect((await open()).names()).toEqual([whole]);
  },
);

test('with another key nothing opens, and nothing is lost', async () => {
  const spool = await open();
  await spool.add(text('one'), 'one');
  const [name = ''] = spool.names();
  expect(await spool.open(name, await generateX25519Identity())).toBeUndefined();
  expect(await countSpool(folder)).toMatchObject({ waiting: 0, aside: 1 });
});

test('of a folder that is not there nothing waits', async () => {
  expect(await countSpool(join(home, 'nowhere'))).toEqual({ waiting: 0, bytes: 0, aside: 0 });
});

test('a link that somebody put there is not followed, and takes no room', async () => {
  const spool = await open();
  await spool.add(text('one'), 'one');
  const large = join(home, 'large');
  await writeFile(large, '');
  await truncate(large, 1024 ** 3);
  await symlink(large, join(folder, `${'0'.repeat(32)}.age`));
  const next = await open();
  expect(next.waiting()).toBe(1);
  await next.add(text('two'), 'two');
  expect(next.waiting()).toBe(2);
});

test('one that somebody removed by hand gives its room back, and is not asked for again', async () => {
  const spool = await open({ mostRecords: 1 });
  await spool.add(text('1'), '1');
  const [name = ''] = spool.names();
  await rm(join(folder, `${name}.age`));
  expect(await spool.open(name, identity)).toBeUndefined();
  expect(spool.waiting()).toBe(0);
  expect(await countSpool(folder)).toMatchObject({ waiting: 0, aside: 0 });
  await spool.add(text('1'), '1');
  expect(spool.waiting()).toBe(1);
});
