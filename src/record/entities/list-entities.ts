import { sql, type RawBuilder } from 'kysely';
import {
  asCount,
  asUid,
  readPage,
  rowsBeyond,
  type Db,
  type Page,
  type Place,
  type SortOrder,
  type SortPosition,
} from '#platform/database';
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
  /** A place that an earlier page gave; the first page otherwise. */
  readonly at?: string;
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
  readonly previous: string | undefined;
  readonly next: string | undefined;
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
  const { name = '' } = filter;
  const [page, count] =
    name.trim() === ''
      ? await inOrder(db, actor, filter)
      : await byNearness(db, actor, filter, name);
  const captions = await captionsOf(
    db,
    actor,
    page.rows.map((row) => row.id),
    locale,
    await loadAddedTerms(db),
  );
  return {
    entities: page.rows.map(({ id, ...row }) => ({ ...row, text: captions.get(id)?.text ?? '' })),
    previous: page.previous,
    next: page.next,
    ...count,
  };
}

async function inOrder(
  db: Db,
  actor: Actor,
  filter: EntityFilter,
): Promise<[Page<Row>, NearCount]> {
  const limit = asCount(filter.limit ?? 50, 1_000);
  const rows = sql`from profile p where ${conditions(actor, filter)}`;
  return Promise.all([
    readPage(
      filter.at,
      limit,
      async (place, most) => {
        const position = place && (await positionOf(db, actor, filter.kind, place));
        if (place !== undefined && position === undefined) return [];
        const beyond = place && position && { position, side: place.side };
        return load(db, actor, rowsBeyond(rows, orderOf(filter.kind), beyond, most));
      },
      (row) => [row.uid],
    ),
    countNear(db, rows, limit),
  ]);
}

/** What was found by name or by what its caption says, the nearest first: all on one page. */
async function byNearness(
  db: Db,
  actor: Actor,
  filter: EntityFilter,
  name: string,
): Promise<[Page<Row>, NearCount]> {
  const options = { kinds: [filter.kind], limit: 50 };
  const [named, unnamed] = await Promise.all([
    findEntities(db, actor, name, options),
    findUnnamed(db, actor, name, await loadAddedTerms(db), options),
  ]);
  const ids = sql.val([...new Set([...named, ...unnamed].map((one) => one.id))]);
  const chosen = sql`(
    select p.entity_id as id, array_position(${ids}::bigint[], p.entity_id) as place
    from profile p where ${conditions(actor, filter)} and p.entity_id = any(${ids}::bigint[])
  )`;
  const rows = await load(db, actor, chosen);
  return [
    { rows, previous: undefined, next: undefined },
    { total: rows.length, isMore: false },
  ];
}

/** @param chosen a subquery of ids with their place in the list. */
async function load(db: Db, actor: Actor, chosen: RawBuilder<unknown>): Promise<Row[]> {
  const scopes = sql.val(scopesOf(actor));
  const { rows } = await sql<Row>`
    select e.id, e.uid, e.kind, min(q.starts) as starts, max(q.ends) as ends,
      min(q.country) as country, sum(q.claims)::int as claims, sum(q.disputed)::int as disputed
    from ${chosen} as c join entity e on e.id = c.id
    join profile q on q.entity_id = e.id and q.scope_id = any(${scopes}::integer[])
    group by c.place, e.id order by c.place`.execute(db);
  return rows;
}

function orderOf(kind: KindCode): SortOrder {
  const id = { id: sql`p.entity_id`, idType: 'bigint' } as const;
  return byDay.has(kind)
    ? { ...id, by: sql`p.starts`, type: 'date', isDescending: true }
    : { ...id, by: sql`p.sort_name collate "und-x-icu"`, type: 'text', isDescending: false };
}

/** Where the entity at a place stands now; undefined when it is not for this reader. */
async function positionOf(
  db: Db,
  actor: Actor,
  kind: KindCode,
  { keys: [uid = ''] }: Place,
): Promise<SortPosition | undefined> {
  const by = byDay.has(kind) ? sql`p.starts` : sql`p.sort_name`;
  const { rows } = await sql<SortPosition>`
    select ${by} as by, p.entity_id as id from profile p
    where ${conditions(actor, { kind })}
      and p.entity_id = (select id from entity where uid = ${asUid(uid)})`.execute(db);
  return rows[0];
}

function conditions(actor: Actor, { kind, disputed = false }: EntityFilter) {
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
  if (disputed) all.push(sql`p.disputed > 0`);
  return sql.join(all, sql` and `);
}
