import { sql } from 'kysely';
import type { Db } from '#platform/database';
import type { KindCode } from '../vocabulary/index.ts';
import type { Projection } from './project-entity.ts';
import { insertProjections, projectFresh } from './write-projection.ts';

export interface RebuildProgress {
  readonly entities: number;
  readonly total: number;
  /** Live claims projected so far. */
  readonly claims: number;
}

// Large enough to amortise a round trip, small enough that one batch of claims fits in memory.
export const batchSize = 2_000;

/**
 * Throws the projection away and makes it again from the claims, in one transaction: readers see the
 * old one until the new one is whole. Claims written meanwhile wait.
 *
 * @returns the number of entities projected.
 */
export async function rebuildProjection(
  db: Db,
  onProgress: (progress: RebuildProgress) => void = () => {},
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`lock table claim, entity, resolution in share row exclusive mode`.execute(tx);
    // Not truncate: that would make readers wait for the whole rebuild.
    await sql`with a as (delete from profile), b as (delete from name_entry) delete from dispute`.execute(
      tx,
    );
    const total = await countEntities(tx);
    let done = 0;
    let claims = 0;
    let after = '0';
    for (;;) {
      const { rows } = await sql<{ id: string; kind: KindCode }>`
        select id, kind from entity where id > ${after} order by id limit ${batchSize}`.execute(tx);
      const last = rows.at(-1);
      if (last === undefined) return done;
      const projections = await projectFresh(tx, rows);
      await insertProjections(tx, projections);
      claims += claimsIn(projections);
      after = last.id;
      done += rows.length;
      onProgress({ entities: done, total, claims });
    }
  });
}

/** How many live claims some projections were made of. */
export function claimsIn(projections: readonly Projection[]): number {
  return projections
    .flatMap((projection) => projection.profiles)
    .reduce((sum, profile) => sum + profile.claims, 0);
}

export async function countEntities(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from entity`.execute(
    db,
  );
  return rows[0]?.count ?? 0;
}
