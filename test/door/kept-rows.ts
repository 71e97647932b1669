import { Client } from 'pg';
import type { ConnectionOptions } from '#platform/database';

/** A fingerprint of every table, by `schema.table`: two are alike when no row has changed. */
export async function fingerprint(
  options: ConnectionOptions,
): Promise<ReadonlyMap<string, string>> {
  const client = new Client(options);
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema in ('public', 'published') and table_type = 'BASE TABLE' order by 1`,
    );
    const found = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ print: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '')
           as print from ${name} t`,
      );
      found.set(name, rows[0]?.print ?? '');
    }
    return found;
  } finally {
    await client.end();
  }
}

/** The tables that differ. */
export function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...after].filter(([name, print]) => before.get(name) !== print).map(([name]) => name);
}
