import { sql } from 'kysely';
import type { Tx } from '#platform/database';

/** Lets go over to a signature what hangs on those of the same mailbox whose place it takes. */
export async function passOnVouching(
  tx: Tx,
  from: readonly string[],
  signatureId: string,
): Promise<void> {
  for (const table of ['signature_vouching', 'signature_vouches'] as const) {
    await sql`
      update ${sql.table(table)} set signature_id = ${signatureId}
      where signature_id = any(${sql.val(from)}::bigint[])`.execute(tx);
  }
}
