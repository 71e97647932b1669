import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { may, teamScope, type Actor } from '#accounts';
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
