import { sql } from 'kysely';
import { asUids, type Db } from '#platform/database';
import { scopesOf, type Actor } from '#accounts';
import { isVisible } from './visible.ts';

/** What depends on who is named as the perpetrator of an involvement. */
export interface Hanging {
  /** True: this claim alone names them. False: nothing that stands names them any more. */
  readonly isNaming: boolean;
  /** How many other claims of the involvement would name nobody, or this one with them. */
  readonly others: number;
}

const naming = ['perpetrator', 'perpetratorType'];

/**
 * For claims of involvements: whether the others hang on this one, or it hangs in the air itself. An
 * involvement that names nobody is not published; a reviewer is told before and after. By uid; claims
 * of which there is nothing to tell are absent.
 */
export async function hangingClaims(
  db: Db,
  actor: Actor,
  uids: readonly string[],
): Promise<Map<string, Hanging>> {
  if (uids.length === 0) return new Map();
  const scopes = scopesOf(actor);
  const within = sql`any(${sql.val(scopes)}::integer[])`;
  const isNaming = sql`= any(${sql.val(naming)}::text[])`;
  const { rows } = await sql<Hanging & { uid: string }>`
    select c.uid, c.property ${isNaming} as "isNaming", (
      select count(*)::int from claim o where o.entity_id = c.entity_id and o.id <> c.id
        and o.state in ('proposed','accepted') and o.scope_id = ${within}
        and not o.property ${isNaming} and o.property <> 'act') as others
    from claim c join entity e on e.id = c.entity_id and e.kind = 'involvement'
    where c.uid = any(${sql.val(asUids(uids))}::uuid[]) and c.state in ('proposed','accepted')
      and c.property <> 'act' and ${isVisible(scopes)}
      and not exists (select from claim p where p.entity_id = c.entity_id and p.id <> c.id
        and p.state in ('proposed','accepted') and p.scope_id = ${within}
        and p.property ${isNaming})`.execute(db);
  return new Map(
    rows
      .filter((row) => !row.isNaming || row.others > 0)
      .map(({ uid, ...hanging }) => [uid, hanging]),
  );
}
