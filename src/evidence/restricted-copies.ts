import { sql } from 'kysely';
import { parseBlobKey, type BlobKey, type BlobStore } from '#platform/blobs';
import type { Db } from '#platform/database';

/** A stored file that is encrypted, and the content it must give. */
export interface RestrictedFile {
  readonly key: BlobKey;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
}

/** Every encrypted file that a copy rests on, in the order of the copies. For the operator: of all scopes. */
export async function restrictedFiles(db: Db): Promise<RestrictedFile[]> {
  const { rows } = await sql<{ key: string; sha256: string }>`
    select blob_key as key, min(encode(sha256, 'hex')) as sha256 from copy
    where blob_key like 'restricted/%' group by blob_key order by min(id)`.execute(db);
  return rows.map(({ key, sha256 }) => ({ key: parseBlobKey(key), sha256 }));
}

/**
 * Stores a file anew, under the key that is current, and lets its copies rest on that. The old one is
 * removed last: broken off anywhere, the copies have a file that is whole. The content is only ever in
 * memory.
 *
 * @throws BlobRefusal `blob-damaged` when it cannot be read, or is not what the copy says; then nothing
 * has changed. @returns false when the copies rest on another one by now.
 */
export async function storeAnew(db: Db, blobs: BlobStore, file: RestrictedFile): Promise<boolean> {
  const reading = await blobs.get(file.key);
  if (reading === undefined) return false;
  const stored = await blobs.put(reading.stream, {
    restricted: true,
    expectedSha256: file.sha256,
  });
  const { numAffectedRows } = await sql`
    update copy set blob_key = ${stored.key} where blob_key = ${file.key}`.execute(db);
  const isMoved = (numAffectedRows ?? 0n) > 0n;
  await blobs.delete(isMoved ? file.key : stored.key);
  return isMoved;
}
