import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import type { ConnectionOptions } from '#platform/database';
import { inDatabase, onServer } from './test-server.ts';

export interface TestDatabase {
  /** For `openDatabase`, or for a pool or client of pg. */
  readonly options: ConnectionOptions;
  /** Removes the database and ends the sessions still open in it. */
  drop(): Promise<void>;
}

/**
 * A database with the whole schema and no rows, for one test file: a copy of the template, which
 * takes some 20 ms. Only for files of the projects `database` and `browser`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { connection, template } = inject('testServer');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const [quoted, source] = [escapeIdentifier(name), escapeIdentifier(template)];
  // Copying through the log is three times faster for a small database than copying files, which
  // needs two checkpoints.
  await onServer(connection, `create database ${quoted} template ${source} strategy wal_log`);
  return {
    options: inDatabase(connection, name),
    drop: () => onServer(connection, `drop database if exists ${quoted} with (force)`),
  };
}
