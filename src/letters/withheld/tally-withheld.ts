import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** Counts withheld names by rule, where something changed; pages read what is counted here. */
export async function tallyWithheld(db: Db): Promise<void> {
  await sql`
    with counted as (
      select w.letter_id, w.rule, count(*)::integer as signed
      from letter_withheld w join letter_signature g on g.id = w.signature_id
      where g.state = 'confirmed' and g.affirms = 'first' group by w.letter_id, w.rule
    ), gone as (
      delete from letter_withheld_tally t
      where not exists (select from counted c where (c.letter_id, c.rule) = (t.letter_id, t.rule))
    )
    insert into letter_withheld_tally as t (letter_id, rule, signed)
    select letter_id, rule, signed from counted
    on conflict (letter_id, rule) do update set signed = excluded.signed
      where t.signed <> excluded.signed`.execute(db);
}
