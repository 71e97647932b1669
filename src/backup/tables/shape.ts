import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { isOfExtension, isOurSchema } from './catalog.ts';

/** What must be out of the way while rows come in, each in the order of no other. */
export interface Shape {
  readonly foreignKeys: readonly { table: string; name: string; definition: string }[];
  readonly indexes: readonly { name: string; definition: string }[];
  readonly triggers: readonly { table: string; name: string; mode: string }[];
}

/**
 * Takes away foreign keys, the indexes that guard nothing, and switches triggers off: rows come table
 * by table, not in the order in which they were written. All of it with an owner's rights alone.
 */
export async function takeShape(client: ClientBase): Promise<Shape> {
  const shape = {
    foreignKeys: await foreignKeys(client),
    indexes: await indexes(client),
    triggers: await triggers(client),
  };
  for (const { table, name } of shape.foreignKeys) {
    await client.query(`alter table ${table} drop constraint ${escapeIdentifier(name)}`);
  }
  for (const { name } of shape.indexes) await client.query(`drop index ${name}`);
  for (const { table, name } of shape.triggers) {
    await client.query(`alter table ${table} disable trigger ${escapeIdentifier(name)}`);
  }
  return shape;
}

/**
 * Puts everything back as it was. Foreign keys are checked against every row.
 *
 * @param told after each of them.
 */
export async function giveShape(
  client: ClientBase,
  { foreignKeys: keys, indexes: all, triggers: switched }: Shape,
  told: () => void,
): Promise<void> {
  for (const { definition } of all) {
    await client.query(definition);
    told();
  }
  for (const { table, name, definition } of keys) {
    await client.query(
      `alter table ${table} add constraint ${escapeIdentifier(name)} ${definition}`,
    );
    told();
  }
  for (const { table, name, mode } of switched) {
    const how = { A: 'enable always', R: 'enable replica' }[mode] ?? 'enable';
    await client.query(`alter table ${table} ${how} trigger ${escapeIdentifier(name)}`);
  }
}

async function foreignKeys(client: ClientBase) {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(`
    select k.conrelid::regclass::text as table, k.conname as name,
      pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace
    where k.contype = 'f' and k.conparentid = 0 and ${isOurSchema}`);
  return rows;
}

// An index that a constraint stands on stays, and with it the promise that keys are unique.
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
