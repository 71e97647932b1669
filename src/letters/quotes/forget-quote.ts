import { sql } from 'kysely';
import type { Tx } from '#platform/database';
import { writeJournal } from '#record';

/** Deletes the words that a signer has cleared, if any: nobody is given them from now on. */
export async function forgetQuote(tx: Tx, signatureId: string): Promise<void> {
  const { rows } = await sql<{ uid: string }>`
    delete from signature_quote where signature_id = ${signatureId} returning uid`.execute(tx);
  // Like a signature: a backup from before must not bring it back.
  for (const { uid } of rows) await writeJournal(tx, uid, [{ kind: 'signature', thing: uid }]);
}
