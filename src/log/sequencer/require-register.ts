import { commit, encodeBase64, registerRoot, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Tx } from '#platform/database';
import { saltFields } from '../commit-entry.ts';
import { registerContradicted } from '../log-error.ts';
import { readBucketHashes } from './advance-register.ts';

/**
 * Holds the register's tables against what the last round committed to, before they are brought
 * forward: otherwise a line that was altered would be in the next root, and the log itself vouch for it.
 *
 * @param size of the tree that the last round ended.
 * @returns the hashes of its buckets.
 * @throws LogError `register-contradicted`.
 */
export async function requireRegister(tx: Tx, size: bigint): Promise<readonly Uint8Array[]> {
  const hashes = await readBucketHashes(tx);
  if (size === 0n) return hashes;
  const root = registerRoot(node, hashes);
  const said = await tx
    .selectFrom('log_checkpoint as c')
    .leftJoin('log_entry as e', (join) => join.on('e.place', '=', String(size - 1n)))
    .select(['c.register_root', 'e.fields', 'e.seed', 'e.commitment'])
    .where('c.size', '=', String(size))
    .executeTakeFirst();
  if (said?.register_root.equals(root) !== true || !opensTo(said, root)) {
    throw registerContradicted();
  }
  return hashes;
}

interface Ending {
  readonly fields: unknown;
  readonly seed: Buffer | null;
  /** Null where the row is gone, which is found when the bundle is written. */
  readonly commitment: Buffer | null;
}

// What was read back after a loss cannot be opened: then the checkpoint's row alone tells.
function opensTo({ fields, seed, commitment }: Ending, root: Uint8Array): boolean {
  if (fields === null || seed === null || commitment === null) return true;
  const said = fields as Readonly<Record<string, JsonValue>>;
  const opened = commit(node, saltFields(said, seed));
  return commitment.equals(opened.commitment) && said['root'] === encodeBase64(root);
}
