import { parseSignedCheckpoint, parseVkey, ProofError, verifyCheckpoint } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';

/** Whether a checkpoint is signed by a key of our own log: otherwise it is somebody's word only. */
export async function isOurs(db: Db, note: string | undefined): Promise<boolean> {
  if (note === undefined) return false;
  const keys = await db.selectFrom('log_key').select('verifier_key').execute();
  try {
    const signed = parseSignedCheckpoint(Buffer.from(note));
    verifyCheckpoint(
      node,
      signed,
      keys.map((key) => parseVkey(node, key.verifier_key)),
    );
    return true;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}
