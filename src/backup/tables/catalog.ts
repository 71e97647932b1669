import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { foreignSchemas } from '../declared.ts';

/** A table as it is named everywhere in this room. */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export interface Table extends TableName {
  /** Those that are written; generated ones follow from them. */
  readonly columns: readonly string[];
  /** On disk, without indexes: how far a copy is, roughly. */
  readonly bytes: number;
}

export interface Sequence {
  readonly schema: string;
  readonly name: string;
  /** A 64-bit whole number. */
  readonly last: string;
  readonly called: boolean;
}

/** `public.claim`, for messages and lists. */
export function plainName({ schema, table }: TableName): string {
  return `${schema}.${table}`;
}

/** For SQL. */
export function quoted({ schema, table }: TableName): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`;
}

/**
 * Whether a schema `n` is ours, in SQL: neither the server's nor another tenant's.
 */
export const isOurSchema = `(n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and n.nspname <> all (array[${foreignSchemas.map((name) => `'${name}'`).join(', ')}]))`;

/** Whether the object with this oid in this catalog belongs to an extension, in SQL. */
export function isOfExtension(catalog: string, oid: string): string {
  return `exists (select from pg_depend d where d.classid = '${catalog}'::regclass
    and d.objid = ${oid} and d.deptype = 'e')`;
}

/** All tables of ours, in the order of their names. */
export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as table, pg_table_size(c.oid)::float8 as bytes,
      coalesce((select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attgenerated = ''), '{}') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence <> 't' and ${isOurSchema}
      and not ${isOfExtension('pg_class', 'c.oid')}`);
  return rows.toSorted((a, b) => (plainName(a) < plainName(b) ? -1 : 1));
}

/** Where each counter stands. Read after the snapshot was taken, it lies beyond every row seen in it. */
export async function listSequences(client: ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<{ schema: string; name: string }>(`
    select n.nspname as schema, c.relname as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${isOurSchema} and not ${isOfExtension('pg_class', 'c.oid')}
    order by 1, 2`);
  const sequences: Sequence[] = [];
  for (const { schema, name } of rows) {
    const at = await client.query<{ last: string; called: boolean }>(
      `select last_value::text as last, is_called as called from ${quoted({ schema, table: name })}`,
    );
    for (const { last, called } of at.rows) sequences.push({ schema, name, last, called });
  }
  return sequences;
}

/** The steps of the schema that were applied here. */
export async function appliedMigrations(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'select name from public.migration order by name',
  );
  return rows.map(({ name }) => name);
}

/** `server_version` for people and `server_version_num` for comparing. */
export async function serverVersion(client: ClientBase): Promise<{ text: string; number: number }> {
  const { rows } = await client.query<{ text: string; number: number }>(`
    select current_setting('server_version') as text,
      current_setting('server_version_num')::int as number`);
  return rows[0] ?? { text: '', number: 0 };
}
