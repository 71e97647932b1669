import { sql } from 'kysely';
import { scopesOf, type Actor } from '#accounts';
import { asUid, type Db } from '#platform/database';

/**
 * Whether the translations that readers see of a letter are others than those that are approved: one came,
 * was corrected or withdrawn since. Only of versions that readers see.
 */
export async function translationsWait(db: Db, actor: Actor, letter: string): Promise<boolean> {
  const { rows } = await sql<{ differ: boolean }>`
    with shown as (
      select (v.ordinality)::integer as number, t.value ->> 'hash' as hash, t.value ->> 'how' as how,
        t.value ->> 'madeBy' as made_by, t.value ->> 'reviewedBy' as reviewed_by
      from letter l join published.subject s on s.subject = l.uid
      join published.edition e on e.uid = s.edition,
        jsonb_array_elements(e.document #> '{letter,versions}') with ordinality v,
        jsonb_array_elements(coalesce(v.value -> 'translations', '[]')) t
      where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    ), approved as (
      select distinct on (v.number, t.language) v.number, encode(t.hash, 'hex') as hash, t.how,
        t.made_by, t.reviewed_by
      from letter l join letter_version v on v.letter_id = l.id and v.state = 'approved'
      join letter_translation t on t.version_id = v.id and t.state = 'approved'
      where l.uid = ${asUid(letter)} and l.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
        and v.number <= (select jsonb_array_length(e.document #> '{letter,versions}')
          from published.subject s join published.edition e on e.uid = s.edition
          where s.subject = l.uid)
      order by v.number, t.language, t.revision desc
    )
    select exists (select * from shown except select * from approved)
      or exists (select * from approved except select * from shown) as differ`.execute(db);
  return rows[0]?.differ ?? false;
}
