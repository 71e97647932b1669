import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

// The database tests on a PostgreSQL that is not ours, the oldest we promise, as a role without any
// right beyond those the README asks for:
//
//   npm run test:postgres15                 starts Debian's PostgreSQL 15 for it
//   npm run test:postgres15 -- URL          uses that server; the role must be allowed CREATEDB too

const programs = '/usr/lib/postgresql/15/bin';
const root = path.resolve(import.meta.dirname, '..');

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

async function startDebians(): Promise<Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-postgres15-'));
  const cluster = path.join(folder, 'cluster');
  // PostgreSQL refuses to be root; Debian's package brings its user.
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
  if (owner.uid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const how = { cwd: folder, env: { LC_ALL: 'C', TZ: 'UTC' }, ...owner };
  const made = spawnSync(
    path.join(programs, 'initdb'),
    ['-D', cluster, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...how, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const settings = ['fsync=off', 'autovacuum=off', 'listen_addresses='].flatMap((one) => [
    '-c',
    one,
  ]);
  const child = spawn(path.join(programs, 'postgres'), ['-D', cluster, '-k', folder, ...settings], {
    ...how,
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await prepare(folder, () => child.exitCode !== null);
  } catch (error) {
    await stop();
    throw error;
  }
  const url = new URL('postgresql://countersign@localhost/countersign');
  url.searchParams.set('host', folder);
  return { url: url.href, stop };
}

async function prepare(host: string, hasEnded: () => boolean): Promise<void> {
  const client = await connected(host, hasEnded);
  try {
    await client.query('create role countersign login createrole createdb');
    await client.query('create database countersign owner countersign');
  } finally {
    await client.end();
  }
}

async function connected(host: string, hasEnded: () => boolean): Promise<Client> {
  for (;;) {
    if (hasEnded()) throw new Error('PostgreSQL 15 ended while starting');
    const client = new Client({ host, user: 'postgres', database: 'postgres' });
    try {
      await client.connect();
      return client;
    } catch {
      await pause(100);
    }
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number.parseInt(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout, 10);
}

async function main(): Promise<number> {
  const [given] = process.argv.slice(2);
  if (given === undefined && !existsSync(programs)) {
    console.error(
      `There is no ${programs}. Install it (on Debian 12: apt-get install postgresql-15), or give the address of a PostgreSQL: npm run test:postgres15 -- postgresql://…`,
    );
    return 1;
  }
  const server = given === undefined ? await startDebians() : undefined;
  try {
    const vitest = path.join(root, 'node_modules', '.bin', 'vitest');
    const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'database'], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, COUNTERSIGN_TEST_DATABASE_URL: given ?? server?.url },
    });
    return status ?? 1;
  } finally {
    await server?.stop();
  }
}

process.exitCode = await main();
