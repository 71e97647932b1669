import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureWebBuilt } from '../../scripts/build-web.ts';
import { prepareServer, type TestServer } from './server.ts';

// The server's own PostgreSQL is killed under it, as by the kernel for want of memory.

const patient = { timeout: 60_000, interval: 100 };
let server: TestServer;

beforeAll(async () => {
  await ensureWebBuilt();
  server = await prepareServer('database-gone');
  await server.start();
});

afterAll(() => server?.remove());

const cluster = () => path.join(server.dataDir, 'postgres', 'cluster');

function mainProcess(): number {
  const pid = Number.parseInt(readFileSync(path.join(cluster(), 'postmaster.pid'), 'utf8'), 10);
  if (!(pid > 1)) throw new Error('no main process is noted');
  return pid;
}

async function statusOf(address: string): Promise<number> {
  return (await fetch(`${server.origin}${address}`)).status;
}

const timesBack = () => server.said.split('the database runs again').length - 1;

test('a database that ends unasked is started anew, again and again, and pages work as before', async () => {
  await expect.poll(() => server.said, patient).toContain('the code, it is');
  await server.createFirstAccount('olga@example.org');
  for (const times of [1, 2]) {
    const killed = mainProcess();
    process.kill(killed, 'SIGKILL');
    await expect.poll(timesBack, patient).toBe(times);
    expect(mainProcess()).not.toBe(killed);
    await expect.poll(() => statusOf('/readyz'), patient).toBe(200);
    expect(await statusOf('/en/people')).toBe(200);
    // Commands find it too.
    const listed = await server.run('account', 'list', '--json');
    expect(listed.stdout).toContain('olga@example.org');
  }
  expect(server.said).toContain('the database has ended by itself and is started anew');
});

test('one that cannot be started anew ends the server, which says why', async () => {
  const killed = mainProcess();
  renameSync(cluster(), `${cluster()}-away`);
  process.kill(killed, 'SIGKILL');
  expect(await server.ended()).toBe(1);
  expect(server.said).toContain('could not be started anew. The database');
});
