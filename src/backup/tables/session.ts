import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { Client } from 'pg';
import type { ConnectionOptions, Schema, Tx } from '#platform/database';

/** One transaction, by both ways of speaking to it: COPY needs the connection itself. */
export interface Session {
  readonly client: Client;
  readonly tx: Tx;
  commit(): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly connection: ConnectionOptions;
  /** How the transaction sees the database. */
  readonly isolation: 'repeatable read' | 'read committed';
}

// What the text form of a value depends on, and limits of the server that are meant for people who
// wait: files are copied for hours while the transaction is open and still.
const settings = `
  set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'postgres';
  set local timezone = 'UTC';
  set local bytea_output = 'hex';
  set local extra_float_digits = 1;
  set local client_encoding = 'UTF8';
  set local statement_timeout = 0;
  set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = 0;
`;

/**
 * Begins a transaction on a connection of its own. Closing it before it was committed, in the middle
 * of a COPY for instance, closes the connection, and the server rolls back.
 */
export async function openSession({ connection, isolation }: SessionOptions): Promise<Session> {
  const client = new Client(connection);
  // A connection that breaks between two queries has no other listener; the next query says it.
  client.on('error', () => {});
  await client.connect();
  try {
    const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool: poolOf(client) }) });
    const tx = await db.startTransaction().setIsolationLevel(isolation).execute();
    await client.query(settings);
    return {
      client,
      tx,
      commit: () => tx.commit().execute(),
      close: () => client.end(),
    };
  } catch (error) {
    await client.end();
    throw error;
  }
}

/**
 * Lets this transaction use the memory that a server at rest has to spare: indexes and the check of keys
 * sort by it. And its log is not compressed where this role may say so: every page of every index goes
 * through it, which costs more than writing it. Nothing here concerns what is durable.
 */
export async function hurry(client: Client): Promise<void> {
  await client.query(`
    select set_config('maintenance_work_mem', '256MB', true),
      set_config('work_mem', '64MB', true)`);
  await client.query(`
    select set_config('wal_compression', 'off', true)
    where has_parameter_privilege('wal_compression', 'set')`);
}

// Kysely asks a pool for its connection; here there is one, and it is nobody else's.
function poolOf(client: Client): PostgresPool {
  const lent = Object.assign(client, { release: () => {} });
  return { connect: () => Promise.resolve(lent), end: () => Promise.resolve(), options: {} };
}
