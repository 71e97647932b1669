import { basename } from 'node:path';
import { parseBlobKey, type BlobSource, type BlobStore } from '#platform/blobs';
import { inTransaction, type Db } from '#platform/database';
import { may, teamScope, type Actor } from '#accounts';
import { Refusal } from '#platform/errors';
import {
  addCopy,
  findAlreadyHere,
  storeCopy,
  type AlreadyHere,
  type CopyInput,
  type StoredCopy,
} from './copies.ts';
import { EvidenceRefusal } from './evidence-refusal.ts';
import { canonicalAddress, type FetchAddress } from './fetching/index.ts';
import { textFingerprint } from './readers/index.ts';
import { provisionalTitle } from './provisional-title.ts';
import { parseSource, type SourceInput, type SourceReading } from './source-input.ts';
import { addSource, type AddedSource } from './sources.ts';

/** Where the bytes of a new source come from; absent for a source that nobody here has seen. */
export type Origin =
  | { readonly kind: 'pasted'; readonly text: string }
  | ({ readonly kind: 'uploaded' } & Upload)
  /** Uploaded and already in the store, by {@link preserveUpload}. */
  | { readonly kind: 'preserved'; readonly copy: StoredCopy }
  | { readonly kind: 'fetched'; readonly address: string };

/** A file from somebody's disk, whole or as it comes. */
export interface Upload {
  readonly bytes: BlobSource;
  readonly fileName: string;
  readonly mediaType: string;
}

export interface AddOptions extends SourceReading {
  /** Adds it although the same address, file or text is already here. */
  readonly despiteAlreadyHere?: boolean;
  readonly restricted?: boolean;
  /** `working` for a text written here, such as a summary; `evidentiary` by default. */
  readonly grade?: 'evidentiary' | 'working';
}

/** What adding a source needs of the house. */
export interface EvidenceTools {
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly fetchAddress: FetchAddress;
}

/** Refused because it is already here; `found` says where. */
export class AlreadyHereRefusal extends EvidenceRefusal {
  readonly found: readonly AlreadyHere[];

  constructor(found: readonly AlreadyHere[]) {
    const code =
      found[0]?.because === 'address'
        ? 'address-already-here'
        : found[0]?.because === 'text'
          ? 'text-already-here'
          : 'copy-already-here';
    super({ code, params: { title: found[0]?.title ?? '' } });
    this.found = found;
  }
}

/**
 * Refuses what could not be added whatever its bytes are, before any of them is fetched or taken.
 *
 * @throws EvidenceRefusal with a problem per field, or `not-allowed`.
 */
export function assertAddable(
  actor: Actor,
  input: SourceInput,
  origin: Origin['kind'] | undefined,
  reading: SourceReading,
): void {
  // Named after its bytes where nobody gave it a title.
  const isNamed = input.title.trim() !== '' || origin === undefined;
  const { scope = teamScope } = parseSource(isNamed ? input : { ...input, title: '-' }, reading);
  if (!may(actor, 'source.add', { scopeId: scope })) {
    throw new EvidenceRefusal({ code: 'not-allowed' });
  }
}

/**
 * Stores an uploaded file as it comes, before it is known what else comes with it. A restricted one
 * is encrypted on its way: no plain byte of it is written.
 *
 * @throws as `storeCopy`.
 */
export function preserveUpload(
  blobs: BlobStore,
  upload: Upload,
  access: Pick<AddOptions, 'restricted' | 'grade'>,
): Promise<StoredCopy> {
  return storeCopy(blobs, withAccess(copyOf(upload), access));
}

/**
 * Deletes again what was preserved and no row names. Plain bytes stay: they may be another copy's
 * too, and unnamed ones are harmless; a restricted blob has a name of its own.
 */
export async function forgetUpload(blobs: BlobStore, copy: StoredCopy): Promise<void> {
  if (copy.restricted === true) await blobs.delete(parseBlobKey(copy.blobKey));
}

/**
 * Adds a source with its first copy. The bytes are durable before the record names them; the text is
 * read in the background. Without a title it is called after its file, its address or its first words.
 *
 * @throws AlreadyHereRefusal before a second one is made, and EvidenceRefusal for everything else.
 */
