import { shownMedia } from '../shown-media.ts';

/** A copy as it goes out of the house: its bytes are hostile until proven otherwise, and never proven. */
export interface ServedCopy {
  /** Public random id; with the extension it is the whole file name, so that no name of a person shows. */
  readonly uid: string;
  /** Without a dot; anything but short ASCII letters and digits is left out. */
  readonly extension: string;
  readonly sizeBytes: number;
  /** What the bytes are said to be; only pictures, sound and film that no browser runs are named so. */
  readonly mediaType?: string;
  /**
   * Opens the bytes.
   *
   * @param start first byte, from 0.
   * @param end last byte, inclusive.
   */
  readonly open: (start: number, end: number) => ReadableStream<Uint8Array>;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * Answers with the bytes of a copy so that no browser can run or open them in our name: as an
 * attachment, in a sandbox without any right, never kept by a cache. Pictures and recordings carry
 * their type, so that an element of our own pages can show them; everything else is of no known type.
 *
 * One range is served (RFC 9110 §14), as players and broken downloads ask for; a list of ranges
 * gets the whole.
 */
export function serveCopy(request: Request, copy: ServedCopy): Response {
  const range = readRange(request.headers.get('Range'), copy.sizeBytes);
  const headers = new Headers({
    'Content-Type': shownMedia(copy.mediaType ?? '')?.type ?? 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${fileName(copy)}"`,
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-store',
    'Accept-Ranges': 'bytes',
  });
  if (range === 'unsatisfiable') {
    headers.set('Content-Range', `bytes */${copy.sizeBytes}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: copy.sizeBytes - 1 };
  headers.set('Content-Length', String(end - start + 1));
  if (range !== undefined) headers.set('Content-Range', `bytes ${start}-${end}/${copy.sizeBytes}`);
  const empty = request.method === 'HEAD' || end < start;
  return new Response(empty ? null : copy.open(start, end), {
    status: range === undefined ? 200 : 206,
    headers,
  });
}

function fileName({ uid, extension }: ServedCopy): string {
  const safeUid = uid.replaceAll(/[^a-zA-Z0-9-]/g, '');
  return /^[a-zA-Z0-9]{1,8}$/.test(extension) ? `${safeUid}.${extension}` : safeUid;
}

function readRange(header: string | null, size: number): Range | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return start > end || start >= size ? 'unsatisfiable' : { start, end };
}
