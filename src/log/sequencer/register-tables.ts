import { hashBucket, hashSize, type RegisterLine } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { sql } from 'kysely';
import { keptPlan, type Db, type Tx } from '#platform/database';

/** What a bucket was hashed to last. */
export interface HashedBucket {
  readonly bucket: number;
  readonly hash: Uint8Array;
  /** Lines in it. */
  readonly lines: number;
}

// Of no lines: the bucket of a register that never held anything there.
const emptyBucket = hashBucket(node, []);

/** Which bucket an id falls into: its first byte. */
export function bucketByte(subject: string): number {
  return Number.parseInt(subject.slice(0, 2), 16);
}

interface BucketRow {
  readonly hashes: Buffer | null;
  readonly buckets: number[] | null;
  readonly lines: number[] | null;
}

/** All 256 buckets of the present register in order, also those that never held a line. */
export async function readBuckets(db: Db): Promise<HashedBucket[]> {
  const buckets = Array.from({ length: 256 }, (_, bucket): HashedBucket => ({
    bucket,
    hash: emptyBucket,
    lines: 0,
  }));
  // As one row: 256 of them cost more to read than to hash.
  const { rows } = await sql<BucketRow>`${keptPlan}
    select string_agg(hash, '' order by bucket) as hashes, array_agg(bucket order by bucket) as buckets,
      array_agg(lines order by bucket) as lines from register_bucket`.execute(db);
  const [row] = rows;
  for (const [at, bucket] of (row?.buckets ?? []).entries()) {
    const hash = row?.hashes?.subarray(at * hashSize, (at + 1) * hashSize) ?? emptyBucket;
    buckets[bucket] = { bucket, hash, lines: row?.lines?.[at] ?? 0 };
  }
  return buckets;
}

/** The hashes of `readBuckets`. */
export async function readBucketHashes(db: Db): Promise<Uint8Array[]> {
  return (await readBuckets(db)).map(({ hash }) => hash);
}

/** The lines of some buckets, each in the order of their ids. */
export async function readLinesOf(
  db: Db,
  buckets: readonly number[],
): Promise<Map<number, readonly RegisterLine[]>> {
  const lines = new Map<number, readonly RegisterLine[]>();
  if (buckets.length === 0) return lines;
  const { rows } = await sql<LineRow & { bucket: number }>`${keptPlan}
    select bucket, subject, number, hash from register_line
    where bucket = any(${buckets}::smallint[]) order by bucket, subject`.execute(db);
  for (const [bucket, of] of Map.groupBy(rows, (row) => row.bucket)) {
    lines.set(bucket, of.map(toLine));
  }
  return lines;
}

/** The lines of one bucket in order. */
export async function readBucketLines(db: Db, bucket: number): Promise<readonly RegisterLine[]> {
  return (await readLinesOf(db, [bucket])).get(bucket) ?? [];
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

interface LineRow {
  readonly subject: string;
  readonly number: number;
  readonly hash: Buffer | null;
}

function toLine({ subject, number, hash }: LineRow): RegisterLine {
  return hash === null ? { id: subject, number } : { id: subject, number, hash };
}

/** Stores lines and the buckets they fall into, as one statement. */
export async function storeRegister(
  tx: Tx,
  lines: readonly RegisterLine[],
  buckets: readonly HashedBucket[],
): Promise<void> {
  if (lines.length === 0) return;
  // In the order of the index: neighbours fall on the same pages.
  const lineRows = lines
    .map(({ id, number, hash }) => ({
      subject: id,
      bucket: bucketByte(id),
      number,
      hash: hash === undefined ? null : hex(hash),
    }))
    .toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
  const bucketRows = buckets.map((bucket) => ({ ...bucket, hash: hex(bucket.hash) }));
  await sql`${keptPlan}
    with stored as (
      insert into register_line (subject, bucket, number, hash)
      select subject, bucket, number, decode(hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(lineRows)}::jsonb)
        as r(subject uuid, bucket smallint, number integer, hash text)
      on conflict (subject) do update set number = excluded.number, hash = excluded.hash
    )
    insert into register_bucket (bucket, hash, lines)
    select bucket, decode(hash, 'hex'), lines
    from jsonb_to_recordset(${JSON.stringify(bucketRows)}::jsonb)
      as r(bucket smallint, hash text, lines integer)
    on conflict (bucket) do update set hash = excluded.hash, lines = excluded.lines`.execute(tx);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
