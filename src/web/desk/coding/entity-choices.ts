import type { Actor } from '#accounts';
import type { Tx } from '#platform/database';
import {
  createEntities,
  RecordRefusal,
  type ClaimInput,
  type KindCode,
  type LinkInput,
} from '#record';
import { basisFor } from './basis-for.ts';
import type { EntityChoice } from './requests.ts';

/** The property by which an entity of a kind is called; some kinds are called by what they say. */
export function nameProperty(kind: KindCode): 'name' | 'title' | undefined {
  switch (kind) {
    case 'person':
    case 'group':
    case 'place':
      return 'name';
    case 'work':
    case 'event':
    case 'intervention':
      return 'title';
    case 'act':
    case 'involvement':
    case 'milestone':
    case 'relation':
      return undefined;
  }
}

// Nobody could find these again without a name; an intervention is known by who did what.
const mustHaveName: ReadonlySet<KindCode> = new Set(['person', 'group', 'work', 'place', 'event']);

/** What the name of a new entity rests on: the same words as the claim that brought it up. */
export interface Naming {
  readonly passage: string | undefined;
  /** Undefined where it was seen or heard, not read. */
  readonly words: string | undefined;
  readonly language: string | undefined;
  readonly certainty: string;
  readonly chain: LinkInput[];
  readonly reason: string;
}

/** New entities of one request, and the claims that name them. */
export interface Chosen {
  /** The uid of each choice, in order. */
  readonly uids: readonly string[];
  readonly claims: readonly ClaimInput[];
  /** For each of the claims, the field of the form that its faults belong to. */
  readonly fields: readonly string[];
}

/**
 * Gives every choice its uid, creating what is new. The same new name of the same kind, chosen twice
 * in one form, is one entity.
 *
 * @param choices with the field of the form each stands in.
 * @throws RecordRefusal `name-missing`, `not-allowed`.
 */
export async function takeChoices(
  tx: Tx,
  actor: Actor,
  choices: readonly { readonly field: string; readonly choice: EntityChoice }[],
  naming: Naming,
): Promise<Chosen> {
  const fresh = new Map<string, { field: string; kind: KindCode; name: string }>();
  for (const { field, choice } of choices) {
    if ('uid' in choice) continue;
    if (choice.name === '' && mustHaveName.has(choice.kind)) {
      throw new RecordRefusal({ code: 'name-missing', field });
    }
    const key = keyOf(choice, field);
    if (!fresh.has(key)) fresh.set(key, { field, ...choice });
  }
  const created = await createEntities(
    tx,
    actor,
    [...fresh.values()].map(({ kind }) => kind),
  );
  const uidOf = new Map([...fresh.keys()].map((key, index) => [key, created[index]?.uid ?? '']));
  const named = [...fresh].flatMap(([key, { field, kind, name }]) => {
    const property = nameProperty(kind);
    if (property === undefined || name === '') return [];
    return [{ field, claim: nameClaim(uidOf.get(key) ?? '', property, name, naming) }];
  });
  return {
    uids: choices.map(({ field, choice }) =>
      'uid' in choice ? choice.uid : (uidOf.get(keyOf(choice, field)) ?? ''),
    ),
    claims: named.map(({ claim }) => claim),
    fields: named.map(({ field }) => field),
  };
}

// Two nameless acts in one form are two acts.
function keyOf(choice: Exclude<EntityChoice, { uid: string }>, field: string): string {
  return choice.name === '' ? `${choice.kind} at ${field}` : `${choice.kind} ${choice.name}`;
}

function nameClaim(entity: string, property: string, name: string, naming: Naming): ClaimInput {
  const { passage, words, language, certainty, chain, reason } = naming;
  const common = {
    entity,
    property,
    value: name,
    certainty,
    chain,
    ...(language !== undefined && { language }),
  };
  if (passage === undefined) return { ...common, basis: 'editorial', reason };
  return { ...common, passage, basis: words === undefined ? 'seen' : basisFor(name, words) };
}
