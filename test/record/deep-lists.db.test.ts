import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listSources } from '#evidence';
import { listDisputes, listEntities, reviewQueue, writeClaims } from '#record';
import { addEntity, addText, openRecord, passageAt, type RecordFixture } from './fixture.ts';

// Lists that grow for years: every page of them, in both directions, with equal keys.
let house: RecordFixture;
let passage: string;
const wanted = 11;

beforeAll(async () => {
  house = await openRecord();
  const { db, documenter } = house;
  const { layer } = await addText(db, documenter, 'Mina was born, they say, in 1961 or in 1962.');
  passage = await passageAt(db, documenter, { layer, start: 0, end: 4 });
  for (let index = 0; index < wanted; index += 1) {
    const uid = await addEntity(db, documenter, 'person', passage, { name: 'Mina' });
    const about = { entity: uid, passage, basis: 'coded' as const, property: 'birthDate' };
    const claims = ['1961', '1962'].map((value) => ({ ...about, value }));
    await db.transaction().execute((tx) => writeClaims(tx, documenter, claims, 'en'));
    await addEntity(db, documenter, 'event', passage, {
      country: 'IR',
      ...(index < 5 && { startDate: '2022-09' }),
    });
    await addText(db, documenter, `Another text ${index}.`);
  }
  await sql`update source set changed_at = '2026-01-01T00:00:00.123456Z'`.execute(db);
});

afterAll(() => house[Symbol.asyncDispose]());

interface Read {
  readonly ids: readonly string[];
  readonly previous: string | undefined;
  readonly next: string | undefined;
}

/** Walks to the end and back, and returns the ids in order of the way there. */
async function everything(read: (at: string) => Promise<Read>): Promise<string[]> {
  const pages: Read[] = [];
  let at: string | undefined = '';
  while (at !== undefined && pages.length < 50) {
    const page: Read = await read(at);
    pages.push(page);
    at = page.next;
  }
  expect(pages.length).toBeGreaterThan(2);
  const there = pages.flatMap(({ ids }) => ids);
  expect(new Set(there).size).toBe(there.length);
  const back: string[][] = [[...(pages.at(-1)?.ids ?? [])]];
  let before = pages.at(-1)?.previous;
  while (before !== undefined && back.length < 50) {
    const page: Read = await read(before);
    back.unshift([...page.ids]);
    before = page.previous;
  }
  expect([...new Set(back.flat())]).toEqual(there);
  return there;
}

test.each(['person', 'event'] as const)('entities: every %s once', async (kind) => {
  const { db, documenter } = house;
  const all = await everything(async (at) => {
    const list = await listEntities(db, documenter, { kind, limit: 3, at }, 'en');
    return { ...list, ids: list.entities.map((one) => one.uid) };
  });
  expect(all).toHaveLength(wanted);
});

test('sources: every one once, also when one that was passed changes meanwhile', async () => {
  const { db, documenter } = house;
  const read = async (at: string) => {
    const list = await listSources(db, documenter, { limit: 4, at });
    return { ...list, ids: list.sources.map((one) => one.uid) };
  };
  expect(await everything(read)).toHaveLength(wanted + 1);
  const first = await read('');
  // The last row of the page is opened and changed: it is on top of the list now.
  await sql`update source set changed_at = now() where uid = ${first.ids.at(-1)}`.execute(db);
  const second = await read(first.next ?? '');
  expect(second.ids.filter((uid) => first.ids.includes(uid))).toEqual([]);
  const third = await read(second.next ?? '');
  expect(new Set([...first.ids, ...second.ids, ...third.ids]).size).toBe(wanted + 1);
});

test('proposals: every one once, also when those of the page were decided', async () => {
  const { db, reviewer } = house;
  const read = async (at: string) => {
    const page = await reviewQueue(db, reviewer, 'en', { limit: 7, at });
    return { ...page, ids: page.rows.map((claim) => claim.uid) };
  };
  const all = await everything(read);
  const first = await read('');
  await sql`
    update claim set state = 'withdrawn' where uid = any(${sql.val(first.ids)}::uuid[])`
    .execute(db)
    .catch(() => undefined);
  const second = await read(first.next ?? '');
  expect(second.ids).toEqual(all.slice(7, 14));
});

test('disagreements: every one once', async () => {
  const { db, documenter } = house;
  const all = await everything(async (at) => {
    const list = await listDisputes(db, documenter, { limit: 3, at });
    return { ...list, ids: list.disputes.map((one) => `${one.entityUid} ${one.property}`) };
  });
  expect(all).toHaveLength(wanted);
});

test.each(['', 'after.x', "after.'; select 1", 'before.1.2', 'after.99999999999999999.x'])(
  'what is no place (%j) is the first page',
  async (at) => {
    const { db, documenter, reviewer } = house;
    const lists = await Promise.all([
      listEntities(db, documenter, { kind: 'person', at, limit: 2 }, 'en'),
      listSources(db, documenter, { at, limit: 2 }),
      reviewQueue(db, reviewer, 'en', { at, limit: 2 }),
      listDisputes(db, documenter, { at, limit: 2 }),
    ]);
    expect(lists.map((list) => list.previous)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(lists.every((list) => list.next !== undefined)).toBe(true);
  },
);
