import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Db } from '#platform/database';
import { startPostgres } from '#platform/postgres';
import { rebuildProjection } from '#record';
import { putUnderFire, type UnderFire } from './under-fire.ts';

let fire: UnderFire;
beforeAll(async () => {
  fire = await putUnderFire('coding-under-fire.ts');
});
afterAll(() => fire?.remove());

// Each of the moments below twice.
const rounds = 46;

async function missing(db: Db, said: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    select 'written ' || uid as said from claim
    union all select 'accepted ' || uid from claim where state = 'accepted'
    union all select 'proposed ' || uid from decision
    union all select 'published ' || subject from published.subject where edition is not null`.execute(
    db,
  );
  const found = new Set(rows.map((row) => row.said));
  return [...said].filter((line) => !found.has(line));
}

async function projection(db: Db): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`
    select p::text as row from profile p union all select n::text from name_entry n
    union all select d::text from dispute d order by 1`.execute(db);
  return rows.map((entry) => entry.row);
}

test(
  `nothing acknowledged is lost in ${rounds} kills of server and database`,
  { timeout: 600_000 },
  async () => {
    const said = new Set<string>();
    for (let index = 0; index < rounds; index += 1) {
      await fire.round(1 + ((index * 7) % 23), said);
    }
    const postgres = await startPostgres({ dataDir: fire.dataDir, as: 'kill test' });
    const database = openDatabase(postgres.connection, () => {});
    try {
      expect(said.size).toBeGreaterThan(rounds);
      expect(await missing(database.db, said)).toEqual([]);
      const before = await projection(database.db);
      await rebuildProjection(database.db);
      expect(await projection(database.db)).toEqual(before);
      // Whatever is public has its row for the log, written in the same commit.
      const { rows } = await sql<{ without: number }>`
        select count(*)::int as without from published.edition e
        where not exists (select from log_entry o where o.edition = e.uid)`.execute(database.db);
      expect(rows[0]?.without).toBe(0);
    } finally {
      await database.close();
      await postgres.stop();
    }
  },
);
