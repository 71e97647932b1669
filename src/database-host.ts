import path from 'node:path';
import type { Config, Secrets } from '#platform/config';
import { migrate, openDatabase, type ConnectionOptions, type Database } from '#platform/database';
import type { Log } from '#platform/logging';
import { holdDataFolder, keepRunning, startPostgres } from '#platform/postgres';
import { allMigrations } from './migrations.ts';
import { openPublicReading, type PublicReading } from './read-side.ts';

/** The database of a running instance: ours, or one given by its address. */
export interface DatabaseHost {
  readonly options: ConnectionOptions;
  readonly main: Database;
  /** Sees the schema `published` and nothing else. */
  readonly reader: Database;
  /** From now on the reader must see the public record as of this revision or later. */
  readerNeeds(revision: number): void;
  /** False while the PostgreSQL we started has ended without being asked and does not run again yet. */
  isAlive(): boolean;
  close(): Promise<void>;
}

export interface DatabaseHostOptions {
  readonly config: Config;
  readonly secrets: Secrets;
  /** Told what takes time. */
  readonly say: (sentence: string) => void;
  readonly onError: (error: Error) => void;
  /** The PostgreSQL we started has ended and could not be started anew. */
  readonly onGone: (error: Error) => void;
  readonly log: Log;
}

/**
 * Takes the data folder, brings the database up and its schema up to date.
 *
 * @throws PostgresError when the folder is held by another process or PostgreSQL cannot run.
 */
export async function openDatabaseHost(options: DatabaseHostOptions): Promise<DatabaseHost> {
  const { secrets, say, onError, log } = options;
  const server = await serverFor(options);
  const main = openDatabase(server.options, onError);
  try {
    const applied = await migrate(main.pool, allMigrations);
    if (applied.length > 0) say(`Database brought up to date (${applied.length} steps).`);
  } catch (error) {
    await main.close();
    await server.stop();
    throw error;
  }
  let reading: PublicReading;
  try {
    reading = await openPublicReading({
      main: server.options,
      replicaUrl: secrets.databaseReadUrl,
      onError,
      log,
    });
  } catch (error) {
    await main.close();
    await server.stop();
    throw error;
  }
  return {
    options: server.options,
    main,
    reader: reading.database,
    readerNeeds: (revision) => reading.needs(revision),
    isAlive: () => server.isAlive(),
    close: async () => {
      await Promise.all([main.close(), reading.database.close()]);
      await server.stop();
    },
  };
}

interface Server {
  readonly options: ConnectionOptions;
  isAlive(): boolean;
  stop(): Promise<void>;
}

async function serverFor(options: DatabaseHostOptions): Promise<Server> {
  const { config, secrets, say, log } = options;
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
  const dataDir = path.resolve(config.dataDir);
  const postgres = await startPostgres({ dataDir, as: 'server', log: say });
  const letEnd = keepRunning({
    postgres,
    onEnded: (attempt) =>
      log.error('the database has ended by itself and is started anew', { attempt }),
    onBack: () => log.info('the database runs again'),
    onGivenUp: options.onGone,
  });
  return {
    options: postgres.connection,
    isAlive: () => postgres.isAlive(),
    stop: async () => {
      await letEnd();
      await postgres.stop();
    },
  };
}
