import { execFileSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** @typedef {{ pid: number, started: string }} Running */

/**
 * Tries to become the one who installs. The lock is a numbered file that names its processes; a dead
 * one is succeeded by the next number, which only one can create, so that two who both find it dead
 * cannot both win.
 * @returns {{ own: (pids: readonly number[]) => void, release: () => void } | { heldBy: number }}
 */
export function lockInstall(/** @type {string} */ directory) {
  mkdirSync(directory, { recursive: true });
  const draft = path.join(directory, `draft-${process.pid}`);
  const file = (/** @type {number} */ number) => path.join(directory, String(number));
  for (;;) {
    const last = numbers(directory).at(-1) ?? 0;
    const holder = last === 0 ? undefined : readHolders(file(last)).find(isAlive);
    if (holder !== undefined) return { heldBy: holder.pid };
    const mine = last + 1;
    writeFileSync(draft, describe([process.pid]));
    try {
      linkSync(draft, file(mine));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
      continue;
    } finally {
      rmSync(draft, { force: true });
    }
    const all = numbers(directory);
    if (all.at(-1) !== mine) {
      rmSync(file(mine), { force: true });
      continue;
    }
    for (const old of all) if (old < mine) rmSync(file(old), { force: true });
    const rewrite = (/** @type {readonly number[]} */ pids) => {
      writeFileSync(draft, describe(pids));
      renameSync(draft, file(mine));
    };
    return { own: rewrite, release: () => rewrite([]) };
  }
}

function numbers(/** @type {string} */ directory) {
  return readdirSync(directory)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** @returns {Running[]} nobody when the file is gone or unreadable */
function readHolders(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

function describe(/** @type {readonly number[]} */ pids) {
  return JSON.stringify(pids.map((pid) => ({ pid, started: startOf(pid) })));
}

function isAlive(/** @type {Running} */ holder) {
  return holder.started !== '' && startOf(holder.pid) === holder.started;
}

/** When the process started, so that a later process with the same number is not taken for it. */
function startOf(/** @type {number} */ pid) {
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // Field 22 of proc(5) stat; the name in field 2 may hold spaces and brackets.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? '' : `${boot} ${fields[19]}`;
  } catch {
    return '';
  }
}
