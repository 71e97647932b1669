import { sql } from 'kysely';
import type { Tx } from '#platform/database';

/**
 * Takes off letters again what rested on pages that were erased, as after a restore; a trigger does it when
 * somebody is erased. What was tied to a page that was published anew since stays. Idempotent.
 */
export async function dropErasedAnchors(tx: Tx): Promise<void> {
  await sql`
    delete from letter_anchor a using erasure_journal j
    where (j.kind in ('subject','entity') and j.thing = a.subject or j.kind = 'claim' and j.thing = a.claim)
      and a.created_at <= j.at`.execute(tx);
}
