import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { locateBinaries, type PostgresBinaries } from './binaries.ts';
import {
  checkVersion,
  configureCluster,
  initializeCluster,
  prepareFolders,
  readPassword,
} from './cluster.ts';
import {
  connectionTo,
  countOtherSessions,
  ensureDatabase,
  probeConnection,
  type PostgresConnection,
} from './connection.ts';
import { dataHolder, holdDataFolder } from './data-holder.ts';
import { chooseIdentity, type Identity } from './identity.ts';
import { layoutIn, type PostgresLayout } from './layout.ts';
import {
  disarmStalePid,
  findPostmaster,
  isHeldByOrphans,
  spawnPostmaster,
  stopPostmaster,
  waitUntilReady,
  type Postmaster,
} from './postmaster.ts';
import { PostgresError } from './postgres-error.ts';
import { serverSettings, type Durability } from './settings.ts';
import { forgetRunning, makeSocketFolder, readRunning, writeRunning } from './socket-folder.ts';

/**
 * Children of a killed main process end by themselves when they notice, most at once, one in the
 * middle of a long write later.
 */
const patienceWithOrphansMs = 20_000;

export interface StartPostgresOptions {
  /** COUNTERSIGN_DATA; made when missing. */
  readonly dataDir: string;
  /** What this process is, for whoever is refused because of it: "server". */
  readonly as: string;
  /** Default `full`. */
  readonly durability?: Durability;
  /** Told of what takes time or is worth knowing; sentences without values. */
  readonly log?: (sentence: string) => void;
}

export interface RunningPostgres {
  readonly connection: PostgresConnection;
  /** Whether it already ran, left by a process that was killed. */
  readonly adopted: boolean;
  /** The main process, for measuring. */
  readonly pid: number;
  /** False when PostgreSQL has ended without being asked. */
  isAlive(): boolean;
  /**
   * Starts it anew after that, where `connection` finds it again. Makes no database: where the
   * cluster is gone, an empty one in its place would look like a loss of everything.
   *
   * @throws PostgresError.
   */
  restart(): Promise<void>;
  /**
   * Ends PostgreSQL (open transactions are rolled back) and lets the data folder go. With
   * `whenUnused` it first waits until nobody else is connected: for a command that started the
   * database and must not pull it from under another that attached meanwhile. Safe to call twice.
   */
  stop(how?: { readonly whenUnused?: boolean }): Promise<void>;
}

/**
 * Takes the data folder and runs PostgreSQL on it: made at first, adopted when one still runs there,
 * recovered when it was killed. Ready for connections when the promise resolves.
 *
 * @throws PostgresError with any of its codes; nothing is left running then.
 */
export async function startPostgres(options: StartPostgresOptions): Promise<RunningPostgres> {
  const layout = layoutIn(options.dataDir);
  prepareFolders(layout);
  const hold = holdDataFolder(layout.dataDir, options.as);
  try {
    const { postmaster: first, adopted } = await bringUp(layout, options);
    let postmaster = first;
    const socketFolder = readRunning(layout)?.socketFolder ?? '';
    const password = readPassword(layout);
    const asSuperuser = connectionTo(socketFolder, password, 'superuser');
    let stopping: Promise<void> | undefined;
    const stop = async (whenUnused: boolean) => {
      if (whenUnused) await waitUntilUnused(postmaster, asSuperuser);
      await stopPostmaster(postmaster);
      forgetRunning(layout);
      hold.release();
    };
    return {
      connection: connectionTo(socketFolder, password, 'product'),
      adopted,
      get pid() {
        return postmaster.pid;
      },
      isAlive: () => postmaster.isAlive(),
      restart: async () => {
        postmaster = await startAnew(layout, options.durability ?? 'full', socketFolder);
      },
      stop: ({ whenUnused = false } = {}) => (stopping ??= stop(whenUnused)),
    };
  } catch (error) {
    hold.release();
    throw error;
  }
}

async function waitUntilUnused(
  postmaster: Postmaster,
  asSuperuser: PostgresConnection,
): Promise<void> {
  while (postmaster.isAlive() && (await countOtherSessions(asSuperuser)) > 0) await pause(100);
}

/**
 * The connection to the PostgreSQL that runs on the data folder, or `undefined` when none does and
 * nobody is about to start one. Waits while the folder's holder is still starting it.
 *
 * @throws PostgresError `held` when the holder shows no database within `patienceMs`.
 */
