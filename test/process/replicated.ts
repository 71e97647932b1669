import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { locateBinaries } from '../../src/platform/postgres/binaries.ts';
import {
  chooseIdentity,
  plainEnvironment,
  type Identity,
} from '../../src/platform/postgres/identity.ts';
import { layoutIn } from '../../src/platform/postgres/layout.ts';

/** One server of a pair, on a port of this machine. */
export interface PairedServer {
  /** As the role that owns the product's database. */
  readonly url: string;
  /** One statement as the superuser. */
  ask(sql: string): Promise<Record<string, unknown>[]>;
  start(): Promise<void>;
  /** Ends its connections at once. */
  stop(): Promise<void>;
}

export interface Pair {
  readonly primary: PairedServer;
  /** Follows the primary by streaming replication, read-only. */
  readonly replica: PairedServer;
  remove(): Promise<void>;
}

/**
 * A primary and a hot standby of it, from the binaries that come along. They bring no pg_basebackup,
 * so the standby begins as a copy of the stopped primary.
 */
export async function startPair(): Promise<Pair> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'countersign-pair-'));
  const { initdb, postgres, release } = locateBinaries();
  const layout = layoutIn(folder);
  mkdirSync(layout.folder, { mode: 0o700 });
  const identity = chooseIdentity(layout, { initdb, postgres, release });
  const clusters = {
    primary: path.join(layout.folder, 'a'),
    replica: path.join(layout.folder, 'b'),
  };
  const ports = { primary: await freePort(), replica: await freePort() };
  run(identity, initdb, [
    ...['--pgdata', clusters.primary, '--username=postgres', '--auth=trust', '--no-sync'],
    ...['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...['--locale=C', '--lc-ctype=C.UTF-8', '--no-instructions'],
  ]);
  const settings = `
    listen_addresses = '127.0.0.1'
    unix_socket_directories = ''
    wal_level = replica
    fsync = off
    createrole_self_grant = 'set, inherit'
    shared_buffers = '32MB'
    port = `;
  appendFileSync(path.join(clusters.primary, 'postgresql.conf'), `${settings}${ports.primary}\n`);
  const primary = server(identity, postgres, clusters.primary, ports.primary);
  const replica = server(identity, postgres, clusters.replica, ports.replica);
  const remove = async (): Promise<void> => {
    await replica.stop();
    await primary.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await primary.start();
    await primary.ask('create role countersign login createdb createrole');
    await primary.ask('create database countersign owner countersign');
    await primary.stop();
    copyToReplica(clusters, ports);
    const { uid, gid } = identity.spawnAs;
    if (uid !== undefined) run(undefined, 'chown', ['-R', `${uid}:${gid}`, layout.folder]);
    await primary.start();
    await replica.start();
    return { primary, replica, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

interface Both<Value> {
  readonly primary: Value;
  readonly replica: Value;
}

/** The stopped primary again, as one that follows it. */
function copyToReplica(clusters: Both<string>, ports: Both<number>): void {
  cpSync(clusters.primary, clusters.replica, { recursive: true, preserveTimestamps: true });
  chmodSync(clusters.replica, 0o700);
  writeFileSync(path.join(clusters.replica, 'standby.signal'), '');
  appendFileSync(
    path.join(clusters.replica, 'postgresql.conf'),
    `port = ${ports.replica}
     hot_standby = on
     wal_retrieve_retry_interval = '200ms'
     primary_conninfo = 'host=127.0.0.1 port=${ports.primary} user=postgres'\n`,
  );
}

function run(identity: Identity | undefined, program: string, args: readonly string[]): void {
  const [command, wrapped] = identity?.wrap(program, args) ?? [program, args];
  const done = spawnSync(command, wrapped, {
    encoding: 'utf8',
    env: plainEnvironment,
    cwd: '/',
    ...identity?.spawnAs,
  });
  if (done.status !== 0) throw new Error(`${program} ended with ${done.status}: ${done.stderr}`);
}

function server(identity: Identity, postgres: string, cluster: string, port: number): PairedServer {
  let child: ChildProcess | undefined;
  const ask: PairedServer['ask'] = async (sql) => {
    const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  return {
    url: `postgresql://countersign@127.0.0.1:${port}/countersign`,
    ask,
    async start() {
      const [command, args] = identity.wrap(postgres, ['-D', cluster]);
      child = spawn(command, args, {
        env: plainEnvironment,
        cwd: cluster,
        stdio: ['ignore', 'ignore', 'pipe'],
        ...identity.spawnAs,
      });
      let said = '';
      child.stderr?.on(
        'data',
        (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-2000)),
      );
      for (;;) {
        if (child.exitCode !== null) throw new Error(`postgres ended: ${said}`);
        const answer = await ask('select 1').catch(() => undefined);
        if (answer !== undefined) return;
      }
    },
    async stop() {
      if (child === undefined || child.exitCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGINT');
      await gone;
    },
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
