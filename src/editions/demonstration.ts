import { sql } from 'kysely';
import { enqueueEntries } from '#log';
import type { Db, Tx } from '#platform/database';
import { announceChange } from './revision.ts';

/**
 * Marks this instance a demonstration, for ever: every page says so, and so does the log. Nothing
 * takes the mark away again; the database refuses it.
 */
export async function markDemonstration(tx: Tx): Promise<void> {
  await sql`
    insert into setting (key, value) values ('demonstration', 'true')
    on conflict (key) do update set value = excluded.value`.execute(tx);
  await sql`update published.instance set demonstration = true`.execute(tx);
  await enqueueEntries(tx, [{ kind: 'demonstration', fields: { demonstration: true } }]);
  await announceChange(tx);
}

/** Whether this instance was ever filled with a sample. A reader's connection may ask too. */
export async function isDemonstration(db: Db): Promise<boolean> {
  const { rows } = await sql<{ demonstration: boolean }>`
    select demonstration from published.instance`.execute(db);
  return rows[0]?.demonstration ?? false;
}
