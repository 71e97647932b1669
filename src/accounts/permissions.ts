import type { Actor, Role } from './actor.ts';

/**
 * Everything a person can do that not everyone may. The one list of permissions: no other file
 * compares roles.
 */
export const actions = [
  'desk.enter',
  'source.add',
  'source.edit',
  'passage.mark',
  'claim.write',
  'claim.review',
  'claim.withdraw',
  'resolution.decide',
  'note.write',
  'translation.review',
  'publication.propose',
  'publication.decide',
  'letter.write',
  'letter.decide',
  'export.take',
  'term.add',
  'account.manage',
  'operation.watch',
  'log.manage',
] as const;

export type Action = (typeof actions)[number];

/** What the decision depends on besides the roles; each fact only where an action asks for it. */
export interface Facts {
  /** The scope of the thing acted on. */
  readonly scopeId?: number;
  /** Who wrote the claim, proposed the decision or made the translation. */
  readonly authorId?: string;
  /** One person runs this instance alone; it says so on its method page. */
  readonly singlePerson?: boolean;
}

const allowed: Readonly<Record<Action, readonly Role[]>> = {
  'desk.enter': ['documenter', 'reviewer', 'campaigner', 'caseworker', 'administrator'],
  'source.add': ['documenter', 'reviewer', 'administrator'],
  'source.edit': ['documenter', 'reviewer', 'administrator'],
  'passage.mark': ['documenter', 'reviewer', 'administrator'],
  'claim.write': ['documenter', 'reviewer', 'administrator'],
  'claim.review': ['reviewer', 'administrator'],
  'claim.withdraw': ['reviewer', 'administrator'],
  'resolution.decide': ['reviewer', 'administrator'],
  'note.write': ['documenter', 'reviewer', 'campaigner', 'caseworker', 'administrator'],
  'translation.review': ['reviewer', 'administrator'],
  'publication.propose': ['documenter', 'reviewer', 'administrator'],
  'publication.decide': ['reviewer', 'administrator'],
  'letter.write': ['campaigner', 'documenter', 'reviewer', 'administrator'],
  'letter.decide': ['campaigner', 'reviewer', 'administrator'],
  'export.take': ['documenter', 'reviewer', 'administrator'],
  'term.add': ['administrator'],
  'account.manage': ['administrator'],
  'operation.watch': ['administrator'],
  'log.manage': ['administrator'],
};

/** What nobody does to their own work. */
export const needsAnotherPerson: ReadonlySet<Action> = new Set([
  'claim.review',
  'publication.decide',
  'translation.review',
  'letter.decide',
]);

/**
 * Decides one single thing. A thing outside the person's scopes is refused whatever their role;
 * callers must answer as if it did not exist.
 */
export function may(actor: Actor, action: Action, facts: Facts = {}): boolean {
  if (facts.scopeId !== undefined && !actor.scopes.includes(facts.scopeId)) return false;
  if (!actor.roles.some((role) => allowed[action].includes(role))) return false;
  const ownWork = facts.authorId !== undefined && facts.authorId === actor.accountId;
  return !(ownWork && needsAnotherPerson.has(action) && facts.singlePerson !== true);
}
