import type { Db } from '#platform/database';
import { openScopes, publicScope, toActor, type Actor } from './actor.ts';
import { may, type Action } from './permissions.ts';

/** A person as others choose them. */
export interface PersonChoice {
  readonly uid: string;
  readonly name: string;
}

/**
 * Who may do something in each of the asker's scopes, by name: those to whom work can be handed. Only
 * people are told with whom the asker shares the team or a partner group.
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
  // In the scope that is open to all, a partner's member must not be told who works for the house.
  const isKnown = ({ scopes }: Actor): boolean =>
    scopes.some((scope) => scope !== publicScope && actor.scopes.includes(scope));
  const people = rows.map(toActor).filter(isKnown);
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
