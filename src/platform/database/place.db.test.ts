import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/index.ts';
import { openDatabase, readPage, rowsBeyond, type Database, type SortOrder } from './index.ts';
import { parsePlace } from './place.ts';

let created: TestDatabase;
let database: Database;

beforeAll(async () => {
  created = await createTestDatabase();
  database = openDatabase(created.options, () => {}, 1);
  // Its one connection keeps the table for the whole file.
  await sql`create temporary table listed (id bigint primary key, name text)`.execute(database.db);
});

afterAll(async () => {
  await database.close();
  await created.drop();
});

interface Row {
  readonly id: string;
}

function pageAt(at: string | undefined, limit: number, isDescending: boolean) {
  const { db } = database;
  const order: SortOrder = {
    by: sql`l.name`,
    type: 'text',
    id: sql`l.id`,
    idType: 'bigint',
    isDescending,
  };
  return readPage<Row>(
    at,
    limit,
    async (place, most) => {
      const key = place?.keys[0] ?? '';
      const { rows: found } = await sql<{ by: string | null; id: string }>`
        select name as by, id from listed where id = ${/^\d{1,18}$/.test(key) ? key : null}`.execute(
        db,
      );
      const [position] = found;
      if (place !== undefined && position === undefined) return [];
      const beyond = place && position && { position, side: place.side };
      const { rows } = await sql<Row>`
        select c.id from ${rowsBeyond(sql`from listed l where true`, order, beyond, most)} as c
        order by c.place`.execute(db);
      return rows;
    },
    (row) => [row.id],
  );
}

async function walk(
  side: 'next' | 'previous',
  from: string | undefined,
  limit: number,
  desc: boolean,
) {
  const ids: string[][] = [];
  let at = from;
  let [previous, next]: (string | undefined)[] = [];
  do {
    const page = await pageAt(at, limit, desc);
    ids.push(page.rows.map((row) => row.id));
    ({ previous, next } = page);
    at = side === 'next' ? next : previous;
  } while (at !== undefined && ids.length < 100);
  return { ids, previous };
}

test('forwards and backwards every row comes once and in order, whatever is equal or null', async () => {
  const names = fc.array(fc.option(fc.constantFrom('a', 'b', 'ب', 'c')), { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(
      names,
      fc.integer({ min: 1, max: 6 }),
      fc.boolean(),
      async (all, limit, desc) => {
        await sql`truncate listed`.execute(database.db);
        await sql`
        insert into listed select place, name
        from unnest(${sql.val(all)}::text[]) with ordinality as t(name, place)`.execute(
          database.db,
        );
        const direction = sql.raw(desc ? 'desc' : 'asc');
        const { rows } = await sql<Row>`
        select id from listed order by name ${direction} nulls last, id ${direction}`.execute(
          database.db,
        );
        const expected = rows.map((row) => row.id);
        const forwards = await walk('next', undefined, limit, desc);
        expect(forwards.ids.flat()).toEqual(expected);
        const backwards = await walk('previous', forwards.previous, limit, desc);
        // The last page may be short; going back from it the first page is whole, and says some again.
        const seen = [...backwards.ids.toReversed(), forwards.ids.at(-1) ?? []];
        expect([...new Set(seen.flat())]).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('rows that come and go elsewhere neither hide nor repeat one', async () => {
  await sql`truncate listed`.execute(database.db);
  await sql`insert into listed select n, 'same' from generate_series(1, 9) n`.execute(database.db);
  const first = await pageAt(undefined, 3, false);
  await sql`delete from listed where id in (1, 2)`.execute(database.db);
  await sql`insert into listed values (0, 'same'), (20, 'earlier')`.execute(database.db);
  const second = await pageAt(first.next, 3, false);
  expect(second.rows.map((row) => row.id)).toEqual(['4', '5', '6']);
});

test.each(['', 'x', 'after', 'after.', 'sideways.1', 'after.1.2.3.4.5', 'after.ü', 'after.1 '])(
  '%j is no place, and so the first page',
  async (at) => {
    expect(parsePlace(at)).toBeUndefined();
    const page = await pageAt(at, 3, false);
    expect(page.previous).toBeUndefined();
  },
);

test('a place of a row that is not there is the first page', async () => {
  const page = await pageAt('after.999999', 3, false);
  expect(page).toEqual(await pageAt(undefined, 3, false));
});
