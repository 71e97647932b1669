import { Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { Readable } from 'node:stream';
import { may, needsSecondFactor, writeAudit, type Actor } from '#accounts';
import { findCopy, noteViewed, type OpenCopy } from '#evidence';
import { parseBlobKey, type BlobStore } from '#platform/blobs';
import type { Db } from '#platform/database';
import { serveCopy, type SignedIn } from '../http/index.ts';

export interface DeskCopyDeps {
  readonly db: Db;
  readonly blobs: BlobStore;
  readonly sessionCookie: string;
  /** Finds a live session by the token of its cookie, which anyone may have written. */
  readonly findSession: (token: string) => Promise<SignedIn | undefined>;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * `GET /desk/copies/:uid`: the bytes of a copy, in a sandbox, for whoever may see its source; to
 * everyone else there is no such copy. Writes the custody step "viewed" and, for what is kept
 * encrypted, a line of the audit trail. Goes into `AppDeps.routes`.
 */
export function deskCopyRoutes(deps: DeskCopyDeps): Hono {
  const routes = new Hono();
  routes.get('/desk/copies/:uid', async (c) => {
    const token = getCookie(c, deps.sessionCookie);
    const signedIn = token === undefined ? undefined : await deps.findSession(token);
    const uid = c.req.param('uid');
    if (signedIn === undefined || !mayEnter(signedIn) || !uuid.test(uid)) return c.notFound();
    const { actor } = signedIn;
    const copy = await findCopy(deps.db, actor, uid);
    if (copy === undefined) return c.notFound();
    // Before the first byte: a viewing that is not written down must not happen.
    await writeDown(deps.db, actor, copy);
    return serveCopy(c.req.raw, {
      uid,
      extension: extensionOf(copy),
      sizeBytes: copy.byteLength,
      mediaType: copy.mediaType,
      open: (start, end) => openBytes(deps.blobs, copy, start, end),
    });
  });
  return routes;
}

// This address lies outside the pages, so the guard of the desk does not stand before it.
function mayEnter(signedIn: SignedIn): boolean {
  return may(signedIn.actor, 'desk.enter') && !needsSecondFactor(signedIn);
}

async function writeDown(db: Db, actor: Actor, copy: OpenCopy): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const isNew = await noteViewed(tx, actor, copy.id);
    if (!isNew || !copy.restricted) return;
    await writeAudit(tx, { accountId: actor.accountId, action: 'copy.read', subject: copy.uid });
  });
}

function openBytes(
  blobs: BlobStore,
  copy: OpenCopy,
  start: number,
  end: number,
): ReadableStream<Uint8Array> {
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    const reading = await blobs.get(parseBlobKey(copy.blobKey), { start, end: end + 1 });
    if (reading === undefined) throw new Error('the bytes of a preserved copy are missing');
    yield* reading.stream as AsyncIterable<Uint8Array>;
  };
  return Readable.toWeb(Readable.from(bytes())) as ReadableStream<Uint8Array>;
}

const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/markdown': 'md',
  'message/rfc822': 'eml',
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'video/mp4': 'mp4',
  'audio/mpeg': 'mp3',
};

function extensionOf({ fileName, mediaType }: OpenCopy): string {
  const [type = ''] = mediaType.split(';', 1);
  return /\.([A-Za-z0-9]{1,8})$/.exec(fileName ?? '')?.[1] ?? extensions[type] ?? 'bin';
}
