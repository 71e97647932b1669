import { sql } from 'kysely';
import { asUid, type Tx } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { parseHumanDate } from '#platform/calendar';
import type { Locale } from '#platform/languages';
import type { ClaimInput } from '../claims/claim-input.ts';
import { isVisible } from '../claims/visible.ts';
import { RecordRefusal } from '../record-refusal.ts';
import { property } from '../vocabulary/index.ts';

/** An act that is on record, as far as the actor may see it. */
export interface ActOnRecord {
  /** The involvement in it by the uid of the perpetrator. */
  readonly involvements: ReadonlyMap<string, string>;
  /**
   * Whether the source of the new words has said a claim already, so that writing it again would count one
   * source twice. What another source said of the same is written all the same: two say it then.
   */
  hasSaid(claim: ClaimInput): boolean;
}

interface Said {
  entity: string;
  property: string;
  value: string;
  value_entity: string | null;
  is_same_source: boolean;
}

/**
 * What is on record of an act and of the involvements in it.
 *
 * @param passage uid of the words from which more is to be said of it.
 * @throws RecordRefusal `not-found` of the field `onto`: no act, or none for this actor.
 */
export async function actOnRecord(
  tx: Tx,
  actor: Actor,
  act: string,
  passage: string,
  locale: Locale,
): Promise<ActOnRecord> {
  const scopes = scopesOf(actor);
  const { rows: found } = await sql<{ id: string }>`
    select id from entity where uid = ${asUid(act)} and kind = 'act'
      and scope_id = any(${sql.val(scopes)}::integer[])
    for no key update`.execute(tx);
  const [one] = found;
  if (one === undefined) throw new RecordRefusal({ code: 'not-found', field: 'onto' });
  const isLive = sql`c.state in ('proposed', 'accepted') and ${isVisible(scopes)}`;
  const { rows } = await sql<Said>`
    with part as (
      select ${one.id}::bigint as id
      union
      select c.entity_id from claim c
      where c.value_entity_id = ${one.id} and c.property = 'act' and ${isLive}
    )
    select e.uid as entity, c.property, c.value, v.uid as value_entity,
      coalesce(p.source_id = words.source_id, false) as is_same_source
    from part join claim c on c.entity_id = part.id join entity e on e.id = c.entity_id
    left join entity v on v.id = c.value_entity_id
    left join passage p on p.id = c.passage_id
    left join passage words on words.uid = ${asUid(passage)}
    where ${isLive} order by c.id`.execute(tx);
  const said = new Set(rows.filter((row) => row.is_same_source).map(keyOf));
  return {
    involvements: new Map(
      rows.flatMap((row) =>
        row.property === 'perpetrator' && row.value_entity !== null
          ? [[row.value_entity, row.entity] as const]
          : [],
      ),
    ),
    hasSaid: ({ entity, property: code, value }) =>
      said.has(keyOf({ entity, property: code, value: storedAs(code, value, locale) })),
  };
}

function keyOf(claim: {
  readonly entity: string;
  readonly property: string;
  readonly value: string;
  readonly value_entity?: string | null;
}): string {
  return `${claim.entity} ${claim.property} ${claim.value_entity ?? claim.value}`;
}

// A date that cannot be read is left for the record to refuse.
function storedAs(code: string, typed: string, locale: Locale): string {
  if (property(code)?.valueType !== 'date') return typed.normalize('NFC').trim();
  const read = parseHumanDate(typed, { locale });
  return read.ok ? read.edtf : typed;
}
