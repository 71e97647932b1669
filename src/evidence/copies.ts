import { sql } from 'kysely';
import { z } from 'zod';
import { notePrivately } from '#log';
import { BlobRefusal, type BlobSource, type BlobStore } from '#platform/blobs';
import type { Db, Tx } from '#platform/database';
import { declareJob, enqueue } from '#platform/jobs';
import { scopesOf, type Actor } from '#accounts';
import { EvidenceRefusal } from './evidence-refusal.ts';

/** Bytes of a source as they were obtained: whole, or as they come. */
export interface CopyInput {
  readonly bytes: BlobSource;
  readonly method: 'pasted' | 'uploaded' | 'fetched';
  readonly mediaType: string;
  readonly fileName?: string;
  readonly address?: string;
  /** What the web server said, for what was fetched. */
  readonly response?: Readonly<Record<string, unknown>>;
  readonly restricted?: boolean;
  /** `working` for what was made here rather than obtained; `evidentiary` by default. */
  readonly grade?: 'evidentiary' | 'working';
}

/** Larger files are refused, and nothing of them is kept. */
export const maxCopyBytes = 100 * 1024 * 1024;

/** A preserved copy, in the store but not yet in the record. */
export interface StoredCopy extends Omit<CopyInput, 'bytes'> {
  readonly blobKey: string;
  readonly sha256: string;
  readonly byteLength: number;
}

/** Reads the text of a copy in the background. */
export const readCopyJob = declareJob({
  name: 'evidence.read-copy',
  parse: (value) => z.object({ copy: z.string().regex(/^\d+$/) }).parse(value),
  singletonKey: ({ copy }) => copy,
  retryLimit: 2,
  timeoutSeconds: 180,
});

/**
 * Stores bytes durably under their hash, as they come. Comes before the transaction that names them:
 * a blob that no row names is harmless, a row whose blob is missing is a lost copy.
 *
 * @throws EvidenceRefusal `copy-empty` or `copy-too-large`, BlobRefusal `blob-full`, and what the
 * bytes' own source throws; then nothing was kept.
 */
export async function storeCopy(blobs: BlobStore, input: CopyInput): Promise<StoredCopy> {
  const { bytes, ...rest } = input;
  const isWhole = bytes instanceof Uint8Array;
  if (isWhole && bytes.byteLength === 0) {
    throw new EvidenceRefusal({ code: 'copy-empty', field: 'file' });
  }
  try {
    const { key, sha256, byteLength } = await blobs.put(isWhole ? bytes : somethingOf(bytes), {
      restricted: input.restricted ?? false,
      maxBytes: maxCopyBytes,
    });
    return { ...rest, blobKey: key, sha256, byteLength };
  } catch (error) {
    if (!(error instanceof BlobRefusal) || error.code !== 'blob-too-large') throw error;
    throw new EvidenceRefusal({
      code: 'copy-too-large',
      field: 'file',
      params: { most: maxCopyBytes / 1024 / 1024 },
    });
  }
}

// Thrown into the store, which then leaves nothing behind.
async function* somethingOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let isEmpty = true;
  for await (const chunk of bytes) {
    isEmpty &&= chunk.byteLength === 0;
    yield chunk;
  }
  if (isEmpty) throw new EvidenceRefusal({ code: 'copy-empty', field: 'file' });
}

/** Records a stored copy of a source, with its first custody step, and has its text read. */
export async function addCopy(
  tx: Tx,
  actor: Actor,
  sourceId: string,
  copy: StoredCopy,
): Promise<{ readonly id: string; readonly uid: string }> {
  const row = await tx
    .insertInto('copy')
    .values({
      source_id: sourceId,
      grade: copy.grade ?? 'evidentiary',
      method: copy.method,
      sha256: Buffer.from(copy.sha256, 'hex'),
      byte_length: copy.byteLength,
      media_type: copy.mediaType,
      file_name: copy.fileName ?? null,
      address: copy.address ?? null,
      response: copy.response === undefined ? null : JSON.stringify(copy.response),
      blob_key: copy.blobKey,
      restricted: copy.restricted ?? false,
      obtained_by: actor.accountId,
    })
    .returning(['id', 'uid'])
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('custody_step')
    .values({
      copy_id: row.id,
      kind: 'obtained',
      account_id: actor.accountId,
      detail: JSON.stringify({ method: copy.method, sha256: copy.sha256 }),
    })
    .execute();
  const fields = preservedFields(copy.sha256, copy.byteLength);
  await notePrivately(tx, [{ about: row.uid, fields }]);
  await enqueue(tx, readCopyJob, { copy: row.id });
  return row;
}

/** What the log shows of a copy to whoever is handed its receipt (spec/private-batch.md). */
function preservedFields(sha256: string, byteLength: number) {
  return { what: 'copy', sha256, bytes: byteLength };
}

/**
 * Keeps for the log's next batch what was preserved before this instance had a log. Called at every
 * start; does nothing when there is nothing.
 */
export async function enrolPreserved(tx: Tx): Promise<number> {
  const { rows } = await sql<{ uid: string; sha256: string; bytes: number }>`
    select uid, encode(sha256, 'hex') as sha256, byte_length::float8 as bytes from copy c
    where not exists (select from private_item i where i.about = c.uid) order by id`.execute(tx);
  await notePrivately(
    tx,
    rows.map(({ uid, sha256, bytes }) => ({ about: uid, fields: preservedFields(sha256, bytes) })),
  );
  return rows.length;
}

/** A source that already holds what somebody is about to add. */
export interface AlreadyHere {
  readonly uid: string;
  readonly title: string;
  readonly because: 'address' | 'bytes' | 'text';
}

/** Looks for the same address, the same bytes or the same text among what the actor may see. */
export async function findAlreadyHere(
  db: Db,
  actor: Actor,
  keys: { readonly addressKey?: string; readonly sha256?: string; readonly textKey?: string },
): Promise<AlreadyHere[]> {
  const hex = (value: string | undefined) => sql`decode(${value ?? ''}, 'hex')`;
  const { rows } = await sql<AlreadyHere>`
    select uid, title, min(because) as because from (
      select s.id, s.uid, s.title, 'address' as because from source s
      where s.address_key = ${keys.addressKey ?? null}
        and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
      union all
      select s.id, s.uid, s.title, case when k.sha256 = ${hex(keys.sha256)} then 'bytes' else 'text' end
      from copy k join source s on s.id = k.source_id
      where (k.sha256 = ${hex(keys.sha256)} or k.text_key = ${hex(keys.textKey)})
        and s.scope_id = any(${sql.val(scopesOf(actor))}::integer[])
    ) found group by id, uid, title order by id limit 5`.execute(db);
  return rows;
}
