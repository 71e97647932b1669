import { sql } from 'kysely';
import {
  commit,
  encodeBase64,
  formatTlogProof,
  openingToJson,
  parseBucket,
  parseBucketHashes,
  proveInRegister,
  registerProofToJson,
  type JsonValue,
} from '@countersign/proof';
import { node } from '@countersign/proof/node';
import type { Db } from '#platform/database';
import { saltFields } from './commit-entry.ts';
import { entryBytes } from './entry-bytes.ts';
import { successionChain } from './succession/succession-chain.ts';
import { bucketPath, registerPath } from './register-paths.ts';
import { proveInclusion } from './tree/read-tree.ts';
import type { TreeFiles } from './tree/tree-files.ts';

// Everything here works on a reader's connection: it sees the views of the schema `published` only.

/** The newest published checkpoint, all signatures included. */
export interface PublishedCheckpoint {
  readonly size: bigint;
  readonly registerRoot: Buffer;
  readonly note: string;
  readonly publishedAt: Date;
}

/** @returns undefined of a log that has published none. */
export async function readCheckpoint(db: Db): Promise<PublishedCheckpoint | undefined> {
  const { rows } = await sql<{
    size: string;
    register_root: Buffer;
    note: string;
    published_at: Date;
  }>`select size, register_root, note, published_at from published.log_checkpoint`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    size: BigInt(row.size),
    registerRoot: row.register_root,
    note: row.note,
    publishedAt: row.published_at,
  };
}

/** Timestamp tokens (DER) over the newest published checkpoint, the oldest first. */
export async function readTimestamps(db: Db): Promise<Uint8Array[]> {
  const { rows } = await sql<{ token: Buffer }>`
    select token from published.log_timestamp order by stamped_at, url`.execute(db);
  return rows.map(({ token }) => token);
}

/** An authority's word that a tree of this size, and all that stands in it, was there at that moment. */
export interface StampedTime {
  readonly size: bigint;
  /** Host name of the authority. */
  readonly authority: string;
  readonly at: Date;
}

/**
 * The earliest time at which each authority stamped a published tree that holds an entry; with no
 * entry, the latest stamped tree of each.
 *
 * @param place of the entry, from 0.
 */
