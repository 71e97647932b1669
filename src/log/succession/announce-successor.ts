import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { enqueueEntries } from '../enqueue-entries.ts';

/**
 * Queues the entry that names the successor of a key, once: called again it changes nothing.
 *
 * @returns whether it was announced now.
 */
export async function announceSuccessor(tx: Tx, from: string, successor: string): Promise<boolean> {
  // Two commands at once would log it twice.
  await sql`select pg_advisory_xact_lock(hashtext('countersign log key'))`.execute(tx);
  const known = await tx
    .selectFrom('log_key')
    .select('entry')
    .where('verifier_key', '=', successor)
    .executeTakeFirst();
  if (known?.entry != null) return false;
  const [entry] = await enqueueEntries(tx, [
    { kind: 'key-succession', fields: { from, successor } },
  ]);
  if (entry === undefined) throw new Error('expected an entry');
  await tx
    .insertInto('log_key')
    .values({ verifier_key: from })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await tx
    .insertInto('log_key')
    .values({ verifier_key: successor, succeeds: from, entry })
    .onConflict((conflict) =>
      conflict.column('verifier_key').doUpdateSet({ succeeds: from, entry }),
    )
    .execute();
  return true;
}
