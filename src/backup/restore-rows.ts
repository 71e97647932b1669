import type { ClientBase } from 'pg';
import type { ReadMember } from './archive/read-archive.ts';
import { refuse } from './backup-refusal.ts';
import { leftOutTables } from './declared.ts';
import { plainName, quoted, type Table } from './tables/catalog.ts';
import { beginLoad, type TableLoad } from './tables/copy-in.ts';
import { copyOut } from './tables/copy-out.ts';
import { createRowDigest } from './tables/row-digest.ts';

interface Loaded {
  readonly table: Table;
  readonly rows: number;
  readonly sum: string;
}

/** Rows on their way into all tables, member by member. */
export interface RowsRestore {
  add(read: ReadMember): Promise<void>;
  /** Ends the table under way. Call before the connection is used for anything else. */
  end(): Promise<void>;
  /**
   * Reads every table again and compares it with what went in.
   *
   * @returns number of rows.
   * @throws BackupRefusal `restore-differs`.
   */
  check(told: (done: number, total: number) => void): Promise<number>;
}

/** @param tables as the header names them; all are emptied of what the steps put there. */
export async function beginRows(
  client: ClientBase,
  tables: readonly Table[],
): Promise<RowsRestore> {
  const byName = new Map(tables.map((table) => [plainName(table), table]));
  const loaded = new Map<string, Loaded>();
  let current: TableLoad | undefined;
  await client.query(`truncate ${tables.map((table) => quoted(table)).join(', ')}`);
  const end = async () => {
    if (current === undefined) return;
    const { table } = current;
    const name = plainName(table);
    loaded.set(name, { table: { ...table, bytes: 0 }, ...(await current.end()) });
    current = undefined;
  };
  return {
    end,
    async add({ member, name, pieces }) {
      if (member.kind !== 'rows') return;
      const table = byName.get(plainName(member)) ?? refuse('backup-misplaced', { member: name });
      if (leftOutTables.has(plainName(table))) {
        for await (const _ of pieces);
        return;
      }
      if (member.part === 1) {
        await end();
        current = beginLoad(client, table);
      }
      for await (const piece of pieces) await current?.write(piece);
    },
    async check(told) {
      let rows = 0;
      let done = 0;
      for (const { table, ...expected } of loaded.values()) {
        const digest = createRowDigest();
        for await (const piece of copyOut(client, table)) digest.add(piece);
        const found = digest.end();
        if (found.rows !== expected.rows || found.sum !== expected.sum) {
          refuse('restore-differs', { table: plainName(table) });
        }
        rows += found.rows;
        told((done += 1), loaded.size);
      }
      return rows;
    },
  };
}
