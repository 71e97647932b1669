import {
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Identity } from './identity.ts';
import type { PostgresLayout } from './layout.ts';

/** How a later process finds the running PostgreSQL: `running.json` in the database folder. */
export interface RunningFile {
  readonly socketFolder: string;
  /** Changes with the binaries and our settings; see `fingerprintOf`. */
  readonly fingerprint: string;
}

// sockaddr_un on macOS; Linux has 107. What follows the folder is "/.s.PGSQL.5432.lock".
const longestSocketPath = 103;
const longestFolder = longestSocketPath - '/.s.PGSQL.5432'.length;

/**
 * A new folder for the socket that only we may enter, in the system's temporary folder: a socket's
 * path is short by law of the kernel, and a data folder's is as long as its owner likes.
 *
 * @param place of one that was ours and is gone, for those who still know it by that path.
 * @throws Error when somebody has something else there by now.
 */
export function makeSocketFolder(identity: Identity, place?: string): string {
  if (place !== undefined) mkdirSync(place, { mode: 0o700 });
  const folder = place ?? makeUnusedFolder();
  if (identity.spawnAs.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
  return folder;
}

function makeUnusedFolder(): string {
  const name = 'countersign-XXXXXX';
  const temporary = os.tmpdir();
  // PostgreSQL reads a list of folders, divided by commas.
  const parent =
    path.join(temporary, name).length <= longestFolder && !temporary.includes(',')
      ? temporary
      : '/tmp';
  return mkdtempSync(path.join(parent, 'countersign-'));
}

export function writeRunning(layout: PostgresLayout, running: RunningFile): void {
  writeFileSync(layout.running, JSON.stringify(running), { mode: 0o600 });
}

/** `undefined` when nothing is noted, or when the folder is not the private one we made. */
export function readRunning(layout: PostgresLayout): RunningFile | undefined {
  try {
    const running = JSON.parse(readFileSync(layout.running, 'utf8')) as RunningFile;
    return isPrivate(running.socketFolder, layout) ? running : undefined;
  } catch {
    return undefined;
  }
}

export function forgetRunning(layout: PostgresLayout): void {
  const running = readRunning(layout);
  if (running !== undefined) rmSync(running.socketFolder, { recursive: true, force: true });
  rmSync(layout.running, { force: true });
}

/**
 * After a restart of the machine the temporary folder is empty, and anyone may make a folder of the
 * old name and listen there for us. Only the cluster's owner can have made the real one.
 */
function isPrivate(folder: string, layout: PostgresLayout): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  const owner = lstatSync(layout.cluster, { throwIfNoEntry: false })?.uid;
  return found?.isDirectory() === true && (found.mode & 0o077) === 0 && found.uid === owner;
}
