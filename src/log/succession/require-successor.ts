import { parseSignedCheckpoint, parseVkey, ProofError, verifyCheckpoint } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { sql } from 'kysely';
import type { Db } from '#platform/database';
import { LogError } from '../log-error.ts';
import type { TreeHead } from '../signer/signer.ts';

/**
 * Holds a signed checkpoint against what the log itself says: from the one that contains the entry on,
 * the successor that it names has signed.
 *
 * @throws LogError `successor-missing`.
 */
export async function requireSuccessor(db: Db, { size }: TreeHead, note: string): Promise<void> {
  const { rows } = await sql<{ verifier_key: string }>`
    select k.verifier_key from log_key k join log_entry e on e.entry = k.entry
    where k.retired_at is null and e.place < ${String(size)}`.execute(db);
  const signed = parseSignedCheckpoint(Buffer.from(note));
  for (const { verifier_key: key } of rows) {
    try {
      verifyCheckpoint(node, signed, [parseVkey(node, key)]);
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
      throw new LogError(
        'successor-missing',
        `This log says that ${key} signs it, and the signer does not have that key. Bring log-successor.key back from where the keys are kept. If it is lost for good: countersign log begin-anew`,
        { cause: error },
      );
    }
  }
}
