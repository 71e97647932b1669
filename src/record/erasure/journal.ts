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
    | 'invitation'
    | 'retention';
  readonly thing: string;
  /** Of a document: the subject it was of, while `thing` is its decision. Of a retention: its own id. */
  readonly part?: string;
  /** Of a retention: the last day on which the signatures of the letter `thing` are kept, `2027-12-31`, UTC. */
  readonly until?: string;
  /** Of a retention that was carried out: how many that were counted it erased. */
  readonly signed?: number;
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
    insert into erasure_journal (erasure, kind, thing, part, until, signed)
    select ${erasure}, r.*
    from jsonb_to_recordset(${JSON.stringify(things)}::jsonb)
      as r(kind text, thing uuid, part uuid, until date, signed integer)
    on conflict do nothing`.execute(tx);
}

/** The whole journal in order: what a restore from an older backup needs besides the backup. */
export async function readErasureJournal(db: Db): Promise<JournalEntry[]> {
  const { rows } = await sql<JournalRow>`
    select erasure, kind, thing, part, until::text as until, signed,
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at
    from erasure_journal order by id`.execute(db);
  return rows.map(({ part, until, signed, ...entry }) => ({
    ...entry,
    ...(part !== null && { part }),
    ...(until !== null && { until }),
    ...(signed !== null && { signed }),
  }));
}

type Absent = 'part' | 'until' | 'signed';
type JournalRow = Omit<JournalEntry, Absent> & {
  readonly [Key in Absent]: Exclude<JournalEntry[Key], undefined> | null;
};

/**
 * Takes over the journal of the instance that a backup is of. For a restore only: what the entries
 * name may then be destroyed here, whoever decided it there. Entries known already are left alone.
 */
export async function takeOverErasures(tx: Tx, entries: readonly JournalEntry[]): Promise<void> {
  await sql`
    insert into erasure_journal (erasure, kind, thing, part, until, signed, at, restored)
    select r.*, true
    from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as r(erasure uuid, kind text, thing uuid,
      part uuid, until date, signed integer, at timestamptz)
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
