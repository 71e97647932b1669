import { sql } from 'kysely';
import { Frontier, hashLeaf } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Tx } from '#platform/database';
import { commitEntry } from '../commit-entry.ts';
import { entryBytes } from '../entry-bytes.ts';
import { advanceRegister, type RegisterChange, type RegisterState } from './advance-register.ts';
import { requireRegister } from './require-register.ts';

/** The tree after a round. */
export interface PlacedRound {
  readonly size: bigint;
  readonly root: Uint8Array;
  /** Entries placed in it, the register's own included. */
  readonly placed: number;
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
 * @returns undefined when nothing waits.
 * @throws LogError `register-contradicted`.
 */
export async function placeEntries(
  tx: Tx,
  limit: number = roundEntries,
): Promise<PlacedRound | undefined> {
  // Serialises rounds whoever runs them; held to the end of the transaction.
  await sql`select pg_advisory_xact_lock(hashtext('countersign log'))`.execute(tx);
  const head = await readFrontier(tx);
  const rows = await placeRows(tx, head.size, limit);
  if (rows.length === 0) return undefined;
  const before = await requireRegister(tx, head.size);
  const changes = rows.flatMap(({ change }) => (change === null ? [] : [change]));
  const register = await advanceRegister(tx, changes, before);
  const ending = await placeRegisterEntry(tx, head.size + BigInt(rows.length), {
    root: Buffer.from(register.root).toString('base64'),
    subjects: register.subjects,
  });
  for (const row of [...rows, ending]) head.append(hashLeaf(node, entryBytes(row)));
  const root = head.root();
  await tx
    .insertInto('log_checkpoint')
    .values({
      size: String(head.size),
      root: Buffer.from(root),
      frontier: head.hashes.map((hash) => Buffer.from(hash)),
      register_root: Buffer.from(register.root),
    })
    .execute();
  return {
    size: head.size,
    root,
    placed: rows.length + 1,
    more: rows.length === limit,
    register,
  };
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

// A number in the fields is what the register compares; everything else of them stays where it is.
async function placeRows(tx: Tx, size: bigint, limit: number): Promise<PlacedRow[]> {
  const { rows } = await sql<PlacedRow & { place: string }>`
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

async function placeRegisterEntry(
  tx: Tx,
  place: bigint,
  fields: { readonly root: string; readonly subjects: number },
): Promise<PlacedRow> {
  const committed = commitEntry('register', fields);
  const row = {
    entry: committed.entry,
    kind: committed.kind,
    commitment: Buffer.from(committed.commitment),
  };
  await tx
    .insertInto('log_entry')
    .values({
      ...row,
      fields: JSON.stringify(fields),
      seed: Buffer.from(committed.seed),
      place: String(place),
    })
    .execute();
  return { ...row, change: null };
}
