import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#accounts';
import { asReader, openDatabase, type Database } from '#platform/database';
import {
  editionsOf,
  frontPage,
  latestChanges,
  listSubjects,
  pagesQuoting,
  publicEdition,
  publicSubject,
  sitemapPage,
  sitemapPages,
  subjectsQuoting,
} from '#publish';
import { createTestDatabase, type TestDatabase } from '../database/index.ts';
import { addPerson } from '../record/fixture.ts';
import { publishSample } from './publish-sample.ts';
import { assistant, director, film, takenBack, uprising } from './sample-people.ts';
import { eveningPaper } from './sample-sources.ts';

let created: TestDatabase;
let main: Database;
let reader: Database;

beforeAll(async () => {
  created = await createTestDatabase();
  const fail = (error: Error) => {
    throw error;
  };
  main = openDatabase(created.options, fail);
  reader = openDatabase(asReader(created.options), fail);
  const people: readonly [Actor, Actor] = [
    await addPerson(main.db, 'Dara', ['documenter']),
    await addPerson(main.db, 'Rana', ['reviewer', 'documenter']),
  ];
  await publishSample(main.db, people);
});

afterAll(async () => {
  await reader.close();
  await main.close();
  await created.drop();
});

test('a reader sees the current edition, its number and what it corrects', async () => {
  const subject = await publicSubject(reader.db, director);
  expect(subject).toMatchObject({ state: 'current', kind: 'person', number: 2 });
  expect(subject).toHaveProperty('correction');
  const steps = await editionsOf(reader.db, director);
  expect(steps.map(({ number }) => number)).toEqual([2, 1]);
  expect(steps[0]?.correction).toContain('a week');
});

test('what was taken back is a class of reason and a day, and no more', async () => {
  const subject = await publicSubject(reader.db, takenBack);
  expect(subject).toEqual({
    state: 'removed',
    kind: 'person',
    removedFor: 'safety',
    removedAt: expect.any(Date),
  });
  expect(await editionsOf(reader.db, takenBack)).toEqual([]);
  const { subjects } = await listSubjects(reader.db, { kind: 'person' });
  expect(subjects.map((one) => one.subject).toSorted()).toEqual([director, assistant]);
});

test.each(['', 'x', "'; drop table decision; --", '00000000-0000-4000-8000-00000000dead'])(
  'nothing is published under the address %j',
  async (uid) => {
    expect(await publicSubject(reader.db, uid)).toBeUndefined();
    expect(await subjectsQuoting(reader.db, uid)).toEqual([]);
  },
);

test.each([
  ['nav', [assistant]],
  ['AZARMI navid', [assistant]],
  ['نويد', [assistant]],
  ['سهرابي مهر', [director]],
  ['سهرابی‌مهر', [director]],
  ['100%', []],
  ['_', []],
  ['Nawid Azarmi', [assistant]],
  ['Navid Azarmy', [assistant]],
  ['Навид', [assistant]],
  ['', [assistant, director]],
])('a search for %j finds them in any spelling', async (q, expected) => {
  const { subjects, total } = await listSubjects(reader.db, { kind: 'person', q });
  expect(subjects.map((one) => one.subject).toSorted()).toEqual(expected.toSorted());
  expect(total).toBe(expected.length);
});

test('where nobody is called so, those come who share a word of the name', async () => {
  const { subjects, near } = await listSubjects(reader.db, {
    kind: 'person',
    q: 'Naveed Karimi',
    at: '',
  });
  expect([subjects.map((one) => one.subject), near]).toEqual([[assistant], true]);
  const none = await listSubjects(reader.db, { kind: 'person', q: 'Xqzpt' });
  expect([none.total, none.near]).toEqual([0, false]);
});

test.each([
  '',
  'x',
  'after.x',
  "after.'; drop table decision; --",
  `before.${uprising}`,
  `after.${uprising}`,
  `after.${director}`,
])('%j in a list of one page is that page', async (at) => {
  const list = await listSubjects(reader.db, { kind: 'event', at });
  expect([list.previous, list.next]).toEqual([undefined, undefined]);
  expect(list.subjects.map((one) => one.subject)).toEqual([uprising]);
});

test('a list tells a date as it was said, not as it is sorted', async () => {
  const { subjects } = await listSubjects(reader.db, { kind: 'work' });
  expect(subjects).toMatchObject([{ subject: film, date: '2021' }]);
});

test('the front page counts what is published and no more', async () => {
  const { counts, latestPeople, latestEvents } = await frontPage(reader.db);
  expect(counts).toMatchObject({ person: 2, event: 1, work: 1 });
  expect(latestPeople.map((one) => one.subject).toSorted()).toEqual([director, assistant]);
  expect(latestEvents.map((one) => one.subject)).toEqual([uprising]);
});

test('a source leads to every page that rests on it, with the words', async () => {
  const pages = await pagesQuoting(reader.db, eveningPaper.uid);
  const event = pages.find((page) => page.subject.subject === uprising);
  expect(event?.passages.map(({ quote }) => quote)).toContain(
    'The true toll is believed to exceed 16,000.',
  );
  expect(pages.some((page) => page.subject.subject === takenBack)).toBe(false);
});

test('the connection of public pages reads no table outside the published schema', async () => {
  const { rows } = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm')
      and n.nspname not in ('published', 'pg_catalog', 'information_schema')
      and n.nspname not like 'pg\\_%'`.execute(main.db);
  expect(rows.length).toBeGreaterThan(20);
  for (const { schema, name } of rows) {
    const read = sql`select * from ${sql.table(`${schema}.${name}`)} limit 1`.execute(reader.db);
    await expect(read, `${schema}.${name}`).rejects.toThrow(/permission denied|does not exist/);
  }
});

test('the connection of public pages cannot write what it reads', async () => {
  const write = sql`delete from published.mention`.execute(reader.db);
  await expect(write).rejects.toThrow(/read-only|permission denied/);
});

test('an earlier edition can be read by its number, and knows which one took its place', async () => {
  const first = await publicEdition(reader.db, director, 1);
  expect(first).toMatchObject({ number: 1, current: 2, document: { subject: director } });
  expect(first).not.toHaveProperty('correction');
  const now = await publicSubject(reader.db, director);
  const second = await publicEdition(reader.db, director, 2);
  expect(second?.hash).toBe(now?.state === 'current' ? now.hash : '');
  for (const number of [0, 3, 1.5, Number.NaN, 1e9]) {
    expect(await publicEdition(reader.db, director, number)).toBeUndefined();
  }
  expect(await publicEdition(reader.db, takenBack, 1)).toBeUndefined();
  expect(await publicEdition(reader.db, "x' or true", 1)).toBeUndefined();
});

test('changes are told the latest first; of what was taken back only that it was', async () => {
  const changes = await latestChanges(reader.db);
  expect(changes.filter(({ subject }) => subject === takenBack)).toEqual([
    expect.objectContaining({ change: 'removed', edition: null, names: {} }),
  ]);
  const ofDirector = changes.filter(({ subject }) => subject === director);
  expect(ofDirector.map(({ change }) => change)).toEqual(['corrected', 'published']);
  const times = changes.map(({ at }) => at.getTime());
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(changes.some(({ kind, change }) => kind === 'source' && change !== 'removed')).toBe(false);
});

test('the sitemap holds every published page and nothing that was taken back', async () => {
  expect(await sitemapPages(reader.db)).toBe(1);
  const subjects = (await sitemapPage(reader.db, 1)).map(({ subject }) => subject);
  expect(subjects).toEqual(expect.arrayContaining([director, assistant, uprising]));
  expect(subjects).not.toContain(takenBack);
});
