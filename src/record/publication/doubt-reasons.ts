import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import type { Doubt, DoubtCause } from '#editions';

/** The change that made an edition doubtful: by whom, when, and why where they said so. */
export interface DoubtReason {
  readonly cause: DoubtCause;
  /** The claim, entity, source or passage, by uid. */
  readonly thing: string;
  readonly at: Date;
  /** Null where nobody in particular did it. */
  readonly by: string | null;
  readonly comment: string;
  /** What became of a claim. */
  readonly state: string | null;
  /** The source of words that are not found, by uid. */
  readonly source: string | null;
}

/** The latest change behind each of some doubts, by `cause thing`; those not visible are absent. */
export async function doubtReasons(
  db: Db,
  actor: Actor,
  doubts: readonly Doubt[],
): Promise<Map<string, DoubtReason>> {
  if (doubts.length === 0) return new Map();
  const rows = doubts.map(({ cause, thing, since }) => ({ cause, thing, since }));
  const scopes = sql`any(${sql.val(scopesOf(actor))}::integer[])`;
  const { rows: found } = await sql<DoubtReason>`
    with doubt as (
      select distinct on (cause, thing) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(cause text, thing uuid, since timestamptz) order by cause, thing, since
    )
    select d.cause, d.thing, s.at, a.name as by, s.comment, s.state, null::uuid as source
    from doubt d join claim c on c.uid = d.thing and c.scope_id = ${scopes}
    join lateral (select * from claim_step where claim_id = c.id order by id desc limit 1) s on true
    join account a on a.id = s.account_id
    where d.cause = 'claim'
    union all
    select d.cause, d.thing, coalesce(h.changed_at, d.since), a.name, '', null, s.uid
    from doubt d join source s on s.uid = d.thing and s.scope_id = ${scopes}
    left join lateral (select * from source_history where source_id = s.id
      order by revision desc limit 1) h on true
    left join account a on a.id = h.changed_by
    where d.cause = 'source'
    union all
    select d.cause, d.thing, d.since, null, '', null, s.uid
    from doubt d join passage p on p.uid = d.thing join source s on s.id = p.source_id
      and s.scope_id = ${scopes}
    where d.cause = 'passage'
    union all
    select d.cause, d.thing, r.at, a.name, r.reason, null, null
    from doubt d join entity e on e.uid = d.thing and e.scope_id = ${scopes}
    join lateral (select * from resolution where entity_id = e.id and scopes <@ array[1,2]
      order by id desc limit 1) r on true
    join account a on a.id = r.author_id
    where d.cause = 'resolution'
    union all
    select d.cause, d.thing, d.since, null, '', null, null
    from doubt d join entity e on e.uid = d.thing and e.scope_id = ${scopes}
    where d.cause = 'name'`.execute(db);
  return new Map(found.map((reason) => [`${reason.cause} ${reason.thing}`, reason]));
}
