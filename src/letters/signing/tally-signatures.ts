import { sql } from 'kysely';
import type { Db } from '#platform/database';

/**
 * Counts confirmed signatures by class, of the letters where something changed. A page reads what is
 * counted here: counting at each page would cost the most when the most people look.
 *
 * @returns how many letters have another count than before.
 */
export async function tallySignatures(db: Db): Promise<number> {
  const { rows } = await sql<{ letters: string }>`
    with now_signed as (
      select letter_id, version_id, appearance, verification, count(*)::integer as signed
      from letter_signature where state = 'confirmed'
      group by letter_id, version_id, appearance, verification
    ), gone as (
      delete from letter_tally t where not exists (
        select from now_signed n where (n.letter_id, n.version_id, n.appearance, n.verification)
          = (t.letter_id, t.version_id, t.appearance, t.verification))
      returning t.letter_id
    ), counted as (
      insert into letter_tally as t (letter_id, version_id, appearance, verification, signed)
      select * from now_signed
      on conflict (letter_id, version_id, appearance, verification) do update
        set signed = excluded.signed where t.signed <> excluded.signed
      returning t.letter_id
    )
    select count(distinct letter_id) as letters
    from (select letter_id from gone union all select letter_id from counted) changed`.execute(db);
  return Number(rows[0]?.letters ?? 0);
}
