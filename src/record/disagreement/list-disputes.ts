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

/**
 * Contradictions within the reader's scopes, the open ones first.
 *
 * The record keeps a disagreement for each scope, made of that scope's claims alone. Whoever sees
 * several of them would read the same line twice; the one of the widest scope stands for all, because
 * most people work with that one: everybody's (1) before the team's (2) before a partner group's.
 * Among those that are asked for: what is decided for everybody may still be open for the team.
 */
export async function listDisputes(
  db: Db,
  actor: Actor,
  filter: DisputeFilter = {},
): Promise<DisputeList> {
  const { settled, dispute } = filter;
  const [limit, offset] = [asCount(filter.limit ?? 50, 1_000), asCount(filter.offset ?? 0, 1e9)];
  const scopes = sql`${sql.val(scopesOf(actor))}::integer[]`;
  const asked = (row: 'd' | 'wider') => sql`${sql.ref(`${row}.scope_id`)} = any(${scopes})
    and ${settled === undefined ? sql`true` : sql`${sql.ref(`${row}.settled`)} = ${settled}`}
    and ${dispute === undefined ? sql`true` : sql`${sql.ref(`${row}.kind`)} = ${dispute}`}`;
  const rows = sql`
    from dispute d join entity e on e.id = d.entity_id
    where ${asked('d')} and e.scope_id = any(${scopes})
      and not exists (
        select from dispute wider where wider.entity_id = d.entity_id
          and wider.property = d.property and wider.scope_id < d.scope_id and ${asked('wider')}
      )`;
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
