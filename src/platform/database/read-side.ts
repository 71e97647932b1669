import { Kysely, PostgresDialect } from 'kysely';
import { isReader, type Database, type Db } from './connection.ts';
import { replicaPool } from './replica-pool.ts';
import type { DB } from './schema.gen.ts';

/** Why public pages read from the main database though there is a replica. */
export type ReplicaTrouble =
  /** It does not answer, or answers with errors. */
  | 'unreachable'
  /** It has not taken in what was published. */
  | 'behind'
  /** Its connections are not confined to the reader role. */
  | 'unconfined';

export interface ReadSideOptions {
  /** Both as `asReader` opens them. */
  readonly main: Database;
  readonly replica: Database;
  /** Whether the replica holds all that must be seen by now. May throw. */
  readonly isCurrent: (replica: Db) => Promise<boolean>;
  /** Told of each change; undefined when the replica is read again. */
  readonly onTrouble: (trouble: ReplicaTrouble | undefined, error?: unknown) => void;
  /** How soon it is asked again whether it is current, and whether it is back. */
  readonly behindMs?: number;
  readonly awayMs?: number;
}

export interface ReadSide {
  readonly database: Database;
  /** Something was published: the main database is read until the replica is current. */
  changed(): void;
  /** Resolves after the first look at the replica. */
  readonly looked: Promise<ReplicaTrouble | undefined>;
}

/**
 * Reads from a replica as long as it answers, is confined to the reader role and holds what was
 * published; from the main database otherwise. What was taken back is therefore gone at once, however
 * far the replica lags.
 */
export function openReadSide(options: ReadSideOptions): ReadSide {
  const { main, replica, isCurrent, onTrouble, behindMs = 100, awayMs = 1000 } = options;
  let trouble: ReplicaTrouble | undefined = 'unreachable';
  let told: ReplicaTrouble | 'nothing' | undefined = 'nothing';
  let timer: NodeJS.Timeout | undefined;
  let generation = 0;
  let isClosed = false;

  function become(next: ReplicaTrouble | undefined, error?: unknown): void {
    if (isClosed) return;
    trouble = next;
    if (next !== told) onTrouble(next, error);
    told = next;
    clearTimeout(timer);
    if (next === undefined) return;
    timer = setTimeout(() => void look(), next === 'behind' ? behindMs : awayMs).unref();
  }

  async function look(): Promise<ReplicaTrouble | undefined> {
    const begun = generation;
    try {
      const isConfined = await isReader(replica);
      const found = !isConfined
        ? 'unconfined'
        : (await isCurrent(replica.db))
          ? undefined
          : 'behind';
      // Something was published while we asked: the answer is of before.
      if (begun === generation) become(found);
    } catch (error) {
      if (begun === generation) become('unreachable', error);
    }
    return trouble;
  }

  const pool = replicaPool({
    main: main.pool,
    replica: replica.pool,
    mayAsk: () => trouble === undefined,
    onFailure: (error) => become('unreachable', error),
  });
  return {
    database: {
      db: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }),
      pool: replica.pool,
      close: async () => {
        isClosed = true;
        clearTimeout(timer);
        await Promise.all([main.close(), replica.close()]);
      },
    },
    changed() {
      generation += 1;
      // One that does not answer is asked again as seldom as before.
      if (trouble === undefined || trouble === 'behind') {
        trouble = 'behind';
        clearTimeout(timer);
        void look();
      } else become(trouble);
    },
    looked: look(),
  };
}
