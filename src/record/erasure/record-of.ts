import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import type { ErasedThing } from './journal.ts';

/**
 * The whole record of one entity: what is said of it, what names it, the acts, milestones and
 * relations that are about nobody else, and the passages that nothing else rests on. An act against
 * several people stays; only that it was against this one goes.
 */
export async function recordOf(tx: Tx, subject: string): Promise<ErasedThing[]> {
  const { rows } = await sql<ErasedThing>`
    with self as (
      select id, uid from entity where uid = ${subject}
    ), parts as (
      select distinct e.id, e.uid, e.kind from self
      join claim c on c.value_entity_id = self.id
      join entity e on e.id = c.entity_id
      -- A relation with somebody erased is nothing any more; an act or milestone may be others' too.
      where (e.kind = 'relation' and c.property in ('person','relatedTo'))
        or (e.kind = 'milestone' and c.property = 'person' and ${onlyOf('person')})
        or (e.kind = 'act' and c.property = 'victim' and ${onlyOf('victim')})
    ), roles as (
      select distinct e.id, e.uid from parts join claim c on c.value_entity_id = parts.id
      join entity e on e.id = c.entity_id
      where parts.kind = 'act' and e.kind = 'involvement'
    ), gone as (
      select id, uid from self union select id, uid from parts union select id, uid from roles
    ), claims as (
      select c.id, c.uid, c.passage_id from claim c join gone on gone.id = c.entity_id
      union
      select c.id, c.uid, c.passage_id from claim c join gone on gone.id = c.value_entity_id
    )
    select 'entity' as kind, uid as thing from gone
    union all select 'claim', uid from claims
    union all
    select 'passage', p.uid from passage p
    where p.id in (select passage_id from claims)
      and not exists (select from claim other where other.passage_id = p.id
        and other.id not in (select id from claims))`.execute(tx);
  return rows.map(({ kind, thing }) => ({ kind, thing }));
}

function onlyOf(property: string) {
  return sql`not exists (
    select from claim other where other.entity_id = e.id and other.property = ${property}
      and other.value_entity_id <> self.id and other.state in ('proposed','accepted'))`;
}
