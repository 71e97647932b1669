import type { ClaimCard, CodingChanges, CodingFacts } from './coding-facts.ts';

/**
 * The facts of a page after a save answered what it changed. A claim known before stays in its place,
 * new ones follow at the end, and whoever was named or renamed is called so in every claim.
 */
export function mergeChanges(facts: CodingFacts, changes: CodingChanges): CodingFacts {
  const { claims, gone, captions, translations, notes } = changes;
  const changed = new Map(claims.map((claim) => [claim.uid, claim]));
  const known = new Set(facts.claims.map(({ uid }) => uid));
  const kept = facts.claims
    .filter(({ uid }) => !gone.includes(uid))
    .map((claim) => changed.get(claim.uid) ?? renamed(claim, captions));
  return {
    claims: [...kept, ...claims.filter(({ uid }) => !known.has(uid))],
    translations: translations ?? facts.translations,
    notes: notes ?? facts.notes,
  };
}

type Captions = CodingChanges['captions'];

function renamed(claim: ClaimCard, captions: Captions): ClaimCard {
  const { entity, valueEntity, valueText, figurePlace } = claim;
  const points = valueEntity === null ? undefined : captions[valueEntity.uid];
  return {
    ...claim,
    entity: { ...entity, text: captions[entity.uid] ?? entity.text },
    ...(valueEntity !== null &&
      points !== undefined && {
        valueEntity: { ...valueEntity, text: points },
        valueText: valueText === valueEntity.text ? points : valueText,
      }),
    figurePlace: figurePlace && {
      ...figurePlace,
      text: captions[figurePlace.uid] ?? figurePlace.text,
    },
    chain: claim.chain.map((link) => {
      const text = link.type === 'entity' && link.uid !== undefined && captions[link.uid];
      return typeof text === 'string' ? { ...link, text } : link;
    }),
  };
}
