import type { Db } from '#platform/database';
import { openScopes, toActor, type Actor } from './actor.ts';
import { may, type Action } from './permissions.ts';

/** A person as others choose them. */
export interface PersonChoice {
  readonly uid: string;
  readonly name: string;
}

/**
 * Who may do something in each of the asker's scopes, by name: those to whom work can be handed. Of
 * scopes that are closed to the asker nothing is told.
 */
export async function peopleByScope(
  db: Db,
  actor: Actor,
  action: Action,
): Promise<ReadonlyMap<number, readonly PersonChoice[]>> {
  const rows = await db
    .selectFrom('account')
    .where('account.state', '=', 'active')
    .select(['account.id', 'account.uid', 'account.name', 'account.roles'])
    .select(openScopes.as('scopes'))
    .orderBy('account.name')
    .orderBy('account.id')
    .execute();
  const people = rows.map(toActor);
  const choicesIn = (scopeId: number): PersonChoice[] =>
    people
      .filter((person) => may(person, action, { scopeId }))
      .map(({ uid, name }) => ({ uid, name }));
  return new Map(actor.scopes.map((scopeId) => [scopeId, choicesIn(scopeId)]));
}

/** The same for one scope. @returns nobody when it is closed to the asker. */
export async function peopleWho(
  db: Db,
  actor: Actor,
  action: Action,
  scopeId: number,
): Promise<readonly PersonChoice[]> {
  return (await peopleByScope(db, actor, action)).get(scopeId) ?? [];
}
