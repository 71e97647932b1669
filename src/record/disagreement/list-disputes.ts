import { sql } from 'kysely';
import { asCount, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';

export interface DisputeSummary {
  readonly entityId: string;
  readonly entityUid: string;
  readonly kind: string;
  readonly property: string;
  readonly dispute: 'contradiction' | 'different-measure';
  readonly values: number;
  readonly settled: boolean;
}

export interface DisputeFilter {
  readonly settled?: boolean;
  readonly limit?: number;
}

/** Contradictions within the reader's scopes, the open ones first. */
export async function listDisputes(
  db: Db,
  actor: Actor,
  { settled, limit = 100 }: DisputeFilter = {},
): Promise<DisputeSummary[]> {
  const bySettled = settled === undefined ? sql`true` : sql`d.settled = ${settled}`;
  const { rows } = await sql<DisputeSummary>`
    select e.id as "entityId", e.uid as "entityUid", e.kind, d.property, d.kind as dispute,
      d.values_count as "values", d.settled
    from dispute d join entity e on e.id = d.entity_id
    where d.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and e.scope_id = any(${sql.val(scopesOf(actor))}::integer[]) and ${bySettled}
    order by d.settled, d.kind, d.entity_id, d.property limit ${asCount(limit, 500)}`.execute(db);
  return rows;
}
