import type { Tx } from '#platform/database';
import { unlogSignature, type KeptSignature } from './log-signature.ts';

/**
 * Forgets a signature: row, consents, place on the list, and what opens it in the log. Its entry stays
 * there, and says nothing any more.
 */
export async function forgetSignature(tx: Tx, signature: KeptSignature): Promise<void> {
  await unlogSignature(tx, signature);
  await tx.deleteFrom('letter_signature').where('id', '=', signature.id).execute();
}
