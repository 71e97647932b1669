import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { EvidenceRefusal, maxCopyBytes, type Origin } from '#evidence';
import { refuse, type CliCode } from './cli-refusal.ts';

/**
 * What an argument of `source add` names: a web address, or a file, read whole.
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
    return {
      kind: 'uploaded',
      bytes: await readFile(argument),
      fileName: path.basename(argument),
      // Nobody said: what it is shows in its content and its name.
      mediaType: 'application/octet-stream',
    };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const known = failures[code];
    if (known === undefined) throw error;
    return refuse(known);
  }
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
