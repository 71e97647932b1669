import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { parseConfig } from '#platform/config';
import { asReader, openDatabase } from '#platform/database';
import { createLog } from '#platform/logging';
import { ensureWebBuilt } from '../../scripts/build-web.ts';
import { openDoor } from '../../src/door.ts';
import { openHouse, type RunningHouse } from '../../src/house.ts';
import { loadWebBuild } from '../../src/web/http/index.ts';
import { publish, takeBack } from '../publish/publish-sample.ts';
import { assistantDocument, directorDocument } from '../publish/sample-people.ts';
import { addPerson } from '../record/fixture.ts';
import { startPair, type Pair } from './replicated.ts';

// DATABASE_READ_URL against a real streaming replica.
let pair: Pair;
let dataDir: string;
let house: RunningHouse;
let stopDoor: () => Promise<void>;
let origin: string;
let people: readonly [Actor, Actor];
const logged: string[] = [];
// The machine may be busy; what never comes fails all the same.
const patient = { timeout: 20_000 };

const director = directorDocument();
const assistant = assistantDocument();

beforeAll(async () => {
  [pair, dataDir] = await Promise.all([
    startPair(),
    mkdtemp(path.join(tmpdir(), 'countersign-replica-')),
  ]);
  await openServer();
  const { db } = house.database.main;
  people = [
    await addPerson(db, 'Dara', ['documenter']),
    await addPerson(db, 'Rana', ['reviewer', 'documenter']),
  ];
});

afterAll(async () => {
  await stopDoor();
  await house.close();
  await pair.remove();
  await rm(dataDir, { recursive: true, force: true });
});

async function openServer(): Promise<void> {
  const { config, secrets } = parseConfig({
    COUNTERSIGN_DATA: dataDir,
    DATABASE_URL: pair.primary.url,
    DATABASE_READ_URL: pair.replica.url,
  });
  const log = createLog({
    level: 'debug',
    destination: { write: (line: string) => void logged.push(line) },
  });
  house = await openHouse({ config, secrets, log, say: () => {}, onGone: () => {} });
  const { folder } = await ensureWebBuilt();
  const web = await loadWebBuild(folder);
  const door = await openDoor({ house, config: { ...config, port: 0 }, log, web });
  stopDoor = () => door.stop();
  origin = `http://127.0.0.1:${door.port}`;
}

async function page(address: string): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${origin}${address}`);
  return { status: answer.status, text: await answer.text() };
}

const person = (uid: string) => `/en/people/${uid}`;

/** Pages really come from the replica: it is asked for them. */
async function replicaReads(): Promise<void> {
  await expect.poll(() => logged.join(''), patient).toContain('public pages read from the replica');
  const before = await lastQuestion();
  await expect
    .poll(async () => {
      await page(`/en/people?q=x`);
      return lastQuestion();
    }, patient)
    .toBeGreaterThan(before);
}

/** When the replica was last asked for a list of subjects, in milliseconds. */
async function lastQuestion(): Promise<number> {
  const rows = await pair.replica.ask(
    `select coalesce(max(extract(epoch from query_start)), 0)::float8 as at from pg_stat_activity
     where datname = 'countersign' and query like '%published.subject%'`,
  );
  return Number(rows[0]?.['at']) * 1000;
}

test('public pages come from the replica', async () => {
  expect((await page('/en')).status).toBe(200);
  await replicaReads();
});

test('the role on the replica reads the schema published and nothing else', async () => {
  const reader = openDatabase(asReader({ connectionString: pair.replica.url }), () => {});
  try {
    await reader.pool.query('select * from published.subject');
    await expect(reader.pool.query('select * from public.account')).rejects.toThrow('permission');
    await expect(reader.pool.query('select * from public.claim')).rejects.toThrow('permission');
    await expect(reader.pool.query('delete from published.subject')).rejects.toThrow();
  } finally {
    await reader.close();
  }
});

test('while the replica lags, what was published is seen and what was taken back is gone', async () => {
  const { db } = house.database.main;
  await publish(db, people, [assistant]);
  await expect.poll(async () => (await page(person(assistant.subject))).status, patient).toBe(200);

  await pair.replica.ask('select pg_wal_replay_pause()');
  await publish(db, people, [director]);
  await takeBack(db, people, assistant.subject, 'person');
  await expect.poll(async () => (await page(person(director.subject))).status, patient).toBe(200);
  await expect.poll(async () => (await page(person(assistant.subject))).status, patient).toBe(410);
  // The replica itself still knows nothing of it.
  const reader = openDatabase(asReader({ connectionString: pair.replica.url }), () => {});
  const { rows } = await reader.pool.query('select removed_for from published.subject');
  await reader.close();
  expect(rows).toEqual([{ removed_for: null }]);

  await pair.replica.ask('select pg_wal_replay_resume()');
  await replicaReads();
  expect((await page(person(director.subject))).status).toBe(200);
  expect((await page(person(assistant.subject))).status).toBe(410);
});

test('the loss of the replica is not seen by readers, and its return is taken', async () => {
  await replicaReads();
  logged.length = 0;
  const asking = Array.from({ length: 40 }, (_, index) => page(`/en/people?q=${index}`));
  await pair.replica.stop();
  const answers = await Promise.all(asking);
  answers.push(await page(person(director.subject)), await page('/en/people?q=later'));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await expect.poll(() => logged.join(''), patient).toContain('replica is unreachable');

  logged.length = 0;
  await pair.replica.start();
  await replicaReads();
});

test('a server starts without its replica and takes it when it comes', async () => {
  await stopDoor();
  await house.close();
  await pair.replica.stop();
  logged.length = 0;
  await openServer();
  expect((await page(person(director.subject))).status).toBe(200);
  expect(logged.join('')).toContain('replica is unreachable');
  await pair.replica.start();
  await replicaReads();
});

test('notices of publications come again after the main database was away', async () => {
  logged.length = 0;
  await pair.primary.stop();
  await expect.poll(() => logged.join(''), patient).toContain('notices of publications lost');
  await pair.primary.start();
  await expect.poll(() => logged.join(''), patient).toContain('notices of publications are back');
  const { db } = house.database.main;
  await publish(db, people, [assistant]);
  await expect.poll(async () => (await page(person(assistant.subject))).status, patient).toBe(200);
});
