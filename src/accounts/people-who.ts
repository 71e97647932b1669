import type { Db } from '#platform/database';
import { openScopes, toActor, type Actor } from './actor.ts';
import { may, type Action } from './permissions.ts';

/** A person as others choose them. */
export interface PersonChoice {
  readonly uid: string;
  readonly name: string;
}

/**
 * Who may do something within a scope, by name: those to whom work there can be handed.
 *
 * @returns nobody when the scope is closed to the one who asks, who must not learn who works in it.
 */
export async function peopleWho(
  db: Db,
  actor: Actor,
  action: Action,
  scopeId: number,
): Promise<PersonChoice[]> {
  if (!actor.scopes.includes(scopeId)) return [];
  const rows = await db
    .selectFrom('account')
    .where('account.state', '=', 'active')
    .select(['account.id', 'account.uid', 'account.name', 'account.roles'])
    .select(openScopes.as('scopes'))
    .orderBy('account.name')
    .orderBy('account.id')
    .execute();
  return rows
    .map(toActor)
    .filter((person) => may(person, action, { scopeId }))
    .map(({ uid, name }) => ({ uid, name }));
}