export async function attachPostgres(
  dataDir: string,
  patienceMs = 60_000,
): Promise<PostgresConnection | undefined> {
  const layout = layoutIn(dataDir);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const running = readRunning(layout);
    if (running !== undefined && findPostmaster(layout) !== undefined) {
      const connection = connectionTo(running.socketFolder, readPassword(layout), 'product');
      if ((await probeConnection(connection)) === 'ready') return connection;
    }
    const holder = dataHolder(layout.dataDir);
    if (holder === undefined && findPostmaster(layout) === undefined) return undefined;
    if (performance.now() > deadline) {
      throw new PostgresError(
        'held',
        `${holder === undefined ? 'A PostgreSQL' : `Process ${holder.pid} (${holder.as})`} works on ${layout.dataDir} and its database does not answer. Stop it and try again.`,
      );
    }
    await pause(50);
  }
}

async function bringUp(
  layout: PostgresLayout,
  options: StartPostgresOptions,
): Promise<{ postmaster: Postmaster; adopted: boolean }> {
  const { durability = 'full', log = () => {} } = options;
  const binaries = locateBinaries();
  checkVersion(layout);
  const fingerprint = fingerprintOf(binaries, durability);
  const left = await adopt(layout, fingerprint, log);
  if (left !== undefined) return { postmaster: left, adopted: true };

  const identity = chooseIdentity(layout, binaries);
  if (!existsSync(layout.cluster)) log('Making the database.');
  initializeCluster(layout, binaries, identity, durability);
  configureCluster(layout, identity, durability);
  const postmaster = await startNew(layout, binaries, identity, fingerprint);
  return { postmaster, adopted: false };
}

/** A PostgreSQL left by a killed process: taken over if it is as we would start it, else ended. */
async function adopt(
  layout: PostgresLayout,
  fingerprint: string,
  log: (sentence: string) => void,
): Promise<Postmaster | undefined> {
  const left = findPostmaster(layout);
  if (left === undefined) return undefined;
  const running = readRunning(layout);
  if (running?.fingerprint === fingerprint) {
    const connection = connectionTo(running.socketFolder, readPassword(layout), 'superuser');
    await waitUntilReady(layout, left, () => probeConnection(connection));
    await ensureDatabase(connection, connection.password);
    log('The database was still running and is taken over.');
    return left;
  }
  log('The database was still running with other settings and is started anew.');
  await stopPostmaster(left);
  return undefined;
}

async function startAnew(
  layout: PostgresLayout,
  durability: Durability,
  socketFolder: string,
): Promise<Postmaster> {
  if (!existsSync(layout.cluster)) {
    throw new PostgresError('damaged', `The database's folder ${layout.cluster} is gone.`);
  }
  const binaries = locateBinaries();
  const identity = chooseIdentity(layout, binaries);
  rmSync(socketFolder, { recursive: true, force: true });
  return startNew(layout, binaries, identity, fingerprintOf(binaries, durability), socketFolder);
}

async function startNew(
  layout: PostgresLayout,
  binaries: PostgresBinaries,
  identity: Identity,
  fingerprint: string,
  place?: string,
): Promise<Postmaster> {
  const deadline = performance.now() + patienceWithOrphansMs;
  for (;;) {
    forgetRunning(layout);
    disarmStalePid(layout);
    const socketFolder = makeSocketFolder(identity, place);
    writeRunning(layout, { socketFolder, fingerprint });
    const connection = connectionTo(socketFolder, readPassword(layout), 'superuser');
    let postmaster: Postmaster | undefined;
    try {
      postmaster = spawnPostmaster(layout, binaries, identity, socketFolder);
      await waitUntilReady(layout, postmaster, () => probeConnection(connection));
      await ensureDatabase(connection, connection.password);
      return postmaster;
    } catch (error) {
      if (postmaster !== undefined) await stopPostmaster(postmaster);
      forgetRunning(layout);
      if (!isHeldByOrphans(error) || performance.now() > deadline) throw error;
      await pause(100);
    }
  }
}

/** What a running PostgreSQL must have been started with to be taken over as it is. */
function fingerprintOf(binaries: PostgresBinaries, durability: Durability): string {
  const parts = [binaries.release, binaries.postgres, serverSettings(durability)];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}
