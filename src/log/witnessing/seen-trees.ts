import { sql } from 'kysely';
import type { SeenTrees } from '@countersign/countersigner';
import type { Db } from '#platform/database';
import type { CosignedMemory } from './cosigned-memory.ts';

/**
 * What this instance has seen of the logs it countersigns, in its database: several processes share it.
 * Where the memory beside the key knows more, the database was restored or altered, and is brought up.
 */
export function seenTreesIn(db: Db, memory: CosignedMemory): SeenTrees {
  return {
    async read(origin) {
      const row = await db
        .selectFrom('witnessed_log')
        .select(['size', 'root', 'note'])
        .where('origin', '=', origin)
        .executeTakeFirst();
      const kept = memory.get(origin);
      if (kept !== undefined && row !== undefined && kept.size >= BigInt(row.size)) {
        await sql`
          update witnessed_log set size = ${String(kept.size)}, root = ${Buffer.from(kept.root)},
            note = ${kept.note}
          where origin = ${origin} and size < ${String(kept.size)}`.execute(db);
        return kept;
      }
      if (row?.root == null || row.note === null) return undefined;
      return { size: BigInt(row.size), root: row.root, note: row.note };
    },
    async replace(origin, oldSize, seen) {
      const { size, root, note } = seen;
      // One statement compares and writes; what it commits is on the disk.
      const { numAffectedRows } = await sql`
        update witnessed_log set size = ${String(size)}, root = ${Buffer.from(root)},
          note = ${note}, seen_at = now()
        where origin = ${origin} and size = ${String(oldSize)}
          and removed_at is null`.execute(db);
      if (numAffectedRows !== 1n) return false;
      await memory.raise(origin, seen);
      return true;
    },
  };
}
