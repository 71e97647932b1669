import { sql } from 'kysely';
import { asCount, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Locale } from '#platform/languages';
import { countNear, type NearCount } from '../count-near.ts';
import { loadAddedTerms } from '../terms.ts';
import type { KindCode } from '../vocabulary/index.ts';
import { captionsOf } from './captions.ts';
import { findEntities } from './find-entities.ts';
import { findUnnamed } from './find-unnamed.ts';

export interface EntityFilter {
  readonly kind: KindCode;
  /** Part of a name or of what a caption says, in any script: at most 50 entities, the nearest first. */
  readonly name?: string;
  /** Only those with an open or settled contradiction. */
  readonly disputed?: boolean;
  /** At most this many; 50 unless said, 1,000 at most. */
  readonly limit?: number;
  readonly offset?: number;
}

export interface ListedEntity {
  readonly uid: string;
  readonly kind: string;
  readonly text: string;
  /** First and last day it speaks of, ISO 8601; null when nothing says so. */
  readonly starts: string | null;
  readonly ends: string | null;
  readonly country: string | null;
  readonly claims: number;
  readonly disputed: number;
}

export interface EntityList extends NearCount {
  readonly entities: readonly ListedEntity[];
}

interface Row extends Omit<ListedEntity, 'text'> {
  readonly id: string;
}

// What happened is read by its day, the latest first; who and what by its name.
const byDay: ReadonlySet<KindCode> = new Set([
  'event',
  'act',
  'intervention',
  'milestone',
  'involvement',
  'relation',
]);

/**
 * Entities of one kind within the reader's scopes: what happened by its day, the latest first; people,
 * groups, works and places by name, in the order of the Unicode collation. Counts are of live claims.
 */
export async function listEntities(
  db: Db,
  actor: Actor,
  filter: EntityFilter,
  locale: Locale,
): Promise<EntityList> {
  const { kind, name = '' } = filter;
  const [limit, offset] = [asCount(filter.limit ?? 50, 1_000), asCount(filter.offset ?? 0, 1e9)];
  const added = await loadAddedTerms(db);
  const found =
    name.trim() === ''
      ? undefined
      : await Promise.all([
          findEntities(db, actor, name, { kinds: [kind], limit: 50 }),
          findUnnamed(db, actor, name, added, { kinds: [kind], limit: 50 }),
        ]).then((both) => [...new Set(both.flat().map((one) => one.id))]);
  const where = conditions(actor, filter, found);
  const nearest = sql.val(found ?? []);
  const order =
    found !== undefined
      ? sql`array_position(${nearest}::bigint[], p.entity_id)`
      : byDay.has(kind)
        ? sql`p.starts desc nulls last, p.entity_id desc`
        : sql`p.sort_name collate "und-x-icu" nulls last, p.entity_id`;
  const scopes = sql.val(scopesOf(actor));
  const [page, count] = await Promise.all([
    sql<Row>`
      with chosen as (
        select p.entity_id, row_number() over () as place from (
          select p.entity_id from profile p where ${where}
          order by ${order} limit ${limit} offset ${offset}
        ) p
      )
      select e.id, e.uid, e.kind, min(q.starts) as starts, max(q.ends) as ends,
        min(q.country) as country, sum(q.claims)::int as claims, sum(q.disputed)::int as disputed
      from chosen c join entity e on e.id = c.entity_id
      join profile q on q.entity_id = e.id and q.scope_id = any(${scopes}::integer[])
      group by c.place, e.id order by c.place`.execute(db),
    countNear(db, sql`from profile p where ${where}`, offset + limit),
  ]);
  const captions = await captionsOf(
    db,
    actor,
    page.rows.map((row) => row.id),
    locale,
    added,
  );
  return {
    entities: page.rows.map(({ id, ...row }) => ({ ...row, text: captions.get(id)?.text ?? '' })),
    ...count,
  };
}

function conditions(
  actor: Actor,
  { kind, disputed = false }: EntityFilter,
  ids: readonly string[] | undefined,
) {
  const scopes = sql.val(scopesOf(actor));
  const all = [
    sql`p.kind = ${kind}`,
    sql`p.scope_id = any(${scopes}::integer[])`,
    // What is told here of an entity that is not for this reader does not tell that it exists.
    sql`exists (select from entity e where e.id = p.entity_id and e.scope_id = any(${scopes}::integer[]))`,
    // A profile a scope: an entity with several is listed once, by that of its first scope.
    sql`not exists (select from profile other where other.entity_id = p.entity_id
      and other.scope_id = any(${scopes}::integer[]) and other.scope_id < p.scope_id)`,
  ];
  if (ids !== undefined) all.push(sql`p.entity_id = any(${sql.val(ids)}::bigint[])`);
  if (disputed) all.push(sql`p.disputed > 0`);
  return sql.join(all, sql` and `);
}
