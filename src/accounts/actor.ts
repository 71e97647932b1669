import { sql } from 'kysely';
import type { Db } from '#platform/database';

/** What someone may do. Where they may do it is told by {@link Actor.scopes}. */
export type Role = 'documenter' | 'reviewer' | 'campaigner' | 'caseworker' | 'administrator';

export const roles: readonly Role[] = [
  'documenter',
  'reviewer',
  'campaigner',
  'caseworker',
  'administrator',
];

/** A person who works here, as the rest of the house sees them during one request or command. */
export interface Actor {
  readonly accountId: string;
  readonly uid: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Ids of the scopes open to this person; lists are filtered by it in SQL. */
  readonly scopes: readonly number[];
}

/** Rows that every person who works here may see, partners included. */
export const publicScope = 1;
/** Rows for the people of this organisation; where new work begins. */
export const teamScope = 2;

/** The scopes to filter a list by: `where scope_id = any(scopesOf(actor))`. */
export function scopesOf(actor: Actor): readonly number[] {
  return actor.scopes;
}

/** What {@link toActor} needs of an `account` row. */
export interface ActorRow {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly scopes: readonly number[];
}

/** The scopes open to the `account` row of the query around it. */
export const openScopes = sql<number[]>`coalesce((
  select array_agg(scope.id order by scope.id) from scope
  left join partner_member on partner_member.partner_id = scope.partner_id
    and partner_member.account_id = account.id
  where scope.kind = 'public'
    or (scope.kind = 'team' and account.in_team)
    or partner_member.account_id is not null
), '{}')`;

export function toActor(row: ActorRow): Actor {
  return {
    accountId: row.id,
    uid: row.uid,
    name: row.name,
    roles: roles.filter((role) => row.roles.includes(role)),
    scopes: row.scopes,
  };
}

/**
 * Reads the person behind an account id.
 *
 * @returns undefined when there is no such account or it is suspended.
 */
export async function loadActor(db: Db, accountId: string): Promise<Actor | undefined> {
  const row = await db
    .selectFrom('account')
    .where('account.id', '=', accountId)
    .where('account.state', '=', 'active')
    .select(['account.id', 'account.uid', 'account.name', 'account.roles'])
    .select(openScopes.as('scopes'))
    .executeTakeFirst();
  return row === undefined ? undefined : toActor(row);
}
