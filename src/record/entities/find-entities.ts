import { sql, type RawBuilder } from 'kysely';
import { asCount, isKeepable, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { foldForSearch } from '#platform/languages';
import { soundsTyped } from './name-sounds.ts';
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
 * Finds entities whose name begins with what was typed, or contains a word beginning with it; where
 * these are few, names that sound like it in another spelling or script; where those are few too,
 * names that resemble it. The query and the names are folded alike. In that order, each entity once.
 */
export async function findEntities(
  db: Db,
  actor: Actor,
  typed: string,
  { kinds, limit = 10 }: FindOptions = {},
): Promise<FoundEntity[]> {
  const cut = typed.slice(0, 1_000).toWellFormed();
  const folded = foldForSearch(cut).slice(0, 200).toWellFormed();
  if (folded === '' || !isKeepable(folded)) return [];
  const most = asCount(limit, 50);
  const found = new Map<string, FoundEntity>();
  // Each way costs more and finds less surely than the one before: it is gone only when that found few.
  for (const matches of [bySpelling(folded), bySound(cut.slice(0, 200)), byLikeness(folded)]) {
    if (matches === undefined || found.size >= most) continue;
    for (const one of await matching(db, actor, folded, matches, kinds, most)) {
      if (!found.has(one.id)) found.set(one.id, one);
    }
  }
  return [...found.values()].slice(0, most);
}

/** A way of finding names: conditions on `name_entry n`, the surer first. */
interface Matches {
  /** Served by the prefix index in its order, which can stop at the cap. */
  readonly beginning?: RawBuilder<unknown>;
  readonly others: readonly RawBuilder<unknown>[];
}

// A trigram index serves neither one nor two letters; the prefix index does.
function bySpelling(folded: string): Matches {
  const pattern = `${folded.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return {
    beginning: sql`n.folded like ${pattern}`,
    others: folded.length < minTrigramLength ? [] : [sql`n.folded like ${`% ${pattern}`}`],
  };
}

// What sounds so as a whole is among what begins so.
function bySound(typed: string): Matches | undefined {
  const sounds = soundsTyped(typed);
  if (sounds === undefined) return undefined;
  const holds = (all: readonly string[]) => sql`n.sounds @> ${sql.val(all)}::text[]`;
  return {
    others: [sql`(${holds(sounds.begun)} and ${holds(sounds.whole)})`, holds(sounds.begun)],
  };
}

// Likeness to a part of the name (<%) costs a quarter of likeness to the whole (%), and is what a
// person means.
function byLikeness(folded: string): Matches | undefined {
  return folded.length < minTrigramLength ? undefined : { others: [sql`${folded} <% n.folded`] };
}

async function matching(
  db: Db,
  actor: Actor,
  folded: string,
  matches: Matches,
  kinds: readonly KindCode[] | undefined,
  limit: number,
): Promise<FoundEntity[]> {
  const scopes = sql.val(scopesOf(actor));
  const ofKind = kinds === undefined ? sql`true` : sql`n.kind = any(${sql.val(kinds)}::text[])`;
  const scan = (condition: RawBuilder<unknown>, tier: number) => sql`
    select n.entity_id, n.name, n.folded, ${tier}::integer as tier from name_entry n
    where ${condition} and n.scope_id = any(${scopes}::integer[]) and ${ofKind}`;
  // Capped, so that "moh" among a hundred thousand people stays a matter of milliseconds instead of
  // sorting all who match. Each but the first is planned on its own: with the cap in sight the
  // planner reads the whole table and hopes to come upon enough soon.
  const { beginning = sql`false`, others } = matches;
  const whole = others.map(
    (condition, at) => sql`${sql.raw(`scan${at}`)} as materialized (${scan(condition, at + 1)}), `,
  );
  const capped = others.map(
    (_, at) => sql` union all (select * from ${sql.raw(`scan${at}`)} limit 200)`,
  );
  const { rows } = await sql<FoundEntity>`
    with ${sql.join(whole, sql``)} hits as (
      (${scan(beginning, 0)} order by n.folded using ~<~ limit 200) ${sql.join(capped, sql``)}
    ), best as (
      select distinct on (entity_id) entity_id, name, folded, tier from hits
      order by entity_id, tier, word_similarity(${folded}, folded) desc
    )
    select e.id, e.uid, e.kind, b.name from best b join entity e on e.id = b.entity_id
    where e.scope_id = any(${scopes}::integer[])
      and not exists (select from canonical c where c.entity_id = e.id)
    order by b.tier, word_similarity(${folded}, b.folded) desc, length(b.folded), b.folded, e.id
    limit ${limit}`.execute(db);
  return rows;
}
