import type { ClientBase } from 'pg';
import { escapeIdentifier } from 'pg';
import { applySteps, type Migration } from '#platform/database';
import { refuse } from '../backup-refusal.ts';
import { filledAtFirstStart } from '../declared.ts';
import { isOfExtension, isOurSchema, listTables, plainName, quoted } from './catalog.ts';

/**
 * Refuses unless nothing was ever written here. Every table is locked first, so that nobody begins to
 * while we work.
 *
 * @throws BackupRefusal `restore-not-empty` naming the first table that holds a row.
 */
export async function refuseUnlessEmpty(client: ClientBase): Promise<void> {
  for (const table of await listTables(client)) {
    await client.query(`lock table ${quoted(table)} in access exclusive mode`);
    if (filledAtFirstStart.has(plainName(table))) continue;
    const { rowCount } = await client.query(`select from ${quoted(table)} limit 1`);
    if (rowCount !== 0) refuse('restore-not-empty', { table: plainName(table) });
  }
}

/**
 * Makes the schema anew as the named steps leave it, which may be fewer than the program has: rows go
 * into the tables that they came from, and the later steps then treat them as they would have there.
 */
export async function rebuildSchema(
  client: ClientBase,
  steps: readonly Migration[],
): Promise<void> {
  for (const statement of await dropping(client)) await client.query(statement);
  await applySteps(client, steps);
}

// What extensions brought stays: they may have been installed by somebody with more rights than we
// have. `public` itself stays too, because it may be somebody else's.
async function dropping(client: ClientBase): Promise<string[]> {
  const schemas = await client.query<{ name: string }>(`
    select n.nspname as name from pg_namespace n
    where ${isOurSchema} and n.nspname <> 'public' and pg_has_role(n.nspowner, 'usage')
      and not ${isOfExtension('pg_namespace', 'n.oid')}`);
  // Tables go first and take their counters with them; a counter of a table cannot go alone.
  const things = await client.query<{ statement: string }>(`
    select c.relkind = 'S' as last, format('drop %s if exists %s cascade', case c.relkind when 'v' then 'view'
        when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
      c.oid::regclass) as statement
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm', 'S')
      and not ${isOfExtension('pg_class', 'c.oid')}
    union all
    select true, format('drop routine if exists %s cascade', p.oid::regprocedure)
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'public' and not ${isOfExtension('pg_proc', 'p.oid')}
    union all
    select true, format('drop type if exists %s cascade', t.oid::regtype)
    from pg_type t join pg_namespace n on n.oid = t.typnamespace
    where n.nspname = 'public' and t.typtype in ('d', 'e')
      and not ${isOfExtension('pg_type', 't.oid')}
    order by last`);
  return [
    ...schemas.rows.map(({ name }) => `drop schema ${escapeIdentifier(name)} cascade`),
    ...things.rows.map(({ statement }) => statement),
  ];
}
