import { sql } from 'kysely';
import {
  commit,
  encodeBase64,
  formatTlogProof,
  openingToJson,
  type JsonValue,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { saltFields } from '../commit-entry.ts';
import { entryBytes } from '../entry-bytes.ts';
import { readCheckpoint } from '../published-log.ts';
import { proveInclusion } from '../tree/read-tree.ts';
import type { TreeFiles } from '../tree/tree-files.ts';

type Fields = Readonly<Record<string, JsonValue>>;

interface Row {
  readonly item_commitment: Buffer;
  readonly item_fields: Fields;
  readonly item_seed: Buffer;
  readonly leaf: number;
  readonly path: Buffer[];
  readonly entry: string;
  readonly kind: string;
  readonly commitment: Buffer;
  readonly fields: Fields;
  readonly seed: Buffer;
  readonly place: string;
}

/**
 * The receipt of something that was logged in a batch (spec/private-batch.md): for whoever the team
 * chooses to show it to. It opens nothing else of the batch.
 *
 * @returns undefined until its batch is published, or when it was destroyed.
 */
export async function privateReceipt(
  db: Db,
  files: TreeFiles,
  about: string,
): Promise<JsonValue | undefined> {
  const checkpoint = await readCheckpoint(db);
  if (checkpoint === undefined) return undefined;
  const { rows } = await sql<Row>`
    select i.commitment as item_commitment, i.fields as item_fields, i.seed as item_seed,
      i.place as leaf, i.path, e.entry, e.kind, e.commitment, e.fields, e.seed, e.place
    from private_item i join log_entry e on e.entry = i.batch
    where i.about = ${about} and i.fields is not null
      and e.place < ${String(checkpoint.size)}
    order by i.id desc limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  const place = BigInt(row.place);
  const proof = formatTlogProof({
    index: place,
    path: await proveInclusion(files, place, checkpoint.size),
    checkpoint: Buffer.from(checkpoint.note),
    extra: undefined,
  });
  return {
    v: 1,
    item: openingToJson(commit(node, saltFields(row.item_fields, row.item_seed))),
    index: row.leaf,
    path: row.path.map((hash) => encodeBase64(hash)),
    batch: {
      entry: Buffer.from(entryBytes(row)).toString('utf8'),
      opening: openingToJson(commit(node, saltFields(row.fields, row.seed))),
      proof: Buffer.from(proof).toString('utf8'),
    },
  };
}
