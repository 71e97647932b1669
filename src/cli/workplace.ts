import { readCopyJob } from '#evidence';
import type { BlobStore } from '#platform/blobs';
import type { Config, Secrets } from '#platform/config';
import {
  asUnfit,
  migrate,
  openDatabase,
  type ConnectionOptions,
  type Db,
} from '#platform/database';
import { prepareJobs, queueOnly, startJobs, type Jobs } from '#platform/jobs';
import { createLog } from '#platform/logging';
import {
  attachPostgres,
  dataHolder,
  PostgresError,
  startPostgres,
  type RunningPostgres,
} from '#platform/postgres';
import { CannotWork } from './cli-refusal.ts';
import type { Installation } from './installation.ts';

/** The instance that a command works on. */
export interface Workplace {
  readonly db: Db;
  /** For a connection of one's own. */
  readonly connection: ConnectionOptions;
  /** Whether a server runs on it, whose workers take up what is queued. */
  readonly serverRuns: boolean;
  readonly blobs: () => Promise<BlobStore>;
  /** Makes the queues, so that something can be enqueued. */
  readonly prepareQueues: () => Promise<void>;
  readonly jobs: () => Promise<Jobs>;
  /** Has something done when the command ends, however it ends: Ctrl-C too. */
  readonly whenClosed: (closer: () => Promise<void>) => void;
  /** `hurry`: waits neither for queries nor for others who use a database started here. */
  close(how?: { readonly hurry?: boolean }): Promise<void>;
}

export interface WorkplaceOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  readonly installation: Installation;
  /** What this process is, for whoever finds the data folder held: "countersign source add". */
  readonly as: string;
  /** Told what takes time. */
  readonly say: (sentence: string) => void;
}

/**
 * Opens the database of the instance: the one given by its address, the running server's, or the
 * embedded one started for this command. Brings its schema up to date.
 *
 * @throws PostgresError, CannotWork.
 */
export async function openWorkplace(options: WorkplaceOptions): Promise<Workplace> {
  const { config, installation } = options;
  const server = await findServer(options);
  const database = openDatabase(server.options, () => {});
  const log = createLog({ level: 'silent' });
  const closers: (() => Promise<void>)[] = [];
  const closeOnce = async (hurry: boolean) => {
    for (const closer of closers) await closer();
    const closed = database.close();
    // A query under way would be waited for; the database that stops under it ends it.
    if (!hurry) await closed;
    await server.stop(!hurry);
  };
  let closing: Promise<void> | undefined;
  const close: Workplace['close'] = ({ hurry = false } = {}) => (closing ??= closeOnce(hurry));
  try {
    await migrate(database.pool, installation.migrations);
  } catch (error) {
    await close();
    throw explained(error);
  }
  let blobs: Promise<BlobStore> | undefined;
  const openBlobs = () => (blobs ??= installation.openBlobs(config));
  const jobsOptions = { connection: server.options, log, handlers: [queueOnly(readCopyJob)] };
  return {
    db: database.db,
    connection: server.options,
    serverRuns: dataHolder(config.dataDir)?.as === 'server',
    blobs: openBlobs,
    prepareQueues: () => prepareJobs(jobsOptions),
    jobs: () => startJobs({ ...jobsOptions, work: false }),
    whenClosed: (closer) => void closers.push(closer),
    close,
  };
}

/** The database without starting one: undefined when nothing runs. For looking only. */
export async function lookAtDatabase({
  config,
  secrets,
}: Pick<WorkplaceOptions, 'config' | 'secrets'>): Promise<ConnectionOptions | undefined> {
  if (secrets.databaseUrl !== undefined) return { connectionString: secrets.databaseUrl };
  return attachPostgres(config.dataDir);
}

interface Server {
  readonly options: ConnectionOptions;
  stop(whenUnused: boolean): Promise<void>;
}

const stopNothing = () => Promise.resolve();

async function findServer(options: WorkplaceOptions): Promise<Server> {
  const running = await lookAtDatabase(options);
  if (running !== undefined) return { options: running, stop: stopNothing };
  const { config, as, say } = options;
  let postgres: RunningPostgres;
  try {
    postgres = await startPostgres({ dataDir: config.dataDir, as, log: say });
  } catch (error) {
    // Somebody else took the folder in the meantime: their database will do.
    const other = isHeld(error) ? await attachPostgres(config.dataDir) : undefined;
    if (other === undefined) throw error;
    return { options: other, stop: stopNothing };
  }
  const { connection } = postgres;
  return { options: connection, stop: (whenUnused) => postgres.stop({ whenUnused }) };
}

function isHeld(error: unknown): boolean {
  return error instanceof PostgresError && error.code === 'held';
}

export function explained(error: unknown): unknown {
  const unfit = asUnfit(error);
  if (unfit !== undefined) return new CannotWork(unfit.code, unfit.message, { cause: error });
  if (error instanceof Error && error.message.includes('newer version of Countersign')) {
    return new CannotWork('database-newer', error.message, { cause: error });
  }
  return error;
}
