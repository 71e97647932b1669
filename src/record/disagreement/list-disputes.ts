import { sql } from 'kysely';
import { asCount, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { countNear, type NearCount } from '../count-near.ts';

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
  /** Only contradictions, or only figures that measure different things. */
  readonly dispute?: DisputeSummary['dispute'];
  /** 50 unless said, 1,000 at most. */
  readonly limit?: number;
  readonly offset?: number;
}

export interface DisputeList extends NearCount {
  readonly disputes: readonly DisputeSummary[];
}

/** Contradictions within the reader's scopes, the open ones first. */
export async function listDisputes(
  db: Db,
  actor: Actor,
  filter: DisputeFilter = {},
): Promise<DisputeList> {
  const { settled, dispute } = filter;
  const [limit, offset] = [asCount(filter.limit ?? 50, 1_000), asCount(filter.offset ?? 0, 1e9)];
  const bySettled = settled === undefined ? sql`true` : sql`d.settled = ${settled}`;
  const byKind = dispute === undefined ? sql`true` : sql`d.kind = ${dispute}`;
  const rows = sql`
    from dispute d join entity e on e.id = d.entity_id
    where d.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      and e.scope_id = any(${sql.val(scopesOf(actor))}::integer[]) and ${bySettled} and ${byKind}`;
  const [page, count] = await Promise.all([
    sql<DisputeSummary>`
      select e.id as "entityId", e.uid as "entityUid", e.kind, d.property, d.kind as dispute,
        d.values_count as "values", d.settled
      ${rows}
      order by d.settled, d.kind, d.entity_id, d.property, d.scope_id
      limit ${limit} offset ${offset}`.execute(db),
    countNear(db, rows, offset + limit),
  ]);
  return { disputes: page.rows, ...count };
}
