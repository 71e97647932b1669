import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** Nobody is shown in a figure of fewer. */
export const fewest = 5;

/**
 * Makes the public figures of the days that are over, for every letter that is signed: once, and never
 * again, so that two readings of them do not tell who has left between. Of countries, the running number
 * of those who agreed to be shown, in steps of five and never fewer than before. The named can be counted on
 * the list: the others of a country are in it from five on, or the difference would tell of single people.
 *
 * Idempotent. A day is finished by those who confirmed within it, in the time zone of the database.
 */
export async function makeDays(db: Db): Promise<void> {
  await sql`
    with due as (
      select s.letter_id, coalesce(m.day, s.opened_at::date - 1) as made
      from letter_signing s left join letter_days_made m on m.letter_id = s.letter_id
      where coalesce(m.day, s.opened_at::date - 1) < current_date - 1
    ), days as (
      insert into letter_day (letter_id, day, appearance, verification, signed)
      select g.letter_id, g.confirmed_at::date, g.appearance, g.verification, count(*)
      from due d join letter_signature g on g.letter_id = d.letter_id and g.state = 'confirmed'
        and g.confirmed_at >= d.made + 1 and g.confirmed_at < current_date
      group by g.letter_id, g.confirmed_at::date, g.appearance, g.verification
      having count(*) >= ${fewest}
      on conflict do nothing
    ), countries as (
      insert into letter_country (letter_id, day, country, signed)
      select c.letter_id, current_date - 1, c.country, c.signed from (
        select h.letter_id, h.country, (count(*) filter (where h.name <> '')
          + case when count(*) filter (where h.name = '') >= ${fewest}
            then count(*) filter (where h.name = '') else 0 end) / ${fewest} * ${fewest} as signed
        from due d join signature_shown h on h.letter_id = d.letter_id and h.country <> ''
          and h.confirmed_at < current_date
        group by h.letter_id, h.country
      ) c
      where c.signed >= ${fewest} and c.signed > coalesce((
        select max(k.signed) from letter_country k
        where k.letter_id = c.letter_id and k.country = c.country), 0)
      on conflict do nothing
    )
    insert into letter_days_made (letter_id, day) select letter_id, current_date - 1 from due
    on conflict (letter_id) do update set day = excluded.day`.execute(db);
}
