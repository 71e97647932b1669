import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { may, scopesOf, writeAudit, type Actor } from '#accounts';
import { RecordRefusal } from './record-refusal.ts';
import { kind, property, type ValueType } from './vocabulary/index.ts';

/**
 * A claim as it leaves the house: the columns of a FollowTheMoney statement, then ours, which hold
 * what a statement has no place for. Texts are empty where there is nothing, as in a CSV file.
 */
export interface ExportedClaim {
  readonly id: string;
  readonly entity_id: string;
  readonly canonical_id: string;
  /** The FollowTheMoney property where one means the same, else ours. */
  readonly prop: string;
  readonly prop_type: string;
  readonly schema: string;
  readonly value: string;
  readonly dataset: string;
  readonly lang: string;
  readonly original_value: string;
  readonly external: boolean;
  /** RFC 3339. */
  readonly first_seen: string;
  readonly last_seen: string;
  /** Uid of the source. */
  readonly origin: string;
  readonly kind: string;
  readonly property: string;
  readonly source_title: string;
  readonly quote: string;
  readonly quote_start: number | '';
  readonly quote_end: number | '';
  readonly basis: string;
  readonly reason: string;
  readonly certainty: string;
  /** EDTF: when it holds. */
  readonly valid: string;
  readonly state: string;
  readonly author: string;
  readonly reviewer: string;
  /** Who asserts it first to last, parted by " > "; names and titles. */
  readonly attribution: string;
}

export interface ExportFilter {
  /** Only the claims about this entity, by uid. */
  readonly entity?: string;
}

/**
 * Hands out the live claims the actor may see, in batches read by a cursor from one snapshot, in the
 * order in which they were written. Taking it is written into the audit trail before the first row.
 *
 * @returns how many there were.
 * @throws RecordRefusal `not-allowed`, and `not-found` for an entity that is not there.
 */
export async function exportClaims(
  db: Db,
  actor: Actor,
  filter: ExportFilter,
  write: (claims: readonly ExportedClaim[]) => Promise<void>,
): Promise<number> {
  if (!may(actor, 'export.take')) throw new RecordRefusal({ code: 'not-allowed' });
  const { entity } = filter;
  if (entity !== undefined) await refuseUnknown(db, actor, entity);
  await writeAudit(db, {
    accountId: actor.accountId,
    action: 'export.taken',
    ...(entity !== undefined && { subject: entity }),
    detail: { what: 'claims' },
  });
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await declareCursor(tx, actor, entity);
      let count = 0;
      for (;;) {
        const { rows } = await sql<ClaimRow>`fetch ${sql.lit(batchSize)} from exported`.execute(tx);
        if (rows.length === 0) return count;
        await write(rows.map(toExported));
        count += rows.length;
      }
    });
}

const batchSize = 2_000;

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function refuseUnknown(db: Db, actor: Actor, entity: string): Promise<void> {
  if (uuid.test(entity)) {
    const { rows } = await sql`
      select from entity where uid = ${entity}
        and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(db);
    if (rows.length > 0) return;
  }
  throw new RecordRefusal({ code: 'not-found', field: 'entity' });
}

interface ClaimRow extends Omit<ExportedClaim, 'prop' | 'prop_type' | 'schema' | 'dataset'> {
  readonly first_seen: string;
}

// A cursor takes no parameters; what goes in is a list of numbers and a uid that was checked.
async function declareCursor(tx: Tx, actor: Actor, entity: string | undefined): Promise<void> {
  const scopes = sql.raw(scopesOf(actor).map(Number).join(',') || 'null');
  const ofEntity = entity === undefined ? sql`true` : sql`e.uid = ${sql.lit(entity)}::uuid`;
  const time = sql`'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;
  await sql`
    declare exported no scroll cursor for
    select c.uid as id, e.uid as entity_id, coalesce(m.uid, e.uid) as canonical_id, c.value,
      coalesce(c.language, '') as lang, coalesce(c.original, '') as original_value,
      false as external,
      to_char(c.created_at at time zone 'UTC', ${time}) as first_seen,
      to_char(step.at at time zone 'UTC', ${time}) as last_seen,
      coalesce(s.uid::text, '') as origin, e.kind, c.property,
      coalesce(s.title, '') as source_title, coalesce(case when s.id is not null then p.quote end, '') as quote,
      coalesce(p.start_offset::text, '') as quote_start,
      coalesce(p.end_offset::text, '') as quote_end,
      c.basis, c.reason, c.certainty, coalesce(c.valid, '') as valid, c.state, a.name as author,
      coalesce((select r.name from claim_step t join account r on r.id = t.account_id
        where t.claim_id = c.id and t.state = 'accepted' order by t.id desc limit 1), '') as reviewer,
      coalesce((select string_agg(coalesce(l.label, o.title,
          (select n.name from name_entry n join entity w on w.id = n.entity_id
             and w.scope_id in (${scopes}) where n.entity_id = l.entity_id
             and n.scope_id in (${scopes}) order by n.claim_id limit 1), ''), ' > '
          order by l.position)
        from attribution l left join source o on o.id = l.source_id and o.scope_id in (${scopes})
        where l.claim_id = c.id), '') as attribution
    from claim c
    join entity e on e.id = c.entity_id
    join account a on a.id = c.author_id
    left join canonical k on k.entity_id = e.id left join entity m on m.id = k.canonical_id
    left join passage p on p.id = c.passage_id
    left join source s on s.id = p.source_id and s.scope_id in (${scopes})
    left join entity v on v.id = c.value_entity_id
    left join lateral (
      select max(t.at) as at from claim_step t where t.claim_id = c.id
    ) step on true
    where c.state in ('proposed','accepted') and c.scope_id in (${scopes})
      and e.scope_id in (${scopes}) and (v.id is null or v.scope_id in (${scopes})) and ${ofEntity}
    order by c.id`.execute(tx);
}

function toExported(row: ClaimRow): ExportedClaim {
  const definition = property(row.property);
  const { id, entity_id, canonical_id, value, lang, original_value, ...rest } = row;
  return {
    id,
    entity_id,
    canonical_id,
    prop: definition?.ftm ?? row.property,
    prop_type: definition === undefined ? 'string' : ftmTypes[definition.valueType],
    schema: kind(row.kind)?.ftm ?? 'Thing',
    value,
    dataset: 'countersign',
    lang,
    original_value,
    ...rest,
    quote_start: asNumber(row.quote_start),
    quote_end: asNumber(row.quote_end),
  };
}

function asNumber(text: number | string): number | '' {
  return text === '' ? '' : Number(text);
}

const ftmTypes: Readonly<Record<ValueType, string>> = {
  text: 'text',
  name: 'name',
  date: 'date',
  term: 'string',
  entity: 'entity',
  identifier: 'identifier',
  figure: 'json',
  duration: 'string',
  coordinates: 'string',
  url: 'url',
  country: 'country',
  language: 'language',
  money: 'string',
};
