import { forgetUpload, preserveUpload, type StoredCopy } from '#evidence';
import type { BlobStore } from '#platform/blobs';
import { Refusal } from '#platform/errors';
import type { IncomingFile } from '../../forms/multipart.ts';
import type { NotAdded } from './add-from-form.ts';

/** A file that is in the store, and not yet in the record. */
export interface Preserved {
  readonly name: string;
  readonly copy: StoredCopy;
}

/**
 * Puts files into the store as they come. One that is refused leaves the others standing; when the
 * body breaks off, nothing restricted of those before it is left.
 *
 * @param wanted by name; the others pass by unread.
 */
export async function preserveFiles(
  blobs: BlobStore,
  files: AsyncIterable<IncomingFile>,
  wanted: (name: string) => boolean,
  access: { readonly restricted: boolean },
): Promise<{ readonly preserved: readonly Preserved[]; readonly refused: readonly NotAdded[] }> {
  const preserved: Preserved[] = [];
  const refused: NotAdded[] = [];
  try {
    for await (const { name, mediaType, bytes } of files) {
      if (!wanted(name)) continue;
      try {
        const upload = { bytes, fileName: name, mediaType };
        preserved.push({ name, copy: await preserveUpload(blobs, upload, access) });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.push({ name, problems: error.problems, found: [] });
      }
    }
  } catch (error) {
    for (const { copy } of preserved) await forgetUpload(blobs, copy);
    throw error;
  }
  return { preserved, refused };
}
