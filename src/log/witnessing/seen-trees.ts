import { sql } from 'kysely';
import type { SeenTrees } from '@countersign/countersigner';
import type { Db } from '#platform/database';

/** What this instance has seen of the logs it countersigns, in its database. */
export function seenTreesIn(db: Db): SeenTrees {
  return {
    async read(origin) {
      const row = await db
        .selectFrom('witnessed_log')
        .select(['size', 'root', 'note'])
        .where('origin', '=', origin)
        .executeTakeFirst();
      if (row?.root == null || row.note === null) return undefined;
      return { size: BigInt(row.size), root: row.root, note: row.note };
    },
    async replace(origin, oldSize, { size, root, note }) {
      // One statement compares and writes; what it commits is on the disk.
      const { numAffectedRows } = await sql`
        update witnessed_log set size = ${String(size)}, root = ${Buffer.from(root)},
          note = ${note}, seen_at = now()
        where origin = ${origin} and size = ${String(oldSize)}
          and removed_at is null`.execute(db);
      return numAffectedRows === 1n;
    },
  };
}
