import { sql } from 'kysely';
import { Frontier, hashLeaf } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { keptPlan, type Tx } from '#platform/database';
import { commitEntry, type CommittedEntry } from '../commit-entry.ts';
import { entryBytes } from '../entry-bytes.ts';
import {
  advanceRegister,
  type AdvancedRegister,
  type RegisterChange,
  type RegisterState,
} from './advance-register.ts';
import type { RegisterMemory } from './register-memory.ts';
import { parseBuckets, storedBuckets, storing, type HashedBucket } from './register-tables.ts';
import { requireRegister, type SaidOfRegister } from './require-register.ts';

/** The tree after a round. */
export interface PlacedRound {
  readonly size: bigint;
  readonly root: Uint8Array;
  /** The bytes of the entries placed in it, the register's own included. */
  readonly entries: readonly Uint8Array[];
  /** Whether more wait than one round takes. */
  readonly more: boolean;
  readonly register: RegisterState;
}

/** Most entries of one round: some hundred files, written in about a second. */
export const roundEntries = 16_384;

interface PlacedRow {
  readonly entry: string;
  readonly kind: string;
  readonly commitment: Buffer;
  readonly change: RegisterChange | null;
}

/**
 * Gives waiting entries their places in the order they were queued, brings the register forward, ends
 * the round with its root, and stores the new head: all or nothing.
 *
 * @param memory of rounds before this one.
 * @returns undefined when nothing waits.
 * @throws LogError `register-contradicted`.
 */
export async function placeEntries(
  tx: Tx,
  memory: RegisterMemory,
  limit: number = roundEntries,
): Promise<PlacedRound | undefined> {
  // Serialises rounds whoever runs them; held to the end of the transaction.
  await sql`${keptPlan} select pg_advisory_xact_lock(hashtext('countersign log'))`.execute(tx);
  const { last, buckets } = await readState(tx);
  const head =
    last === undefined ? new Frontier(node) : Frontier.from(node, BigInt(last.size), last.frontier);
  const rows = await placeRows(tx, head.size, limit);
  if (rows.length === 0) return undefined;
  if (last !== undefined) requireRegister(last, buckets, memory);
  const changes = rows.flatMap(({ change }) => (change === null ? [] : [change]));
  const register = await advanceRegister(tx, changes, buckets, memory);
  const ending = commitEntry('register', {
    root: Buffer.from(register.root).toString('base64'),
    subjects: register.subjects,
  });
  const entries = [...rows, ending].map(entryBytes);
  for (const entry of entries) head.append(hashLeaf(node, entry));
  const root = head.root();
  await endRound(tx, { head, root, register, ending });
  return {
    size: head.size,
    root,
    entries,
    more: rows.length === limit,
    register,
  };
}

type Head = SaidOfRegister & { readonly size: string; readonly frontier: Buffer[] };

interface State {
  /** The tree that the last round left, with the entry that ended it. */
  readonly last: Head | undefined;
  readonly buckets: readonly HashedBucket[];
}

/** What rounds before this one left: in one statement, because each is waited for. */
async function readState(tx: Tx): Promise<State> {
  const { rows } = await sql<(Head | { size: null }) & { buckets: Buffer | null }>`${keptPlan}
    select c.size, c.frontier, c.register_root, e.fields, e.seed, e.commitment,
      ${storedBuckets} as buckets
    from (select) as always
    left join (select * from log_checkpoint order by size desc limit 1) c on true
    left join log_entry e on e.place = c.size - 1`.execute(tx);
  const [row] = rows;
  const last = row === undefined || row.size === null ? undefined : row;
  return { last, buckets: parseBuckets(row?.buckets ?? null) };
}

// A number in the fields is what the register compares; everything else of them stays where it is.
async function placeRows(tx: Tx, size: bigint, limit: number): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow & { place: string }>`${keptPlan}
    with waiting as (
      select id, row_number() over (order by id) - 1 as at
      from log_entry where place is null order by id limit ${limit}
    )
    update log_entry e set place = ${String(size)}::bigint + w.at
    from waiting w where e.id = w.id
    returning e.place, e.entry, e.kind, e.commitment,
      case when e.kind in ('edition-published', 'edition-corrected', 'edition-removed')
        and e.fields is not null
      then jsonb_build_object('subject', e.subject, 'number', e.fields -> 'number',
        'hash', e.fields -> 'hash') end as change`.execute(tx);
  return rows.toSorted((a, b) => (BigInt(a.place) < BigInt(b.place) ? -1 : 1));
}

interface EndOfRound {
  readonly head: Frontier;
  readonly root: Uint8Array;
  readonly register: AdvancedRegister;
  readonly ending: CommittedEntry;
}

/** Stores the register, the entry that ends the round and the tree that it leaves, as one statement. */
async function endRound(tx: Tx, { head, root, register, ending }: EndOfRound): Promise<void> {
  const frontier = head.hashes.map((hash) => Buffer.from(hash));
  const stored = register.changes.lines.length === 0 ? sql`` : sql`${storing(register.changes)},`;
  await sql`${keptPlan}
    with ${stored} ended as (
      insert into log_entry (entry, kind, commitment, fields, seed, place)
      values (${ending.entry}, ${ending.kind}, ${Buffer.from(ending.commitment)},
        ${JSON.stringify(ending.fields)}, ${Buffer.from(ending.seed)}, ${String(head.size - 1n)})
    )
    insert into log_checkpoint (size, root, frontier, register_root)
    values (${String(head.size)}, ${Buffer.from(root)}, ${frontier},
      ${Buffer.from(register.root)})`.execute(tx);
}
