import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import { Pool, types as pgTypes, type ClientConfig, type CustomTypesConfig } from 'pg';
import { keepPlans } from './kept-plan.ts';
import type { DB } from './schema.gen.ts';

/** A connection or a transaction: enough to read. */
export type Db = Kysely<DB>;

/** A transaction: a function that takes one cannot be called outside it. */
export type Tx = Transaction<DB>;

/** What pg needs to connect: an address, or the fields of one. */
export type ConnectionOptions = Pick<
  ClientConfig,
  | 'connectionString'
  | 'host'
  | 'port'
  | 'user'
  | 'password'
  | 'database'
  | 'options'
  | 'connectionTimeoutMillis'
  | 'query_timeout'
  | 'keepAlive'
>;

/**
 * Does something within the caller's transaction where there is one, else in one of its own: for an
 * operation that is whole by itself and may also be a part of something larger.
 */
export async function inTransaction<Result>(
  db: Db,
  work: (tx: Tx) => Promise<Result>,
): Promise<Result> {
  return isTransaction(db) ? work(db) : db.transaction().execute(work);
}

function isTransaction(db: Db): db is Tx {
  return db.isTransaction;
}

export interface Database {
  readonly db: Db;
  readonly pool: Pool;
  close(): Promise<void>;
}

/** The role that sees the schema `published` and nothing else. */
export const readerRole = 'countersign_reader';

// What is counted by day is counted by the days that pages name, wherever the server of the database stands.
const utc = '-c TimeZone=UTC';

// A calendar day must never pass through a JavaScript Date, which would move it with the time zone.
const dateOid = 1082;
const types: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === dateOid ? (text: string) => text : pgTypes.getTypeParser(oid, format),
};

/**
 * Opens a pool. Nothing is connected until the first query.
 *
 * @param onError is told when a connection breaks while no query waits. Without a listener such an
 * error would end the whole process the moment PostgreSQL restarts.
 */
export function openDatabase(
  options: ConnectionOptions,
  onError: (error: Error) => void,
  maxConnections = 10,
): Database {
  const pool = new Pool({ ...withSettings(options, utc), max: maxConnections, types });
  // On every connection, not on the pool alone, which hears only of idle ones: one that breaks
  // between two queries of a transaction has no other listener either.
  pool.on('connect', (client) => {
    client.on('error', onError);
    keepPlans(client);
  });
  pool.on('error', () => {});
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  // Not db.destroy(): it leaves the pool open when no query went through Kysely, as in a migration.
  return { db, pool, close: () => pool.end() };
}

/**
 * Options for the connection of public pages: the session takes the reader role and refuses to
 * write, so a fault in a public page cannot reach what is not published.
 */
export function asReader(options: ConnectionOptions): ConnectionOptions {
  return withSettings(options, `-c role=${readerRole} -c default_transaction_read_only=on`);
}

/** With settings of the session, after those that are given already. */
function withSettings(options: ConnectionOptions, wanted: string): ConnectionOptions {
  const { connectionString, rest } = withoutOptions(options.connectionString);
  return {
    ...options,
    ...(connectionString !== undefined && { connectionString }),
    options: [rest, options.options, wanted].filter(Boolean).join(' '),
  };
}

// pg prefers what an address says to what stands beside it: an address with options of its own would
// take the reader role away without a word, and public pages would read as the owner.
function withoutOptions(connectionString: string | undefined) {
  const url = connectionString === undefined ? null : URL.parse(connectionString);
  const rest = url?.searchParams.get('options') ?? undefined;
  if (url === null || rest === undefined) return { connectionString, rest: undefined };
  url.searchParams.delete('options');
  return { connectionString: url.href, rest };
}

/**
 * Whether a connection made by {@link asReader} really is the reader's. A pooler between us and
 * PostgreSQL may drop what was asked for at the start of a session.
 */
export async function isReader({ db }: Database): Promise<boolean> {
  const { rows } = await sql<{ confined: boolean }>`
    select current_user = ${readerRole} and current_setting('transaction_read_only') = 'on'
      as confined`.execute(db);
  return rows[0]?.confined === true;
}
