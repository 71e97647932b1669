import { publicRevision } from '#editions';
import { ConfigError } from '#platform/config';
import {
  asReader,
  isReader,
  openDatabase,
  openReadSide,
  type ConnectionOptions,
  type Database,
} from '#platform/database';
import type { Log } from '#platform/logging';

/** Where public pages read: as the reader, from the replica when there is one that can be trusted. */
export interface PublicReading {
  readonly database: Database;
  /** The public record is at this revision now: nothing older may be read from here on. */
  needs(revision: number): void;
}

export interface PublicReadingOptions {
  readonly main: ConnectionOptions;
  /** Address of the replica. */
  readonly replicaUrl: string | undefined;
  readonly onError: (error: Error) => void;
  readonly log: Log;
}

// A replica that keeps silent must not hold a page up for longer than this; the main database is
// asked then.
const replicaPatience = { connectionTimeoutMillis: 2000, query_timeout: 5000, keepAlive: true };

/**
 * @throws ConfigError when either connection does not take the reader role: public pages must never
 * read with more rights than the reader has. A replica that does not answer is no reason to refuse.
 */
export async function openPublicReading(options: PublicReadingOptions): Promise<PublicReading> {
  const { replicaUrl, onError, log } = options;
  const main = openDatabase(asReader(options.main), onError);
  if (!(await isReader(main).catch(closing(main)))) {
    await main.close();
    throw unconfined('DATABASE_URL');
  }
  if (replicaUrl === undefined) return { database: main, needs: () => {} };

  const address = asReader({ connectionString: replicaUrl, ...replicaPatience });
  let wanted = 0;
  const readSide = openReadSide({
    main,
    replica: openDatabase(address, onError),
    isCurrent: async (replica) => (await publicRevision(replica)) >= wanted,
    onTrouble: (trouble, error) => {
      if (trouble === undefined) log.info('public pages read from the replica');
      // Behind is what a replica is after each publication.
      else if (trouble === 'behind') log.debug('replica is behind');
      else log.warn(`replica is ${trouble}; public pages read from the main database`, { error });
    },
  });
  if ((await readSide.looked) === 'unconfined') {
    await readSide.database.close();
    throw unconfined('DATABASE_READ_URL');
  }
  return {
    database: readSide.database,
    needs(revision) {
      if (revision <= wanted) return;
      wanted = revision;
      readSide.changed();
    },
  };
}

function closing(database: Database) {
  return async (error: unknown): Promise<never> => {
    await database.close();
    throw error;
  };
}

function unconfined(variable: 'DATABASE_URL' | 'DATABASE_READ_URL'): ConfigError {
  const sentence = `${variable}: the database does not give public pages the role that sees only what is published. A connection pooler in between must pass on the startup parameter "options".`;
  return new ConfigError([{ code: 'invalid', variable, sentence }]);
}
