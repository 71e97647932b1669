import path from 'node:path';
import { ConfigError, type Config, type Secrets } from '#platform/config';
import {
  asReader,
  isReader,
  migrate,
  openDatabase,
  type ConnectionOptions,
  type Database,
} from '#platform/database';
import { holdDataFolder, startPostgres, type RunningPostgres } from '#platform/postgres';
import { allMigrations } from './migrations.ts';

/** The database of a running instance: ours, or one given by its address. */
export interface DatabaseHost {
  readonly options: ConnectionOptions;
  readonly main: Database;
  /** Sees the schema `published` and nothing else. */
  readonly reader: Database;
  /** False when the PostgreSQL we started has ended without being asked. */
  isAlive(): boolean;
  close(): Promise<void>;
}

export interface DatabaseHostOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  /** Told what takes time. */
  readonly say: (sentence: string) => void;
  readonly onError: (error: Error) => void;
}

/**
 * Takes the data folder, brings the database up and its schema up to date.
 *
 * @throws PostgresError when the folder is held by another process or PostgreSQL cannot run.
 */
export async function openDatabaseHost(options: DatabaseHostOptions): Promise<DatabaseHost> {
  const { config, secrets, say, onError } = options;
  const server = await serverFor(config, secrets, say);
  const main = openDatabase(server.options, onError);
  try {
    const applied = await migrate(main.pool, allMigrations);
    if (applied.length > 0) say(`Database brought up to date (${applied.length} steps).`);
  } catch (error) {
    await main.close();
    await server.stop();
    throw error;
  }
  const readUrl = secrets.databaseReadUrl;
  const readOptions = readUrl === undefined ? server.options : { connectionString: readUrl };
  const reader = openDatabase(asReader(readOptions), onError);
  const close = async () => {
    await Promise.all([main.close(), reader.close()]);
    await server.stop();
  };
  try {
    await refuseUnlessReader(reader);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    options: server.options,
    main,
    reader,
    isAlive: () => server.isAlive(),
    close,
  };
}

// Fails closed: public pages must never read with more rights than the reader has.
async function refuseUnlessReader(reader: Database): Promise<void> {
  if (await isReader(reader)) return;
  const sentence =
    'DATABASE_URL: the database does not give public pages the role that sees only what is published. A connection pooler in between must pass on the startup parameter "options".';
  throw new ConfigError([{ code: 'invalid', variable: 'DATABASE_URL', sentence }]);
}

interface Server {
  readonly options: ConnectionOptions;
  isAlive(): boolean;
  stop(): Promise<void>;
}

async function serverFor(
  config: Config,
  secrets: Secrets,
  say: (sentence: string) => void,
): Promise<Server> {
  if (secrets.databaseUrl !== undefined) {
    // Blobs and keys still lie in the folder: two processes must not sweep it at once.
    const hold = holdDataFolder(config.dataDir, 'server');
    return {
      options: { connectionString: secrets.databaseUrl },
      isAlive: () => true,
      stop: () => {
        hold.release();
        return Promise.resolve();
      },
    };
  }
  const postgres: RunningPostgres = await startPostgres({
    dataDir: path.resolve(config.dataDir),
    as: 'server',
    log: say,
  });
  return {
    options: postgres.connection,
    isAlive: () => postgres.isAlive(),
    stop: () => postgres.stop(),
  };
}
