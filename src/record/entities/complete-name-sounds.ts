import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { soundsOf } from './name-sounds.ts';

const batch = 2_000;

/**
 * Writes down how names sound that were recorded before this was asked. Called at every start; does
 * nothing when there is nothing.
 */
export async function completeNameSounds(db: Db): Promise<number> {
  for (let count = 0; ;) {
    const { rows } = await sql<{ claim: string; name: string }>`
      select claim_id::text as claim, name from name_entry
      where sounds is null order by claim_id limit ${batch}`.execute(db);
    const done = rows.map(({ claim, name }) => ({ claim, name, sounds: soundsOf(name) }));
    // A name projected anew meanwhile has its sounds already.
    await sql`
      update name_entry n set sounds = r.sounds
      from jsonb_to_recordset(${JSON.stringify(done)}::jsonb)
        as r(claim bigint, name text, sounds text[])
      where n.claim_id = r.claim and n.name = r.name`.execute(db);
    count += rows.length;
    if (rows.length < batch) return count;
  }
}
