import type { ClientBase } from 'pg';
import { DatabaseError, escapeIdentifier } from 'pg';
import { refuse } from '../backup-refusal.ts';
import { isOfExtension, isOurSchema } from './catalog.ts';

/** What is out of the way while rows come in. */
export interface Shape {
  /** Primary keys and unique ones before the foreign keys that lean on them. */
  readonly constraints: readonly { table: string; name: string; definition: string }[];
  readonly indexes: readonly { name: string; definition: string }[];
  readonly triggers: readonly { table: string; name: string; mode: string }[];
}

/**
 * Takes away keys and indexes and switches triggers off: rows come table by table, not in the order in
 * which they were written, and an index is made several times faster of all rows at once than row by
 * row. All of it with an owner's rights alone.
 */
export async function takeShape(client: ClientBase): Promise<Shape> {
  const shape = {
    constraints: await keys(client),
    indexes: await indexes(client),
    triggers: await triggers(client),
  };
  for (const { table, name } of shape.constraints.toReversed()) {
    await client.query(`alter table ${table} drop constraint ${escapeIdentifier(name)}`);
  }
  for (const { name } of shape.indexes) await client.query(`drop index ${name}`);
  for (const { table, name } of shape.triggers) {
    await client.query(`alter table ${table} disable trigger ${escapeIdentifier(name)}`);
  }
  return shape;
}

/**
 * Puts everything back as it was. Keys are checked against every row.
 *
 * @param told after each of them.
 * @throws BackupRefusal `restore-rows` when the rows do not keep what a key promises.
 */
export async function giveShape(
  client: ClientBase,
  { constraints, indexes: all, triggers: switched }: Shape,
  told: () => void,
): Promise<void> {
  // Unique indexes that are no constraints can be leaned on too.
  for (const { name, definition } of all) {
    await adding(name, client.query(definition));
    told();
  }
  for (const { table, name, definition } of constraints) {
    await adding(
      table,
      client.query(`alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`),
    );
    told();
  }
  for (const { table, name, mode } of switched) {
    const how = { A: 'enable always', R: 'enable replica' }[mode] ?? 'enable';
    await client.query(`alter table ${table} ${how} trigger ${escapeIdentifier(name)}`);
  }
}

// Class 23: a row is there twice, or points to one that is not there.
async function adding(to: string, query: Promise<unknown>): Promise<void> {
  try {
    await query;
  } catch (error) {
    const code = error instanceof DatabaseError ? (error.code ?? '') : '';
    if (code.startsWith('23')) refuse('restore-rows', { table: to, code }, error);
    throw error;
  }
}

async function keys(client: ClientBase) {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select k.conrelid::regclass::text as table, k.conname as name,
      pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace
    where k.contype in ('p', 'u', 'x', 'f') and k.conparentid = 0 and ${isOurSchema}
      and not ${isOfExtension('pg_class', 'k.conrelid')}
    order by k.contype = 'f', 1, 2`);
  return rows;
}

// An index that a constraint stands on comes and goes with it.
async function indexes(client: ClientBase) {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'i' and ${isOurSchema} and not ${isOfExtension('pg_class', 'c.oid')}
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid
        and k.contype in ('p', 'u', 'x'))`);
  return rows;
}

async function triggers(client: ClientBase) {
  const { rows } = await client.query<{ table: string; name: string; mode: string }>(`
    select t.tgrelid::regclass::text as table, t.tgname as name, t.tgenabled as mode
    from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and t.tgenabled <> 'D' and ${isOurSchema}`);
  return rows;
}
