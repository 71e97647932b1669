import { sql } from 'kysely';
import type { JsonValue } from '@countersign/proof';
import { keptPlan, type Tx } from '#platform/database';
import { commitEntry } from './commit-entry.ts';
import type { NewEntry } from './entry-fields.ts';

/** Sent on this channel when something waits for its place in the log. */
export const logChannel = 'countersign_log';

/**
 * Queues entries in the transaction of what they tell: they are in the log if and only if that
 * happened. The sequencer gives them their places in this order.
 *
 * @returns their ids.
 */
export async function enqueueEntries(tx: Tx, entries: readonly NewEntry[]): Promise<string[]> {
  if (entries.length === 0) return [];
  const rows = entries.map(({ kind, fields }) => {
    const committed = commitEntry(kind, { ...fields });
    return {
      entry: committed.entry,
      kind,
      commitment: hex(committed.commitment),
      seed: hex(committed.seed),
      fields: committed.fields,
      subject: textField(committed.fields, 'subject'),
      edition: textField(committed.fields, 'edition'),
    };
  });
  await sql`${keptPlan}
    with queued as (
    insert into log_entry (entry, kind, commitment, seed, fields, subject, edition)
    select entry, kind, decode(commitment, 'hex'), decode(seed, 'hex'), fields, subject, edition
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(entry uuid, kind text,
      commitment text, seed text, fields jsonb, subject uuid, edition uuid)
    ) select pg_notify(${logChannel}, '')`.execute(tx);
  return rows.map(({ entry }) => entry);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function textField(fields: Readonly<Record<string, JsonValue>>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
}
