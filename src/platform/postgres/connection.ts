import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { superuser } from './cluster.ts';
import { codeOf, PostgresError } from './postgres-error.ts';
import { quietDatabase } from './settings.ts';

/** For `pg`: a Unix socket in the private folder `host`. */
export interface PostgresConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** The product's role and its database bear the same name. */
export const productName = 'countersign';

export function connectionTo(
  socketFolder: string,
  password: string,
  as: 'product' | 'superuser',
): PostgresConnection {
  const [user, database] = as === 'product' ? [productName, productName] : [superuser, 'postgres'];
  return { host: socketFolder, port: 5432, user, password, database };
}

/** Whether PostgreSQL takes connections; see `waitUntilReady`. */
export async function probeConnection(
  connection: PostgresConnection,
): Promise<'ready' | 'starting' | 'silent'> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 5000 });
  // A connection that breaks after it opened reports so here; unheard, it would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const code = codeOf(error);
    // cannot_connect_now: it starts, recovers or stops.
    if (code === '57P03') return 'starting';
    if (code === '28P01') {
      throw new PostgresError(
        'damaged',
        'The password file of the embedded database does not fit the database. Restore the whole data folder from one backup.',
        { cause: error },
      );
    }
    return 'silent';
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Makes the product's role and database where they are missing. The role owns its database and may
 * make roles (the read role of the public pages) and databases (the tests'), but is no superuser: an
 * injected statement cannot read files or run programs.
 */
export async function ensureDatabase(
  asSuperuser: PostgresConnection,
  password: string,
): Promise<void> {
  const client = new Client(asSuperuser);
  client.on('error', () => {});
  await client.connect();
  try {
    const name = escapeIdentifier(productName);
    const role = await client.query('select 1 from pg_roles where rolname = $1', [productName]);
    if (role.rowCount === 0) {
      await client.query(
        `create role ${name} login createdb createrole password ${escapeLiteral(password)}`,
      );
    }
    const base = await client.query('select 1 from pg_database where datname = $1', [productName]);
    if (base.rowCount === 0) {
      await client.query(`create database ${name} owner ${name}`);
      await client.query(quietDatabase(name));
    }
  } finally {
    await client.end();
  }
}

/** How many sessions other than the asker's are open in the product's databases. */
export async function countOtherSessions(asSuperuser: PostgresConnection): Promise<number> {
  const client = new Client(asSuperuser);
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
