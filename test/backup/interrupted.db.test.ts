import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { back, bring, makeInstance, type TestInstance } from './instances.ts';

// Restores that end in the middle: killed, or out of room. What is there afterwards is an empty instance.

const program = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
const logFiles = 600;
const made: TestInstance[] = [];
let file: string;

beforeAll(async () => {
  const original = await make();
  const { db } = original.database;
  await sql`insert into setting (key, value) values ('witness', '"was here"')`.execute(db);
  const folder = path.join(original.logFolder, 'tile/0');
  await mkdir(folder, { recursive: true });
  for (let at = 0; at < logFiles; at += 1) {
    await writeFile(path.join(folder, String(at).padStart(3, '0')), Buffer.alloc(8192, at));
  }
  file = path.join(original.dataDir, 'whole.backup');
  await back(original, file);
}, 60_000);

afterAll(async () => {
  for (const instance of made) await instance.end();
});

async function make(): Promise<TestInstance> {
  const instance = await makeInstance();
  made.push(instance);
  return instance;
}

/** `countersign restore` as a process of its own, under a limit of the shell. */
function restore({ dataDir, connection }: TestInstance, limit = 'true') {
  const { host = '', port, user = '', database = '', password } = connection;
  const url = new URL('postgres://x/');
  url.pathname = `/${database}`;
  url.searchParams.set('host', host);
  url.searchParams.set('user', user);
  if (port !== undefined) url.searchParams.set('port', String(port));
  if (typeof password === 'string') url.searchParams.set('password', password);
  const args = [process.execPath, program, 'restore', file, '--move', '--without-key', '--json'];
  return spawn('sh', ['-c', `${limit}; exec "$@"`, 'sh', ...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      COUNTERSIGN_DATA: dataDir,
      DATABASE_URL: url.href.replace('//x/', '///'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function isEmpty({ database: { db }, logFolder }: TestInstance): Promise<boolean> {
  const { rows } = await sql`select 1 from setting where key in ('witness', 'restored')`.execute(
    db,
  );
  return rows.length === 0 && !existsSync(path.join(logFolder, 'tile'));
}

test('killed in the middle it leaves an empty instance, which takes the backup afterwards', async () => {
  const other = await make();
  const draft = path.basename(`${other.logFolder}.restoring`);
  const watcher = watch(other.dataDir);
  const begun = new Promise<void>((resolve) => {
    watcher.on('change', (_kind, name) => name === draft && resolve());
  });
  const child = restore(other);
  const gone = once(child, 'exit');
  const said = text(child.stderr);
  await Promise.race([begun, gone.then(async () => Promise.reject(new Error(await said)))]);
  watcher.close();
  child.kill('SIGKILL');
  expect(await gone).toEqual([null, 'SIGKILL']);
  expect(existsSync(path.join(other.dataDir, draft))).toBe(true);
  expect(await isEmpty(other)).toBe(true);
  expect(await bring(other, file)).toMatchObject({ logFiles });
  expect(await isEmpty(other)).toBe(false);
  expect(existsSync(path.join(other.dataDir, draft))).toBe(false);
});

test('without room for the files of the log it says so and leaves nothing', async () => {
  const other = await make();
  // In blocks of 512 bytes: less than a tile.
  const child = restore(other, 'ulimit -f 8');
  const gone = once(child, 'exit');
  const said = await text(child.stdout);
  expect(JSON.parse(said)).toMatchObject({ problems: [{ code: 'restore-no-room' }] });
  expect(await gone).toEqual([3, null]);
  expect(await isEmpty(other)).toBe(true);
  expect(existsSync(`${other.logFolder}.restoring`)).toBe(false);
});
