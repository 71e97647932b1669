import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { writeJournal } from '#record';

/** What signers of a letter were promised, or what became of it. */
export interface JournaledRetention {
  /** Public id. */
  readonly letter: string;
  /** The last day, UTC. */
  readonly until: string;
  /** How many that were counted have been erased, once they are. */
  readonly signed?: number;
}

/** Writes it down for a restored backup that does not know of it. */
export async function journalRetention(
  tx: Tx,
  { letter, ...promised }: JournaledRetention,
): Promise<void> {
  const part = randomUUID();
  await writeJournal(tx, part, [{ kind: 'retention', thing: letter, part, ...promised }]);
}

/**
 * Writes down how many that were counted have been erased of a letter by now: with each slice, or whoever brings a
 * backup back after the process was killed between two would not know of those before.
 */
export async function journalErased(tx: Tx, letterId: string): Promise<void> {
  const { rows } = await sql<JournaledRetention>`
    select * from (
      select l.uid as letter, r.until::text as until, (
        select coalesce(sum(e.signed), 0)::integer from letter_left e
        where e.letter_id = l.id and e.how = 'erased') as signed
      from letter l join letter_retention r on r.letter_id = l.id where l.id = ${letterId}) t
    where not exists (select from erasure_journal j where j.kind = 'retention' and j.thing = t.letter
      and j.until = t.until::date and j.signed = t.signed)`.execute(tx);
  for (const one of rows) await journalRetention(tx, one);
}

/**
 * Keeps again what signers were promised, as after a restore from before it: the earliest last day, which the hourly
 * job acts on, and the number of those who were erased. What the database wrote down itself it did itself.
 * Idempotent.
 */
export async function replayRetention(tx: Tx): Promise<void> {
  await sql`
    insert into letter_retention (letter_id, until)
    select l.id, min(j.until) from erasure_journal j join letter l on l.uid = j.thing
    where j.kind = 'retention' and j.restored group by l.id
    on conflict (letter_id) do update set until = excluded.until,
      proposed = null, proposed_by = null, proposed_at = null
      where letter_retention.until is null or letter_retention.until > excluded.until`.execute(tx);
  await sql`
    insert into letter_left (letter_id, how, signed)
    select l.id, 'erased', j.signed - coalesce(told.signed, 0)
    from (select thing, max(signed) as signed from erasure_journal
      where kind = 'retention' and restored group by thing) j
    join letter l on l.uid = j.thing
    left join lateral (select sum(e.signed)::integer as signed from letter_left e
      where e.letter_id = l.id and e.how = 'erased') told on true
    where j.signed > coalesce(told.signed, 0)
    on conflict (letter_id, day, how) do update
      set signed = letter_left.signed + excluded.signed`.execute(tx);
}
