import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Actor } from '#accounts';
import { parseSignedCheckpoint } from '@countersign/proof';
import { openDatabase, type Database } from '#platform/database';
import { attachPostgres } from '#platform/postgres';
import { ensureWebBuilt } from '../../scripts/build-web.ts';
import { viewLog } from '../../src/web/desk/log/log-view.ts';
import { saveServed, write } from '../interop/instance-log.ts';
import { summariseLog } from '../interop/read-log.ts';
import { publish } from '../publish/publish-sample.ts';
import { directorDocument } from '../publish/sample-people.ts';
import { addPerson } from '../record/fixture.ts';
import { prepareServer, type TestServer } from './server.ts';

// Three organisations on one machine: each countersigns the logs of the other two, and publishes what
// at least one of them has countersigned, so that two of the three have signed whatever is public.

interface Lines {
  readonly log: string;
  readonly countersigner: string;
}

const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-three-'));
const names = ['alpha', 'beta', 'gamma'] as const;
let servers: TestServer[] = [];
let lines: Lines[] = [];
let database: Database;
let people: readonly [Actor, Actor];
// Busy machines take long; what never comes fails all the same.
const patient = { timeout: 45_000, interval: 100 };

beforeAll(async () => {
  await ensureWebBuilt();
  servers = await Promise.all(names.map((name) => prepareServer(name)));
  await done(alpha().run('sample'));
  await Promise.all(servers.map((server) => server.start()));
  for (const server of servers) await server.createFirstAccount('olga@example.org');
  lines = await Promise.all(servers.map(linesOf));
  await Promise.all(servers.map(setUp));
  const connection = await attachPostgres(alpha().dataDir);
  if (connection === undefined) throw new Error('no database');
  database = openDatabase(connection, () => {});
  people = [
    await addPerson(database.db, 'Dara', ['documenter']),
    await addPerson(database.db, 'Rana', ['reviewer', 'documenter']),
  ];
}, 180_000);

afterAll(async () => {
  await database?.close();
  await Promise.all(servers.map((server) => server.remove()));
  rmSync(home, { recursive: true, force: true });
});

function alpha(): TestServer {
  return serverAt(0);
}

function serverAt(index: number): TestServer {
  const server = servers[index];
  if (server === undefined) throw new Error('no server');
  return server;
}

async function done(running: ReturnType<TestServer['run']>): Promise<void> {
  const { code, stderr } = await running;
  expect({ code, stderr }).toMatchObject({ code: 0 });
}

async function linesOf(server: TestServer): Promise<Lines> {
  // The key of a log is made by the server beside everything else it does first.
  const ask = async () => {
    const [said] = (await server.run('log', 'lines', '--json')).values();
    return (said as { log: string | null }).log !== null && (said as Lines);
  };
  return vi.waitUntil(ask, patient);
}

/** What an operator types who has got the lines of the two others. */
async function setUp(server: TestServer, at: number): Promise<void> {
  for (const [other, { log, countersigner }] of lines.entries()) {
    if (other === at) continue;
    await done(server.run('log', 'countersign', ...log.split(' ')));
    const named = ['--name', names[other] ?? ''];
    await done(server.run('log', 'countersigner', 'add', ...countersigner.split(' '), ...named));
  }
  await done(server.run('log', 'quorum', '1'));
}

/** Size of the published checkpoint and how many have countersigned it. */
async function served(): Promise<{ size: bigint; countersigned: number }> {
  const answer = await fetch(`${alpha().origin}/log/checkpoint`);
  if (!answer.ok) return { size: 0n, countersigned: 0 };
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const { checkpoint, note } = parseSignedCheckpoint(bytes);
  return { size: checkpoint.size, countersigned: note.signatures.length - 1 };
}

async function publishOne(): Promise<void> {
  await publish(database.db, people, [{ ...directorDocument(), subject: randomUUID() }]);
}

/** What somebody who trusts these two has got from them, not from the log. */
function policyOf(quorum: number): string {
  const [own, ...others] = lines;
  const witnesses = others.map(
    ({ countersigner }, at) => `witness w${at} ${countersigner.split(' ')[0]}\n`,
  );
  const file = path.join(home, `policy-${quorum}.txt`);
  const group = `group enough ${quorum} w0 w1\nquorum enough\n`;
  writeFileSync(file, `log ${own?.log}\n${witnesses.join('')}${group}`);
  return file;
}

