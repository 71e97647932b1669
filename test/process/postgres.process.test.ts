import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { attachPostgres, dataHolder, holdDataFolder } from '#platform/postgres';
import {
  asNobody,
  familyOf,
  keep,
  memoryOf,
  processesWith,
  program,
  query,
  type Keeper,
} from './keeper.ts';

let home: string;
let dataDir: string;
const keepers: Keeper[] = [];

beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'countersign process '));
  dataDir = path.join(home, 'data folder');
});

afterEach(async () => {
  for (const keeper of keepers.splice(0)) {
    for (const pid of [keeper.nodePid, keeper.pid]) {
      try {
        if (pid > 0) process.kill(pid, 'SIGKILL');
      } catch {
        // Gone already, as it should be.
      }
    }
    if (keeper.connection) rmSync(keeper.connection.host, { recursive: true, force: true });
  }
  rmSync(home, { recursive: true, force: true });
});

async function started(...args: Parameters<typeof keep>): Promise<Keeper> {
  const keeper = await keep(...args);
  keepers.push(keeper);
  return keeper;
}

test('makes a database, starts, and stops without leaving a process or a socket', async () => {
  const first = await started(dataDir);
  expect(first).toMatchObject({ adopted: false });
  const [facts] = await query(
    first.connection,
    `select current_setting('server_encoding') as encoding,
            current_setting('data_checksums') as checksums,
            current_setting('listen_addresses') as network,
            current_setting('fsync') as fsync,
            (select rolsuper from pg_roles where rolname = current_user) as superuser,
            'Z' < 'a' as "byCodePoint", lower('ÉЖ') as lower`,
  );
  expect(facts).toEqual({
    encoding: 'UTF8',
    checksums: 'on',
    network: '',
    fsync: 'on',
    superuser: false,
    byCodePoint: true,
    lower: 'éж',
  });
  const server = memoryOf(familyOf(first.pid));
  const node = memoryOf([first.nodePid]);
  expect(server + node).toBeLessThan(350);

  expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect(processesWith(dataDir)).toEqual([]);
  expect(existsSync(first.connection.host)).toBe(false);

  const second = await started(dataDir);
  process.stdout.write(
    `init and start ${first.tookMs} ms, start ${second.tookMs} ms, idle PostgreSQL ${server} MB, Node ${node} MB\n`,
  );
  await second.end('SIGINT');
  expect(processesWith(dataDir)).toEqual([]);
});

test('adopts the database of a process that was killed', async () => {
  const killed = await started(dataDir);
  await query(killed.connection, 'create table kept as select 7 as number');
  await killed.end('SIGKILL');

  const next = await started(dataDir);
  expect(next).toMatchObject({ adopted: true, pid: killed.pid });
  expect(await query(next.connection, 'select number from kept')).toEqual([{ number: 7 }]);

  await next.end('SIGTERM');
  expect(processesWith(dataDir)).toEqual([]);
});

test('recovers after everything was killed', async () => {
  const killed = await started(dataDir);
  await query(killed.connection, 'create table kept as select 7 as number');
  for (const pid of [killed.nodePid, ...familyOf(killed.pid)]) process.kill(pid, 'SIGKILL');
  await killed.end('SIGKILL');

  const next = await started(dataDir);
  expect(next).toMatchObject({ adopted: false });
  expect(await query(next.connection, 'select number from kept')).toEqual([{ number: 7 }]);
  expect(existsSync(killed.connection.host)).toBe(false);
  await next.end('SIGTERM');
});

test('recovers when only the main process of PostgreSQL was killed', async () => {
  const killed = await started(dataDir);
  await query(killed.connection, 'create table kept as select 7 as number');
  process.kill(killed.pid, 'SIGKILL');
  await killed.end('SIGKILL');

  const next = await started(dataDir);
  expect(await query(next.connection, 'select number from kept')).toEqual([{ number: 7 }]);
  await next.end('SIGTERM');
});

test('starts beside a postmaster.pid whose number is another program now', async () => {
  const first = await started(dataDir);
  const file = path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  const [, ...rest] = readFileSync(file, 'utf8').split('\n');
  for (const pid of [first.nodePid, ...familyOf(first.pid)]) process.kill(pid, 'SIGKILL');
  await first.end('SIGKILL');
  writeFileSync(file, [String(process.pid), ...rest].join('\n'));

  const next = await started(dataDir);
  expect(next).toMatchObject({ adopted: false });
  await next.end('SIGTERM');
});

