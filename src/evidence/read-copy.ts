import { sql } from 'kysely';
import { boundsOf, parseEdtf } from '#platform/calendar';
import { parseBlobKey, type BlobStore } from '#platform/blobs';
import { inTransaction, type Db, type Tx } from '#platform/database';
import { withoutInvisible } from '#platform/languages';
import { enqueue, handleJob, type JobHandler } from '#platform/jobs';
import { readCopyJob } from './copies.ts';
import { provisionalTitle } from './provisional-title.ts';
import { readText, type ReadResult } from './readers/index.ts';
import { indexDescription, indexText } from './text-search.ts';

interface WaitingCopy {
  readonly id: string;
  readonly source_id: string;
  readonly blob_key: string;
  readonly media_type: string;
  readonly file_name: string | null;
  readonly address: string | null;
}

/** Makes the job that reads the text of copies. */
export function readCopyHandler(db: Db, blobs: BlobStore): JobHandler {
  return handleJob(readCopyJob, async ({ copy }, { signal }) => {
    await readCopy(db, blobs, copy, signal);
  });
}

/**
 * Reads the text of one copy into a text layer. Running it twice leaves one layer. A file that cannot
 * be read is an answer, not an error: the copy stays, marked with the reason.
 */
export async function readCopy(
  db: Db,
  blobs: BlobStore,
  copyId: string,
  signal?: AbortSignal,
): Promise<void> {
  const copy = await startReading(db, copyId);
  if (copy === undefined) return;
  const key = parseBlobKey(copy.blob_key);
  const blob = key === undefined ? undefined : await blobs.get(key);
  const result: ReadResult =
    blob === undefined
      ? { ok: false, code: 'broken', detail: 'the preserved bytes are missing' }
      : await readText(blob, {
          mediaTypeHint: copy.media_type,
          ...(copy.file_name !== null && { fileName: copy.file_name }),
          ...(signal && { signal }),
        });
  await finishReading(db, copy, result);
}

/**
 * Puts every copy whose text was not read to its end on the queue: for an instance that came back
 * without its queue.
 */
export async function requeueReading(tx: Tx): Promise<void> {
  const copies = await tx
    .updateTable('copy')
    .set({ reading: 'waiting' })
    .where('reading', 'in', ['waiting', 'reading'])
    .returning('id')
    .execute();
  for (const { id } of copies) await enqueue(tx, readCopyJob, { copy: id });
}

/** What became of the text of a copy. */
export interface Reading {
  readonly reading: 'waiting' | 'reading' | 'read' | 'kept' | 'unreadable';
  /** Why there is no text. */
  readonly readingCode: string | null;
}

/**
 * Reads the copies of a source that still wait to be read, here and now: for a command that runs
 * while no server does. The job that was queued for them finds nothing left to do.
 */
export async function readCopiesOf(
  db: Db,
  blobs: BlobStore,
  sourceId: string,
  signal?: AbortSignal,
): Promise<void> {
  const copies = await db
    .selectFrom('copy')
    .where('source_id', '=', sourceId)
    .where('reading', 'in', ['waiting', 'reading'])
    .select('id')
    .orderBy('id')
    .execute();
  for (const copy of copies) await readCopy(db, blobs, copy.id, signal);
}

/** How far the reading of a source's copies is, in the order in which they came. */
export async function readingsOf(db: Db, sourceId: string): Promise<Reading[]> {
  const { rows } = await sql<Reading>`
    select reading, reading_code as "readingCode" from copy
    where source_id = ${sourceId} order by id`.execute(db);
  return rows;
}

async function startReading(db: Db, copyId: string): Promise<WaitingCopy | undefined> {
  return db
    .updateTable('copy')
    .set({ reading: 'reading' })
    .where('id', '=', copyId)
    .where('reading', 'in', ['waiting', 'reading'])
    .returning(['id', 'source_id', 'blob_key', 'media_type', 'file_name', 'address'])
    .executeTakeFirst();
}

async function finishReading(db: Db, copy: WaitingCopy, result: ReadResult): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('copy')
      .set(
        result.ok
          ? {
              reading: 'read',
              reading_engine: result.engine,
              media_type: result.mediaType,
              text_key: Buffer.from(result.fingerprint, 'hex'),
            }
          : {
              reading: result.code === 'no-text' ? 'kept' : 'unreadable',
              reading_code: result.code,
              ...(result.mediaType !== undefined && { media_type: result.mediaType }),
            },
      )
      .where('id', '=', copy.id)
      .where('reading', '=', 'reading')
      .executeTakeFirst();
    // Another attempt finished first; its layer stands.
    if (numUpdatedRows === 0n) return;
    if (result.ok) {
      const layer = await tx
        .insertInto('text_layer')
        .values({
          copy_id: copy.id,
          kind: 'extraction',
          language: result.language?.language ?? null,
          text: result.text,
          length: result.codePoints,
          machine: true,
          engine: result.engine,
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      await indexText(tx, copy.source_id, layer.id, result.text);
    }
    await fillGaps(tx, copy, result);
    await indexDescription(tx, copy.source_id);
    await tx
      .insertInto('custody_step')
      .values({
        copy_id: copy.id,
        kind: 'read',
        detail: JSON.stringify(result.ok ? { engine: result.engine } : { code: result.code }),
      })
      .execute();
  });
}

// What the document says of itself fills what nobody has described yet; it never overrules a person.
async function fillGaps(db: Db, copy: WaitingCopy, result: ReadResult): Promise<void> {
  const told = result.ok ? result : undefined;
  const title = shown(told?.title).slice(0, 500).toWellFormed();
  const authors = (told?.authors ?? []).map(shown).filter((name) => name !== '');
  const publisher = shown(told?.metadata.publisher) || null;
  const published = publishedOf(told?.publishedEdtf);
  const unnamed = provisionalTitle({ fileName: copy.file_name, address: copy.address });
  await sql`
    update source set
      title = case when title = ${unnamed} and ${title} <> '' then ${title} else title end,
      language = coalesce(language, ${told?.language?.language ?? null}),
      authors = case when authors = '{}' then ${authors}::text[] else authors end,
      publisher = coalesce(publisher, ${publisher}),
      published_from = case when published is null then ${published?.earliest ?? null}::date
        else published_from end,
      published_to = case when published is null then ${published?.latest ?? null}::date
        else published_to end,
      published = coalesce(published, ${published?.edtf ?? null}),
      changed_at = now()
    where id = ${copy.source_id}`.execute(db);
}

// A document is hostile: what it calls itself must not turn the lines it stands in.
function shown(text: string | undefined): string {
  return withoutInvisible(text ?? '').trim();
}

function publishedOf(edtf: string | undefined) {
  const parsed = parseEdtf(edtf);
  return parsed.ok ? { edtf: parsed.edtf, ...boundsOf(parsed.edtf) } : undefined;
}