export async function readStampedTimes(db: Db, place?: bigint): Promise<StampedTime[]> {
  const order = place === undefined ? sql`size desc` : sql`size`;
  const holds = place === undefined ? sql`true` : sql`size > ${String(place)}`;
  const { rows } = await sql<{ size: string; url: string; stamped_at: Date }>`
    select distinct on (url) size, url, stamped_at from published.log_time
    where ${holds} order by url, ${order}`.execute(db);
  return rows
    .map(({ size, url, stamped_at: at }) => ({
      size: BigInt(size),
      // Never the rest of the address, which may hold a key.
      authority: URL.parse(url)?.host ?? '',
      at,
    }))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

export interface EntryRow {
  readonly entry: string;
  readonly kind: string;
  readonly commitment: Buffer;
  readonly fields: Readonly<Record<string, JsonValue>> | null;
  readonly seed: Buffer | null;
  readonly place: string;
}

/** What an entry says (spec/commitment.md); undefined when it is not public, or was destroyed. */
export async function readOpening(db: Db, entry: string): Promise<JsonValue | undefined> {
  const { rows } = await sql<EntryRow>`
    select entry, kind, commitment, fields, seed, place from published.log_entry
    where entry = ${entry}`.execute(db);
  return rows[0] === undefined ? undefined : opening(rows[0]);
}

/**
 * The proof of what a subject's current edition is, or that it was taken back (spec/edition-proof.md),
 * under the newest published checkpoint.
 *
 * @returns undefined when the log says nothing of it yet.
 */
export async function proveEdition(
  db: Db,
  files: TreeFiles,
  subject: string,
): Promise<Readonly<Record<string, JsonValue>> | undefined> {
  const checkpoint = await readCheckpoint(db);
  if (checkpoint === undefined) return undefined;
  const { rows } = await sql<EntryRow>`
    (select entry, kind, commitment, fields, seed, place from published.log_entry
      where subject = ${subject} and fields is not null
        and kind in ('edition-published', 'edition-corrected', 'edition-removed')
      order by (fields ->> 'number')::integer desc, kind = 'edition-removed' desc, place desc limit 1)
    union all
    (select entry, kind, commitment, fields, seed, place from published.log_entry
      where place = ${String(checkpoint.size - 1n)})`.execute(db);
  const [edition, register] = rows;
  if (edition === undefined || register === undefined) return undefined;
  const line = await registerLine(files, checkpoint.registerRoot, subject);
  if (line === undefined) return undefined;
  return {
    v: 1,
    subject,
    edition: await receipt(files, checkpoint, edition),
    register: { ...(await receipt(files, checkpoint, register)), line },
  };
}

/**
 * The same, with the successions by which whoever knows an older key of the log follows to the one
 * that signed; in a dossier they stand beside the proofs.
 */
export async function proveEditionAlone(
  db: Db,
  files: TreeFiles,
  subject: string,
): Promise<JsonValue | undefined> {
  const [proof, successions] = [await proveEdition(db, files, subject), await shownSuccessions(db)];
  return proof === undefined || successions.length === 0 ? proof : { ...proof, successions };
}

/** How the log came to its present key, for whoever knows an older one (spec/succession.md). */
export async function shownSuccessions(db: Db): Promise<JsonValue[]> {
  return successionChain((await readLogFacts(db)).keys);
}

async function registerLine(
  files: TreeFiles,
  root: Uint8Array,
  subject: string,
): Promise<JsonValue | undefined> {
  const hashBytes = await files.read(registerPath(root));
  if (hashBytes === undefined) return undefined;
  const hashes = parseBucketHashes(hashBytes);
  const hash = hashes[Number.parseInt(subject.slice(0, 2), 16)];
  const bucket = hash === undefined ? undefined : await files.read(bucketPath(hash));
  if (bucket === undefined) return undefined;
  return registerProofToJson(proveInRegister(node, subject, parseBucket(bucket), hashes));
}

/** The receipt of an entry under a published checkpoint (spec/edition-proof.md). */
export async function receipt(
  files: TreeFiles,
  { size, note }: Pick<PublishedCheckpoint, 'size' | 'note'>,
  row: EntryRow,
): Promise<Record<string, JsonValue>> {
  const place = BigInt(row.place);
  const proof = formatTlogProof({
    index: place,
    path: await proveInclusion(files, place, size),
    checkpoint: Buffer.from(note),
    extra: undefined,
  });
  return {
    entry: Buffer.from(entryBytes(row)).toString('utf8'),
    opening: opening(row) ?? null,
    proof: Buffer.from(proof).toString('utf8'),
  };
}

function opening({ fields, seed, commitment }: EntryRow): JsonValue | undefined {
  if (fields === null || seed === null) return undefined;
  const opened = commit(node, saltFields(fields, seed));
  // A row that was altered must not be told as if the log had said it.
  if (encodeBase64(opened.commitment) !== encodeBase64(commitment)) return undefined;
  return openingToJson(opened);
}

/**
 * The receipt of one entry under the newest published checkpoint, for whoever it is of: it is read past
 * the view that readers have.
 *
 * @returns undefined until a checkpoint that covers it is published, or when its opening was destroyed.
 */
export async function entryReceipt(
  db: Db,
  files: TreeFiles,
  entry: string,
): Promise<Readonly<Record<string, JsonValue>> | undefined> {
  const checkpoint = await readCheckpoint(db);
  if (checkpoint === undefined) return undefined;
  const { rows } = await sql<EntryRow>`
    select entry, kind, commitment, fields, seed, place from log_entry
    where entry = ${entry} and fields is not null and place < ${String(checkpoint.size)}`.execute(
    db,
  );
  const [row] = rows;
  return row === undefined ? undefined : { v: 1, ...(await receipt(files, checkpoint, row)) };
}

/** A key that signs the log, or did. */
export interface PublishedKey {
  readonly verifierKey: string;
  readonly sinceSize: bigint;
  /** The key it succeeds, and the entry that says so; null of the first. */
  readonly succeeds: string | null;
  readonly entry: string | null;
  /** Since when it signs no more. */
  readonly retiredAt: Date | null;
  /** JSON of spec/succession.md; null of the first, and where it is lost. */
  readonly succession: JsonValue | null;
}

/** Who countersigns, and what a stranger needs to know of this log. */
export interface LogFacts {
  /** The oldest first. */
  readonly keys: readonly PublishedKey[];
  readonly countersigners: readonly {
    readonly name: string;
    readonly verifierKey: string;
    readonly url: string;
    readonly addedAt: Date;
    readonly lastSeenAt: Date | null;
  }[];
  readonly quorum: number;
}

export async function readLogFacts(db: Db): Promise<LogFacts> {
  const [keys, countersigners, quorum] = await Promise.all([
    sql<{
      verifier_key: string;
      since_size: string;
      succeeds: string | null;
      entry: string | null;
      retired_at: Date | null;
      succession: JsonValue | null;
    }>`select verifier_key, since_size, succeeds, entry, retired_at, succession
       from published.log_key order by since_size, added_at`.execute(db),
    sql<{
      name: string;
      verifier_key: string;
      url: string;
      added_at: Date;
      last_seen_at: Date | null;
    }>`select name, verifier_key, url, added_at, last_seen_at
       from published.log_countersigner order by added_at, name`.execute(db),
    sql<{ quorum: number }>`select quorum from published.log_quorum`.execute(db),
  ]);
  return {
    keys: keys.rows.map((row) => ({
      verifierKey: row.verifier_key,
      sinceSize: BigInt(row.since_size),
      succeeds: row.succeeds,
      entry: row.entry,
      retiredAt: row.retired_at,
      succession: row.succession,
    })),
    countersigners: countersigners.rows.map((row) => ({
      name: row.name,
      verifierKey: row.verifier_key,
      url: row.url,
      addedAt: row.added_at,
      lastSeenAt: row.last_seen_at,
    })),
    quorum: quorum.rows[0]?.quorum ?? 0,
  };
}
