import { sql } from 'kysely';
import { canonicalJson, type JsonValue } from '@countersign/proof';
import type { Db } from '#platform/database';
import type { KindCode } from '../vocabulary/index.ts';
import type { Projection } from './project-entity.ts';
import { batchSize, claimsIn, countEntities, type RebuildProgress } from './rebuild.ts';
import { projectFresh } from './write-projection.ts';

export interface ProjectionCheck {
  readonly entities: number;
  readonly claims: number;
  /** Uids of the entities whose stored projection is not what their claims give. */
  readonly differing: readonly string[];
}

/**
 * Compares the stored projection with what the claims give now, without writing. Reads one snapshot,
 * so writers neither wait nor disturb it.
 */
export async function checkProjection(
  db: Db,
  onProgress: (progress: RebuildProgress) => void = () => {},
): Promise<ProjectionCheck> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      const total = await countEntities(tx);
      const differing: string[] = [];
      let entities = 0;
      let claims = 0;
      let after = '0';
      for (;;) {
        const { rows } = await sql<{ id: string; uid: string; kind: KindCode }>`
          select id, uid, kind from entity where id > ${after} order by id limit ${batchSize}`.execute(
          tx,
        );
        const last = rows.at(-1);
        if (last === undefined) return { entities, claims, differing };
        const fresh = await projectFresh(tx, rows);
        const stored = await storedRows(tx, after, last.id);
        for (const [index, entity] of rows.entries()) {
          const should = rowsOf(fresh[index]);
          if (should !== (stored.get(entity.id) ?? '')) differing.push(entity.uid);
        }
        after = last.id;
        entities += rows.length;
        claims += claimsIn(fresh);
        onProgress({ entities, total, claims });
      }
    });
}

// Columns in the names of the projection's fields, so that both sides serialise to the same text.
async function storedRows(db: Db, after: string, upTo: string): Promise<Map<string, string>> {
  const within = sql`entity_id > ${after} and entity_id <= ${upTo}`;
  const { rows } = await sql<{ entity: string; row: JsonValue }>`
    select entity_id as entity, json_build_object('entityId', entity_id::text, 'scopeId', scope_id,
      'kind', kind, 'caption', caption, 'starts', starts, 'ends', ends, 'country', country,
      'claims', claims, 'disputed', disputed) as row from profile where ${within}
    union all
    select entity_id, json_build_object('claimId', claim_id::text, 'entityId', entity_id::text,
      'scopeId', scope_id, 'kind', kind, 'name', name, 'folded', folded)
    from name_entry where ${within}
    union all
    select entity_id, json_build_object('entityId', entity_id::text, 'scopeId', scope_id,
      'property', property, 'kind', kind, 'valuesCount', values_count, 'settled', settled)
    from dispute where ${within}`.execute(db);
  const byEntity = Map.groupBy(rows, (row) => row.entity);
  return new Map([...byEntity].map(([id, found]) => [id, joined(found.map(({ row }) => row))]));
}

function rowsOf(projection: Projection | undefined): string {
  const rows = [
    ...(projection?.profiles ?? []),
    ...(projection?.names ?? []),
    ...(projection?.disputes ?? []),
  ];
  // By way of JSON: an interface has no index signature and JSON does.
  return joined(JSON.parse(JSON.stringify(rows)) as JsonValue[]);
}

function joined(rows: readonly JsonValue[]): string {
  return rows
    .map((row) => canonicalJson(row))
    .toSorted()
    .join('\n');
}
