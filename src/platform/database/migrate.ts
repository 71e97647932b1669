import type { ClientBase, Pool, PoolClient } from 'pg';
import { refuseUnfit } from './fitness.ts';

/** One forward step of the schema. Its name orders it and is never changed once it has landed. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

// Any number will do as long as every Countersign process asks for the same one.
const migrationLock = 7_203_814_551;

const migrationTable = `
  create table if not exists migration (
    name text primary key,
    applied_at timestamptz not null default now()
  )`;

/**
 * Applies what is missing, each step in its own transaction, under an advisory lock so that several
 * processes may start at once.
 *
 * @returns the names applied now.
 * @throws DatabaseUnfit when a new database cannot hold the schema.
 * @throws when the database holds a step this program does not know: it was written by a newer
 * version, and running on would corrupt it.
 */
export async function migrate(pool: Pool, migrations: readonly Migration[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    try {
      return await applyMissing(client, migrations);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [migrationLock]);
    }
  } finally {
    client.release();
  }
}

async function applyMissing(
  client: PoolClient,
  migrations: readonly Migration[],
): Promise<string[]> {
  const { rows: made } = await client.query<{ found: string | null }>(
    `select to_regclass('migration') as found`,
  );
  if (made[0]?.found === null) await refuseUnfit(client);
  await client.query(migrationTable);
  const { rows } = await client.query<{ name: string }>('select name from migration');
  const present = new Set(rows.map((row) => row.name));
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...present].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `The database was written by a newer version of Countersign (${unknown.join(', ')}). Start that version, or restore a backup made before it.`,
    );
  }
  const missing = migrations.filter((migration) => !present.has(migration.name));
  for (const migration of missing) await apply(client, migration);
  return missing.map((migration) => migration.name);
}

async function apply(client: PoolClient, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into migration (name) values ($1)', [migration.name]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${migration.name} failed`, { cause: error });
  }
}

/**
 * Applies steps within the caller's transaction, all or none, whether or not others were applied
 * before: for bringing a backup back, whose rows come between two steps. The lock is held to its end.
 */
export async function applySteps(
  client: ClientBase,
  migrations: readonly Migration[],
): Promise<void> {
  await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
  await client.query(migrationTable);
  for (const migration of migrations) {
    // A table with checks still to come cannot be altered; each step would else be its own transaction.
    await client.query('set constraints all immediate');
    await client.query(migration.sql);
    await client.query('insert into migration (name) values ($1)', [migration.name]);
  }
}
