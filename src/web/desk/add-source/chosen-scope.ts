import { scopeChoices, teamScope, type Actor, type ScopeChoice } from '#accounts';
import type { Problem } from '#platform/errors';
import type { Db } from '#platform/database';

/**
 * Where a source may be put: the team and the partner groups of the person. What everyone who works
 * here may see is offered only for a source that lies there already.
 */
export async function sourceScopes(
  db: Db,
  actor: Actor,
  current?: number,
): Promise<readonly ScopeChoice[]> {
  const open = await scopeChoices(db, actor);
  return open.filter(({ kind, id }) => kind !== 'public' || id === current);
}

/** Where a new source begins: with the team, or for a partner with the first of their groups. */
export function firstScope(choices: readonly ScopeChoice[]): ScopeChoice | undefined {
  return choices.find(({ id }) => id === teamScope) ?? choices[0];
}

/** Reads the chosen scope; an empty one is the `fallback`. */
export function chosenScope(
  choices: readonly ScopeChoice[],
  typed: string,
  fallback: number | undefined,
): { readonly scope: number | undefined; readonly problems: readonly Problem[] } {
  if (typed === '') return { scope: fallback, problems: [] };
  const chosen = choices.find(({ value }) => value === typed);
  const problems = chosen === undefined ? [{ code: 'form-choice', field: 'scope' }] : [];
  return { scope: chosen?.id, problems };
}
