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

/**
 * Whether a checkpoint is one of our own history: of a size at which this log had that very root. Who shows
 * it says nothing against us, whatever their answer was called.
 */
export async function isOurPast(db: Db, note: string | undefined): Promise<boolean> {
  if (note === undefined) return false;
  try {
    const { checkpoint } = parseSignedCheckpoint(Buffer.from(note));
    const row = await db
      .selectFrom('log_checkpoint')
      .select('root')
      .where('size', '=', String(checkpoint.size))
      .executeTakeFirst();
    return row?.root.equals(checkpoint.root) === true;
  } catch (error) {
    if (error instanceof ProofError) return false;
    throw error;
  }
}
