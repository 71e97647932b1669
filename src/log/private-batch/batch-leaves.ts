import { sql } from 'kysely';
import type { Db } from '#platform/database';

/**
 * The leaf hashes of a private batch, 32 bytes each (spec/private-batch.md): most are of what is not
 * public, or of nothing. Works on a reader's connection.
 *
 * @param entry id of the batch's entry, a UUID.
 * @returns undefined until its batch is published.
 */
export async function readBatchLeaves(db: Db, entry: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ leaves: Buffer }>`
    select leaves from published.log_batch where entry = ${entry}`.execute(db);
  return rows[0]?.leaves;
}
