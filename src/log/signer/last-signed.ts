import { open, readFile } from 'node:fs/promises';
import { decodeBase64, encodeBase64 } from '@countersign/proof';
import { LogError } from '../log-error.ts';
import { replaceDurably, syncFolder } from '@countersign/countersigner/node';
import type { TreeHead } from './signer.ts';
import { dirname } from 'node:path';

/** The trees that were signed, in their order; one line each, `size root`, appended durably. */
export interface LastSigned {
  readonly head: TreeHead | undefined;
  append(head: TreeHead): Promise<void>;
}

// A line is 64 bytes at most: the file is cut to its last line every sixteen thousand signatures.
const rewriteBytes = 1_048_576;

/**
 * Opens the note of what was signed. A last line that was torn by a crash counts for nothing: its
 * signature had not left.
 *
 * @throws LogError `last-signed-damaged` when a whole line cannot be read.
 */
export async function openLastSigned(path: string): Promise<LastSigned> {
  const text = await readIfThere(path);
  let head = parse(text, path);
  // What a torn line left behind must not become the beginning of the next one.
  let isTorn = text !== '';
  let bytes = text.length;
  return {
    get head() {
      return head;
    },
    async append(next) {
      if (isTorn || bytes > rewriteBytes) {
        const kept = head === undefined ? '' : line(head);
        await replaceDurably(path, kept);
        bytes = kept.length;
      }
      isTorn = true;
      await appendDurably(path, line(next), head === undefined);
      isTorn = false;
      bytes += line(next).length;
      head = next;
    },
  };
}

async function appendDurably(path: string, text: string, isNew: boolean): Promise<void> {
  const file = await open(path, 'a', 0o600);
  try {
    const { bytesWritten } = await file.write(text);
    if (bytesWritten !== text.length) throw new LogError('out-of-room', `No room at ${path}.`);
    await file.datasync();
  } finally {
    await file.close();
  }
  // The entry of a new file must be durable too; it never changes after.
  if (isNew) await syncFolder(dirname(path));
}

function line({ size, root }: TreeHead): string {
  return `${size} ${encodeBase64(root)}\n`;
}

function parse(text: string, path: string): TreeHead | undefined {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole === '') return undefined;
  const last = whole.slice(0, -1).split('\n').at(-1) ?? '';
  const [, size, encoded] = /^(0|[1-9][0-9]{0,18}) (\S{44})$/.exec(last) ?? [];
  const root = encoded === undefined ? undefined : decodeBase64(encoded);
  if (size === undefined || root?.length !== 32) {
    throw new LogError(
      'last-signed-damaged',
      `${path} cannot be read: it says what this log signed last. Restore it from a copy, or ask the countersigners: countersign log recover.`,
    );
  }
  return { size: BigInt(size), root };
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
