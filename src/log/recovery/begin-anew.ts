import { sql } from 'kysely';
import { parseCheckpoint } from '@countersign/proof';
import type { Tx } from '#platform/database';
import { enqueueEntries } from '../enqueue-entries.ts';

/**
 * Begins a new log in the place of an old one that cannot go on here: a copy of the instance, or
 * entries that are lost for good. Its first entry names the old log's last checkpoint; what is public
 * must be enrolled after it. Countersigners must be asked again: a new log is new to them.
 *
 * @param checkpoint text of the old log's last checkpoint; undefined when it never signed one.
 */
export async function beginAnew(tx: Tx, checkpoint: string | undefined): Promise<void> {
  await sql`
    truncate log_entry, register_line, register_bucket, log_checkpoint, log_cosignature,
      log_timestamp, log_key, private_item, private_batch restart identity`.execute(tx);
  await tx
    .updateTable('log_countersigner')
    .set({
      last_size: null,
      last_seen_at: null,
      last_problem: null,
      last_problem_at: null,
    })
    .execute();
  if (checkpoint === undefined) return;
  const { origin, size, root } = parseCheckpoint(checkpoint);
  await enqueueEntries(tx, [
    {
      kind: 'copied',
      fields: { origin, size: String(size), root: Buffer.from(root).toString('base64') },
    },
  ]);
}
