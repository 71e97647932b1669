import type { JsonValue } from '@countersign/proof';
import type { Tx } from '#platform/database';
import { commitEntry } from '../commit-entry.ts';

/** Something that is not public, to be logged without being named. */
export interface PrivateItem {
  /** Public id of what it tells of; its receipt is found by it. */
  readonly about: string;
  readonly fields: Readonly<Record<string, JsonValue>>;
}

const atOnce = 1_000;

/**
 * Keeps what is not public for the next batch, in the transaction of what it tells: the log will show
 * that it was there by then, and neither what nor that there was anything.
 */
export async function notePrivately(tx: Tx, items: readonly PrivateItem[]): Promise<void> {
  for (let at = 0; at < items.length; at += atOnce) {
    const rows = items.slice(at, at + atOnce).map(({ about, fields }) => {
      const { entry, commitment, seed } = commitEntry('private', fields);
      return {
        about,
        entry,
        commitment: Buffer.from(commitment),
        seed: Buffer.from(seed),
        fields: JSON.stringify(fields),
      };
    });
    await tx.insertInto('private_item').values(rows).execute();
  }
}
