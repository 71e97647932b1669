import { commit, encodeBase64, type JsonValue } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { saltFields } from '../commit-entry.ts';
import { registerContradicted } from '../log-error.ts';
import type { RegisterMemory } from './register-memory.ts';
import type { HashedBucket } from './register-tables.ts';

/** What the last round said of the register, in its row and in the entry that ended it. */
export interface SaidOfRegister {
  readonly register_root: Buffer;
  readonly fields: unknown;
  readonly seed: Buffer | null;
  /** Null where the entry's row is gone, which is found when the bundle is written. */
  readonly commitment: Buffer | null;
}

/**
 * Holds the register's tables against what the last round committed to, before they are brought
 * forward: otherwise a line that was altered would be in the next root, and the log itself vouch for it.
 *
 * @throws LogError `register-contradicted`.
 */
export function requireRegister(
  said: SaidOfRegister,
  buckets: readonly HashedBucket[],
  memory: RegisterMemory,
): void {
  const root = memory.root(buckets.map(({ hash }) => hash));
  if (!said.register_root.equals(root) || !opensTo(said, root)) throw registerContradicted();
}

// What was read back after a loss cannot be opened: then the checkpoint's row alone tells.
function opensTo({ fields, seed, commitment }: SaidOfRegister, root: Uint8Array): boolean {
  if (fields === null || seed === null || commitment === null) return true;
  const opened = fields as Readonly<Record<string, JsonValue>>;
  const committed = commit(node, saltFields(opened, seed));
  return commitment.equals(committed.commitment) && opened['root'] === encodeBase64(root);
}
