import { sql } from 'kysely';
import { asUid, asUids, type Tx } from '#platform/database';
import { may, peopleWho, publicScope, scopesOf, teamScope, type Actor } from '#accounts';
import { EvidenceRefusal } from './evidence-refusal.ts';
import { parseSource, type SourceInput, type SourceReading } from './source-input.ts';
import { indexDescription } from './text-search.ts';

export interface AddedSource {
  readonly id: string;
  readonly uid: string;
}

/** Adds the description of a source. Its copies are added beside it, in the same transaction. */
export async function addSource(
  tx: Tx,
  actor: Actor,
  input: SourceInput,
  reading: SourceReading,
): Promise<AddedSource> {
  const { fields, scope = teamScope, through } = parseSource(input, reading);
  if (!may(actor, 'source.add', { scopeId: scope })) {
    throw new EvidenceRefusal({ code: 'not-allowed' });
  }
  const source = await tx
    .insertInto('source')
    .values({
      ...fields,
      authors: [...fields.authors],
      scope_id: scope,
      created_by: actor.accountId,
    })
    .returning(['id', 'uid'])
    .executeTakeFirstOrThrow();
  await linkThrough(tx, actor, source.id, through);
  await indexDescription(tx, source.id);
  return source;
}

/**
 * Changes the description of a source. What it said before stays in its history.
 *
 * @param revision the revision the editor saw; another one means somebody was faster.
 */
export async function editSource(
  tx: Tx,
  actor: Actor,
  uid: string,
  revision: number,
  input: SourceInput,
  reading: SourceReading,
): Promise<void> {
  const { fields, scope, through } = parseSource(input, reading);
  // Passages hold the source while they are made: then there are some, or they wait and see its scope.
  const before = await lockSource(
    tx,
    actor,
    uid,
    scope === undefined ? 'row' : 'row-and-references',
  );
  if (before.revision !== revision) throw new EvidenceRefusal({ code: 'source-changed' });
  if (scope !== undefined && !may(actor, 'source.edit', { scopeId: scope })) {
    throw new EvidenceRefusal({ code: 'not-allowed', field: 'scope' });
  }
  if (scope !== undefined && scope !== before.scope_id && scope !== publicScope) {
    await refuseIfQuoted(tx, before.id);
  }
  await tx
    .insertInto('source_history')
    .values({
      source_id: before.id,
      revision: before.revision,
      before: sql`(select to_jsonb(s) - 'id' from source s where s.id = ${before.id})`,
      changed_by: actor.accountId,
    })
    .execute();
  await tx
    .updateTable('source')
    .set({
      ...fields,
      authors: [...fields.authors],
      scope_id: scope ?? before.scope_id,
      revision: before.revision + 1,
      changed_at: sql`now()`,
    })
    .where('id', '=', before.id)
    .execute();
  if (scope !== undefined) await releaseFromStranger(tx, actor, before.id, scope);
  await linkThrough(tx, actor, before.id, through);
  await indexDescription(tx, before.id);
}

// What was written of its words keeps its own scope; narrowing the source alone would hide the words
// and leave what they say in the open.
async function refuseIfQuoted(tx: Tx, sourceId: string): Promise<void> {
  const quoted = await tx
    .selectFrom('passage')
    .where('source_id', '=', sourceId)
    .select('id')
    .limit(1)
    .executeTakeFirst();
  if (quoted !== undefined) {
    throw new EvidenceRefusal({ code: 'source-quoted', field: 'scope' });
  }
}

// Whoever it was handed to and may no longer see it would hold it without knowing.
async function releaseFromStranger(
  tx: Tx,
  actor: Actor,
  sourceId: string,
  scope: number,
): Promise<void> {
  const people = await peopleWho(tx, actor, 'source.edit', scope);
  const uids = sql.val(people.map((person) => person.uid));
  await sql`
    update source set assigned_to = null where id = ${sourceId} and assigned_to is not null
      and not exists (select from account where id = assigned_to and uid = any(${uids}::uuid[]))`.execute(
    tx,
  );
}

