import { sql } from 'kysely';
import type { Db, Tx } from '#platform/database';
import { destroyJournaled } from './destroy.ts';

/** Something that was destroyed, by public ids; no name, no content. */
export interface ErasedThing {
  readonly kind:
    | 'subject'
    | 'edition'
    | 'document'
    | 'decision'
    | 'entity'
    | 'claim'
    | 'passage'
    | 'signature'
    | 'invitation';
  readonly thing: string;
  /** Of a document: the subject it was of, while `thing` is its decision. */
  readonly part?: string;
}

/** A line of the journal as it leaves the house. */
export interface JournalEntry extends ErasedThing {
  readonly erasure: string;
  /** When it was destroyed first, RFC 3339, UTC. */
  readonly at: string;
}

/**
 * Writes down what an approved erasure destroys, or who took their signature back, which nobody decides
 * on. The database lets nothing else of history go.
 */
export async function writeJournal(
  tx: Tx,
  erasure: string,
  things: readonly ErasedThing[],
): Promise<void> {
  await sql`
    insert into erasure_journal (erasure, kind, thing, part)
    select ${erasure}, kind, thing, part
    from jsonb_to_recordset(${JSON.stringify(things)}::jsonb) as r(kind text, thing uuid, part uuid)
    on conflict do nothing`.execute(tx);
}

/** The whole journal in order: what a restore from an older backup needs besides the backup. */
export async function readErasureJournal(db: Db): Promise<JournalEntry[]> {
  const { rows } = await sql<Omit<JournalEntry, 'part'> & { part: string | null }>`
    select erasure, kind, thing, part,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from erasure_journal order by id`.execute(db);
  return rows.map(({ part, ...entry }) => ({ ...entry, ...(part !== null && { part }) }));
}

/**
 * Takes over the journal of the instance that a backup is of. For a restore only: what the entries
 * name may then be destroyed here, whoever decided it there. Entries known already are left alone.
 */
export async function takeOverErasures(tx: Tx, entries: readonly JournalEntry[]): Promise<void> {
  await sql`
    insert into erasure_journal (erasure, kind, thing, part, at, restored)
    select erasure, kind, thing, part, at, true
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb)
      as r(erasure uuid, kind text, thing uuid, part uuid, at timestamptz)
    on conflict do nothing`.execute(tx);
}

/**
 * Destroys again whatever the journal names and this database still holds, as after a restore from
 * an older backup. Idempotent. Pages of others that still name somebody erased are taken back as well:
 * they can be published anew, without the name.
 *
 * @returns the subjects taken back for that reason.
 */
export async function replayErasures(tx: Tx): Promise<readonly string[]> {
  return destroyJournaled(tx);
}
