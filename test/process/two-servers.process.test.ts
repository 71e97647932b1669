import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logStatus } from '#log';
import { openDatabase, type Database } from '#platform/database';
import { ensureWebBuilt } from '../../scripts/build-web.ts';
import { publish } from '../publish/publish-sample.ts';
import { directorDocument } from '../publish/sample-people.ts';
import { addPerson } from '../record/fixture.ts';
import { startPair, type Pair } from './replicated.ts';
import { prepareServer, type TestServer } from './server.ts';

// Two servers of one database and one folder of keys: one leads, the other stands by. Whichever leads is
// killed in the middle of publishing, again and again.

const home = mkdtempSync(path.join(os.tmpdir(), 'countersign-two-'));
const patient = { timeout: 45_000, interval: 100 };
const kills = 4;
let pair: Pair;
let servers: TestServer[] = [];
let database: Database;

beforeAll(async () => {
  await ensureWebBuilt();
  pair = await startPair();
  const env = { DATABASE_URL: pair.primary.url, COUNTERSIGN_KEYS: path.join(home, 'keys') };
  servers = [await prepareServer('one', { env }), await prepareServer('two', { env })];
  // The first makes schema and keys; at once they would make them both.
  for (const server of servers) await server.start();
  database = openDatabase({ connectionString: pair.primary.url }, () => {});
});

afterAll(async () => {
  await database?.close();
  await Promise.all(servers.map((server) => server.remove()));
  await pair?.remove();
  rmSync(home, { recursive: true, force: true });
});

const settled = async () => {
  const { signed, published, waiting } = await logStatus(database.db);
  return waiting === 0 && signed > 0n && signed === published;
};

test('however often the one that leads is killed, each entry is logged once and nothing forks', async () => {
  const people = [
    await addPerson(database.db, 'Dara', ['documenter']),
    await addPerson(database.db, 'Rana', ['reviewer', 'documenter']),
  ] as const;
  const publishOne = () =>
    publish(database.db, people, [{ ...directorDocument(), subject: randomUUID() }]);
  for (let round = 0; round < kills; round += 1) {
    const [victim, survivor] = round % 2 === 0 ? servers : servers.toReversed();
    const publishing = Promise.all([publishOne(), publishOne(), publishOne()]);
    await victim?.stop('SIGKILL');
    await publishing;
    await expect.poll(settled, patient).toBe(true);
    const watched = ['--state', path.join(home, `watcher-${survivor?.origin.split(':').at(-1)}`)];
    expect(await survivor?.run('monitor', survivor.origin, ...watched)).toMatchObject({ code: 0 });
    expect(await survivor?.run('log', 'check')).toMatchObject({ code: 0 });
    await victim?.start();
  }
  const entries = await database.db
    .selectFrom('log_entry')
    .select(['edition', 'place'])
    .where('kind', '=', 'edition-published')
    .execute();
  expect(entries).toHaveLength(kills * 3);
  expect(new Set(entries.map(({ edition }) => edition)).size).toBe(kills * 3);
  expect(entries.every(({ place }) => place !== null)).toBe(true);
});
