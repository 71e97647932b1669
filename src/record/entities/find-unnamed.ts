import { sql, type RawBuilder } from 'kysely';
import { asCount, isKeepable, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { isVisible } from '../claims/visible.ts';
import type { AddedTerms } from '../terms.ts';
import type { KindCode } from '../vocabulary/index.ts';
import { findEntities, type FoundEntity } from './find-entities.ts';
import { readUnnamedQuery, unnamedKinds, type UnnamedQuery } from './unnamed-query.ts';

/** Something without a name of its own: an act, an involvement, a step of proceedings. */
export interface FoundUnnamed {
  readonly id: string;
  readonly uid: string;
  readonly kind: KindCode;
  /** First day it speaks of, ISO 8601. */
  readonly starts: string | null;
  /** Id of the entity by whose name it was found; null when found by its type or day. */
  readonly under: string | null;
}

export interface FindUnnamedOptions {
  /** Of these kinds only; those that bear a name are passed over. */
  readonly kinds?: readonly KindCode[];
  /** Entities that the whole of what was typed names, when they are known already. */
  readonly named?: readonly Pick<FoundEntity, 'id'>[];
  /** At most this many, 12 unless said, 50 at most. */
  readonly limit?: number;
}

// What is looked through in all: somebody in power is named by tens of thousands of acts.
const mostPointers = 400;
const mostNamed = 5;
// With a type or a day beside it a name may be one of many alike.
const mostNamesakes = 25;
const mostTypes = 40;

/**
 * Finds what bears no name by what its caption says: those who took part, its type, its day, in any
 * order and any of the three languages. The newest first. A name alone lists what was done to its
 * bearer; a type alone the newest of that type.
 */
export async function findUnnamed(
  db: Db,
  actor: Actor,
  typed: string,
  added: AddedTerms,
  options: FindUnnamedOptions = {},
): Promise<FoundUnnamed[]> {
  const kinds = (options.kinds ?? unnamedKinds).filter((code) => unnamedKinds.includes(code));
  const limit = asCount(options.limit ?? 12, 50);
  const cut = typed.slice(0, 200).toWellFormed();
  if (kinds.length === 0 || cut.trim() === '' || !isKeepable(cut)) return [];
  const whole = options.named ?? (await findEntities(db, actor, cut, { limit: mostNamed }));
  const query = readUnnamedQuery(cut, added);
  const ofKinds = kinds.filter((code) => query.kinds?.includes(code) ?? true);
  const isSplit = [query.types, query.days, query.kinds, query.length].some((part) => part);
  const [byName, bySplit] = await Promise.all([
    pointingAt(db, actor, whole.slice(0, mostNamed), kinds, noLimits, limit),
    isSplit && ofKinds.length > 0 ? findSplit(db, actor, query, ofKinds, limit) : [],
  ]);
  const found = new Map([...byName, ...bySplit].map((hit) => [hit.id, hit]));
  return [...found.values()].slice(0, limit);
}

const noLimits: UnnamedQuery = { types: undefined, names: '', days: undefined };

async function findSplit(
  db: Db,
  actor: Actor,
  query: UnnamedQuery,
  kinds: readonly KindCode[],
  limit: number,
): Promise<FoundUnnamed[]> {
  if (query.names === '') return newestOf(db, actor, query, kinds, limit);
  const named = await findEntities(db, actor, query.names, { limit: mostNamesakes });
  return pointingAt(db, actor, named, kinds, query, limit);
}

/** What points to some entities, and by one step more what belongs to it: involvements in an act. */
async function pointingAt(
  db: Db,
  actor: Actor,
  named: readonly Pick<FoundEntity, 'id'>[],
  kinds: readonly KindCode[],
  query: UnnamedQuery,
  limit: number,
): Promise<FoundUnnamed[]> {
  if (named.length === 0) return [];
  const ids = named.map(({ id }) => id);
  const scopes = scopesOf(actor);
  const live = sql`c.state in ('proposed','accepted') and ${isVisible(scopes)}`;
  const isUnnamed = sql`e.kind = any(${sql.val(unnamedKinds)}::text[])`;
  const { rows } = await sql<FoundUnnamed>`
    with first as materialized (
      select distinct e.id, e.kind, c.value_entity_id as under
      from unnest(${sql.val(ids)}::bigint[]) as asked (id)
      cross join lateral (
        select * from claim where value_entity_id = asked.id order by id desc
        limit ${Math.ceil(mostPointers / ids.length)}
      ) c join entity e on e.id = c.entity_id
      where ${live} and ${isUnnamed}
    ), second as materialized (
      select e.id, first.under from first
      join claim c on c.value_entity_id = first.id join entity e on e.id = c.entity_id
      where first.kind = 'act' and ${live} and ${isUnnamed}
      union
      select e.id, first.under from first
      join claim c on c.entity_id = first.id join entity e on e.id = c.value_entity_id
      where first.kind = 'involvement' and ${live} and ${isUnnamed}
    ), both_steps as (
      select id, under from first union select id, under from second
    ), best as (
      select distinct on (e.id) e.id, e.uid, e.kind, p.starts, b.under,
        array_position(${sql.val(ids)}::bigint[], b.under) as place
      from both_steps b join entity e on e.id = b.id
      left join profile p on p.entity_id = e.id and p.scope_id = any(${sql.val(scopes)}::integer[])
      where e.scope_id = any(${sql.val(scopes)}::integer[])
        and e.kind = any(${sql.val(kinds)}::text[]) and ${fits(query)}
        and not exists (select from canonical one where one.entity_id = e.id)
      order by e.id, place, p.claims desc nulls last
    )
    select id::text, uid, kind, starts, under::text from best
    order by place, array_position(${sql.val(unnamedKinds)}::text[], kind), starts desc nulls last, id
    limit ${limit}`.execute(db);
  return rows;
}

/** The condition of a query on the profile `p` of the entity `e`. */
function fits({ types, days, length }: UnnamedQuery): RawBuilder<boolean> {
  const all = [isOfLength(length)];
  if (types !== undefined) {
    const pairs = [...types].map(
      ([code, terms]) =>
        sql`(e.kind = ${code} and exists (select from jsonb_array_elements(p.caption) as part
          where part ->> 'code' = any(${sql.val(terms)}::text[])))`,
    );
    all.push(sql`(${sql.join(pairs, sql` or `)})`);
  }
  if (days !== undefined) {
    all.push(
      sql`p.starts <= ${days.to}::date and coalesce(p.ends, p.starts) >= ${days.from}::date`,
    );
  }
  return sql`(${sql.join(all, sql` and `)})`;
}

function isOfLength(length: string | undefined): RawBuilder<boolean> {
  if (length === undefined) return sql`true`;
  const part = JSON.stringify([{ type: 'duration', value: length }]);
  return sql`p.caption::jsonb @> ${part}::jsonb`;
}

/** The newest of some types, or of some days, whoever took part. */
async function newestOf(
  db: Db,
  actor: Actor,
  { types, days, length }: UnnamedQuery,
  kinds: readonly KindCode[],
  limit: number,
): Promise<FoundUnnamed[]> {
  const scopes = sql.val(scopesOf(actor));
  const inTime =
    days === undefined ? sql`true` : sql`p.starts between ${days.from}::date and ${days.to}::date`;
  // One short index scan for each type or kind, each in the order of the day.
  const wanted =
    types === undefined
      ? kinds.map((code) => [code, null] as const)
      : [...types]
          .filter(([code]) => kinds.includes(code))
          .flatMap(([code, terms]) => terms.map((term) => [code, term] as const))
          .slice(0, mostTypes);
  if (wanted.length === 0) return [];
  const isOfType =
    types === undefined
      ? sql`true`
      : sql`p.caption -> 0 ->> 'code' = w.term and p.caption -> 0 ->> 'type' = 'term'`;
  const { rows } = await sql<FoundUnnamed>`
    select distinct on (e.id) e.id::text, e.uid, e.kind, best.starts, null as under
    from (
      select found.* from unnest(${sql.val(wanted.map(([code]) => code))}::text[],
        ${sql.val(wanted.map(([, term]) => term))}::text[]) as w (kind, term)
      cross join lateral (
        select p.entity_id, p.starts from profile p
        where p.kind = w.kind and ${isOfType} and ${inTime} and ${isOfLength(length)}
          and p.scope_id = any(${scopes}::integer[])
        order by p.starts desc nulls last limit ${limit * 2}
      ) found
    ) best join entity e on e.id = best.entity_id
    where e.scope_id = any(${scopes}::integer[])
      and not exists (select from canonical one where one.entity_id = e.id)
    order by e.id`.execute(db);
  const newest = rows.toSorted((a, b) => (b.starts ?? '').localeCompare(a.starts ?? ''));
  return newest.slice(0, limit);
}
