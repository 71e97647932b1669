import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { PostgresError } from './postgres-error.ts';
import type { PostgresLayout } from './layout.ts';

/** Under whom PostgreSQL runs; it refuses to be root. */
export interface Identity {
  /** Who owns the cluster's files, seen from outside. */
  readonly uid: number;
  readonly gid: number;
  /** Program and arguments to run in place of the given ones. */
  wrap(program: string, args: readonly string[]): readonly [string, readonly string[]];
  /** For `spawn`, when the user must change. */
  readonly spawnAs: { readonly uid?: number; readonly gid?: number };
}

// "nobody" on every Linux we know. It needs a name: initdb refuses a number without one.
const nobody = 65534;

/** What PostgreSQL sees of our environment: nothing that would change its behaviour (PG…, LC_…). */
export const plainEnvironment: NodeJS.ProcessEnv = {
  PATH: '/usr/bin:/bin:/usr/sbin:/sbin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

/**
 * Decides under whom to run, and gives the database folder to that user.
 *
 * An ordinary user runs it as they are. Root steps down, in this order: to the owner of the data
 * folder; into a user namespace where root's own files belong to "nobody" (changes nothing on the
 * machine and reaches a 0700 home); to an existing user `postgres`; to the owner of the installation.
 * A cluster that exists decides by its owner.
 *
 * @throws PostgresError `wrong-owner`, `nobody-to-run-as`.
 */
export function chooseIdentity(layout: PostgresLayout, binaries: PostgresBinaries): Identity {
  const ownUid = process.getuid?.() ?? 0;
  const owner = statSync(layout.cluster, { throwIfNoEntry: false })?.uid;
  if (ownUid !== 0) {
    if (owner !== undefined && owner !== ownUid) throw wrongOwner(layout, owner);
    return hasName() ? asWeAre() : requireUsable([inNamespace()], layout, binaries);
  }
  const candidates = steppingDown(layout, binaries);
  const chosen = requireUsable(
    candidates.filter((candidate) => owner === undefined || candidate.uid === owner),
    layout,
    binaries,
  );
  if (chosen.uid !== 0) handFolderTo(chosen, layout);
  return chosen;
}

function asWeAre(): Identity {
  return {
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    wrap: (program, args) => [program, args],
    spawnAs: {},
  };
}

function inNamespace(): Identity {
  const map = ['--user', `--map-user=${nobody}`, `--map-group=${nobody}`];
  return {
    ...asWeAre(),
    wrap: (program, args) => ['unshare', [...map, '--', program, ...args]],
  };
}

function asUser(uid: number, gid: number): Identity {
  return { uid, gid, wrap: (program, args) => [program, args], spawnAs: { uid, gid } };
}

function steppingDown(layout: PostgresLayout, binaries: PostgresBinaries): Identity[] {
  const root = inNamespace();
  const [data, installation] = [statSync(layout.dataDir), statSync(binaries.postgres)];
  const postgres = { uid: numberOf('-u'), gid: numberOf('-g') };
  return [data, root, postgres, installation]
    .filter((user) => user === root || user.uid > 0)
    .map((user) => (user === root ? root : asUser(user.uid, user.gid)));
}

/** The number of the user `postgres` (`-u`) or its group (`-g`); NaN when there is none. */
function numberOf(flag: '-u' | '-g'): number {
  return Number.parseInt(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout, 10);
}

function requireUsable(
  candidates: readonly Identity[],
  layout: PostgresLayout,
  binaries: PostgresBinaries,
): Identity {
  const usable = candidates.find((candidate) => isUsable(candidate, layout, binaries));
  if (usable !== undefined) return usable;
  throw new PostgresError(
    'nobody-to-run-as',
    `PostgreSQL must not run as root, and no other user can reach both ${path.dirname(binaries.postgres)} and ${layout.folder}. Start Countersign as an ordinary user who owns both, allow user namespaces, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

/** Can this user run the program, has it a name, and can it reach the folder? */
function isUsable(identity: Identity, layout: PostgresLayout, binaries: PostgresBinaries): boolean {
  if (identity.spawnAs.uid !== undefined) openForSearch(layout.dataDir);
  const check = 'id -un >/dev/null && "$1" --version >/dev/null && test -x "$2"';
  const [program, args] = identity.wrap('/bin/sh', [
    '-c',
    check,
    'sh',
    binaries.postgres,
    // The database folder itself is given to that user afterwards.
    identity.uid === (process.getuid?.() ?? 0) ? layout.folder : layout.dataDir,
  ]);
  const { status } = spawnSync(program, args, {
    stdio: 'ignore',
    env: plainEnvironment,
    cwd: '/',
    ...identity.spawnAs,
  });
  return status === 0;
}

/** Another user must pass through the data folder to reach the database's; it still cannot list it. */
function openForSearch(dataDir: string): void {
  const { mode, uid } = statSync(dataDir);
  if (uid === process.getuid?.() && (mode & 0o001) === 0)
    chmodSync(dataDir, (mode & 0o777) | 0o011);
}

function handFolderTo(identity: Identity, layout: PostgresLayout): void {
  for (const file of [layout.folder, layout.logs, layout.password]) {
    if (statSync(file, { throwIfNoEntry: false })) chownSync(file, identity.uid, identity.gid);
  }
}

function hasName(): boolean {
  try {
    return os.userInfo().username !== '';
  } catch {
    return false;
  }
}

function wrongOwner(layout: PostgresLayout, owner: number): PostgresError {
  return new PostgresError(
    'wrong-owner',
    `${layout.cluster} belongs to the user with number ${owner}. Start Countersign as that user${owner === 0 ? ' (root)' : ''}, or give the folder away: chown -R ${process.getuid?.()} '${layout.dataDir}'.`,
  );
}
