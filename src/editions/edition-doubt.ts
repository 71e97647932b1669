import { sql, type RawBuilder } from 'kysely';
import { asCount, asUids, type Db, type Tx } from '#platform/database';
import type { Actor } from '#accounts';
import { isForTeam } from './decision-list.ts';

/** Why an edition is doubted: what sort of thing it speaks of has changed since. */
export type DoubtCause = 'claim' | 'name' | 'source' | 'passage' | 'resolution';

/** Something the current edition of a subject says that has changed in the record since. */
export interface Doubt {
  readonly cause: DoubtCause;
  /** The claim, entity, source or passage, by uid. */
  readonly thing: string;
  readonly since: Date;
}

export interface DoubtedEdition {
  readonly subject: string;
  readonly kind: string;
  readonly number: number;
  readonly publishedAt: Date;
  /** The first change. */
  readonly since: Date;
  /** In the order of the changes. */
  readonly doubts: readonly Doubt[];
}

export interface DoubtFilter {
  /** Only these subjects. */
  readonly subjects?: readonly string[];
  /** 20 unless said, 500 at most. */
  readonly limit?: number;
  readonly offset?: number;
}

function isOneOf(subjects: readonly string[] | undefined) {
  return subjects === undefined
    ? sql`true`
    : sql`d.subject = any(${sql.val(asUids(subjects))}::uuid[])`;
}

// A doubt that was written while a new edition was on its way may name what that one no longer says.
const stillSaid = sql`exists (
  select from edition_content said where said.thing = d.thing and said.subject = d.subject)`;

// Known to differ, and not only to be looked at.
const isCertain = sql`(d.compared_at is not null or d.cause in ('claim','passage'))`;

/**
 * Current editions that say something the record has changed since: first those known to differ, then
 * those that have yet to be compared, each the oldest change first. Whether readers would see a difference is for who prepares them anew. None for somebody outside the team.
 */
export async function doubtedEditions(
  db: Db,
  actor: Actor,
  { subjects, limit = 20, offset = 0 }: DoubtFilter = {},
): Promise<DoubtedEdition[]> {
  const { rows } = await sql<
    Omit<DoubtedEdition, 'doubts'> & { doubts: (Omit<Doubt, 'since'> & { since: string })[] }
  >`
    with doubted as (
      select d.subject, min(d.since) as since, bool_or(${isCertain}) as certain,
        json_agg(json_build_object('cause', d.cause, 'thing', d.thing, 'since', d.since)
          order by d.since, d.cause, d.thing) as doubts
      from edition_doubt d
      where ${isOneOf(subjects)} and ${stillSaid} and ${isForTeam(actor)}
      group by d.subject order by certain desc, min(d.since), d.subject
      limit ${asCount(limit, 500)} offset ${asCount(offset, 1e9)}
    )
    select d.subject, s.kind, e.number, e.published_at as "publishedAt", d.since, d.doubts
    from doubted d join published.subject s on s.subject = d.subject
    join published.edition e on e.uid = s.edition
    order by d.certain desc, d.since, d.subject`.execute(db);
  return rows.map((row) => ({
    ...row,
    doubts: row.doubts.map((doubt) => ({ ...doubt, since: new Date(doubt.since) })),
  }));
}

/**
 * How many current editions are doubted; 0 for somebody outside the team.
 *
 * @param certain leaves out what has yet to be compared and may turn out to read the same.
 */
export async function countDoubted(
  db: Db,
  actor: Actor,
  { certain = true }: { readonly certain?: boolean } = {},
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select ${doubtedCount(actor, certain)} as n`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}

/** The same as a part of a statement. */
export function doubtedCount(actor: Actor, certain = true): RawBuilder<number> {
  const known = certain ? isCertain : sql`true`;
  return sql`(select count(distinct d.subject)::int from edition_doubt d
    where ${known} and ${stillSaid} and ${isForTeam(actor)})`;
}

/** Subjects with a doubt that nobody has compared yet, the longest waiting first. */
export async function uncomparedSubjects(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select subject from edition_doubt where compared_at is null
    group by subject order by min(since), subject limit ${limit}`.execute(db);
  return rows.map((row) => row.subject);
}

/**
 * Keeps what a comparison found: a subject that would read the same is doubted no longer, except for
 * what no comparison shows (a claim that fell, words that are not found).
 *
 * @param tx of isolation `repeatable read`, begun before the comparison: a change made meanwhile is
 * then either not seen at all or refuses to be overwritten, and is compared the next time.
 */
export async function settleDoubts(
  tx: Tx,
  compared: { readonly same: readonly string[]; readonly different: readonly string[] },
): Promise<void> {
  const same = sql.val(compared.same);
  const all = sql.val([...compared.same, ...compared.different]);
  await sql`
    delete from edition_doubt d where d.subject = any(${all}::uuid[]) and (not ${stillSaid}
      or d.subject = any(${same}::uuid[]) and d.cause in ('name','source','resolution'))`.execute(
    tx,
  );
  await sql`
    update edition_doubt set compared_at = now()
    where subject = any(${all}::uuid[]) and compared_at is null`.execute(tx);
}
