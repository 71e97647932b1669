import { chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './postgres-error.ts';

/**
 * Makes a folder, and those above it that are missing, for its owner alone. What root makes inside
 * another user's folder belongs to that user, so that "sudo" once does not lock them out for ever.
 */
export function makePrivateFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = path.dirname(folder);
  makePrivateFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another start was faster.
    if (codeOf(error) === 'EEXIST') return;
    throw error;
  }
  if (process.getuid?.() === 0) {
    const { uid, gid } = statSync(parent);
    chownSync(folder, uid, gid);
  }
}
