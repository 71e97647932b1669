import { sql } from 'kysely';
import { asCount, isKeepable, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { foldForSearch } from '#platform/languages';
import type { KindCode } from '../vocabulary/index.ts';

/** An entity found by one of its names. */
export interface FoundEntity {
  readonly id: string;
  readonly uid: string;
  readonly kind: string;
  /** The name that matched, as it was written. */
  readonly name: string;
}

export interface FindOptions {
  readonly kinds?: readonly KindCode[];
  /** At most this many, 10 unless said, 50 at most. */
  readonly limit?: number;
}

const minTrigramLength = 3;

/**
 * Finds entities whose name begins with, contains a word beginning with, or resembles what was
 * typed, in any script: the query and the names are folded alike. Beginnings come first, then by
 * likeness. Each entity once.
 */
export async function findEntities(
  db: Db,
  actor: Actor,
  typed: string,
  { kinds, limit = 10 }: FindOptions = {},
): Promise<FoundEntity[]> {
  const folded = foldForSearch(typed.slice(0, 1_000).toWellFormed()).slice(0, 200).toWellFormed();
  if (folded === '' || !isKeepable(folded)) return [];
  const pattern = `${folded.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const scopes = sql.val(scopesOf(actor));
  const ofKind = kinds === undefined ? sql`true` : sql`n.kind = any(${sql.val(kinds)}::text[])`;
  // A trigram index serves neither one nor two letters; the prefix index does. Likeness to a part of
  // the name (<%) costs a quarter of likeness to the whole (%), and is what a person means.
  const resembles =
    folded.length < minTrigramLength
      ? sql`false`
      : sql`(n.folded like ${`% ${pattern}`} or ${folded} <% n.folded)`;
  // Two capped index scans, so that "moh" among a hundred thousand people stays a matter of
  // milliseconds instead of sorting all who match. The second is planned on its own: with the cap in
  // sight the planner reads the whole table and hopes to come upon enough soon.
  const { rows } = await sql<FoundEntity>`
    with alike as materialized (
      select n.entity_id, n.name, n.folded, 1 as tier from name_entry n
      where ${resembles} and n.scope_id = any(${scopes}::integer[]) and ${ofKind}
    ), hits as (
      (select n.entity_id, n.name, n.folded, 0 as tier from name_entry n
       where n.folded like ${pattern} and n.scope_id = any(${scopes}::integer[]) and ${ofKind}
       limit 200)
      union all
      (select * from alike limit 200)
    ), best as (
      select distinct on (entity_id) entity_id, name, folded, tier from hits
      order by entity_id, tier, word_similarity(${folded}, folded) desc
    )
    select e.id, e.uid, e.kind, b.name from best b join entity e on e.id = b.entity_id
    where e.scope_id = any(${scopes}::integer[])
      and not exists (select from canonical c where c.entity_id = e.id)
    order by b.tier, word_similarity(${folded}, b.folded) desc, length(b.folded), b.folded, e.id
    limit ${asCount(limit, 50)}`.execute(db);
  return rows;
}