export async function addSourceWithCopy(
  { db, blobs, fetchAddress }: EvidenceTools,
  actor: Actor,
  input: SourceInput,
  origin: Origin | undefined,
  options: AddOptions,
): Promise<AddedSource> {
  const address = input.address ?? (origin?.kind === 'fetched' ? origin.address : undefined);
  const stated = { ...input, ...(address !== undefined && { address }) };
  assertAddable(actor, stated, origin?.kind, options);
  const stored = await preserve(blobs, fetchAddress, origin, options);
  try {
    if (options.despiteAlreadyHere !== true) {
      await refuseSecond(db, actor, { address, stored, origin });
    }
    const seen = stored === undefined ? (input.seen ?? true) : true;
    return await inTransaction(db, async (tx) => {
      const title = input.title.trim() === '' ? titleOf(origin, stored) : input.title;
      const source = await addSource(tx, actor, { ...stated, title, seen }, options);
      if (stored !== undefined) await addCopy(tx, actor, source.id, stored);
      return source;
    });
  } catch (error) {
    // After any other error the row may be there all the same.
    if (error instanceof Refusal && stored !== undefined) await forgetUpload(blobs, stored);
    throw error;
  }
}

async function preserve(
  blobs: BlobStore,
  fetchAddress: FetchAddress,
  origin: Origin | undefined,
  options: AddOptions,
): Promise<StoredCopy | undefined> {
  if (origin === undefined) return undefined;
  if (origin.kind === 'preserved') return origin.copy;
  return storeCopy(blobs, withAccess(await obtain(origin, fetchAddress), options));
}

// Made of what the copy's row keeps, so that reading the document knows it again.
function titleOf(origin: Origin | undefined, copy: StoredCopy | undefined): string {
  return provisionalTitle({
    ...copy,
    ...(origin?.kind === 'pasted' && { text: origin.text }),
  });
}

function withAccess(copy: CopyInput, options: Pick<AddOptions, 'restricted' | 'grade'>): CopyInput {
  return {
    ...copy,
    restricted: options.restricted ?? false,
    grade: options.grade ?? 'evidentiary',
  };
}

async function refuseSecond(
  db: Db,
  actor: Actor,
  {
    address,
    stored,
    origin,
  }: { address: string | undefined; stored: StoredCopy | undefined; origin: Origin | undefined },
): Promise<void> {
  const addressKey =
    address === undefined || address === '' ? undefined : canonicalAddress(address);
  const textKey = origin?.kind === 'pasted' ? textFingerprint(origin.text) : undefined;
  const found = await findAlreadyHere(db, actor, {
    ...(addressKey !== undefined && { addressKey }),
    ...(stored !== undefined && { sha256: stored.sha256 }),
    ...(textKey !== undefined && { textKey }),
  });
  if (found.length > 0) throw new AlreadyHereRefusal(found);
}

async function obtain(
  origin: Exclude<Origin, { kind: 'preserved' }>,
  fetchAddress: FetchAddress,
): Promise<CopyInput> {
  switch (origin.kind) {
    case 'pasted':
      return {
        bytes: new TextEncoder().encode(origin.text),
        method: 'pasted',
        mediaType: 'text/plain;charset=utf-8',
      };
    case 'uploaded':
      return copyOf(origin);
    case 'fetched': {
      const result = await fetchAddress(origin.address);
      if (!result.ok) {
        throw new EvidenceRefusal({
          code: `fetch-${result.code}`,
          field: 'address',
          params: { status: result.status ?? 0 },
        });
      }
      const { ok: _, body, mediaType, ...response } = result;
      return {
        bytes: body,
        method: 'fetched',
        mediaType: mediaType ?? 'application/octet-stream',
        address: result.finalAddress,
        response,
      };
    }
  }
}

function copyOf({ bytes, fileName, mediaType }: Upload): CopyInput {
  return {
    bytes,
    method: 'uploaded',
    mediaType,
    // A browser may send a whole path; the folders on somebody's disk are nobody's business.
    fileName: basename(fileName.replaceAll('\\', '/')).slice(0, 200),
  };
}
