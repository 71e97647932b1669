import { canonicalJson, type JsonValue } from '@countersign/proof';

type JsonObject = Readonly<Record<string, JsonValue>>;

/**
 * The claims of editions as JSON Lines, in the order given: each line is the canonical JSON of
 * `{subject, claim, passage, source}`, so that it can be read without the rest. It follows from the
 * editions alone. What is not there is left out.
 */
export function claimLines(editions: readonly JsonValue[]): string {
  return editions.flatMap(linesOf).join('');
}

function linesOf(edition: JsonValue): string[] {
  const { subject, claims, passages, sources } = object(edition);
  const passageOf = byUid(passages);
  const sourceOf = byUid(sources);
  return list(claims).map((claim) => {
    const told = object(claim);
    const passage = passageOf.get(told['passage']);
    const source = sourceOf.get(told['source'] ?? object(passage)['source']);
    const line = {
      subject: subject ?? null,
      claim,
      ...(passage !== undefined && { passage }),
      ...(source !== undefined && { source }),
    };
    return `${canonicalJson(line)}\n`;
  });
}

function byUid(things: JsonValue | undefined): Map<JsonValue | undefined, JsonValue> {
  return new Map(list(things).map((thing) => [object(thing)['uid'], thing]));
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function object(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}
