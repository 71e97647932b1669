import { canonicalJson, type JsonValue } from '@countersign/proof';
import type { EditionDocument, PublicProperty } from '#editions';

/** A claim in place of another of the same property. */
export interface ChangedClaim {
  readonly before: string;
  readonly after: string;
}

/** What readers would see otherwise if a subject were published anew. Uids throughout. */
export interface DocumentDifference {
  readonly changed: readonly ChangedClaim[];
  /** Claims that would go. */
  readonly gone: readonly string[];
  /** Claims that would come. */
  readonly added: readonly string[];
  /** Others on its page that are called otherwise. */
  readonly renamed: readonly Renaming[];
  /** Sources described otherwise, or not at all any more. */
  readonly sources: readonly string[];
  /** Properties of which another value would stand first, or for another reason. */
  readonly reordered: readonly { readonly entity: string; readonly property: string }[];
  /** Nothing of the above, and yet not the same bytes. */
  readonly onlyElse: boolean;
}

export interface Renaming {
  readonly entity: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/**
 * Compares two documents of one subject. Pure.
 *
 * @param replaced the claim that each new claim replaces, by uid, where it replaces one.
 */
export function compareDocuments(
  before: EditionDocument,
  after: EditionDocument,
  replaced: ReadonlyMap<string, string>,
): DocumentDifference {
  const [old, now] = [uidsOf(before.claims), uidsOf(after.claims)];
  const came = [...now].filter((uid) => !old.has(uid));
  const went = [...old].filter((uid) => !now.has(uid));
  const changed = came.flatMap((uid): ChangedClaim[] => {
    const earlier = replaced.get(uid);
    return earlier !== undefined && went.includes(earlier) ? [{ before: earlier, after: uid }] : [];
  });
  const paired = new Set(changed.flatMap((pair) => [pair.before, pair.after]));
  const found = {
    changed,
    gone: went.filter((uid) => !paired.has(uid)),
    added: came.filter((uid) => !paired.has(uid)),
    renamed: renamings(before, after),
    sources: changedSources(before, after),
    // Where claims come and go, the order follows from that and needs no line of its own.
    reordered: reorderings(before, after, new Set([...came, ...went])),
  };
  const isNone = Object.values(found).every((list) => list.length === 0);
  return { ...found, onlyElse: isNone && !isSame(before, after) };
}

/** Whether there is nothing to tell. */
export function isNoDifference(difference: DocumentDifference): boolean {
  const { onlyElse, ...lists } = difference;
  return !onlyElse && Object.values(lists).every((list) => list.length === 0);
}

function renamings(before: EditionDocument, after: EditionDocument): Renaming[] {
  const now = new Map(after.entities.map((entity) => [entity.uid, entity.names]));
  return before.entities.flatMap((entity): Renaming[] => {
    const names = now.get(entity.uid);
    // What the subject itself is called is told by its claims.
    if (entity.uid === before.subject) return [];
    if (names === undefined || isSame(names, entity.names)) return [];
    return [{ entity: entity.uid, before: entity.names, after: names }];
  });
}

function changedSources(before: EditionDocument, after: EditionDocument): string[] {
  const now = new Map(after.sources.map((source) => [source.uid, source]));
  const kept = uidsOf(after.claims);
  const needed = new Set(
    before.claims.filter(({ uid }) => kept.has(uid)).map((claim) => claim.source),
  );
  return before.sources.flatMap((source) => {
    const other = now.get(source.uid);
    // One that goes with its last claim is told by that claim.
    if (other === undefined) return needed.has(source.uid) ? [source.uid] : [];
    return isSame(source, other) ? [] : [source.uid];
  });
}

function reorderings(
  before: EditionDocument,
  after: EditionDocument,
  moved: ReadonlySet<string>,
): DocumentDifference['reordered'] {
  const now = new Map(propertiesOf(after));
  return propertiesOf(before).flatMap(([key, property]) => {
    const other = now.get(key);
    if (other === undefined || isSame(property, other)) return [];
    const claims = [property, other].flatMap(({ shown, others }) =>
      [...shown, ...others].flatMap((value) => value.claims),
    );
    if (claims.some((uid) => moved.has(uid))) return [];
    const [entity = ''] = key.split('/', 1);
    return [{ entity, property: property.property }];
  });
}

function propertiesOf(document: EditionDocument): [string, PublicProperty][] {
  const all = [{ uid: document.subject, properties: document.properties }, ...document.parts];
  return all.flatMap(({ uid, properties }) =>
    properties.map((one): [string, PublicProperty] => [`${uid}/${one.property}`, one]),
  );
}

function uidsOf(things: readonly { readonly uid: string }[]): ReadonlySet<string> {
  return new Set(things.map(({ uid }) => uid));
}

// As canonical JSON, because jsonb keeps an order of keys of its own.
function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a as JsonValue) === canonicalJson(b as JsonValue);
}
