import { publicScope } from '#accounts';
import type { ParsedClaimInput } from './claim-input.ts';
import type { Known, KnownEntity } from './look-up.ts';

/**
 * Where a claim may be seen when nobody said: where the words it rests on may be; where those are
 * everybody's, where the entity may be.
 */
export function defaultScope(input: ParsedClaimInput, entity: KnownEntity, known: Known): number {
  const source = input.passage === undefined ? undefined : known.passages.get(input.passage);
  return source === undefined || source.scopeId === publicScope ? entity.scopeId : source.scopeId;
}

/**
 * The field by which a claim of that scope would tell somebody of a thing they may not see; undefined
 * when it tells nothing. Whoever reads a claim must be allowed to see the source behind its words,
 * whom it points to, who said it and what it was inferred from.
 */
export function tellsTooMuch(
  input: ParsedClaimInput,
  scopeId: number,
  known: Known,
): string | undefined {
  const { entities, sources, passages, claims } = known;
  const hidden = (thing: { readonly scopeId: number } | undefined) =>
    thing !== undefined && thing.scopeId !== publicScope && thing.scopeId !== scopeId;
  if (input.passage !== undefined && hidden(passages.get(input.passage))) return 'scope';
  if (hidden(entities.get(input.value))) return 'value';
  if (hidden(entities.get(input.measure?.place ?? ''))) return 'measure';
  const said = input.chain.some(
    ({ entity = '', source = '' }) => hidden(entities.get(entity)) || hidden(sources.get(source)),
  );
  if (said) return 'chain';
  return input.inferredFrom.some((uid) => hidden(claims.get(uid))) ? 'inferredFrom' : undefined;
}
