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
 * @throws LogError `register-contradicted`.
 */
export async function requireRegister(tx: Tx, size: bigint): Promise<void> {
  if (size === 0n) return;
  const root = registerRoot(node, await readBucketHashes(tx));
  const head = await tx
    .selectFrom('log_checkpoint')
    .select('register_root')
    .where('size', '=', String(size))
    .executeTakeFirst();
  const ending = await tx
    .selectFrom('log_entry')
    .select(['fields', 'seed', 'commitment'])
    .where('place', '=', String(size - 1n))
    .executeTakeFirst();
  const saysSame = ending === undefined || opensTo(ending, root);
  if (head?.register_root.equals(root) !== true || !saysSame) throw registerContradicted();
}

interface Ending {
  readonly fields: unknown;
  readonly seed: Buffer | null;
  readonly commitment: Buffer;
}

// What was read back after a loss cannot be opened: then the checkpoint's row alone tells.
function opensTo({ fields, seed, commitment }: Ending, root: Uint8Array): boolean {
  if (fields === null || seed === null) return true;
  const said = fields as Readonly<Record<string, JsonValue>>;
  const opened = commit(node, saltFields(said, seed));
  return commitment.equals(opened.commitment) && said['root'] === encodeBase64(root);
}