/** A watcher who has followed the log from the beginning finds nothing wrong. */
async function watch(): Promise<void> {
  const folder = path.join(home, 'watcher');
  const policy = policyOf(1);
  await done(alpha().run('monitor', alpha().origin, '--state', folder, '--policy', policy));
}

const looked = () =>
  viewLog(database.db, {
    ...{ locale: 'en', publicUrl: alpha().origin, countersignerKey: keyOf(0) },
    // As somebody who comes to look a minute later.
    now: new Date(Date.now() + 60_000),
  });

function keyOf(at: number): string {
  return lines[at]?.countersigner.split(' ')[0] ?? '';
}

test('what one publishes the others countersign, and a stranger accepts it', async () => {
  await expect.poll(async () => (await served()).countersigned, patient).toBe(2);
  const page = await (await fetch(`${alpha().origin}/en/people`)).text();
  const [, subject = ''] = /\/en\/people\/([0-9a-f-]{36})/.exec(page) ?? [];
  const file = path.join(home, 'dossier.zip');
  await done(alpha().run('dossier', subject, '--out', file));
  for (const what of [file, `${alpha().origin}/en/people/${subject}`]) {
    const { code, stdout } = await alpha().run('verify', what, '--policy', policyOf(2));
    expect(stdout).toContain('This is what was published');
    expect(code).toBe(0);
  }
  await watch();
});

test('with one countersigner gone publishing goes on; with two it waits and says for whom', async () => {
  const before = (await served()).size;
  await serverAt(2).stop();
  await publishOne();
  await expect.poll(async () => (await served()).size, patient).toBeGreaterThan(before);
  await watch();
  await serverAt(1).stop('SIGKILL');
  const { size } = await served();
  await publishOne();
  const standing = async () => {
    const { state, countersigners } = await looked();
    return { standing: state.standing, problems: countersigners.map(({ problem }) => problem) };
  };
  await expect
    .poll(standing, patient)
    .toEqual({ standing: 'short', problems: ['unreachable', 'unreachable'] });
  expect((await served()).size).toBe(size);
  const { stdout } = await alpha().run('log', 'status');
  expect(stdout).toContain('0 of our countersigners have signed it, 1 must have');
  expect(stdout).toMatch(/beta: last signed \S+ · unreachable/);
});

test('when they are back they catch up, and nobody has seen a fork', async () => {
  const { size } = await served();
  await alpha().stop('SIGKILL');
  await Promise.all(servers.map((server) => server.start()));
  await expect.poll(served, patient).toMatchObject({ countersigned: 2 });
  expect((await served()).size).toBeGreaterThan(size);
  await watch();
  for (const server of servers) {
    const [status] = (await server.run('log', 'status', '--json')).values();
    expect(status).toMatchObject({ alarms: 0, stopped: null });
  }
});

const hasPython = spawnSync('python3', ['-c', '']).status === 0;

test.skipIf(!hasPython)('another implementation reads the log as it is served', async () => {
  const folder = path.join(home, 'served');
  const serve = async (at: string) => {
    const answer = await fetch(`${alpha().origin}${at.startsWith('/') ? at : `/log/${at}`}`);
    return answer.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  };
  const need = async (at: string) => (await serve(at)) ?? Buffer.alloc(0);
  write(folder, 'earlier-checkpoint', await need('checkpoint'));
  await publishOne();
  const { size } = await served();
  await expect.poll(async () => (await served()).size, patient).toBeGreaterThan(size);
  const rows = await database.db.selectFrom('register_line').select(['subject', 'hash']).execute();
  await saveServed(
    folder,
    serve,
    rows.map(({ subject }) => subject),
  );
  for (const { subject, hash } of rows) {
    if (hash === null) continue;
    write(folder, `document/${subject}`, await need(`/dossier/${subject}.json`));
  }
  const reader = path.resolve(import.meta.dirname, '../interop/python/main.py');
  const { stdout } = spawnSync('python3', ['-B', reader, 'read', folder], { encoding: 'utf8' });
  expect(JSON.parse(stdout)).toEqual({ accepted: true, says: summariseLog(folder) });
});
