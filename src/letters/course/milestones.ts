import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** Counts that are told of in a letter's course. */
const milestones = [
  100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000,
  2_000_000, 5_000_000, 10_000_000,
] as const;

/**
 * Notes the largest count that each public letter has reached and none larger was noted for. What was
 * reached before readers saw the letter is noted as of when they do.
 *
 * @returns how many.
 */
export async function noteMilestones(db: Db, now: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with counted as (
      select t.letter_id, sum(t.signed) as people from letter_tally t where t.affirms = 'first'
      group by t.letter_id
    ), reached as (
      select c.letter_id, (select max(m) from unnest(${sql.val(milestones)}::integer[]) as m
        where m <= c.people) as m
      from counted c join letter l on l.id = c.letter_id
      join published.subject p on p.subject = l.uid and p.edition is not null
    )
    insert into letter_milestone (letter_id, reached, at)
    select r.letter_id, r.m, ${now} from reached r
    where r.m is not null and not exists (
      select from letter_milestone b where b.letter_id = r.letter_id and b.reached >= r.m)
    on conflict do nothing`.execute(db);
  return Number(numAffectedRows);
}
