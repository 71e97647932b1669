import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccount, firstRunToken } from '#accounts';
import { isDemonstration } from '#editions';
import { readCopyHandler } from '#evidence';
import { createBlobStore, openDiskShelf, type BlobStore } from '#platform/blobs';
import { asReader, openDatabase, type Database } from '#platform/database';
import { prepareJobs } from '#platform/jobs';
import { createLog } from '#platform/logging';
import { checkProjection } from '#record';
import { createTestDatabase, type TestDatabase } from '../../test/database/index.ts';
import { loadSample, type SampleProgress } from './index.ts';

const opened: { database: Database; created: TestDatabase }[] = [];
let folder: string;
let blobs: BlobStore;
let sample: Database;
let reader: Database;
let progress: SampleProgress[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'countersign-sample-'));
  blobs = createBlobStore(await openDiskShelf(folder), new Uint8Array(32));
  sample = await openPrepared();
  await loadSample(sample.db, blobs, (step) => progress.push(step));
  const options = opened[0]?.created.options ?? {};
  reader = openDatabase(asReader(options), () => {});
}, 60_000);

afterAll(async () => {
  await reader.close();
  for (const { database, created } of opened) {
    await database.close();
    await created.drop();
  }
  await rm(folder, { recursive: true, force: true });
});

async function openPrepared(): Promise<Database> {
  const created = await createTestDatabase();
  const database = openDatabase(created.options, () => {});
  opened.push({ database, created });
  await prepareJobs({
    connection: created.options,
    log: createLog({ level: 'silent' }),
    handlers: [readCopyHandler(database.db, blobs)],
  });
  return database;
}

async function ask<Row>(query: string): Promise<Row[]> {
  const { rows } = await sql.raw<Row>(query).execute(sample.db);
  return rows;
}

test('every claim was reviewed by somebody else, or waits to be', async () => {
  const states = await ask<{ state: string; count: number }>(
    'select state, count(*)::int as count from claim group by state',
  );
  const count = new Map(states.map((row) => [row.state, row.count]));
  expect(count.get('accepted')).toBeGreaterThan(250);
  expect(count.get('proposed')).toBeGreaterThan(2);
  expect(count.get('superseded')).toBe(1);
  expect([...count.keys()].toSorted()).toEqual(['accepted', 'proposed', 'superseded']);
  const own = await ask(`select from claim c join claim_step s on s.claim_id = c.id
    where s.state = 'accepted' and s.account_id = c.author_id`);
  expect(own).toEqual([]);
});

test('the words of every passage stand at their place', async () => {
  const passages = await ask<{ quote: string; found: string }>(`
    select p.quote, substring(l.text from p.start_offset + 1 for p.end_offset - p.start_offset)
      as found from passage p join text_layer l on l.id = p.layer_id`);
  expect(passages.length).toBeGreaterThan(80);
  for (const { quote, found } of passages) expect(found).toBe(quote);
});

test('the projection is what its claims give', async () => {
  const check = await checkProjection(sample.db);
  expect(check.differing).toEqual([]);
  expect(check.entities).toBeGreaterThan(90);
  await ask(
    `update profile set claims = claims + 1 where entity_id = (select min(id) from entity)`,
  );
  const spoilt = await checkProjection(sample.db);
  expect(spoilt.differing).toHaveLength(1);
  await ask(
    `update profile set claims = claims - 1 where entity_id = (select min(id) from entity)`,
  );
});

test('published for readers: a corrected edition, a tombstone, sources; the rest is not there', async () => {
  const { rows } = await sql<{ kind: string; current: number; removed: number; most: number }>`
    select kind, count(s.edition)::int as current,
      count(*) filter (where removed_for is not null)::int as removed,
      coalesce((select max(number) from published.edition e where e.kind = s.kind), 0) as most
    from published.subject s group by kind order by kind`.execute(reader.db);
  const byKind = new Map(rows.map((row) => [row.kind, row]));
  expect([...byKind.keys()]).toEqual([
    'event',
    'group',
    'intervention',
    'person',
    'place',
    'source',
    'work',
  ]);
  expect(byKind.get('person')).toMatchObject({ current: 26, removed: 1, most: 2 });
  expect(byKind.get('source')?.current).toBe(14);
  const text = JSON.stringify(
    (await sql`select document from published.edition`.execute(reader.db)).rows,
  );
  // Booleans, for a failure would print half a megabyte.
  const tells = (words: string) => text.includes(words);
  expect(tells('Javad Ganji')).toBe(true);
  expect(tells('Toomaj Salehi')).toBe(false);
  expect(tells('invented')).toBe(false);
  // Taken back: not even earlier editions of others name them.
  expect(tells('sound engineer of a film')).toBe(false);
});

test('something is left for the desk', async () => {
  const disputes = await ask<{ property: string; kind: string; settled: boolean }>(
    'select property, kind, settled from dispute order by property, kind',
  );
  expect(disputes).toEqual([
    { property: 'killedCount', kind: 'different-measure', settled: true },
    { property: 'perpetrator', kind: 'contradiction', settled: false },
    { property: 'title', kind: 'contradiction', settled: true },
  ]);
  const open = await ask(`select from decision where state = 'proposed'`);
  expect(open).toHaveLength(1);
});

test('a demonstration for ever, which the log is told once', async () => {
  expect(await isDemonstration(reader.db)).toBe(true);
  await expect(ask('update published.instance set demonstration = false')).rejects.toThrow('stays');
  await expect(ask('delete from published.instance')).rejects.toThrow('stays');
  expect(await ask(`select from log_entry where kind = 'demonstration'`)).toHaveLength(1);
  expect(progress.at(-1)).toEqual({ done: progress.length, total: progress.length });
});

test('its people cannot sign in, and do not keep the first person out', async () => {
  const active = await ask(`select from account where state = 'active'`);
  expect(active).toEqual([]);
  expect(await firstRunToken(sample.db)).toBeTypeOf('string');
});

test('only what is empty becomes a demonstration', async () => {
  await expect(loadSample(sample.db, blobs)).rejects.toMatchObject({ code: 'sample-already' });
  const busy = await openPrepared();
  const person = { roles: ['administrator'], inTeam: true, locale: 'en' };
  const add = (name: string) =>
    busy.db
      .transaction()
      .execute((tx) => createAccount(tx, { ...person, name, email: `${name}@example.org` }));
  const first = await add('first');
  await sql`insert into source (title, material, scope_id, created_by)
    values ('A report', '910100000000', 2, ${first.accountId})`.execute(busy.db);
  await expect(loadSample(busy.db, blobs)).rejects.toMatchObject({ code: 'sample-not-empty' });
  expect(await isDemonstration(busy.db)).toBe(false);
  await sql`delete from source`.execute(busy.db);
  await add('second');
  await expect(loadSample(busy.db, blobs)).rejects.toMatchObject({ code: 'sample-people-here' });
});
