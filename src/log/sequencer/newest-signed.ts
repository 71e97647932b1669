import type { Db } from '#platform/database';
import type { SignedHead } from '../countersigning/collect-cosignatures.ts';

/** The largest checkpoint that is signed; undefined when none is. */
export async function newestSigned(db: Db): Promise<SignedHead | undefined> {
  const row = await db
    .selectFrom('log_checkpoint')
    .select(['size', 'note'])
    .where('note', 'is not', null)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.note == null ? undefined : { size: BigInt(row.size), note: row.note };
}
