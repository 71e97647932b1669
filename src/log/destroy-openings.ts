import { sql } from 'kysely';
import type { Tx } from '#platform/database';

/**
 * Destroys what the log's entries say of subjects: fields and salts. The entries stay, and every proof
 * of others; what they said of these can never be shown or guessed at again. That a subject was taken
 * back can still be opened: it is what readers are told.
 */
export async function destroyOpenings(tx: Tx, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await sql`
    update log_entry set fields = null, seed = null, subject = null, edition = null
    where subject = any(${sql.val(subjects)}::uuid[]) and kind <> 'edition-removed'`.execute(tx);
}

/** Destroys what single entries say, whatever they are about. */
export async function destroyEntries(tx: Tx, entries: readonly string[]): Promise<void> {
  if (entries.length === 0) return;
  await sql`
    update log_entry set fields = null, seed = null
    where entry = any(${sql.val(entries)}::uuid[])`.execute(tx);
}

/** Destroys what private items say of these, whether their batch is made or not. */
export async function destroyPrivately(tx: Tx, abouts: readonly string[]): Promise<void> {
  if (abouts.length === 0) return;
  await sql`
    update private_item set fields = null, seed = null
    where about = any(${sql.val(abouts)}::uuid[]) and fields is not null`.execute(tx);
}
