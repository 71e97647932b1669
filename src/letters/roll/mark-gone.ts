import { sql } from 'kysely';
import type { Tx } from '#platform/database';

/** Stands for every place. */
export const everyPlace = -1n;

/**
 * Notes that a signature's line must leave the roll. After its opening was destroyed in the same
 * transaction: from then on no place can be given to it that is not seen here.
 *
 * @param id of the signature, whose row is still there.
 */
export async function markGone(tx: Tx, id: string): Promise<void> {
  await sql`
    insert into letter_roll_gone (letter_id, batch, place)
    select g.letter_id, null, e.place from letter_signature g join log_entry e on e.entry = g.entry
      where g.id = ${id} and e.place is not null
    union all
    select g.letter_id, i.batch, i.place from letter_signature g join private_item i on i.about = g.uid
      where g.id = ${id} and i.batch is not null`.execute(tx);
}

/**
 * Notes that signatures of a letter left the count, or came back into it, whose entries stay in the log: lines
 * come back at old places, so that the next roll is written anew as a whole.
 */
export async function markAllGone(tx: Tx, letterId: string): Promise<void> {
  await sql`
    insert into letter_roll_gone (letter_id, batch, place)
    values (${letterId}, null, ${String(everyPlace)})`.execute(tx);
}
