import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileKeyKeeper, retireKey, rotateKey } from '#log';
import { openTestLog, type TestLog } from '../log/log.fixture.ts';
import { publishNewest } from '../log/publish-checkpoint.ts';
import { prepareLead } from '../log/sequencer/prepare-lead.ts';
import { keepSuccessions } from '../log/succession/keep-successions.ts';
import { logRoutes } from '../web/log/log-routes.ts';
import type { Finding } from './finding.ts';
import { followLog } from './follow-log.ts';

let log: TestLog;
let thief: TestLog;
let home: string;
let address: string;
/** What is served instead of the log's own successions. */
let shown: string | undefined;
const server = createServer();

const routesOf = ({ db, files }: TestLog) =>
  logRoutes({ readerDb: db, files, publicUrl: address, demonstration: () => false });

beforeAll(async () => {
  [log, thief] = [await openTestLog(), await openTestLog()];
  home = await mkdtemp(join(tmpdir(), 'countersign-monitor-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = getRequestListener(routesOf(log).fetch);
  server.on('request', (request, response) => {
    if (request.url === '/log/successions' && shown !== undefined) response.end(shown);
    else void answer(request, response);
  });
  await prepareLead(log, { timeoutMs: 1_000, nowMs: Date.now });
  await log.queue(300);
  await publish(log);
}, 60_000);

afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await Promise.all([log.close(), thief.close()]);
  await rm(home, { recursive: true, force: true });
});

async function publish(to: TestLog): Promise<void> {
  await to.drain();
  await publishNewest(to.db);
  await keepSuccessions(to.db, to.files);
}

async function follow() {
  const findings: Finding[] = [];
  const outcome = await followLog({
    ...{ address, folder: join(home, 'state'), answerMs: 5000, runMs: 60_000 },
    tell: (finding) => findings.push(finding),
  });
  return { outcome, alarms: findings.filter(({ alarm }) => alarm), findings };
}

test('a key is followed to its successors by who kept the policy of the first run', async () => {
  expect((await follow()).outcome).toMatchObject({ trust: 'first', successions: [] });
  const keeper = fileKeyKeeper(log.keys);
  for (const keys of [1, 2]) {
    const { successor } = await rotateKey(log.db, keeper);
    await publish(log);
    const during = await follow();
    expect(during.alarms).toEqual([]);
    await retireKey(log.db, keeper);
    await log.queue(1);
    await publish(log);
    const after = await follow();
    expect(after).toMatchObject({ alarms: [], outcome: { trust: 'kept' } });
    expect(after.outcome.successions).toHaveLength(keys);
    expect(after.outcome.successions.at(-1)?.successor).toBe(successor);
  }
});

test('successions that cannot be followed, or that are of another tree, are alarms', async () => {
  const codes = async () => (await follow()).alarms.map(({ code }) => code);
  const own = await (await fetch(`${address}/log/successions`)).text();
  shown = '[]';
  expect(await codes()).toEqual(['checkpoint-refused']);
  shown = own.replace('index 3', 'index 4');
  expect(await codes()).toEqual(['succession-refused', 'checkpoint-refused']);
  shown = 'no JSON';
  expect(await codes()).toEqual(['succession-refused', 'checkpoint-refused']);
  shown = undefined;
  expect(await codes()).toEqual([]);
});

test('whoever has old keys cannot show a succession that is not in the log', async () => {
  // Both keys of a rotation under way, in the hands of somebody with a log of their own.
  const keeper = fileKeyKeeper(log.keys);
  await rotateKey(log.db, keeper);
  await publish(log);
  expect((await follow()).alarms).toEqual([]);
  for (const name of ['log.key', 'log-successor.key']) {
    await copyFile(join(log.keys, name), join(thief.keys, name));
  }
  await thief.restart();
  await prepareLead(thief, { timeoutMs: 1_000, nowMs: Date.now });
  await thief.queue(7);
  await rotateKey(thief.db, fileKeyKeeper(thief.keys));
  await publish(thief);
  const own = (await (await fetch(`${address}/log/successions`)).json()) as unknown[];
  const forged = (await (await routesOf(thief).request('/log/successions')).json()) as unknown[];
  shown = JSON.stringify([...own.slice(0, -1), ...forged]);
  expect((await follow()).alarms.map(({ code }) => code)).toContain('succession-refused');
  // Alone it follows from the key that signs, and is of another tree.
  shown = JSON.stringify(forged);
  await rm(join(home, 'state'), { recursive: true });
  expect((await follow()).alarms.map(({ code }) => code)).toEqual(['succession-forged']);
});