// Links that stay are not touched: a change of them is a change of what is published of the source.
async function linkThrough(
  tx: Tx,
  actor: Actor,
  sourceId: string,
  through: readonly string[],
): Promise<void> {
  await sql`
    delete from source_through t using source s
    where t.source_id = ${sourceId} and s.id = t.through_source_id
      and s.uid <> all(${sql.val(asUids(through))}::uuid[])`.execute(tx);
  if (through.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select id from source where uid = any(${sql.val(asUids(through))}::uuid[])
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(tx);
  if (rows.length < new Set(through).size) {
    throw new EvidenceRefusal({ code: 'not-found', field: 'through' });
  }
  if (rows.some((row) => row.id === sourceId)) {
    throw new EvidenceRefusal({ code: 'source-through-itself', field: 'through' });
  }
  await tx
    .insertInto('source_through')
    .values(rows.map((row) => ({ source_id: sourceId, through_source_id: row.id })))
    .onConflict((conflict) => conflict.columns(['source_id', 'through_source_id']).doNothing())
    .execute();
}

interface LockedSource {
  readonly id: string;
  readonly scope_id: number;
  readonly revision: number;
}

async function lockSource(
  tx: Tx,
  actor: Actor,
  uid: string,
  what: 'row' | 'row-and-references' = 'row',
): Promise<LockedSource> {
  const row = tx
    .selectFrom('source')
    .where('uid', '=', asUid(uid))
    .select(['id', 'scope_id', 'revision']);
  const locked = what === 'row' ? row.forNoKeyUpdate() : row.forUpdate();
  const source = await locked.executeTakeFirst();
  const allowed = source !== undefined && may(actor, 'source.edit', { scopeId: source.scope_id });
  if (source === undefined || !allowed) throw new EvidenceRefusal({ code: 'not-found' });
  return source;
}

export type WorkState = 'new' | 'in-work' | 'done';

/**
 * Moves a source through the inbox, or hands it to a person (by uid; null for nobody).
 *
 * @throws EvidenceRefusal `source-bad-assignee` for who could not see it or not work on it.
 */
export async function arrangeSource(
  tx: Tx,
  actor: Actor,
  uid: string,
  change: { readonly workState?: WorkState; readonly assignedTo?: string | null },
): Promise<void> {
  const source = await lockSource(tx, actor, uid);
  const { workState, assignedTo } = change;
  if (typeof assignedTo === 'string') {
    const people = await peopleWho(tx, actor, 'source.edit', source.scope_id);
    if (!people.some((person) => person.uid === assignedTo)) {
      throw new EvidenceRefusal({ code: 'source-bad-assignee', field: 'to' });
    }
  }
  await tx
    .updateTable('source')
    .set({
      changed_at: sql`now()`,
      ...(workState !== undefined && { work_state: workState }),
      ...(assignedTo !== undefined && {
        assigned_to:
          assignedTo === null
            ? null
            : sql<string>`(select id from account where uid = ${asUid(assignedTo)} and state = 'active')`,
      }),
    })
    .where('id', '=', source.id)
    .execute();
}

/** Remembers that the actor has now seen a source, so that later changes stand out. */
export async function markLooked(tx: Tx, actor: Actor, uid: string): Promise<void> {
  await sql`
    insert into source_look (source_id, account_id, looked_at)
    select id, ${actor.accountId}, clock_timestamp() from source
    where uid = ${asUid(uid)} and scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    on conflict (source_id, account_id) do update set looked_at = excluded.looked_at`.execute(tx);
}

/** Moves a source out of the new ones once somebody has begun with it; any other stays where it is. */
export async function beginSource(tx: Tx, actor: Actor, uid: string): Promise<void> {
  if (!may(actor, 'source.edit')) return;
  await sql`
    update source set work_state = 'in-work', changed_at = now()
    where uid = ${asUid(uid)} and work_state = 'new'
      and scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(tx);
}
