import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { PostgresBinaries } from './binaries.ts';
import { plainEnvironment, type Identity } from './identity.ts';
import type { PostgresLayout } from './layout.ts';
import { codeOf, PostgresError, storageError } from './postgres-error.ts';
import { makePrivateFolder } from './private-folder.ts';
import { hostAuthentication, serverSettings, type Durability } from './settings.ts';

/** The role that makes databases and roles; the product itself works as an ordinary role. */
export const superuser = 'postgres';

const major = '18';

/** Makes the folders round the cluster; nobody but us may look in. */
export function prepareFolders(layout: PostgresLayout): void {
  try {
    for (const folder of [layout.dataDir, layout.folder, layout.logs]) {
      makePrivateFolder(folder);
    }
    // Says at once what would otherwise come out of the depth of initdb.
    const probe = path.join(layout.folder, `probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    throw storageError(layout.dataDir, String(codeOf(error)), error) ?? error;
  }
}

/**
 * Refuses a cluster of another major version: its files cannot be read by this one.
 * @throws PostgresError `wrong-version`, `damaged`.
 */
export function checkVersion(layout: PostgresLayout): void {
  if (!existsSync(layout.cluster)) return;
  const file = path.join(layout.cluster, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (found === major) return;
  throw found === ''
    ? new PostgresError(
        'damaged',
        `${layout.cluster} is not a PostgreSQL cluster (PG_VERSION is missing). Restore the data folder from a backup; if it never held data, remove ${layout.folder}.`,
      )
    : new PostgresError(
        'wrong-version',
        `${layout.cluster} was made by PostgreSQL ${found}, and this version of Countersign brings PostgreSQL ${major}. Start it once more with the version of Countersign it was made with, export, and import into an empty data folder.`,
      );
}

/**
 * Makes the cluster unless there is one. Text is UTF-8. The collation is PostgreSQL's own C.UTF-8:
 * by code point, with Unicode case mapping, the same on every machine and for ever, so that an index
 * never goes wrong by an update of the C library. Where people read a list, the query names a
 * collation ("fa-x-icu"). The C library's LC_CTYPE is UTF-8 too, because the text search parser asks
 * it what a letter is.
 *
 * @throws PostgresError `disk-full`, `not-writable`, `init-failed`.
 */
export function initializeCluster(
  layout: PostgresLayout,
  binaries: PostgresBinaries,
  identity: Identity,
  durability: Durability,
): void {
  if (existsSync(layout.cluster)) return;
  rmSync(layout.unfinished, { recursive: true, force: true });
  writeFileSync(layout.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (identity.spawnAs.uid !== undefined) chownSync(layout.password, identity.uid, identity.gid);
  const [program, args] = identity.wrap(binaries.initdb, [
    `--pgdata=${layout.unfinished}`,
    `--username=${superuser}`,
    `--pwfile=${layout.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'}`,
    '--data-checksums',
    '--no-instructions',
    ...(durability === 'none' ? ['--no-sync'] : []),
  ]);
  const done = spawnSync(program, args, {
    cwd: layout.folder,
    encoding: 'utf8',
    env: plainEnvironment,
    ...identity.spawnAs,
  });
  if (done.status !== 0) {
    const said = `${done.stderr}${done.stdout}`.trim() || String(done.error ?? done.signal);
    rmSync(layout.unfinished, { recursive: true, force: true });
    throw (
      storageError(layout.dataDir, said, done.error) ??
      new PostgresError('init-failed', `The database could not be made. initdb said:\n${said}`)
    );
  }
  renameSync(layout.unfinished, layout.cluster);
}

/** Puts our settings in place; what an older version of ours wrote is replaced. */
export function configureCluster(
  layout: PostgresLayout,
  identity: Identity,
  durability: Durability,
): void {
  const inCluster = (name: string) => path.join(layout.cluster, name);
  const files: [string, string][] = [
    [inCluster('postgresql.conf'), serverSettings(durability)],
    [inCluster('pg_hba.conf'), hostAuthentication],
  ];
  if (!existsSync(layout.operatorSettings)) {
    const note = '# Settings of your own; they win over those of Countersign.\n';
    files.push([layout.operatorSettings, note]);
  }
  try {
    for (const [file, text] of files) {
      writeFileSync(file, text, { mode: 0o600 });
      if (identity.spawnAs.uid !== undefined) chownSync(file, identity.uid, identity.gid);
    }
  } catch (error) {
    throw storageError(layout.dataDir, String(codeOf(error)), error) ?? error;
  }
}

/** @throws PostgresError `damaged` when the file is gone. */
export function readPassword(layout: PostgresLayout): string {
  try {
    return readFileSync(layout.password, 'utf8').trim();
  } catch (cause) {
    throw new PostgresError(
      'damaged',
      `${layout.password} cannot be read (${codeOf(cause)}), and without it the database does not open. Restore it from a backup of the data folder, or start as the user who owns it.`,
      { cause },
    );
  }
}
