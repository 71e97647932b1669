import { once } from 'node:events';
import type { ClientBase } from 'pg';
import { DatabaseError, escapeIdentifier } from 'pg';
import { from } from 'pg-copy-streams';
import { refuse } from '../backup-refusal.ts';
import { plainName, quoted, type Table } from './catalog.ts';
import { createRowDigest } from './row-digest.ts';

/** Rows on their way into one table. */
export interface TableLoad {
  readonly table: Pick<Table, 'schema' | 'table' | 'columns'>;
  write(bytes: Uint8Array): Promise<void>;
  /** @returns what went in. @throws BackupRefusal `restore-rows`, `restore-differs`. */
  end(): Promise<{ readonly rows: number; readonly sum: string }>;
}

/** Begins to load a table; until it has ended, the connection takes no other query. */
export function beginLoad(client: ClientBase, table: TableLoad['table']): TableLoad {
  const columns = table.columns.map((column) => escapeIdentifier(column)).join(', ');
  const stream = client.query(from(`copy ${quoted(table)} (${columns}) from stdin`));
  const digest = createRowDigest();
  const failed = once(stream, 'error').then(([error]) => refuseRows(table, error));
  // Whoever writes or ends hears of it; nobody may be doing either at this moment.
  failed.catch(() => {});
  return {
    table,
    async write(bytes) {
      digest.add(bytes);
      const written = new Promise<void>((resolve) => void stream.write(bytes, () => resolve()));
      await Promise.race([written, failed]);
    },
    async end() {
      const ended = new Promise<void>((resolve) => void stream.end(() => resolve()));
      await Promise.race([ended, failed]);
      const result = digest.end();
      // What was taken for one row here must have been one for PostgreSQL.
      if (result.rows !== stream.rowCount) refuse('restore-differs', { table: plainName(table) });
      return result;
    },
  };
}

// PostgreSQL's message may cite the row; its code does not.
function refuseRows(table: TableLoad['table'], error: unknown): never {
  if (!(error instanceof DatabaseError) || error.code === '53100') throw error;
  return refuse('restore-rows', { table: plainName(table), code: error.code ?? '' }, error);
}
