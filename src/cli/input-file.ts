import { access, constants, stat } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { EvidenceRefusal, maxCopyBytes, type Origin } from '#evidence';
import { CliRefusal, refuse, type CliCode } from './cli-refusal.ts';

/**
 * What an argument of `source add` names: a web address, or a file, read while it is stored.
 *
 * @throws CliRefusal `file-…`, EvidenceRefusal `copy-too-large`: before a byte of it is read.
 */
export async function readInput(argument: string): Promise<Origin> {
  if (/^https?:\/\//i.test(argument)) return { kind: 'fetched', address: argument };
  try {
    const found = await stat(argument);
    if (found.isDirectory()) refuse('file-is-folder');
    if (!found.isFile()) refuse('file-not-regular');
    if (found.size > maxCopyBytes) {
      const params = { most: maxCopyBytes / 1024 / 1024 };
      throw new EvidenceRefusal({ code: 'copy-too-large', field: 'file', params });
    }
    await access(argument, constants.R_OK);
    return {
      kind: 'uploaded',
      bytes: bytesOf(argument),
      fileName: path.basename(argument),
      // Nobody said: what it is shows in its content and its name.
      mediaType: 'application/octet-stream',
    };
  } catch (error) {
    throw asRefusal(error);
  }
}

// Opened only when it is read, so that a file nobody came to leaves nothing open.
async function* bytesOf(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw asRefusal(error);
  }
}

function asRefusal(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = failures[code];
  return known === undefined ? error : new CliRefusal({ code: known });
}

const failures: Readonly<Record<string, CliCode>> = {
  ENOENT: 'file-not-found',
  ENOTDIR: 'file-not-found',
  EACCES: 'file-unreadable',
  EPERM: 'file-unreadable',
  ELOOP: 'file-unreadable',
  EIO: 'file-unreadable',
  ENAMETOOLONG: 'file-not-found',
};
