import { sql } from 'kysely';
import type { Db } from '#platform/database';

/**
 * Puts copies of a letter's newest signature on its list, as if so many had signed by name: of a few
 * countries, professions and guilds, three of Peru, one a puppeteer, one in a thousand by their domain.
 */
export async function addManySigners(db: Db, letter: string, count: number): Promise<void> {
  await sql`
    with of as (select g.* from letter_signature g join letter l on l.id = g.letter_id
      where l.uid = ${letter} order by g.id desc limit 1),
    made as (
      insert into letter_signature (letter_id, version_id, mailbox, form, link, appearance,
        verification, state, via, languages, person, received_at, confirmed_at)
      select letter_id, version_id, sha256(convert_to(id || 'm' || n, 'UTF8')),
        sha256(convert_to(id || 'f' || n, 'UTF8')), sha256(convert_to(id || 'l' || n, 'UTF8')),
        'named', case when n % 1000 = 7 then 'domain' else 'mailbox' end, 'confirmed',
        via, languages, person, received_at, now()
      from of, generate_series(1, ${count}::integer) n
      returning id, letter_id, verification)
    insert into signature_shown
      (signature_id, letter_id, name, credit, credit_folded, affiliation,
        affiliation_folded, country, folded, confirmed_at)
    select id, letter_id, name, credit, credit, guild, guild, country,
      concat_ws(' ', name, credit, guild), now()
    from (
      select *, initcap(md5(id::text)) as name,
        case when at = 77 then 'puppeteer' else (array['actor','editor','gaffer','writer'])[1 + at % 4] end
          as credit,
        case when at = 78 then 'marionettes' when at % 20 = 0 then 'camera guild'
          when at % 2 = 0 then 'editors guild' else '' end as guild,
        case when at <= 3 then 'PE' else (array['FR','DE','IR','GB','US'])[1 + at % 5] end as country
      from (select *, row_number() over (order by id) as at from made) numbered) as said`.execute(
    db,
  );
  await sql`vacuum analyze signature_shown`.execute(db);
  await sql`vacuum analyze letter_signature`.execute(db);
}
