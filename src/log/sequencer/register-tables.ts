import { hashBucket, hashSize, type RegisterLine } from '@countersign/proof';
import { node } from '@countersign/proof/node';
import { sql, type RawBuilder } from 'kysely';
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

/** All buckets that hold something, as one value for `parseBuckets`: 256 rows cost more to read than to hash. */
export const storedBuckets = sql<Buffer | null>`
  (select string_agg(int2send(bucket) || int4send(lines) || hash, '') from register_bucket)`;

/** All 256 buckets of the present register in order, also those that never held a line. */
export async function readBuckets(db: Db): Promise<HashedBucket[]> {
  const { rows } = await sql<{ stored: Buffer | null }>`${keptPlan}
    select ${storedBuckets} as stored`.execute(db);
  return parseBuckets(rows[0]?.stored ?? null);
}

/** @param stored as `storedBuckets`. */
export function parseBuckets(stored: Buffer | null): HashedBucket[] {
  const buckets = Array.from({ length: 256 }, (_, bucket): HashedBucket => ({
    bucket,
    hash: emptyBucket,
    lines: 0,
  }));
  const bytes = stored ?? Buffer.of();
  for (let at = 0; at < bytes.length; at += bucketHead + hashSize) {
    const bucket = bytes.readInt16BE(at);
    const hash = bytes.subarray(at + bucketHead, at + bucketHead + hashSize);
    buckets[bucket] = { bucket, hash, lines: bytes.readInt32BE(at + 2) };
  }
  return buckets;
}

// Its number and how many lines it has.
const bucketHead = 2 + 4;

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

/**
 * A digest of each bucket's lines as they are now, equal to `digestLines` of them: it tells whether they are
 * still those that a process remembers, for a fraction of what reading them costs.
 */
export async function readDigests(
  db: Db,
  buckets: readonly number[],
): Promise<Map<number, Uint8Array>> {
  if (buckets.length === 0) return new Map();
  const { rows } = await sql<{ bucket: number; digest: Buffer }>`${keptPlan}
    select bucket, sha256(string_agg(uuid_send(subject) || int4send(number)
      || case when hash is null then '\\x00'::bytea else '\\x01'::bytea || hash end, '' order by subject)) as digest
    from register_line where bucket = any(${buckets}::smallint[]) group by bucket`.execute(db);
  return new Map(rows.map(({ bucket, digest }) => [bucket, digest]));
}

/** What `readDigests` gives of a bucket's lines, in the order of their ids. */
export function digestLines(lines: readonly RegisterLine[]): Uint8Array {
  const bytes = Buffer.alloc(lines.length * (lineHead + hashSize));
  let end = 0;
  for (const { id, number, hash } of lines) {
    bytes.write(id.replaceAll('-', ''), end, 'hex');
    bytes.writeInt32BE(number, end + 16);
    if (hash !== undefined) {
      bytes[end + lineHead - 1] = 1;
      bytes.set(hash, end + lineHead);
    }
    end += hash === undefined ? lineHead : lineHead + hashSize;
  }
  return node.sha256(bytes.subarray(0, end));
}

// An id, a number, and whether a hash follows.
const lineHead = 16 + 4 + 1;

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

/** What has changed of the register. */
export interface RegisterChanges {
  readonly lines: readonly RegisterLine[];
  /** Those that the lines fall into. */
  readonly buckets: readonly HashedBucket[];
}

/** Stores what has changed, as one statement. */
export async function storeRegister(tx: Tx, changes: RegisterChanges): Promise<void> {
  if (changes.lines.length === 0) return;
  await sql`${keptPlan} with ${storing(changes)} select`.execute(tx);
}

/** Stores it as parts of a statement that has more to store: `with ${storing(changes)}, …`. */
export function storing({ lines, buckets }: RegisterChanges): RawBuilder<unknown> {
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
  return sql`
    stored_lines as (
      insert into register_line (subject, bucket, number, hash)
      select subject, bucket, number, decode(hash, 'hex')
      from jsonb_to_recordset(${JSON.stringify(lineRows)}::jsonb)
        as r(subject uuid, bucket smallint, number integer, hash text)
      on conflict (subject) do update set number = excluded.number, hash = excluded.hash
    ), stored_buckets as (
      insert into register_bucket (bucket, hash, lines)
      select bucket, decode(hash, 'hex'), lines
      from jsonb_to_recordset(${JSON.stringify(bucketRows)}::jsonb)
        as r(bucket smallint, hash text, lines integer)
      on conflict (bucket) do update set hash = excluded.hash, lines = excluded.lines
    )`;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
