import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';

/** Hashes of the current editions of some subjects, in hexadecimal. */
export async function currentHashes(
  db: Db,
  subjects: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ subject: string; hash: string }>`
    select s.subject, encode(e.hash, 'hex') as hash
    from published.subject s join published.edition e on e.uid = s.edition
    where s.subject = any(${sql.val(asUids(subjects))}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.subject, row.hash]));
}

/** Published subjects whose current edition speaks of any of these. */
export async function subjectsMentioning(
  db: Db,
  mentioned: readonly string[],
): Promise<{ readonly subject: string; readonly kind: string }[]> {
  const { rows } = await sql<{ subject: string; kind: string }>`
    select distinct s.subject, s.kind from published.mention m
    join published.subject s on s.subject = m.subject and s.edition is not null
    where m.mentioned = any(${sql.val(asUids(mentioned))}::uuid[])
      and s.subject <> all(${sql.val(asUids(mentioned))}::uuid[])`.execute(db);
  return rows;
}

/** Published subjects whose current edition says any of these claims, or shows any of these passages. */
export async function subjectsSaying(
  db: Db,
  things: readonly string[],
): Promise<{ readonly subject: string; readonly kind: string }[]> {
  const { rows } = await sql<{ subject: string; kind: string }>`
    select distinct s.subject, s.kind from edition_content said
    join published.subject s on s.subject = said.subject and s.edition is not null
    where said.thing = any(${sql.val(asUids(things))}::uuid[])`.execute(db);
  return rows;
}
