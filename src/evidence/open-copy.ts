import { sql } from 'kysely';
import { asUid, type Db, type Tx } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';

/** What serving a copy needs to know; the key of its blob never leaves the house. */
export interface OpenCopy {
  readonly id: string;
  readonly uid: string;
  readonly blobKey: string;
  readonly byteLength: number;
  readonly mediaType: string;
  readonly fileName: string | null;
  readonly restricted: boolean;
}

/** @returns undefined when there is no such copy for this actor. */
export async function findCopy(db: Db, actor: Actor, uid: string): Promise<OpenCopy | undefined> {
  const { rows } = await sql<OpenCopy>`
    select k.id, k.uid, k.blob_key as "blobKey", k.byte_length::float8 as "byteLength",
      k.media_type as "mediaType", k.file_name as "fileName", k.restricted
    from copy k join source s on s.id = k.source_id
    where k.uid = ${asUid(uid)} and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])`.execute(
    db,
  );
  return rows[0];
}

// A player asks for one recording in many pieces; that is one viewing.
const sameViewing = '10 minutes';

/**
 * Writes the custody step "viewed", once for what one person does in one sitting.
 *
 * @returns whether it was written, so that the audit trail gets one line too.
 */
export async function noteViewed(tx: Tx, actor: Actor, copyId: string): Promise<boolean> {
  // Two pieces asked for at once must not both find that nobody has looked yet.
  await sql`select id from copy where id = ${copyId} for no key update`.execute(tx);
  const { numAffectedRows } = await sql`
    insert into custody_step (copy_id, kind, account_id)
    select ${copyId}, 'viewed', ${actor.accountId}
    where not exists (
      select from custody_step where copy_id = ${copyId} and kind = 'viewed'
        and account_id = ${actor.accountId} and at > now() - ${sameViewing}::interval
    )`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}
