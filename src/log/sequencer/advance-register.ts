import { sql } from 'kysely';
import { hashBucket, registerRoot, type RegisterLine } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db, Tx } from '#platform/database';
import { registerContradicted } from '../log-error.ts';

/** What an entry sets in the register; without a hash it takes the subject back. */
export interface RegisterChange {
  readonly subject: string;
  readonly number: number;
  /** Base64. */
  readonly hash: string | null;
}

export interface RegisterState {
  readonly root: Uint8Array;
  /** Lines in it. */
  readonly subjects: number;
  /** Of all 256 buckets. */
  readonly hashes: readonly Uint8Array[];
  /** The lines of the buckets that changed. */
  readonly changed: ReadonlyMap<number, readonly RegisterLine[]>;
}

// Of no lines: the bucket of a register that never held anything there.
const emptyBucket = hashBucket(node, []);

/**
 * Applies changes in the order of the log (spec/register.md) and hashes the buckets they touch.
 *
 * @param before hashes of the buckets now, where they are known.
 * @throws LogError `register-contradicted` when lines of those are not what was hashed last.
 */
export async function advanceRegister(
  tx: Tx,
  changes: readonly RegisterChange[],
  before?: readonly Uint8Array[],
): Promise<RegisterState> {
  const touched = [...new Set(changes.map(({ subject }) => bucketByte(subject)))];
  await requireBuckets(tx, touched, before ?? (await readBucketHashes(tx)));
  await upsertLines(tx, lastChanges(changes));
  const changed = await hashBuckets(tx, touched);
  const buckets = await readBuckets(tx);
  const hashes = fillBuckets(buckets);
  return {
    root: registerRoot(node, hashes),
    subjects: buckets.reduce((sum, { lines }) => sum + lines, 0),
    hashes,
    changed,
  };
}

/** All 256 bucket hashes of the present register. */
export async function readBucketHashes(db: Db): Promise<Uint8Array[]> {
  return fillBuckets(await readBuckets(db));
}

/** The lines of one bucket in order. */
export async function readBucketLines(db: Db, bucket: number): Promise<RegisterLine[]> {
  const rows = await db
    .selectFrom('register_line')
    .select(['subject', 'number', 'hash'])
    .where('bucket', '=', bucket)
    .orderBy('subject')
    .execute();
  return rows.map(toLine);
}

interface LineRow {
  readonly subject: string;
  readonly number: number;
  readonly hash: Buffer | null;
}

function toLine({ subject, number, hash }: LineRow): RegisterLine {
  return hash === null ? { id: subject, number } : { id: subject, number, hash };
}

// One statement may touch a row once only: of several changes of a subject the one that wins.
function lastChanges(changes: readonly RegisterChange[]): RegisterChange[] {
  const winners = new Map<string, RegisterChange>();
  for (const change of changes) {
    const present = winners.get(change.subject);
    if (present === undefined || wins(change, present)) winners.set(change.subject, change);
  }
  return [...winners.values()];
}

function wins(change: RegisterChange, present: RegisterChange): boolean {
  if (change.number !== present.number) return change.number > present.number;
  return change.hash === null && present.hash !== null;
}

async function upsertLines(tx: Tx, changes: readonly RegisterChange[]): Promise<void> {
  if (changes.length === 0) return;
  // In the order of the index: neighbours fall on the same pages.
  const rows = changes
    .map((change) => ({ ...change, bucket: bucketByte(change.subject) }))
    .toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  await sql`
    insert into register_line (subject, bucket, number, hash)
    select subject, bucket, number, decode(hash, 'base64')
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(subject uuid, bucket smallint, number integer, hash text)
    on conflict (subject) do update set number = excluded.number, hash = excluded.hash
    where excluded.number > register_line.number
      or (excluded.number = register_line.number and excluded.hash is null)`.execute(tx);
}

/** That their lines are still those that were hashed. */
async function requireBuckets(
  tx: Tx,
  buckets: readonly number[],
  hashes: readonly Uint8Array[],
): Promise<void> {
  if (buckets.length === 0) return;
  const lines = await linesOf(tx, buckets);
  for (const bucket of buckets) {
    const present = hashBucket(node, lines.get(bucket) ?? []);
    if (Buffer.compare(present, hashes[bucket] ?? emptyBucket) !== 0) throw registerContradicted();
  }
}

async function linesOf(
  tx: Tx,
  buckets: readonly number[],
): Promise<Map<number, readonly RegisterLine[]>> {
  const rows = await tx
    .selectFrom('register_line')
    .select(['bucket', 'subject', 'number', 'hash'])
    .where('bucket', 'in', buckets)
    .orderBy('bucket')
    .orderBy('subject')
    .execute();
  const lines = new Map<number, readonly RegisterLine[]>();
  for (const [bucket, of] of Map.groupBy(rows, (row) => row.bucket)) {
    lines.set(bucket, of.map(toLine));
  }
  return lines;
}

/** @returns the lines of those buckets. */
async function hashBuckets(
  tx: Tx,
  buckets: readonly number[],
): Promise<ReadonlyMap<number, readonly RegisterLine[]>> {
  if (buckets.length === 0) return new Map();
  const lines = await linesOf(tx, buckets);
  const hashed = [...lines].map(([bucket, of]) => ({
    bucket,
    hash: Buffer.from(hashBucket(node, of)).toString('hex'),
    lines: of.length,
  }));
  await sql`
    insert into register_bucket (bucket, hash, lines)
    select bucket, decode(hash, 'hex'), lines from jsonb_to_recordset(${JSON.stringify(hashed)}::jsonb)
      as r(bucket smallint, hash text, lines integer)
    on conflict (bucket) do update set hash = excluded.hash, lines = excluded.lines`.execute(tx);
  return lines;
}

interface BucketRow {
  readonly bucket: number;
  readonly hash: Buffer;
  readonly lines: number;
}

function readBuckets(db: Db): Promise<BucketRow[]> {
  return db.selectFrom('register_bucket').select(['bucket', 'hash', 'lines']).execute();
}

function fillBuckets(buckets: readonly BucketRow[]): Uint8Array[] {
  const filled = Array.from({ length: 256 }, () => emptyBucket);
  for (const { bucket, hash } of buckets) filled[bucket] = hash;
  return filled;
}

function bucketByte(subject: string): number {
  return Number.parseInt(subject.slice(0, 2), 16);
}

const page = 500;

/** All lines of the present register, some at a time. */
export async function* readRegisterLines(db: Db): AsyncGenerator<RegisterLine[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await db
      .selectFrom('register_line')
      .select(['subject', 'number', 'hash'])
      .where('subject', '>', after)
      .orderBy('subject')
      .limit(page)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toLine);
    after = last.subject;
  }
}
