import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/database';
import { takeBackErased } from '#editions';
import { destroyOpenings } from '#log';
import { reproject } from '../projection/write-projection.ts';

/**
 * Destroys whatever the journal names and the database still holds. Idempotent: what is gone already
 * costs one look. Everything else of history is refused by the database itself.
 *
 * @returns subjects of others that were taken back because they still named somebody erased.
 */
export async function destroyJournaled(tx: Tx): Promise<readonly string[]> {
  const takenBack = await takeBackErased(tx, await journaledUids(tx));
  await destroyDecided(tx);
  await destroyOpenings(tx, await journaledUids(tx));
  const touched = await destroyClaims(tx);
  await destroyPassages(tx);
  await destroyEntities(tx);
  await reproject(tx, touched);
  return takenBack;
}

async function journaledUids(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ thing: string }>`
    select thing from erasure_journal where kind in ('subject','entity')`.execute(tx);
  return rows.map(({ thing }) => thing);
}

const journaled = (kind: string): RawBuilder<unknown> =>
  sql`(select thing from erasure_journal where kind = ${kind})`;

// Proposals that hold the name cannot be approved any more, so they end here.
async function destroyDecided(tx: Tx): Promise<void> {
  await sql`
    update decision d set state = 'cancelled' where d.state = 'proposed' and exists (
      select from erasure_journal j where j.kind = 'document' and j.thing = d.uid)`.execute(tx);
  await sql`
    update decision_subject s set document = null, erased_at = now()
    from decision d, erasure_journal j
    where d.id = s.decision_id and j.kind = 'document' and j.thing = d.uid and j.part = s.subject
      and s.document is not null`.execute(tx);
  await sql`
    update decision set title = '–', basis_reason = '', risk_note = '', public_reason = '',
      comment = ''
    where uid in ${journaled('decision')} and title <> '–'`.execute(tx);
  await sql`
    delete from published.edition e where e.uid in ${journaled('edition')}
      and not exists (select from published.subject s where s.edition = e.uid)`.execute(tx);
  await sql`delete from kept_trace where removed in ${journaled('subject')}`.execute(tx);
}

/** @returns internal ids of entities that stay and of which something went. */
async function destroyClaims(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string; entity_id: string }>`
    select c.id, c.entity_id from claim c where c.uid in ${journaled('claim')}
    order by c.entity_id, c.id`.execute(tx);
  if (rows.length === 0) return [];
  const ids = sql`any(${sql.val(rows.map(({ id }) => id))}::bigint[])`;
  const entityIds = [...new Set(rows.map((row) => row.entity_id))];
  // Entities first, as every writer does.
  await sql`select id from entity where id = any(${sql.val(entityIds)}::bigint[])
    order by id for no key update`.execute(tx);
  await sql`delete from resolution where chosen_claim_id = ${ids}`.execute(tx);
  await sql`delete from note where claim_id = ${ids}`.execute(tx);
  await sql`delete from inference where claim_id = ${ids} or from_claim_id = ${ids}`.execute(tx);
  await sql`delete from attribution where claim_id = ${ids}`.execute(tx);
  await sql`delete from claim_step where claim_id = ${ids}`.execute(tx);
  await sql`delete from name_entry where claim_id = ${ids}`.execute(tx);
  await sql`
    update claim set supersedes = null where supersedes = ${ids} and id <> all(
      ${sql.val(rows.map(({ id }) => id))}::bigint[])`.execute(tx);
  await sql`delete from edition_doubt where thing in ${journaled('claim')}`.execute(tx);
  await sql`delete from claim where id = ${ids}`.execute(tx);
  return entityIds;
}

async function destroyPassages(tx: Tx): Promise<void> {
  const layers = sql`(select l.id from text_layer l join passage p on p.id = l.passage_id
    where p.uid in ${journaled('passage')})`;
  await sql`delete from search_piece where layer_id in ${layers}`.execute(tx);
  await sql`delete from text_layer where id in ${layers}`.execute(tx);
  await sql`
    delete from passage p where p.uid in ${journaled('passage')}
      and not exists (select from claim c where c.passage_id = p.id)`.execute(tx);
}

// The entity itself stays as an id that says nothing: what was unlinked from it must not link anew.
async function destroyEntities(tx: Tx): Promise<void> {
  const ids = sql`(select id from entity where uid in ${journaled('entity')})`;
  await sql`update attribution set entity_id = null, label = '' where entity_id in ${ids}`.execute(
    tx,
  );
  await sql`delete from resolution where entity_id in ${ids}`.execute(tx);
  await sql`delete from note where entity_id in ${ids}`.execute(tx);
  await sql`delete from profile where entity_id in ${ids}`.execute(tx);
  await sql`delete from dispute where entity_id in ${ids}`.execute(tx);
}
