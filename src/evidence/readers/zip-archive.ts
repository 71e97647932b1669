import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { Unreadable } from './unreadable.ts';

export interface ZipLimits {
  readonly entries: number;
  /** Sum of all entries after inflating, in bytes, counted while inflating: declared sizes may lie. */
  readonly inflatedBytes: number;
  /** Inflated over stored size of one entry, looked at above `ratioFromBytes`. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

/** Office files of text stay far below: 4,000 pages of repeated boilerplate reach a ratio of about 60. */
export const documentZipLimits: ZipLimits = {
  entries: 2_000,
  inflatedBytes: 256 * 1024 * 1024,
  ratio: 200,
  ratioFromBytes: 8 * 1024 * 1024,
};

/**
 * Checks a whole archive and keeps the entries named by `wanted`. Everything is inflated once, so
 * that a reader which later opens the same bytes without limits meets no surprise.
 *
 * @returns content of the wanted entries by name
 * @throws Unreadable `bomb` past a limit, `encrypted`, `broken` (no archive, wrong sizes, two entries
 *   of one name, names that leave the folder, symbolic links).
 */
export async function openZip(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limits: ZipLimits = documentZipLimits,
): Promise<Map<string, Buffer>> {
  const archive = await openArchive(bytes);
  if (archive.entryCount > limits.entries) throw bomb(`${archive.entryCount} entries`);
  const seen = new Set<string>();
  const kept = new Map<string, Buffer>();
  let budget = limits.inflatedBytes;
  for await (const entry of archive.eachEntry()) {
    checkEntry(entry, seen);
    seen.add(entry.fileName);
    if (seen.size > limits.entries) throw bomb(`more than ${limits.entries} entries`);
    if (entry.fileName.endsWith('/')) continue;
    const { size, content } = await inflate(archive, entry, budget, wanted(entry.fileName), limits);
    budget -= size;
    if (content !== undefined) kept.set(entry.fileName, content);
  }
  return kept;
}

async function openArchive(bytes: Uint8Array): Promise<ZipFile> {
  try {
    return await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (cause) {
    throw new Unreadable('broken', `not a readable archive: ${String(cause)}`, { cause });
  }
}

function checkEntry(entry: Entry, seen: ReadonlySet<string>): void {
  if (entry.isEncrypted())
    throw new Unreadable('encrypted', 'an entry of the archive is encrypted');
  if (seen.has(entry.fileName)) throw new Unreadable('broken', 'two entries of one name');
  // Unix mode lives in the upper half of the attributes; 0o120000 is a symbolic link.
  const mode = entry.externalFileAttributes >>> 16;
  if ((mode & 0o170000) === 0o120000)
    throw new Unreadable('broken', 'a symbolic link in the archive');
}

async function inflate(
  archive: ZipFile,
  entry: Entry,
  budget: number,
  keep: boolean,
  limits: ZipLimits,
): Promise<{ size: number; content?: Buffer }> {
  if (entry.uncompressedSize > budget) throw bomb(`${entry.uncompressedSize} bytes declared`);
  const stream = await archive.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    if (!Buffer.isBuffer(chunk)) continue;
    size += chunk.length;
    const tooDense = size > limits.ratioFromBytes && size > entry.compressedSize * limits.ratio;
    if (size > budget || tooDense) {
      stream.destroy();
      throw bomb(`an entry of ${entry.compressedSize} bytes inflates to more than ${size}`);
    }
    if (keep) chunks.push(chunk);
  }
  return keep ? { size, content: Buffer.concat(chunks) } : { size };
}

function bomb(what: string): Unreadable {
  return new Unreadable('bomb', `the archive is refused: ${what}`);
}
