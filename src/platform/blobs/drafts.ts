import { createHash, randomBytes } from 'node:crypto';
import { readFile, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

// A draft of another machine on a shared disk cannot be asked about; after a day nobody writes it.
const foreignAgeMs = 24 * 3600 * 1000;

/** A fresh name for a file being written, which tells the process that writes it. */
export async function draftName(): Promise<string> {
  return [host(), process.pid, await bornAt(process.pid), randomBytes(8).toString('hex')].join('-');
}

/** Removes what processes left that are no more. @returns how many. */
export async function sweepDrafts(folder: string): Promise<number> {
  let removed = 0;
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    if (await isAbandoned(name, path)) {
      await rm(path, { force: true });
      removed += 1;
    }
  }
  return removed;
}

async function isAbandoned(name: string, path: string): Promise<boolean> {
  const [from, id, born] = name.split('-');
  if (from !== host()) {
    const found = await stat(path).catch(() => undefined);
    return found !== undefined && Date.now() - found.mtimeMs > foreignAgeMs;
  }
  const pid = Number(id);
  // Numbers of processes come round again: one with the same number but born later is another.
  return !Number.isSafeInteger(pid) || !isAlive(pid) || (await bornAt(pid)) !== born;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

// Field 22 of /proc/<pid>/stat: clock ticks since boot, proc(5). The second field is the program's name
// in brackets and may hold blanks. Elsewhere than on Linux the number of the process must do.
async function bornAt(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
}

function host(): string {
  return createHash('sha256').update(hostname()).digest('hex').slice(0, 12);
}
