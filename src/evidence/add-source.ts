import { basename } from 'node:path';
import type { BlobStore } from '#platform/blobs';
import { inTransaction, type Db } from '#platform/database';
import type { Actor } from '#accounts';
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
import type { SourceInput, SourceReading } from './source-input.ts';
import { addSource, type AddedSource } from './sources.ts';

/** Where the bytes of a new source come from; absent for a source that nobody here has seen. */
export type Origin =
  | { readonly kind: 'pasted'; readonly text: string }
  | {
      readonly kind: 'uploaded';
      readonly bytes: Uint8Array;
      readonly fileName: string;
      readonly mediaType: string;
    }
  | { readonly kind: 'fetched'; readonly address: string };

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
  const copy = origin === undefined ? undefined : await obtain(origin, fetchAddress);
  const address = input.address ?? (origin?.kind === 'fetched' ? origin.address : undefined);
  const stored = copy === undefined ? undefined : await storeCopy(blobs, withAccess(copy, options));
  if (options.despiteAlreadyHere !== true) {
    await refuseSecond(db, actor, { address, stored, origin });
  }
  const seen = stored === undefined ? (input.seen ?? true) : true;
  return inTransaction(db, async (tx) => {
    const title = input.title.trim() === '' ? titleOf(origin, copy) : input.title;
    const described = { ...input, title, seen, ...(address !== undefined && { address }) };
    const source = await addSource(tx, actor, described, options);
    if (stored !== undefined) await addCopy(tx, actor, source.id, stored);
    return source;
  });
}

// Made of what the copy's row keeps, so that reading the document knows it again.
function titleOf(origin: Origin | undefined, copy: CopyInput | undefined): string {
  return provisionalTitle({
    ...copy,
    ...(origin?.kind === 'pasted' && { text: origin.text }),
  });
}

function withAccess(copy: CopyInput, options: AddOptions): CopyInput {
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

async function obtain(origin: Origin, fetchAddress: FetchAddress): Promise<CopyInput> {
  switch (origin.kind) {
    case 'pasted':
      return {
        bytes: new TextEncoder().encode(origin.text),
        method: 'pasted',
        mediaType: 'text/plain;charset=utf-8',
      };
    case 'uploaded':
      return {
        bytes: origin.bytes,
        method: 'uploaded',
        mediaType: origin.mediaType,
        // A browser may send a whole path; the folders on somebody's disk are nobody's business.
        fileName: basename(origin.fileName.replaceAll('\\', '/')).slice(0, 200),
      };
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
