import { sql, type RawBuilder } from 'kysely';

/**
 * The condition under which the claim `c` of a query may be seen: it lies within the scopes, and so do
 * the entity it is about and the one it points to. Without the latter two, steps, comments and counts
 * would tell of an entity that does not exist for the reader.
 */
export function isVisible(scopes: readonly number[]): RawBuilder<boolean> {
  const within = sql`any(${sql.val(scopes)}::integer[])`;
  return sql`c.scope_id = ${within}
    and exists (select from entity about where about.id = c.entity_id and about.scope_id = ${within})
    and (c.value_entity_id is null or exists (
      select from entity meant where meant.id = c.value_entity_id and meant.scope_id = ${within}))`;
}
