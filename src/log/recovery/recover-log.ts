import { sql } from 'kysely';
import {
  bundlePath,
  Frontier,
  hashLeaf,
  parseEntryBundle,
  parseLogEntry,
  ProofError,
  tileWidth,
  type LogEntry,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db, Tx } from '#platform/database';
import { enqueueEntries } from '../enqueue-entries.ts';
import { LogError } from '../log-error.ts';
import { advanceRegister, type RegisterChange } from '../sequencer/advance-register.ts';
import { storeRegister } from '../sequencer/register-tables.ts';
import type { TreeHead } from '../signer/signer.ts';
import type { TreeFiles } from '../tree/tree-files.ts';

/** What a recovery did. */
export interface Recovery {
  /** Entries the database knew before. */
  readonly from: bigint;
  /** Entries it knows now. */
  readonly to: bigint;
  /** Of those read back, how many the database still knew by themselves. */
  readonly recognised: number;
}

/**
 * Brings an older database up to a tree that was signed, by reading the entries in between from their
 * bundles. What they say was lost with the database: they are in the log, and cannot be opened. An
 * entry of kind `recovered` tells so.
 *
 * @param target the largest tree that was ever signed.
 * @throws LogError `entries-lost` when bundles are missing; `tree-contradicted` when the database is
 * no earlier state of that tree.
 */
export async function recoverLog(db: Db, files: TreeFiles, target: TreeHead): Promise<Recovery> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext('countersign log'))`.execute(tx);
    const frontier = await readFrontier(tx);
    const from = frontier.size;
    if (from >= target.size) return { from, to: from, recognised: 0 };
    const entries = await readEntries(files, from, target.size);
    for (const bytes of entries) frontier.append(hashLeaf(node, bytes));
    if (Buffer.compare(frontier.root(), target.root) !== 0) {
      throw new LogError(
        'tree-contradicted',
        'This database is not an earlier state of the log that was signed: another log, or altered. Restore a backup of this very instance.',
      );
    }
    const recognised = await placeRecovered(tx, from, entries.map(parseLogEntry));
    const register = await advanceRegister(tx, await changesFrom(tx, from));
    await storeRegister(tx, register.changes);
    await tx
      .insertInto('log_checkpoint')
      .values({
        size: String(target.size),
        root: Buffer.from(target.root),
        frontier: frontier.hashes.map((hash) => Buffer.from(hash)),
        register_root: Buffer.from(register.root),
      })
      .execute();
    await enqueueEntries(tx, [
      { kind: 'recovered', fields: { from: String(from), to: String(target.size) } },
    ]);
    return { from, to: target.size, recognised };
  });
}

async function readFrontier(tx: Tx): Promise<Frontier> {
  const head = await tx
    .selectFrom('log_checkpoint')
    .select(['size', 'frontier'])
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return head === undefined
    ? new Frontier(node)
    : Frontier.from(node, BigInt(head.size), head.frontier);
}

async function readEntries(files: TreeFiles, from: bigint, to: bigint): Promise<Uint8Array[]> {
  const width = BigInt(tileWidth);
  const entries: Uint8Array[] = [];
  for (let index = from / width; index * width < to; index += 1n) {
    const own = to - index * width < width ? Number(to - index * width) : tileWidth;
    const bundle = await readBundle(files, index, own);
    const skipped = from > index * width ? Number(from - index * width) : 0;
    entries.push(...bundle.slice(skipped));
  }
  return entries;
}

async function readBundle(files: TreeFiles, index: bigint, width: number): Promise<Uint8Array[]> {
  // A full bundle may have taken the place of a partial one (tlog-tiles).
  for (const read of [width, tileWidth]) {
    const bytes = await files.read(bundlePath({ index, width: read }));
    if (bytes === undefined) continue;
    try {
      return parseEntryBundle(bytes, read).slice(0, width);
    } catch (error) {
      if (!(error instanceof ProofError)) throw error;
    }
  }
  throw new LogError(
    'entries-lost',
    `Entries from ${index * BigInt(tileWidth)} on were signed and are nowhere here. Bring the folder log of the lost machine, or a mirror of it. If they are lost for good, begin a new log that names this one: countersign log begin-anew`,
  );
}

async function placeRecovered(tx: Tx, from: bigint, entries: readonly LogEntry[]): Promise<number> {
  const rows = entries.map(({ id, kind, commitment }, at) => ({
    entry: id,
    kind,
    commitment: Buffer.from(commitment).toString('hex'),
    place: String(from + BigInt(at)),
  }));
  // Those that waited when the backup was made are still here with what they say.
  const { rows: known } = await sql<{ entry: string }>`
    with input as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(entry uuid, kind text, commitment text, place bigint)
    ), recognised as (
      update log_entry e set place = i.place from input i
      where e.entry = i.entry and e.commitment = decode(i.commitment, 'hex') and e.place is null
      returning e.entry
    ), read_back as (
      insert into log_entry (entry, kind, commitment, place)
      select i.entry, i.kind, decode(i.commitment, 'hex'), i.place from input i
      where not exists (select from log_entry e where e.entry = i.entry)
    )
    select entry from recognised`.execute(tx);
  return known.length;
}

async function changesFrom(tx: Tx, from: bigint): Promise<RegisterChange[]> {
  const { rows } = await sql<RegisterChange>`
    select subject, (fields ->> 'number')::integer as number, fields ->> 'hash' as hash
    from log_entry
    where place >= ${String(from)} and fields is not null
      and kind in ('edition-published', 'edition-corrected', 'edition-removed')
    order by place`.execute(tx);
  return rows;
}