test('a second process is told who holds the folder, and the first goes on', async () => {
  const first = await started(dataDir, [], 'server');
  const second = await started(dataDir);
  expect(second.refused).toBe('held');
  expect(second.message).toContain(`process ${first.nodePid} (server, since `);
  expect(dataHolder(dataDir)).toMatchObject({ pid: first.nodePid, as: 'server' });
  expect(await query(first.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  await first.end('SIGTERM');
  expect(dataHolder(dataDir)).toBeUndefined();
});

test('of many that start at once after a kill, one gets the folder', async () => {
  const killed = await started(dataDir);
  await killed.end('SIGKILL');
  const all = await Promise.all(Array.from({ length: 6 }, () => started(dataDir)));
  const winners = all.filter((keeper) => keeper.refused === undefined);
  expect(winners).toHaveLength(1);
  expect(all.filter((keeper) => keeper.refused === 'held')).toHaveLength(5);
  await winners[0]?.end('SIGTERM');
});

test('another process attaches to the running database, and to none when none runs', async () => {
  expect(await attachPostgres(dataDir)).toBeUndefined();
  const keeper = await started(dataDir);
  const connection = await attachPostgres(dataDir);
  expect(connection).toEqual(keeper.connection);
  await keeper.end('SIGTERM');
  expect(await attachPostgres(dataDir)).toBeUndefined();
});

test('attaching gives up on a holder without a database', async () => {
  const hold = holdDataFolder(dataDir, 'something else');
  await expect(attachPostgres(dataDir, 0)).rejects.toThrow(
    `Process ${process.pid} (something else)`,
  );
  hold.release();
});

test('no value of any row gets into the log', async () => {
  const keeper = await started(dataDir);
  const secret = 'planted-7f3a91';
  await query(
    keeper.connection,
    'create table person (name text primary key check (length(name) < 20))',
  );
  await query(keeper.connection, `insert into person values ('${secret}')`);
  const failing = [
    `insert into person values ('${secret}')`,
    `insert into person values ('${secret}-much-too-long')`,
    `select '${secret}'::int`,
    `select * from "${secret}"`,
    `do $$ begin raise warning '${secret}'; raise exception '${secret}'; end $$`,
  ];
  for (const sql of failing) await expect(query(keeper.connection, sql)).rejects.toThrow();
  await keeper.end('SIGTERM');

  const logs = path.join(dataDir, 'postgres', 'log');
  const text = readdirSync(logs)
    .map((name) => readFileSync(path.join(logs, name), 'utf8'))
    .join('');
  expect(text).toContain('database system is shut down');
  expect(text).not.toContain(secret);
});

test('refuses a cluster of another major version and says what to do', async () => {
  const cluster = path.join(dataDir, 'postgres', 'cluster');
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(cluster, 'PG_VERSION'), '17\n');
  const refused = await started(dataDir);
  expect(refused.refused).toBe('wrong-version');
  expect(refused.message).toContain('PostgreSQL 17');
});

const isRoot = process.getuid?.() === 0;
// A checkout below a private folder, or made under a strict umask, is closed to other users: they
// could neither start Node there nor read the program.
const nobodyReaches =
  isRoot &&
  spawnSync(asNobody[0] ?? '', [
    ...asNobody.slice(1),
    ...[process.execPath, '-e', `require('node:fs').accessSync(process.argv[1], 4)`, program],
  ]).status === 0;

test.skipIf(!nobodyReaches)(
  'runs for an ordinary user, and later for root on the same folder',
  async () => {
    chmodSync(home, 0o755);
    mkdirSync(dataDir, { mode: 0o700 });
    chownSync(dataDir, 65534, 65534);
    const ordinary = await started(dataDir, asNobody);
    await query(ordinary.connection, 'create table kept as select 7 as number');
    await ordinary.end('SIGTERM');

    const root = await started(dataDir);
    expect(await query(root.connection, 'select number from kept')).toEqual([{ number: 7 }]);
    await root.end('SIGTERM');

    const again = await started(dataDir, asNobody);
    expect(await query(again.connection, 'select number from kept')).toEqual([{ number: 7 }]);
    await again.end('SIGTERM');
  },
);

test.skipIf(!nobodyReaches)(
  "what root starts first in the folder of an ordinary user stays that user's",
  async () => {
    chmodSync(home, 0o755);
    mkdirSync(dataDir, { mode: 0o755 });
    chownSync(dataDir, 65534, 65534);
    const root = await started(path.join(dataDir, 'inside'));
    expect(root.refused).toBeUndefined();
    await root.end('SIGTERM');

    const ordinary = await started(path.join(dataDir, 'inside'), asNobody);
    expect(ordinary.refused).toBeUndefined();
    await ordinary.end('SIGTERM');
  },
);

test.skipIf(!nobodyReaches)('tells an ordinary user of a folder they cannot write', async () => {
  chmodSync(home, 0o755);
  mkdirSync(dataDir, { mode: 0o755 });
  const refused = await started(dataDir, asNobody);
  expect(refused.refused).toBe('not-writable');
  expect(refused.message).toContain('COUNTERSIGN_DATA');
});
