import { sql } from 'kysely';
import {
  canonicalJson,
  followSuccession,
  noQuorum,
  parseSuccession,
  parseVkey,
  type JsonValue,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { readCheckpoint, readLogFacts, receipt, type EntryRow } from '../published-log.ts';
import type { TreeFiles } from '../tree/tree-files.ts';
import { successionChain } from './succession-chain.ts';

/** Beside the tiles, so that a database that is older than a succession gets its proof back. */
export const successionsPath = 'successions';

interface Unkept extends EntryRow {
  readonly id: string;
  readonly succeeds: string;
}

/**
 * Keeps the proof of each succession once it is published, and again while the old key still signs and
 * more have countersigned: later nobody can make it any more.
 */
export async function keepSuccessions(db: Db, files: TreeFiles): Promise<void> {
  const checkpoint = await readCheckpoint(db);
  if (checkpoint === undefined) return;
  const { rows } = await sql<Unkept & { cosigned: number }>`
    with cosigned as (
      select count(*)::int as cosigned from log_cosignature where size = ${String(checkpoint.size)}
    )
    select k.id, k.succeeds, c.cosigned, e.entry, e.kind, e.commitment, e.fields, e.seed, e.place
    from log_key k join log_entry e on e.entry = k.entry and e.fields is not null
      join log_key before on before.verifier_key = k.succeeds cross join cosigned c
    where e.place < ${String(checkpoint.size)} and (k.succession is null
      or before.retired_at is null and c.cosigned > k.cosignatures)`.execute(db);
  let kept = 0;
  for (const { id, succeeds, cosigned, ...row } of rows) {
    const succession = { v: 1, ...(await receipt(files, checkpoint, row)) };
    // A database that was altered must not take the place of what was proven.
    if (!follows(succession, succeeds)) continue;
    await db
      .updateTable('log_key')
      .set({ succession: JSON.stringify(succession), cosignatures: cosigned })
      .where('id', '=', id)
      .execute();
    kept += 1;
  }
  if (kept > 0) await writeSuccessions(db, files);
}

async function writeSuccessions(db: Db, files: TreeFiles): Promise<void> {
  const chain = successionChain((await readLogFacts(db)).keys);
  await files.write([{ path: successionsPath, bytes: Buffer.from(canonicalJson(chain)) }]);
}

/** Whether a reader who knows the key that it is from would follow it, whoever countersigned. */
function follows(succession: JsonValue, from: string): boolean {
  const logs = [{ key: parseVkey(node, from), url: undefined }];
  const policy = { logs, witnesses: [], groups: [], quorum: noQuorum };
  return followSuccession(node, policy, [parseSuccession(succession)]).accepted;
}
