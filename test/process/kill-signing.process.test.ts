import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type Db } from '#platform/database';
import { startPostgres } from '#platform/postgres';
import { putUnderFire, type UnderFire } from './under-fire.ts';

let fire: UnderFire;
beforeAll(async () => {
  fire = await putUnderFire('signing-under-fire.ts');
});
afterAll(() => fire?.remove());

const rounds = 12;

async function missing(db: Db, said: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await sql<{ said: string }>`
    with mailed as (select body, sha256(convert_to(body, 'UTF8')) as link from mail_outbox)
    select 'received ' || body as said from mailed join letter_signature g using (link)
    union all
    select 'confirmed ' || body from mailed join letter_signature g using (link)
    join signature_shown s on s.signature_id = g.id
    join log_entry e on e.entry = g.entry and e.fields is not null
    where g.state = 'confirmed'`.execute(db);
  const found = new Set(rows.map((row) => row.said));
  return [...said].filter((line) => !found.has(line));
}

test(
  `no acknowledged signature is lost in ${rounds} kills of server and database in mid-wave`,
  { timeout: 300_000 },
  async () => {
    const said = new Set<string>();
    for (let index = 0; index < rounds; index += 1) {
      await fire.round(1 + ((index * 37) % 230), said);
    }
    const postgres = await startPostgres({ dataDir: fire.dataDir, as: 'kill test' });
    const database = openDatabase(postgres.connection, () => {});
    try {
      expect(said.size).toBeGreaterThan(rounds * 50);
      expect(await missing(database.db, said)).toEqual([]);
      // Of what was not acknowledged nothing is there in part.
      const { rows } = await sql<{ halves: number }>`
        select count(*)::integer as halves from letter_signature g
        where (select count(*) from signature_consent c where c.signature_id = g.id) <> 2
          or not exists (select from signature_signal s where s.signature_id = g.id)
          or (g.state = 'confirmed') <> exists (select from signature_shown s where s.signature_id = g.id)
          or (g.state = 'confirmed') <> exists (select from log_entry e where e.entry = g.entry)`.execute(
        database.db,
      );
      expect(rows).toEqual([{ halves: 0 }]);
      const doubled = await sql`
        select from letter_signature group by mailbox having count(*) > 1`.execute(database.db);
      expect(doubled.rows).toEqual([]);
    } finally {
      await database.close();
      await postgres.stop();
    }
  },
);
