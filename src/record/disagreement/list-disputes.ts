import { sql } from 'kysely';
import { asCount, asUid, readPage, type Db, type Place } from '#platform/database';
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
  /** A place that an earlier page gave; the first page otherwise. */
  readonly at?: string;
}

export interface DisputeList extends NearCount {
  readonly disputes: readonly DisputeSummary[];
  readonly previous: string | undefined;
  readonly next: string | undefined;
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
  const limit = asCount(filter.limit ?? 50, 1_000);
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
    readPage(
      filter.at,
      limit,
      async (place, most) => {
        const { beyond, direction } = listAt(actor, place);
        const found = await sql<DisputeSummary & { scope: number }>`
          select e.id as "entityId", e.uid as "entityUid", e.kind, d.property, d.kind as dispute,
            d.values_count as "values", d.settled, d.scope_id as scope
          ${rows} and ${beyond}
          order by d.settled ${direction}, d.kind ${direction}, d.entity_id ${direction},
            d.property ${direction}, d.scope_id ${direction}
          limit ${most}`.execute(db);
        return found.rows;
      },
      (row) => [
        `${row.settled ? 'settled' : 'open'}-${row.dispute}`,
        row.entityUid,
        row.property,
        String(row.scope),
      ],
    ),
    countNear(db, rows, limit),
  ]);
  return {
    disputes: page.rows.map(({ scope: _, ...summary }) => summary),
    previous: page.previous,
    next: page.next,
    ...count,
  };
}

// By its values and not by looking it up: one that was decided meanwhile still says where it stood.
function listAt(actor: Actor, place: Place | undefined) {
  if (place === undefined) return { beyond: sql`true`, direction: sql`asc` };
  const [than, direction] = place.side === 'after' ? [sql`>`, sql`asc`] : [sql`<`, sql`desc`];
  const [kind = '', uid = '', property = '', scope = ''] = place.keys;
  const [entity, state] = [asUid(uid), /^(settled|open)-([a-z-]+)$/.exec(kind)];
  if (entity === null || state === null || !/^[0-9]{1,9}$/.test(scope)) {
    return { beyond: sql`false`, direction };
  }
  const beyond = sql`(d.settled, d.kind, d.entity_id, d.property, d.scope_id) ${than} (
    ${state[1] === 'settled'}::boolean, ${state[2]}::text,
    (select id from entity where uid = ${entity}
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])),
    ${property}::text, ${scope}::integer)`;
  return { beyond, direction };
}
