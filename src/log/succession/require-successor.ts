import { parseSignedCheckpoint, parseVkey, ProofError, verifyCheckpoint } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { sql } from 'kysely';
import { keptPlan, type Db } from '#platform/database';
import { LogError } from '../log-error.ts';
import type { TreeHead } from '../signer/signer.ts';

/** The keys that the log itself says sign a tree: successors named in it, and not retired. */
export async function readSuccessors(db: Db, { size }: TreeHead): Promise<string[]> {
  const { rows } = await sql<{ verifier_key: string }>`${keptPlan}
    select k.verifier_key from log_key k join log_entry e on e.entry = k.entry
    where k.retired_at is null and e.place < ${String(size)}`.execute(db);
  return rows.map(({ verifier_key: key }) => key);
}

/**
 * Holds a signed checkpoint against what the log itself says: from the one that contains the entry on,
 * the successor that it names has signed.
 *
 * @param successors from `readSuccessors` of that tree.
 * @throws LogError `successor-missing`.
 */
export function requireSuccessors(successors: readonly string[], note: string): void {
  const signed = parseSignedCheckpoint(Buffer.from(note));
  for (const key of successors) {
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
