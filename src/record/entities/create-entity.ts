import { sql } from 'kysely';
import { asUids, type Tx } from '#platform/database';
import { may, publicScope, scopesOf, teamScope, type Actor } from '#accounts';
import { RecordRefusal } from '../record-refusal.ts';
import { kind, type KindCode } from '../vocabulary/index.ts';

export interface CreatedEntity {
  readonly id: string;
  readonly uid: string;
}

/**
 * Gives new entities their identity. They say nothing until claims are written about them, which
 * belongs in the same transaction: an entity without a claim cannot be found again.
 *
 * @param scopeId where the entity may be seen; the team by default.
 * @returns the entities in the order of `kinds`.
 */
export async function createEntities(
  tx: Tx,
  actor: Actor,
  kinds: readonly KindCode[],
  scopeId: number = teamScope,
): Promise<CreatedEntity[]> {
  if (!may(actor, 'claim.write', { scopeId })) throw new RecordRefusal({ code: 'not-allowed' });
  if (kinds.some((code) => kind(code) === undefined)) {
    throw new RecordRefusal({ code: 'kind-unknown', field: 'kind' });
  }
  if (kinds.length === 0) return [];
  const { rows } = await sql<CreatedEntity>`
    insert into entity (kind, scope_id, created_by)
    select kind, ${scopeId}, ${actor.accountId}
    from unnest(${sql.val(kinds)}::text[]) with ordinality as t(kind, position) order by position
    returning id, uid`.execute(tx);
  return rows;
}

/**
 * Where somebody new belongs whom some words speak of: where those words may be seen. What only a
 * partner's source tells must not stand, nameless, in everybody's list; and a partner's people can code
 * their own sources. Of words that are everybody's the team makes its own.
 */
export async function scopeForWords(
  tx: Tx,
  actor: Actor,
  passages: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ scope: number }>`
    select s.scope_id as scope from passage p join source s on s.id = p.source_id
    where p.uid = any(${sql.val(asUids(passages))}::uuid[])
      and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    order by s.scope_id desc limit 1`.execute(tx);
  const [words] = rows;
  if (words !== undefined && words.scope !== publicScope) return words.scope;
  return scopesOf(actor).includes(teamScope) ? teamScope : publicScope;
}
