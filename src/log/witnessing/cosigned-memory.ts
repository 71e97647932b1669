import { open, readFile } from 'node:fs/promises';
import type { SeenTree } from '@countersign/countersigner';
import { KeyProblem, replaceDurably } from '@countersign/countersigner/node';
import { decodeBase64, encodeBase64, parseUint64 } from '@countersign/proof';

/**
 * What the countersigner's key has signed last of each log, kept beside the key: a database that was
 * restored or altered must not bring the key to sign what contradicts it.
 */
export interface CosignedMemory {
  get(origin: string): SeenTree | undefined;
  /** Durable when it resolves. A smaller tree than the one that is kept changes nothing. */
  raise(origin: string, seen: SeenTree): Promise<void>;
}

/**
 * Opens the memory, or begins one. A last line that was torn counts for nothing: its cosignature had not
 * left. Several processes may share it; each knows what was there when it began and what it added.
 *
 * @throws KeyProblem when a whole line cannot be read.
 */
export async function openCosignedMemory(path: string): Promise<CosignedMemory> {
  const text = await readIfThere(path);
  const seen = parse(text, path);
  let isTorn = text !== '' && !text.endsWith('\n');
  let before: Promise<unknown> = Promise.resolve();
  const write = async (origin: string, next: SeenTree) => {
    if ((seen.get(origin)?.size ?? -1n) >= next.size) return;
    if (isTorn) await replaceDurably(path, format(seen));
    isTorn = true;
    const length = await append(path, line(origin, next));
    seen.set(origin, next);
    if (length > rewriteBytes) await replaceDurably(path, format(seen));
    isTorn = false;
  };
  return {
    get: (origin) => seen.get(origin),
    raise(origin, next) {
      const done = before.then(() => write(origin, next));
      before = done.catch(() => {});
      return done;
    },
  };
}

// A line is some 600 bytes: the file is cut to what is last of each log every few thousand.
const rewriteBytes = 2_097_152;

/** @returns the length of the file. */
async function append(path: string, text: string): Promise<number> {
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(text);
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
}

const toBase64 = (text: string) => Buffer.from(text, 'utf8').toString('base64');
const fromBase64 = (text: string) => Buffer.from(text, 'base64').toString('utf8');

function format(seen: ReadonlyMap<string, SeenTree>): string {
  return [...seen].map(([origin, tree]) => line(origin, tree)).join('');
}

function line(origin: string, { size, root, note }: SeenTree): string {
  return `${toBase64(origin)} ${size} ${encodeBase64(root)} ${toBase64(note)}\n`;
}

function parse(text: string, path: string): Map<string, SeenTree> {
  const seen = new Map<string, SeenTree>();
  for (const one of text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)) {
    const [origin, sizeText = '', rootText = '', note, ...rest] = one.split(' ');
    const [size, root] = [parseUint64(sizeText), decodeBase64(rootText)];
    const isWhole = origin !== undefined && note !== undefined && rest.length === 0;
    if (!isWhole || size === undefined || root?.length !== 32) {
      throw new KeyProblem(
        'key-damaged',
        `${path} is damaged: it says what was countersigned last. Restore it from a copy.`,
      );
    }
    const name = fromBase64(origin);
    // Several processes: a later line may be of a smaller tree.
    if ((seen.get(name)?.size ?? -1n) < size)
      seen.set(name, { size, root, note: fromBase64(note) });
  }
  return seen;
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
