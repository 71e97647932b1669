import { randomBytes, randomInt } from 'node:crypto';
import { sql } from 'kysely';
import { hashLeaf, MerkleTree } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Tx } from '#platform/database';
import { commitEntry } from '../commit-entry.ts';

/** Fewest leaves of a batch: most days look alike. */
const leastLeaves = 256;

/** Most items of one batch; more wait for the next. */
const mostItems = 65_536;

/**
 * Puts what waits into one batch, shuffled and padded with random hashes to a power of four, and
 * queues its entry; also when nothing waits. Number, order and moment say nothing. The leaves are kept:
 * what was padding cannot be told from them, here as little as elsewhere.
 */
export async function makeBatch(tx: Tx): Promise<void> {
  const waiting = await tx
    .selectFrom('private_item')
    .select(['id', 'commitment'])
    .where('batch', 'is', null)
    .orderBy('id')
    .limit(mostItems)
    .forNoKeyUpdate()
    .execute();
  let size = leastLeaves;
  while (size < waiting.length) size *= 4;
  const padding = Array.from({ length: size - waiting.length }, () => ({
    id: undefined,
    commitment: randomBytes(32),
  }));
  const leaves = shuffle([...waiting, ...padding]);
  const hashes = leaves.map(({ commitment }) => hashLeaf(node, commitment));
  const tree = new MerkleTree(node, hashes);
  const root = Buffer.from(tree.root()).toString('base64');
  const batch = commitEntry('batch', { root });
  await tx
    .insertInto('log_entry')
    .values({
      entry: batch.entry,
      kind: batch.kind,
      commitment: Buffer.from(batch.commitment),
      seed: Buffer.from(batch.seed),
      fields: JSON.stringify(batch.fields),
    })
    .execute();
  await tx
    .insertInto('private_batch')
    .values({ entry: batch.entry, leaves: Buffer.concat(hashes) })
    .execute();
  const placed = leaves.flatMap(({ id }, place) =>
    id === undefined
      ? []
      : [
          {
            id,
            place,
            path: tree.inclusion(BigInt(place)).map((hash) => Buffer.from(hash).toString('hex')),
          },
        ],
  );
  await sql`
    update private_item i set batch = ${batch.entry}, place = r.place,
      path = array(select decode(h, 'hex') from jsonb_array_elements_text(r.path) with ordinality as t(h, at)
        order by at)
    from jsonb_to_recordset(${JSON.stringify(placed)}::jsonb) as r(id bigint, place integer, path jsonb)
    where i.id = r.id`.execute(tx);
}

// Fisher and Yates, with randomness that nobody can guess.
function shuffle<Item>(items: readonly Item[]): Item[] {
  const shuffled = [...items];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    const [a, b] = [shuffled[last], shuffled[other]];
    if (a !== undefined && b !== undefined) [shuffled[last], shuffled[other]] = [b, a];
  }
  return shuffled;
}
